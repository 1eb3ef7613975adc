-- The lead a deal came from, for the deal's timeline.
CREATE INDEX leads_opportunity ON leads (opportunity_id) WHERE opportunity_id IS NOT NULL;

-- What happened lately, whatever it happened to: the first page tells what colleagues changed.
CREATE INDEX journal_at ON journal (at, id);

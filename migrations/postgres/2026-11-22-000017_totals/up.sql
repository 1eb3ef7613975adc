-- People's totals only: with teams' in it, the index was taken for those too, and each row looked up behind it.
DROP INDEX deal_totals_owner;
CREATE INDEX deal_totals_owner ON deal_totals (owner_id, pipeline_id, closed_on) WHERE owner_id > 0;

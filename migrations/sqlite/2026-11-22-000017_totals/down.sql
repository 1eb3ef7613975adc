DROP INDEX deal_totals_owner;
CREATE INDEX deal_totals_owner ON deal_totals (owner_id, pipeline_id, closed_on, team_id);

ALTER TABLE sessions DROP COLUMN acting_for;
DROP TABLE delegations;

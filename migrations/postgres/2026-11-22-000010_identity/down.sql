ALTER TABLE organization DROP COLUMN version;
DROP INDEX throttles_last;

ALTER TABLE organization DROP COLUMN bin_days;
DROP TABLE bin;

DROP INDEX activities_series;
ALTER TABLE activities DROP COLUMN apart_from;
ALTER TABLE activities DROP COLUMN series_id;
ALTER TABLE activities DROP COLUMN repeats_at;
ALTER TABLE activities DROP COLUMN repeats_until;
ALTER TABLE activities DROP COLUMN repeats;
DROP INDEX activities_lasting;

-- What lasts several days is found on the last of them as well as on the first.
CREATE INDEX activities_lasting ON activities (owner_id, until_day) WHERE until_day IS NOT NULL;

-- What comes again: each time is an activity of its own, planned some weeks ahead. How often, until when, and at what time of
-- day, on the clock of its zone; the series it is of, which is named for the first one; and the day its series had
-- planned it for, where it was changed alone.
ALTER TABLE activities ADD COLUMN repeats TEXT
  CHECK (repeats IN ('daily', 'workdays', 'weekly', 'fortnightly', 'monthly', 'monthly_weekday',
    'monthly_last', 'yearly'));
ALTER TABLE activities ADD COLUMN repeats_until DATE;
ALTER TABLE activities ADD COLUMN repeats_at TIME;
ALTER TABLE activities ADD COLUMN series_id BIGINT;
ALTER TABLE activities ADD COLUMN apart_from DATE;
CREATE INDEX activities_series ON activities (series_id, day) WHERE series_id IS NOT NULL;

-- What lasts several days is found on the last of them as well as on the first.
CREATE INDEX activities_lasting ON activities (owner_id, until_day) WHERE until_day IS NOT NULL;

-- What the program does by itself, a row for each job, made by the program when it is missing. Whoever has a job holds it on a
-- lease: nobody else takes it up before the lease is over, and it is renewed for as long as the job works.
CREATE TABLE jobs (
  name TEXT NOT NULL PRIMARY KEY,
  next_at TIMESTAMP NOT NULL,
  -- Somebody wants it done now, also where there seems to be nothing to do.
  asked BOOLEAN NOT NULL DEFAULT FALSE,
  -- How often it was taken up: who holds it is told by this number from who held it before.
  runs BIGINT NOT NULL DEFAULT 0,
  -- The node that has it; empty when nobody has.
  holder TEXT NOT NULL DEFAULT '',
  held_until TIMESTAMP,
  began_at TIMESTAMP,
  -- The last run that came to an end.
  ended_at TIMESTAMP,
  took_ms BIGINT NOT NULL DEFAULT 0,
  dealt BIGINT NOT NULL DEFAULT 0,
  node TEXT NOT NULL DEFAULT '',
  -- In a row.
  failures BIGINT NOT NULL DEFAULT 0,
  last_error TEXT NOT NULL DEFAULT ''
);

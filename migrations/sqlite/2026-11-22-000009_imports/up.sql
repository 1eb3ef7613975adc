-- Imports: how each was asked for and what came of it, the rows that were wrong, and the ways to find a record again.

CREATE TABLE imports (
  batch_id BIGINT NOT NULL PRIMARY KEY REFERENCES batches (id),
  -- What the rows are.
  entity TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('draft', 'running', 'done', 'failed')),
  -- How the file is read, and what was found in it, as JSON.
  options TEXT NOT NULL,
  report TEXT NOT NULL,
  -- Where the file waits until it is run; empty afterwards.
  file TEXT NOT NULL DEFAULT '',
  -- Rows the file has, once they have been counted.
  rows_expected BIGINT NOT NULL DEFAULT 0,
  -- When it last made progress: a run that stands still was interrupted.
  touched_at TIMESTAMP NOT NULL,
  -- Why it ended early, in words.
  failure TEXT NOT NULL DEFAULT ''
);

-- Rows of a file that were not imported, with the reason, so that they can be repaired and brought again.
CREATE TABLE import_wrong_rows (
  batch_id BIGINT NOT NULL REFERENCES batches (id),
  line BIGINT NOT NULL,
  cells TEXT NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY (batch_id, line)
);

CREATE INDEX users_external ON users (external_id) WHERE external_id IS NOT NULL;
CREATE INDEX products_external ON products (external_id) WHERE external_id IS NOT NULL;
CREATE INDEX accounts_external ON accounts (external_id) WHERE external_id IS NOT NULL;
CREATE INDEX contacts_external ON contacts (external_id) WHERE external_id IS NOT NULL;
CREATE INDEX leads_external ON leads (external_id) WHERE external_id IS NOT NULL;
CREATE INDEX opportunities_external ON opportunities (external_id) WHERE external_id IS NOT NULL;
CREATE INDEX opportunities_name ON opportunities (sort_name, account_id);

-- The company, its people, its lists, and the records it sells with.
-- Written once for SQLite; the PostgreSQL twin differs only in how ids and byte-wise collation are spelled.

CREATE TABLE organization (
  id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
  name TEXT NOT NULL,
  currency TEXT NOT NULL,
  zone TEXT NOT NULL,
  country TEXT NOT NULL,
  fiscal_month BIGINT NOT NULL DEFAULT 1,
  first_weekday BIGINT NOT NULL DEFAULT 1,
  lead_cap BIGINT NOT NULL DEFAULT 10,
  inactive_after_days BIGINT NOT NULL DEFAULT 365,
  demo BOOLEAN NOT NULL DEFAULT FALSE,
  -- Counts every change of people, teams, stages, lists and rates: whoever holds a copy compares this number.
  revision BIGINT NOT NULL DEFAULT 1
);

-- Keys and one-time codes of this installation. Never exported, never journalled.
CREATE TABLE secrets (
  name TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
);

CREATE TABLE teams (
  id INTEGER PRIMARY KEY,
  version BIGINT NOT NULL DEFAULT 1,
  name TEXT NOT NULL,
  parent_id BIGINT REFERENCES teams (id),
  -- May members see all of the team's records, or only their own and the pool?
  shares_records BOOLEAN NOT NULL DEFAULT FALSE,
  active BOOLEAN NOT NULL DEFAULT TRUE
);

CREATE TABLE users (
  id INTEGER PRIMARY KEY,
  version BIGINT NOT NULL DEFAULT 1,
  name TEXT NOT NULL,
  email TEXT,
  email_key TEXT UNIQUE,
  password_hash TEXT,
  -- Role names separated by spaces; a person may hold several.
  roles TEXT NOT NULL,
  team_id BIGINT NOT NULL REFERENCES teams (id),
  sees_amounts BOOLEAN NOT NULL DEFAULT FALSE,
  active BOOLEAN NOT NULL DEFAULT TRUE,
  locale TEXT NOT NULL DEFAULT '',
  zone TEXT NOT NULL DEFAULT '',
  theme TEXT NOT NULL DEFAULT '',
  density TEXT NOT NULL DEFAULT '',
  keys_on BOOLEAN NOT NULL DEFAULT TRUE,
  external_id TEXT,
  created_at TIMESTAMP NOT NULL
);

CREATE TABLE sessions (
  token_hash TEXT NOT NULL PRIMARY KEY,
  user_id BIGINT NOT NULL REFERENCES users (id),
  created_at TIMESTAMP NOT NULL,
  seen_at TIMESTAMP NOT NULL,
  address TEXT NOT NULL,
  agent TEXT NOT NULL
);
CREATE INDEX sessions_user ON sessions (user_id);

-- Failed sign-ins, by account, by address and by the pair of them.
CREATE TABLE throttles (
  key TEXT NOT NULL PRIMARY KEY,
  failures BIGINT NOT NULL,
  last_at TIMESTAMP NOT NULL
);

-- A create form's nonce and what it made, so that a second press finds the first one's record.
CREATE TABLE form_nonces (
  nonce TEXT NOT NULL PRIMARY KEY,
  user_id BIGINT NOT NULL,
  location TEXT NOT NULL,
  used_at TIMESTAMP NOT NULL
);

-- Sources, statuses, reasons, industries …: lists an administrator edits.
CREATE TABLE pick_items (
  id INTEGER PRIMARY KEY,
  version BIGINT NOT NULL DEFAULT 1,
  list TEXT NOT NULL,
  name TEXT NOT NULL,
  -- What the program itself must recognise ('import', 'other', 'not_recorded', 'new', 'contacted', …); empty for the company's own.
  code TEXT NOT NULL DEFAULT '',
  position BIGINT NOT NULL,
  active BOOLEAN NOT NULL DEFAULT TRUE
);
CREATE INDEX pick_items_list ON pick_items (list, position);

CREATE TABLE currencies (
  code TEXT NOT NULL PRIMARY KEY,
  active BOOLEAN NOT NULL DEFAULT TRUE
);

-- What one unit of the currency was worth in the company's currency from this day on; nine decimals.
CREATE TABLE rates (
  id INTEGER PRIMARY KEY,
  currency TEXT NOT NULL REFERENCES currencies (code),
  valid_from DATE NOT NULL,
  rate BIGINT NOT NULL CHECK (rate > 0),
  UNIQUE (currency, valid_from)
);

CREATE TABLE pipelines (
  id INTEGER PRIMARY KEY,
  version BIGINT NOT NULL DEFAULT 1,
  name TEXT NOT NULL,
  position BIGINT NOT NULL,
  active BOOLEAN NOT NULL DEFAULT TRUE
);

CREATE TABLE stages (
  id INTEGER PRIMARY KEY,
  version BIGINT NOT NULL DEFAULT 1,
  pipeline_id BIGINT NOT NULL REFERENCES pipelines (id),
  name TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('open', 'won', 'lost')),
  probability BIGINT NOT NULL,
  position BIGINT NOT NULL,
  -- Days without customer contact or a planned step until a deal counts as quiet; 0 = never.
  quiet_days BIGINT NOT NULL DEFAULT 0,
  -- Names of opportunity fields that must be filled to enter, separated by spaces.
  required TEXT NOT NULL DEFAULT '',
  colour BIGINT NOT NULL DEFAULT 1,
  retired_into BIGINT REFERENCES stages (id)
);
CREATE INDEX stages_pipeline ON stages (pipeline_id, position);

CREATE TABLE products (
  id INTEGER PRIMARY KEY,
  version BIGINT NOT NULL DEFAULT 1,
  name TEXT NOT NULL,
  name_key TEXT NOT NULL UNIQUE,
  family TEXT NOT NULL DEFAULT '',
  price_minor BIGINT,
  currency TEXT NOT NULL,
  active BOOLEAN NOT NULL DEFAULT TRUE,
  external_id TEXT,
  created_at TIMESTAMP NOT NULL
);

CREATE TABLE accounts (
  id INTEGER PRIMARY KEY,
  version BIGINT NOT NULL DEFAULT 1,
  name TEXT NOT NULL,
  parent_id BIGINT REFERENCES accounts (id),
  industry_id BIGINT REFERENCES pick_items (id),
  employees BIGINT,
  founded BIGINT,
  revenue_minor BIGINT,
  currency TEXT NOT NULL,
  domain TEXT NOT NULL DEFAULT '',
  website TEXT NOT NULL DEFAULT '',
  -- One a line, as typed; the first is the main one.
  emails TEXT NOT NULL DEFAULT '',
  phones TEXT NOT NULL DEFAULT '',
  street TEXT NOT NULL DEFAULT '',
  postcode TEXT NOT NULL DEFAULT '',
  city TEXT NOT NULL DEFAULT '',
  region TEXT NOT NULL DEFAULT '',
  country TEXT NOT NULL DEFAULT '',
  shipping TEXT NOT NULL DEFAULT '',
  payment_terms TEXT NOT NULL DEFAULT '',
  notes TEXT NOT NULL DEFAULT '',
  owner_id BIGINT REFERENCES users (id),
  team_id BIGINT NOT NULL REFERENCES teams (id),
  lifecycle TEXT NOT NULL DEFAULT 'suspect',
  lifecycle_pinned BOOLEAN NOT NULL DEFAULT FALSE,
  lifecycle_reason TEXT NOT NULL DEFAULT '',
  external_id TEXT,
  created_at TIMESTAMP NOT NULL,
  updated_at TIMESTAMP NOT NULL,
  sort_name TEXT COLLATE BINARY NOT NULL,
  search_text TEXT NOT NULL
);

CREATE TABLE contacts (
  id INTEGER PRIMARY KEY,
  version BIGINT NOT NULL DEFAULT 1,
  name TEXT NOT NULL,
  title TEXT NOT NULL DEFAULT '',
  -- A person who buys for themselves, without a company.
  individual BOOLEAN NOT NULL DEFAULT FALSE,
  website TEXT NOT NULL DEFAULT '',
  emails TEXT NOT NULL DEFAULT '',
  phones TEXT NOT NULL DEFAULT '',
  street TEXT NOT NULL DEFAULT '',
  postcode TEXT NOT NULL DEFAULT '',
  city TEXT NOT NULL DEFAULT '',
  region TEXT NOT NULL DEFAULT '',
  country TEXT NOT NULL DEFAULT '',
  notes TEXT NOT NULL DEFAULT '',
  owner_id BIGINT REFERENCES users (id),
  team_id BIGINT NOT NULL REFERENCES teams (id),
  lifecycle TEXT NOT NULL DEFAULT 'suspect',
  lifecycle_pinned BOOLEAN NOT NULL DEFAULT FALSE,
  lifecycle_reason TEXT NOT NULL DEFAULT '',
  external_id TEXT,
  created_at TIMESTAMP NOT NULL,
  updated_at TIMESTAMP NOT NULL,
  sort_name TEXT COLLATE BINARY NOT NULL,
  search_text TEXT NOT NULL
);

-- A contact works for several companies, with a role in each; one is the primary one.
CREATE TABLE contact_accounts (
  contact_id BIGINT NOT NULL REFERENCES contacts (id),
  account_id BIGINT NOT NULL REFERENCES accounts (id),
  role TEXT NOT NULL DEFAULT '',
  is_primary BOOLEAN NOT NULL DEFAULT FALSE,
  PRIMARY KEY (contact_id, account_id)
);
CREATE INDEX contact_accounts_account ON contact_accounts (account_id);

CREATE TABLE leads (
  id INTEGER PRIMARY KEY,
  version BIGINT NOT NULL DEFAULT 1,
  state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'qualified', 'disqualified')),
  status_id BIGINT NOT NULL REFERENCES pick_items (id),
  name TEXT NOT NULL DEFAULT '',
  company TEXT NOT NULL DEFAULT '',
  title TEXT NOT NULL DEFAULT '',
  emails TEXT NOT NULL DEFAULT '',
  phones TEXT NOT NULL DEFAULT '',
  website TEXT NOT NULL DEFAULT '',
  street TEXT NOT NULL DEFAULT '',
  postcode TEXT NOT NULL DEFAULT '',
  city TEXT NOT NULL DEFAULT '',
  region TEXT NOT NULL DEFAULT '',
  country TEXT NOT NULL DEFAULT '',
  source_id BIGINT NOT NULL REFERENCES pick_items (id),
  buying_role_id BIGINT REFERENCES pick_items (id),
  -- The four questions of qualification: unknown, yes or no; budget with an amount, timeframe with a term.
  need TEXT NOT NULL DEFAULT 'unknown',
  need_note TEXT NOT NULL DEFAULT '',
  budget TEXT NOT NULL DEFAULT 'unknown',
  budget_minor BIGINT,
  timeframe TEXT NOT NULL DEFAULT 'unknown',
  authority TEXT NOT NULL DEFAULT 'unknown',
  product_interest TEXT NOT NULL DEFAULT '',
  value_minor BIGINT,
  currency TEXT NOT NULL,
  notes TEXT NOT NULL DEFAULT '',
  -- No owner: the lead waits in its team's pool.
  owner_id BIGINT REFERENCES users (id),
  team_id BIGINT NOT NULL REFERENCES teams (id),
  claimed_at TIMESTAMP,
  first_contact_at TIMESTAMP,
  closed_at TIMESTAMP,
  close_reason_id BIGINT REFERENCES pick_items (id),
  close_note TEXT NOT NULL DEFAULT '',
  account_id BIGINT REFERENCES accounts (id),
  contact_id BIGINT REFERENCES contacts (id),
  opportunity_id BIGINT,
  external_id TEXT,
  created_at TIMESTAMP NOT NULL,
  updated_at TIMESTAMP NOT NULL,
  sort_name TEXT COLLATE BINARY NOT NULL,
  search_text TEXT NOT NULL
);

CREATE TABLE opportunities (
  id INTEGER PRIMARY KEY,
  version BIGINT NOT NULL DEFAULT 1,
  name TEXT NOT NULL,
  account_id BIGINT REFERENCES accounts (id),
  contact_id BIGINT REFERENCES contacts (id),
  product_id BIGINT REFERENCES products (id),
  kind TEXT NOT NULL DEFAULT 'new' CHECK (kind IN ('new', 'cross_sell', 'win_back', 'renewal')),
  pipeline_id BIGINT NOT NULL REFERENCES pipelines (id),
  stage_id BIGINT NOT NULL REFERENCES stages (id),
  stage_since TIMESTAMP NOT NULL,
  -- The record's version at which stage or closure last changed: a card drawn before it is stale.
  moved_version BIGINT NOT NULL DEFAULT 1,
  amount_minor BIGINT,
  currency TEXT NOT NULL,
  probability BIGINT NOT NULL,
  probability_overridden BOOLEAN NOT NULL DEFAULT FALSE,
  expected_close DATE,
  next_step TEXT NOT NULL DEFAULT '',
  next_step_on DATE,
  last_contact_at TIMESTAMP,
  incumbent TEXT NOT NULL DEFAULT '',
  incumbent_dropped BOOLEAN NOT NULL DEFAULT FALSE,
  competitors TEXT NOT NULL DEFAULT '',
  payment_terms TEXT NOT NULL DEFAULT '',
  campaign TEXT NOT NULL DEFAULT '',
  notes TEXT NOT NULL DEFAULT '',
  source_id BIGINT REFERENCES pick_items (id),
  source_lead_id BIGINT REFERENCES leads (id),
  owner_id BIGINT REFERENCES users (id),
  team_id BIGINT NOT NULL REFERENCES teams (id),
  -- Day of the win or loss in the company's zone, the instant, and what it really brought. Empty while open.
  closed_on DATE,
  closed_at TIMESTAMP,
  actual_minor BIGINT,
  lost_reason_id BIGINT REFERENCES pick_items (id),
  lost_text TEXT NOT NULL DEFAULT '',
  lost_to TEXT NOT NULL DEFAULT '',
  external_id TEXT,
  created_at TIMESTAMP NOT NULL,
  updated_at TIMESTAMP NOT NULL,
  sort_name TEXT COLLATE BINARY NOT NULL,
  search_text TEXT NOT NULL
);

-- Who at the customer plays which part in the deal.
CREATE TABLE opportunity_contacts (
  opportunity_id BIGINT NOT NULL REFERENCES opportunities (id),
  contact_id BIGINT NOT NULL REFERENCES contacts (id),
  role TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (opportunity_id, contact_id)
);
CREATE INDEX opportunity_contacts_contact ON opportunity_contacts (contact_id);

-- Each stay of a deal in a stage, with the stage's name and kind as they were then.
CREATE TABLE stage_spells (
  id INTEGER PRIMARY KEY,
  opportunity_id BIGINT NOT NULL REFERENCES opportunities (id),
  stage_id BIGINT NOT NULL REFERENCES stages (id),
  stage_name TEXT NOT NULL,
  stage_kind TEXT NOT NULL,
  entered_at TIMESTAMP NOT NULL,
  left_at TIMESTAMP,
  moved_by BIGINT REFERENCES users (id)
);
CREATE INDEX stage_spells_opportunity ON stage_spells (opportunity_id, entered_at);

-- Each win and each loss, as it was decided. Reopening marks the row, nothing rewrites it.
CREATE TABLE closures (
  id INTEGER PRIMARY KEY,
  opportunity_id BIGINT NOT NULL REFERENCES opportunities (id),
  kind TEXT NOT NULL CHECK (kind IN ('won', 'lost')),
  stage_id BIGINT NOT NULL REFERENCES stages (id),
  stage_name TEXT NOT NULL,
  closed_on DATE NOT NULL,
  closed_at TIMESTAMP NOT NULL,
  amount_minor BIGINT NOT NULL,
  currency TEXT NOT NULL,
  -- The rate to the company's currency as it was that day; none known then, none now.
  rate BIGINT,
  rate_from DATE,
  owner_id BIGINT,
  team_id BIGINT NOT NULL,
  reason TEXT NOT NULL DEFAULT '',
  reason_text TEXT NOT NULL DEFAULT '',
  competitor TEXT NOT NULL DEFAULT '',
  closed_by BIGINT NOT NULL,
  reopened_at TIMESTAMP,
  reopened_by BIGINT
);
CREATE INDEX closures_opportunity ON closures (opportunity_id, closed_at);

-- Under which normalised keys a lead, an account or a contact is known: the ground of every duplicate check.
CREATE TABLE identity_keys (
  entity TEXT NOT NULL,
  record_id BIGINT NOT NULL,
  kind TEXT NOT NULL,
  key TEXT NOT NULL,
  PRIMARY KEY (entity, record_id, kind, key)
);
CREATE INDEX identity_keys_key ON identity_keys (kind, key);

-- What happened: who, when, on which record. Append-only; the values stand beside it so that a person can be erased while the row stays.
CREATE TABLE journal (
  id INTEGER PRIMARY KEY,
  at TIMESTAMP NOT NULL,
  actor_id BIGINT,
  on_behalf_of BIGINT,
  request_id TEXT NOT NULL,
  batch_id BIGINT,
  entity TEXT NOT NULL,
  record_id BIGINT NOT NULL,
  -- The record's version after the change.
  version BIGINT NOT NULL,
  action TEXT NOT NULL
);
CREATE INDEX journal_record ON journal (entity, record_id, id);
CREATE INDEX journal_batch ON journal (batch_id, id);

CREATE TABLE journal_values (
  journal_id BIGINT NOT NULL REFERENCES journal (id),
  field TEXT NOT NULL,
  before TEXT,
  after TEXT,
  PRIMARY KEY (journal_id, field)
);

-- One row an import, a bulk change, or whatever else is taken back as one.
CREATE TABLE batches (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  title TEXT NOT NULL,
  file_hash TEXT NOT NULL DEFAULT '',
  created_by BIGINT,
  created_at TIMESTAMP NOT NULL,
  rows_total BIGINT NOT NULL DEFAULT 0,
  rows_created BIGINT NOT NULL DEFAULT 0,
  rows_updated BIGINT NOT NULL DEFAULT 0,
  rows_skipped BIGINT NOT NULL DEFAULT 0,
  rows_wrong BIGINT NOT NULL DEFAULT 0,
  reverted_at TIMESTAMP,
  reverted_by BIGINT
);

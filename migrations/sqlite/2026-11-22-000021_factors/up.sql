-- What somebody shows beside their password. The key of an authenticator app is kept encrypted.
CREATE TABLE factors (
  id INTEGER PRIMARY KEY,
  user_id BIGINT NOT NULL REFERENCES users (id),
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  secret TEXT NOT NULL,
  -- Of an app: the last span of time a code of which was taken. None is taken twice.
  used BIGINT NOT NULL DEFAULT 0,
  created_at TIMESTAMP NOT NULL
);
CREATE INDEX factors_user ON factors (user_id);

-- Codes for the day the factor is lost: each is good once, and then gone.
CREATE TABLE recovery_codes (
  user_id BIGINT NOT NULL REFERENCES users (id),
  code_hash TEXT NOT NULL,
  PRIMARY KEY (user_id, code_hash)
);

-- What a person is told about their own sign-in: on their profile, and when they next sign in.
CREATE TABLE security_notices (
  id INTEGER PRIMARY KEY,
  user_id BIGINT NOT NULL REFERENCES users (id),
  actor_id BIGINT NOT NULL REFERENCES users (id),
  at TIMESTAMP NOT NULL,
  kind TEXT NOT NULL,
  told BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE INDEX security_notices_user ON security_notices (user_id, at);

-- Derived from the table of factors, so that the directory knows it without asking.
ALTER TABLE users ADD COLUMN has_factor BOOLEAN NOT NULL DEFAULT FALSE;
-- Names of the roles that need a second factor, separated by spaces.
ALTER TABLE organization ADD COLUMN factor_roles TEXT NOT NULL DEFAULT '';
CREATE TRIGGER organization_factor_revision AFTER UPDATE OF factor_roles ON organization BEGIN UPDATE organization SET revision = revision + 1; END;

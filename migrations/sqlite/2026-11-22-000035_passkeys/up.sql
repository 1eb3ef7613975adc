-- A passkey is a factor, too: kept of it is its public key, which is no secret, with the number its authenticator gave it.
-- `used` is the count of signatures it last told, which only ever grows.
ALTER TABLE factors ADD COLUMN credential_id TEXT;
ALTER TABLE factors ADD COLUMN used_at TIMESTAMP;
CREATE UNIQUE INDEX factors_credential ON factors (credential_id);

-- What a passkey was asked to sign: taken once, and within minutes. Of nobody where whoever comes to the door may answer.
CREATE TABLE passkey_challenges (
  token_hash TEXT NOT NULL PRIMARY KEY,
  user_id BIGINT REFERENCES users (id),
  state TEXT NOT NULL,
  created_at TIMESTAMP NOT NULL
);
CREATE INDEX passkey_challenges_age ON passkey_challenges (created_at);

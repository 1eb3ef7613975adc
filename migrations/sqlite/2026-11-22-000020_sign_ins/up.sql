-- Who signed in, or tried to with an address somebody has. Kept for a month.
CREATE TABLE sign_ins (
  id INTEGER PRIMARY KEY,
  user_id BIGINT NOT NULL REFERENCES users (id),
  at TIMESTAMP NOT NULL,
  address TEXT NOT NULL,
  agent TEXT NOT NULL,
  outcome TEXT NOT NULL,
  way TEXT NOT NULL
);
CREATE INDEX sign_ins_user ON sign_ins (user_id, at);
CREATE INDEX sign_ins_at ON sign_ins (at);

-- Who signs in through which account at the OpenID Connect provider: one account each, and nobody two of one provider's.
CREATE TABLE provider_links (
  issuer TEXT NOT NULL,
  subject TEXT NOT NULL,
  user_id BIGINT NOT NULL REFERENCES users (id),
  created_at TIMESTAMP NOT NULL,
  PRIMARY KEY (issuer, subject)
);
CREATE UNIQUE INDEX provider_links_user ON provider_links (user_id, issuer);

-- Ways back from the provider that were taken: each is good once. Kept for as long as they would be good.
CREATE TABLE provider_states (
  state TEXT NOT NULL PRIMARY KEY,
  used_at TIMESTAMP NOT NULL
);

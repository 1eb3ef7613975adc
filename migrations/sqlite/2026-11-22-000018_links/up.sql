-- Links that open one door once: an invitation to choose a first password, a way back in for who forgot theirs. The token
-- itself is in the link only.
CREATE TABLE one_time_links (
  token_hash TEXT NOT NULL PRIMARY KEY,
  user_id BIGINT NOT NULL REFERENCES users (id),
  kind TEXT NOT NULL,
  created_at TIMESTAMP NOT NULL,
  expires_at TIMESTAMP NOT NULL
);
CREATE INDEX one_time_links_user ON one_time_links (user_id);

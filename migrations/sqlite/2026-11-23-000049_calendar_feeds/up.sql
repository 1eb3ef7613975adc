-- Agendas that calendar programs read by an address of their own. The address is made of the id and the nonce with the key of
-- the installation (it can be shown again), and is good until the nonce is another.
CREATE TABLE calendar_feeds (
  id INTEGER PRIMARY KEY,
  user_id BIGINT NOT NULL REFERENCES users (id),
  -- Whose agenda: person-7, team-3.
  agenda TEXT NOT NULL,
  nonce TEXT NOT NULL,
  created_at TIMESTAMP NOT NULL,
  UNIQUE (user_id, agenda)
);

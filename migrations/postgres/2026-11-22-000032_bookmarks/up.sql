-- What a person keeps at hand of the records: looked at lately (recent), a favourite, followed. Never a reason to see one.
CREATE TABLE bookmarks (
  user_id BIGINT NOT NULL REFERENCES users (id),
  kind TEXT NOT NULL,
  entity TEXT NOT NULL,
  record_id BIGINT NOT NULL,
  at TIMESTAMP NOT NULL,
  PRIMARY KEY (user_id, kind, entity, record_id)
);
CREATE INDEX bookmarks_at ON bookmarks (user_id, kind, at);

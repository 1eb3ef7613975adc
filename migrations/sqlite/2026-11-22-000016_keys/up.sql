-- Records known under a key are read off the index alone, in their order: with less in it, SQLite took the primary key for
-- the lookup and went through every key there is.
DROP INDEX identity_keys_key;
CREATE INDEX identity_keys_key ON identity_keys (kind, key, record_id, entity);

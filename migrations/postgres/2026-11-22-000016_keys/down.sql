DROP INDEX identity_keys_key;
CREATE INDEX identity_keys_key ON identity_keys (kind, key);

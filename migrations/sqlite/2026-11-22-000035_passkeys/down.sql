DROP TABLE passkey_challenges;
DROP INDEX factors_credential;
DELETE FROM factors WHERE kind = 'passkey';
DELETE FROM recovery_codes WHERE user_id NOT IN (SELECT user_id FROM factors);
UPDATE users SET has_factor = FALSE WHERE has_factor AND id NOT IN (SELECT user_id FROM factors);
ALTER TABLE factors DROP COLUMN used_at;
ALTER TABLE factors DROP COLUMN credential_id;

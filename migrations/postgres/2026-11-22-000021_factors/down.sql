DROP TRIGGER organization_factor_revision ON organization;
ALTER TABLE organization DROP COLUMN factor_roles;
ALTER TABLE users DROP COLUMN has_factor;
DROP TABLE security_notices;
DROP TABLE recovery_codes;
DROP TABLE factors;

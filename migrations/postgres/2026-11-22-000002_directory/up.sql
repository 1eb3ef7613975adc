-- Whoever keeps a copy of people, teams, stages, lists or rates compares one number; the database itself moves it.
CREATE FUNCTION bump_revision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE organization SET revision = revision + 1;
  RETURN NULL;
END $$;
CREATE TRIGGER users_revision AFTER INSERT OR UPDATE OR DELETE ON users FOR EACH STATEMENT EXECUTE FUNCTION bump_revision();
CREATE TRIGGER teams_revision AFTER INSERT OR UPDATE OR DELETE ON teams FOR EACH STATEMENT EXECUTE FUNCTION bump_revision();
CREATE TRIGGER pick_items_revision AFTER INSERT OR UPDATE OR DELETE ON pick_items FOR EACH STATEMENT EXECUTE FUNCTION bump_revision();
CREATE TRIGGER pipelines_revision AFTER INSERT OR UPDATE OR DELETE ON pipelines FOR EACH STATEMENT EXECUTE FUNCTION bump_revision();
CREATE TRIGGER stages_revision AFTER INSERT OR UPDATE OR DELETE ON stages FOR EACH STATEMENT EXECUTE FUNCTION bump_revision();
CREATE TRIGGER currencies_revision AFTER INSERT OR UPDATE OR DELETE ON currencies FOR EACH STATEMENT EXECUTE FUNCTION bump_revision();
CREATE TRIGGER rates_revision AFTER INSERT OR UPDATE OR DELETE ON rates FOR EACH STATEMENT EXECUTE FUNCTION bump_revision();
CREATE TRIGGER products_revision AFTER INSERT OR UPDATE OR DELETE ON products FOR EACH STATEMENT EXECUTE FUNCTION bump_revision();
CREATE TRIGGER organization_revision AFTER UPDATE OF name, currency, zone, country, fiscal_month, first_weekday, lead_cap, inactive_after_days ON organization FOR EACH STATEMENT EXECUTE FUNCTION bump_revision();

-- The journal only grows (rule 50): whatever would rewrite it is refused by the database itself.
CREATE FUNCTION journal_refuses() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the journal is append-only';
END $$;
CREATE TRIGGER journal_never_changes BEFORE UPDATE ON journal FOR EACH ROW EXECUTE FUNCTION journal_refuses();
CREATE TRIGGER journal_never_shrinks BEFORE DELETE ON journal FOR EACH ROW EXECUTE FUNCTION journal_refuses();
CREATE TRIGGER journal_never_emptied BEFORE TRUNCATE ON journal FOR EACH STATEMENT EXECUTE FUNCTION journal_refuses();
-- A person's values can be emptied, so that they are erased while what happened stays.
CREATE TRIGGER journal_values_never_change BEFORE UPDATE ON journal_values FOR EACH ROW
WHEN (NEW.journal_id IS DISTINCT FROM OLD.journal_id
  OR NEW.field IS DISTINCT FROM OLD.field
  OR (NEW.before IS NOT NULL AND NEW.before IS DISTINCT FROM OLD.before)
  OR (NEW.after IS NOT NULL AND NEW.after IS DISTINCT FROM OLD.after))
EXECUTE FUNCTION journal_refuses();
CREATE TRIGGER journal_values_never_shrink BEFORE DELETE ON journal_values FOR EACH ROW EXECUTE FUNCTION journal_refuses();
CREATE TRIGGER journal_values_never_emptied BEFORE TRUNCATE ON journal_values FOR EACH STATEMENT EXECUTE FUNCTION journal_refuses();

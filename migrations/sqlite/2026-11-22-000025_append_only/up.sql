-- The journal only grows (rule 50): whatever would rewrite it is refused by the database itself.
CREATE TRIGGER journal_never_changes BEFORE UPDATE ON journal BEGIN
  SELECT RAISE(ABORT, 'the journal is append-only');
END;
CREATE TRIGGER journal_never_shrinks BEFORE DELETE ON journal BEGIN
  SELECT RAISE(ABORT, 'the journal is append-only');
END;
-- A person's values can be emptied, so that they are erased while what happened stays.
CREATE TRIGGER journal_values_never_change BEFORE UPDATE ON journal_values
WHEN NEW.journal_id IS NOT OLD.journal_id
  OR NEW.field IS NOT OLD.field
  OR (NEW.before IS NOT NULL AND NEW.before IS NOT OLD.before)
  OR (NEW.after IS NOT NULL AND NEW.after IS NOT OLD.after) BEGIN
  SELECT RAISE(ABORT, 'the journal is append-only');
END;
CREATE TRIGGER journal_values_never_shrink BEFORE DELETE ON journal_values BEGIN
  SELECT RAISE(ABORT, 'the journal is append-only');
END;

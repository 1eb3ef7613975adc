DROP TRIGGER journal_never_changes;
DROP TRIGGER journal_never_shrinks;
DROP TRIGGER journal_values_never_change;
DROP TRIGGER journal_values_never_shrink;

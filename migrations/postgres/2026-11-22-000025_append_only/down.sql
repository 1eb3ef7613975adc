DROP TRIGGER journal_never_changes ON journal;
DROP TRIGGER journal_never_shrinks ON journal;
DROP TRIGGER journal_never_emptied ON journal;
DROP TRIGGER journal_values_never_change ON journal_values;
DROP TRIGGER journal_values_never_shrink ON journal_values;
DROP TRIGGER journal_values_never_emptied ON journal_values;
DROP FUNCTION journal_refuses;

DROP INDEX journal_at;
DROP INDEX leads_opportunity;

DROP INDEX journal_behalf;
ALTER TABLE journal_requests DROP COLUMN on_behalf_of;

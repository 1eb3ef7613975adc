DROP INDEX leads_words;
DROP INDEX opportunities_words;
DROP INDEX accounts_words;
DROP INDEX contacts_words;
DROP FUNCTION record_words;

DROP TRIGGER leads_delete_shares;
DROP TRIGGER accounts_delete_shares;
DROP TRIGGER contacts_delete_shares;
DROP TRIGGER opportunities_delete_shares;
DROP TABLE shares;

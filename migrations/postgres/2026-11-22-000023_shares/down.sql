DROP TRIGGER leads_shares ON leads;
DROP TRIGGER accounts_shares ON accounts;
DROP TRIGGER contacts_shares ON contacts;
DROP TRIGGER opportunities_shares ON opportunities;
DROP FUNCTION delete_shares();
DROP TABLE shares;
DROP FUNCTION shares_revision();

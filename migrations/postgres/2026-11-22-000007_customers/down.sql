DROP INDEX accounts_of_parent;
DROP INDEX leads_of_opportunity;
DROP INDEX leads_of_contact;
DROP INDEX leads_of_account;
DROP INDEX opportunities_of_contact;
DROP INDEX opportunities_of_account;

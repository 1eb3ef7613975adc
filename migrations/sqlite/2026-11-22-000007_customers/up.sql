-- What a customer's page and its timeline look up: the deals, leads and subsidiaries that name it.
CREATE INDEX opportunities_of_account ON opportunities (account_id, closed_on);
CREATE INDEX opportunities_of_contact ON opportunities (contact_id, closed_on);
CREATE INDEX leads_of_account ON leads (account_id) WHERE account_id IS NOT NULL;
CREATE INDEX leads_of_contact ON leads (contact_id) WHERE contact_id IS NOT NULL;
CREATE INDEX leads_of_opportunity ON leads (opportunity_id) WHERE opportunity_id IS NOT NULL;
CREATE INDEX accounts_of_parent ON accounts (parent_id) WHERE parent_id IS NOT NULL;

# Search
search-title = Search
search-title-for = Search: { $words }
search-what = Words, phone digits or an address
search-invitation = Type a name, a company, the last digits of a phone number or an address.
search-nothing = Nothing found for { $words }.
search-leads = Leads
search-accounts = Accounts
search-contacts = Contacts
search-opportunities = Opportunities
search-all = Show all

# Possible duplicates: said before a second record of the same customer is filed.

duplicates-title = This may be filed already
duplicates-hidden = A matching record exists that you may not see. Ask the team { $team }.
duplicates-save-anyway = Save it all the same
duplicates-merge = Merge { $name } with another record

duplicates-entity-lead = Lead
duplicates-entity-account = Account
duplicates-entity-contact = Contact

## What both have in common
duplicates-reason-email = same email
duplicates-reason-phone = same phone
duplicates-reason-company = same company name
duplicates-reason-person = same name
duplicates-reason-domain = same web domain
duplicates-reason-sound = name sounds alike

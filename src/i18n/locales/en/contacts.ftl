# Contacts: people at companies, and individual customers.

## Fields
contacts-field-name = Name
contacts-field-title = Job title
contacts-field-companies = Companies
contacts-field-individual = Individual customer
contacts-field-website = Website
contacts-field-emails = Email
contacts-field-phones = Phone
contacts-field-street = Street
contacts-field-postcode = Postcode
contacts-field-city = City
contacts-field-region = Region
contacts-field-country = Country
contacts-field-notes = Notes
contacts-field-owner = Owner
contacts-field-team = Team
contacts-field-lifecycle = Lifecycle
contacts-field-lifecycle-pinned = Lifecycle set by hand
contacts-field-lifecycle-reason = Reason for the lifecycle

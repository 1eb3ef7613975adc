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
contacts-field-company = Company
contacts-field-role = Role
contacts-field-primary = This is the main company
contacts-field-created-at = Filed

## List
contacts-search = Search contacts
contacts-of = Contacts of { $name }
contacts-count =
    { $n ->
        [one] { $shown } contact
       *[other] { $shown } contacts
    }
contacts-empty = No contacts yet. File the first person, or qualify a lead.
contacts-empty-filtered = No contacts match. Clear a filter, or file a new one.

## Form
contacts-new-title = New contact
contacts-create = Add contact
contacts-edit-title = Edit { $name }
contacts-hint-individual = Buys for themselves, without a company
contacts-hint-company = The company they work for
contacts-hint-role = What they are there, for example: head of purchasing
contacts-hint-one-a-line = One a line; the first is the main one
contacts-problem-name = Enter the person’s name
contacts-problem-company = Find and choose a company
contacts-said-created = { $name } is filed.
contacts-said-saved = { $name } is saved.

## Record
contacts-card = Download card
contacts-company-title = Add or change a company
contacts-companies-none = No company.
contacts-company-hidden = A company you may not see
contacts-primary = main
contacts-make-primary = Make it the main one

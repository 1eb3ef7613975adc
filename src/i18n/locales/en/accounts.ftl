# Accounts: customer companies and legal entities.

## Fields
accounts-field-name = Name
accounts-field-parent = Part of
accounts-field-industry = Industry
accounts-field-employees = Employees
accounts-field-founded = Founded
accounts-field-revenue = Annual revenue
accounts-field-currency = Currency
accounts-field-domain = Web domain
accounts-field-website = Website
accounts-field-emails = Email
accounts-field-phones = Phone
accounts-field-street = Street
accounts-field-postcode = Postcode
accounts-field-city = City
accounts-field-region = Region
accounts-field-country = Country
accounts-field-shipping = Shipping address
accounts-field-payment-terms = Payment terms
accounts-field-notes = Notes
accounts-field-owner = Owner
accounts-field-team = Team
accounts-field-lifecycle = Lifecycle
accounts-field-lifecycle-pinned = Lifecycle set by hand
accounts-field-lifecycle-reason = Reason for the lifecycle

## How far the relation has come
accounts-lifecycle-suspect = Suspect
accounts-lifecycle-prospect = Prospect
accounts-lifecycle-potential = Potential
accounts-lifecycle-active = Active
accounts-lifecycle-inactive = Inactive

## List
accounts-field-created-at = Filed
accounts-search = Search accounts
accounts-count =
    { $n ->
        [one] { $shown } account
       *[other] { $shown } accounts
    }
accounts-count-all = Count them all
accounts-export = Export as CSV
accounts-empty = No accounts yet. File the first customer company, or qualify a lead.
accounts-empty-filtered = No accounts match. Clear a filter, or file a new one.

## Form
accounts-new-title = New account
accounts-create = Add account
accounts-edit-title = Edit { $name }
accounts-hint-parent = The company it belongs to, if any
accounts-hint-founded = A year
accounts-hint-revenue = The customer’s own, not what they spend with us
accounts-hint-one-a-line = One a line; the first is the main one
accounts-hint-shipping = Where it differs from the address above
accounts-hint-payment-terms = For example: 30 days net
accounts-problem-name = Enter the company’s name
accounts-problem-cycle = Choose another company: this one lies below the account itself
accounts-said-created = { $name } is filed.
accounts-said-saved = { $name } is saved.

## Record
accounts-new-deal = New opportunity
accounts-deals = Open opportunities
accounts-deals-none = No open opportunity.
accounts-deals-all = All { $n } opportunities
accounts-contacts = Contacts
accounts-contacts-new = Add a contact
accounts-contacts-none = Nobody is known here yet.
accounts-contacts-all = All { $n } contacts
accounts-subsidiaries = Companies below
accounts-subsidiaries-new = Add a company
accounts-subsidiaries-none = None.
accounts-subsidiaries-all = All { $n } companies

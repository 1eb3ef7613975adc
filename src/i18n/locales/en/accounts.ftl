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

# Leads: people and companies that might buy.

## Fields
leads-field-name = Name
leads-field-company = Company
leads-field-title = Job title
leads-field-buying-role = Part in the purchase
leads-field-emails = Email
leads-field-phones = Phone
leads-field-website = Website
leads-field-street = Street and number
leads-field-postcode = Postcode
leads-field-city = City
leads-field-region = State or region
leads-field-country = Country
leads-field-need = Need
leads-field-need-note = Which need
leads-field-budget = Budget
leads-field-budget-amount = Budget amount
leads-field-timeframe = Wants to buy
leads-field-authority = May decide
leads-field-product-interest = Asked about
leads-field-value = Estimated value
leads-column-value = Value
leads-field-currency = Currency
leads-field-source = Source
leads-field-notes = Notes
leads-field-status = Status
leads-field-state = State
leads-field-owner = Owner
leads-field-team = Team
leads-field-created-at = Filed
leads-field-claimed-at = Taken from the pool
leads-field-first-contact-at = First contact
leads-field-closed-at = Closed
leads-field-close-reason = Reason
leads-field-close-note = What was said
leads-field-release-reason = Reason for giving it back
leads-field-release-note = What was said about that
leads-field-account = Account
leads-field-contact = Contact
leads-field-opportunity = Opportunity
leads-field-waiting = Waiting since
leads-field-more-emails = More email addresses
leads-field-more-phones = More phone numbers
leads-field-holder = Owner or pool

## Parts of a lead
leads-part-who = Person and company
leads-part-reach = How to reach them
leads-part-address = Address
leads-part-answers = Qualification
leads-part-interest = Interest
leads-part-work = Work
leads-part-edit = Edit
leads-part-edit-name = Edit: { $part }
leads-part-empty = Nothing known yet.

## Closed sets
leads-state-open = Open
leads-state-qualified = Qualified
leads-state-disqualified = Disqualified
leads-answer-unknown = Not asked yet
leads-answer-yes = Yes
leads-answer-no = No
leads-timeframe-unknown = Not asked yet
leads-timeframe-now = At once
leads-timeframe-quarter = Within three months
leads-timeframe-year = Within a year
leads-timeframe-later = Later
leads-nobody = Nobody: it waits in the pool
leads-pool-of = Pool of { $team }

## Lists
leads-views = Lists of leads
leads-view-not-yours = This view is about a list of leads you do not have: nothing is shown.
leads-view-mine = My leads
leads-view-team = My team’s leads
leads-view-pool = Leads in the pool
leads-view-all = All leads
leads-view-closed = Closed leads
leads-tab-mine = Mine
leads-tab-team = Team
leads-tab-pool = Pool
leads-tab-all = All
leads-tab-closed = Closed
leads-search = Search leads
leads-any = Any
leads-count =
    { $n ->
        [one] { $shown } lead
       *[other] { $shown } leads
    }
leads-export = Export as CSV
leads-count-all = Count them all
leads-new = New lead
leads-empty-filtered = No lead matches. Take away a filter or search for less.
leads-empty-mine = You have no open leads. Take one from the pool, or file a new one.
leads-empty-team = Your team has no open leads.
leads-empty-pool = The pool is empty.
leads-empty-all = There are no leads yet.
leads-empty-closed = No lead has been closed yet.
leads-to-pool = Go to the pool

## The pool
leads-pool-title = Lead pool
leads-pool-limit = { $n } of { $most } taken
leads-pool-full = You have as many leads of the pool as the company allows. Qualify, disqualify or give one back to take another.
leads-take = Take
leads-take-next = Take the next one
leads-column-age = Age
leads-column-place = Place
leads-column-pool = Pool
leads-column-actions = Actions
leads-taken-title = Somebody was quicker
leads-taken-by = { $person } has taken this lead.
leads-taken-next = Waiting longest now:
leads-taken-none = Nothing else waits in the pool.

## The form
leads-new-title = New lead
leads-edit-title = Edit { $lead }
leads-form-more = More
leads-hint-who = A name or a company is enough.
leads-hint-reach = An email address or a phone number is enough.
leads-hint-lines = One a line
leads-save-new = Add lead
leads-save = Save changes

## What is wrong with a form
leads-problem-nobody = Enter a name or a company
leads-problem-unreachable = Enter an email address or a phone number
leads-problem-phone = Enter a phone number like +48 22 123 45 67
leads-problem-choice = Choose one of the list
leads-problem-holder = Choose somebody or a pool you may give leads to
leads-problem-amount = Enter an amount like 1,234.50
leads-problem-amount-negative = Enter an amount of zero or more
leads-problem-amount-unclear = Write the amount so that it is clear what the separator means, like 1,234.00
leads-problem-amount-decimals = Enter no more decimals than the currency has
leads-problem-amount-large = Enter a smaller amount
leads-problem-currency-shared = The lead’s other amount is in { $code } too: to change the currency of both, edit the whole lead
leads-problem-amount-currency = The amount names another currency than the one chosen beside it
leads-problem-reason = Choose a reason
leads-problem-other = Say what the reason is
leads-problem-name = Enter a name
leads-problem-stage-needs = { $stage } asks for { $fields }, and this page does not: choose another pipeline, or qualify without an opportunity and add it afterwards
leads-problem-amount-needed = Enter a value: the first stage asks for one
leads-problem-close-needed = Enter an expected close: the first stage asks for one
leads-problem-day = Enter a date from 1900 to 2199, like 2026-12-24
leads-problem-deal = Choose an open opportunity of the account and contact above
leads-problem-no-customer = Choose or add an account or a contact: there must be somebody to sell to
leads-problem-unseen = A record that looks like this has been filed meanwhile. Choose it, or send the form again for a new one

## What was done
leads-said-created = { $lead } is filed.
leads-said-qualified = { $lead } is qualified.
leads-said-saved = { $lead } is saved.
leads-said-closed = { $lead } is closed and can only be read.
leads-said-claimed = { $lead } is yours now.
leads-said-yours = This lead is yours already.
leads-said-full =
    { $n ->
        [one] You have taken { $n } lead of the pool, as many as the company allows.
       *[other] You have taken { $n } leads of the pool, as many as the company allows.
    }
leads-said-released = { $lead } is back in the pool.
leads-said-in-pool = This lead is in the pool already.
leads-said-has-deal = An opportunity came from this lead: it can no longer be disqualified.
leads-said-disqualified = { $lead } is disqualified.
leads-said-reactivated = { $lead } is open again.
leads-said-reactivated-pool = { $lead } is open again. Its owner has left: it waits in the team’s pool.
leads-said-not-disqualified = Only a disqualified lead can be opened again.

## The page of a lead
leads-crumb = Leads
leads-qualify = Qualify
leads-disqualify = Disqualify
leads-release = Give back to the pool
leads-reactivate = Reactivate
leads-more = More
leads-status-save = Save status
leads-became = Became
leads-became-hidden = A record you may not see. Ask the team { $team }.
leads-became-result = What qualifying did
leads-owned-by = Owner: { $person }
leads-in-pool = In the pool of { $team }

## Reasons
leads-disqualify-title = Disqualify { $lead }
leads-disqualify-advice = The lead is closed and leaves the open lists. It stays readable and can be reactivated.
leads-disqualify-reason = Why is it not worth pursuing?
leads-disqualify-submit = Disqualify
leads-release-title = Give back { $lead }
leads-release-advice = The lead goes back to the pool it was taken from, else to the pool of its team, where others may take it.
leads-release-reason = Why do you give it back?
leads-release-submit = Give back to the pool
leads-reason-note = In your own words
leads-reason-note-hint = Needed when the reason is “other”.

## Qualifying
leads-qualify-title = Qualify { $lead }
leads-qualify-advice = Say who the customer is and whether there is a deal. Records that exist get only what they lack; nothing in them is overwritten.
leads-qualify-leads = Other leads look like this one:
leads-qualify-account = Account
leads-qualify-account-new = A new account
leads-qualify-account-none = No company: the person buys for themselves
leads-qualify-account-name = Name of the new account
leads-qualify-account-q = Look for another account
leads-qualify-contact = Contact
leads-qualify-contact-new = A new contact
leads-qualify-contact-none = No contact
leads-qualify-contact-name = Name of the new contact
leads-qualify-contact-q = Look for another contact
leads-qualify-deal = Opportunity
leads-qualify-deal-new = A new opportunity
leads-qualify-deal-none = None yet
leads-qualify-deal-name = { $customer }: { $interest }
leads-qualify-deal-title = What the new opportunity is about
leads-qualify-deal-pipeline = Pipeline
leads-qualify-deal-amount = Estimated revenue
leads-qualify-deal-close = Expected close
leads-qualify-which = Which one?
leads-qualify-find = Find
leads-qualify-submit = Qualify
leads-qualified-title = { $lead } is qualified
leads-qualified-became = It became
leads-qualified-left = Left as it was
leads-qualified-left-advice = These records said something else already. Nothing was overwritten.
leads-qualified-field = Field
leads-qualified-kept = The record keeps
leads-qualified-offered = The lead says
leads-qualified-back = Back to the lead

## Assigning

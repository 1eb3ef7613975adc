# Importing records from files, and taking an import back.

## What can be wrong with a row. column: the file's own name of the column; value: what stands there

imports-wrong-total = This row is a total, not a record.
imports-wrong-below = This line stands below the table: “{ $value }” is no record.
imports-wrong-cells = This row has more cells than there are columns: “{ $value }” is one too many.
imports-wrong-missing = { $column } is empty.
imports-wrong-long = { $column } is too long.
imports-wrong-number = { $column }: “{ $value }” is not a number.
imports-wrong-whole = { $column }: “{ $value }” is not a whole number.
imports-wrong-decimals = { $column }: “{ $value }” has more decimals than the currency.
imports-wrong-unclear = { $column }: “{ $value }” may mean thousands or decimals.
imports-wrong-range = { $column }: “{ $value }” is outside what is possible.
imports-wrong-other-currency = { $column }: “{ $value }” is in another currency than the row.
imports-wrong-currency = { $column }: “{ $value }” is not the code of a currency.
imports-wrong-date = { $column }: “{ $value }” is not a date as the rest of the column writes them.
imports-wrong-email = { $column }: “{ $value }” is not an email address.
imports-wrong-word = { $column }: “{ $value }” is not on the list.
imports-wrong-person = { $column }: nobody here is called “{ $value }”.
imports-wrong-people = { $column }: several people here are called “{ $value }”; give the email address.
imports-wrong-inactive = { $column }: “{ $value }” has been deactivated.
imports-wrong-foreign = { $column }: “{ $value }” is in a team you do not lead.
imports-wrong-account = { $column }: there is no account “{ $value }”.
imports-wrong-accounts = { $column }: several accounts are called “{ $value }”.
imports-wrong-product = { $column }: there is no product “{ $value }”.
imports-wrong-stage = { $column }: the pipeline has no stage “{ $value }”. A pipeline with a new name gets the stages of the file.
imports-wrong-closing-day = { $column } is empty, but the deal is “{ $value }”.
imports-wrong-order = { $column }: the deal closed on { $value }, before it was opened.
imports-wrong-future = { $column }: { $value } lies in the future.
imports-wrong-other-id = The id “{ $value }” is that of another record, with another name and email. Ids of two systems? Leave the column out.
imports-wrong-several = Several records match this row.
imports-wrong-not-yours = A matching record exists that you may not change. Ask an administrator.
imports-wrong-twice = An earlier row is the same record and says something else.
imports-wrong-tags = { $column }: more tags than a record carries.
imports-wrong-closed-lead = The lead “{ $value }” is closed.

## What was read although it was not quite right. value: what the file says; meant: what was made of it

imports-note-country = Country “{ $value }” was read as { $meant }.
imports-note-country-kept = Country “{ $value }” is not known; it is kept with the region.
imports-note-word-added = “{ $value }” was added to the list of industries.
imports-note-word-like = “{ $value }” was added to the list of industries, as written. Is it “{ $meant }”?
imports-note-currency = Amounts with “{ $value }” were read as { $meant }.
imports-note-stage = Stage “{ $value }” was read as “{ $meant }”.
imports-note-range = “{ $value }” was read as { $meant }, the lower bound.
imports-note-left-out = { $meant }: “{ $value }” could not be read; it was left out.
imports-note-tag-added = “{ $value }” was added to the tags.
imports-note-tag-left-out = “{ $value }” was left out: there are too many tags for more.
imports-note-word-left-out = “{ $value }” was left out: the list of industries is too long for more.
imports-note-letters = “{ $value }” has letters that this encoding does not know.
imports-note-product = Product “{ $value }” was read as “{ $meant }”.
imports-note-account = Account “{ $value }” was read as “{ $meant }”.
imports-note-account-created = Account “{ $value }” was created.
imports-note-parent = Parent account “{ $value }” is not known; it was left out.
imports-note-parent-cycle = “{ $value }” would become its own parent; it was left out.
imports-note-no-reason = Lost deals without a reason got “not recorded”.
imports-note-no-value = “{ $value }” was won without a value; it counts as 0.
imports-note-team-created = Team “{ $value }” was created.
imports-note-manager-created = Sales manager “{ $value }” was added, without sign-in.
imports-note-role-added = “{ $value }” got the role in the file beside the ones they had. Take roles away in the settings.
imports-note-other-team = “{ $value }” is in another team than the file says. Move people in the settings: their open records go along.

## Why a file cannot be imported as it is

imports-trouble-unreadable = The file cannot be read: { $cause }
imports-trouble-empty = The file is empty.
imports-trouble-endless = The row that begins on line { $line } does not end. Mostly a quotation mark is opened there and never closed.
imports-trouble-column = The file has no column “{ $column }”.
imports-trouble-field = There is no field “{ $field }” to put a column into.
imports-trouble-key = No column tells one record from another. Say what is what. The file has: { $columns }
imports-trouble-dates = Dates in “{ $column }” can be read in more than one way, for example { $example }: { $readings }. Choose how dates are written.
imports-trouble-encoding = There is no encoding “{ $name }”.
imports-trouble-currency = “{ $code }” is not the code of a currency.
imports-trouble-scale = “{ $field }” is not an amount that can be multiplied.
imports-failure = The import ended early, near line { $line }. What was imported until then can be undone, or the same file imported again.

## What an import makes on its way

imports-team-of = Team { $name }
imports-pipeline = Sales
imports-reason-not-recorded = Not recorded
imports-reason = Reason
imports-nameless = Without a name (line { $line })

## What undoing had to leave

imports-kept-changed = { $entity } { $id } was changed since and stays as it is.
imports-kept-administers = { $entity } { $id } stays as it is: nobody else could administer Fursa.
imports-kept-used = { $entity } { $id } is used by other records and stays.
imports-entity-lead = Lead
imports-entity-account = Account
imports-entity-contact = Contact
imports-entity-opportunity = Opportunity
imports-entity-product = Product
imports-entity-user = Person
imports-entity-team = Team
imports-entity-pipeline = Pipeline
imports-entity-stage = Stage
imports-entity-pick-item = List item
imports-entity-rate = Exchange rate
imports-entity-organization = Company
imports-entity-saved-view = Saved view

## What can be imported

imports-kind-accounts = Accounts
imports-kind-contacts = Contacts
imports-kind-leads = Leads
imports-kind-users = People and teams
imports-kind-products = Products
imports-kind-opportunities = Opportunities

## What a column can fill

imports-field-account = Account
imports-field-active = Active
imports-field-amount = Amount
imports-field-authority = Authority
imports-field-budget = Budget
imports-field-buying-role = Buying role
imports-field-campaign = Campaign
imports-field-city = City
imports-field-close-value = Actual revenue
imports-field-closed-on = Closed on
imports-field-company = Company
imports-field-competitors = Competitors
imports-field-contact = Contact
imports-field-country = Country
imports-field-currency = Currency
imports-field-email = Email
imports-field-employees = Employees
imports-field-expected-close = Expected close
imports-field-external-id = ID in the other system
imports-field-family = Family
imports-field-first-name = First name
imports-field-founded = Founded
imports-field-incumbent = Current supplier
imports-field-industry = Industry
imports-field-kind = Kind
imports-field-last-name = Last name
imports-field-lost-reason = Reason for the loss
imports-field-lost-text = More about the loss
imports-field-lost-to = Lost to
imports-field-manager = Manager
imports-field-name = Name
imports-field-need = Need
imports-field-need-note = What they need
imports-field-next-step = Next step
imports-field-next-step-on = Next step on
imports-field-notes = Notes
imports-field-office = Office
imports-field-opened-on = Opened on
imports-field-owner = Owner
imports-field-parent = Parent account
imports-field-payment-terms = Payment terms
imports-field-phone = Phone
imports-field-postcode = Postcode
imports-field-price = Price
imports-field-probability = Probability
imports-field-product = Product
imports-field-product-interest = Product interest
imports-field-region = Region
imports-field-revenue = Annual revenue
imports-field-role = Role
imports-field-shipping = Shipping address
imports-field-source = Source
imports-field-stage = Stage
imports-field-status = Status
imports-field-street = Street
imports-field-tags = Tags
imports-field-team = Team
imports-field-title = Job title
imports-field-value = Estimated value
imports-field-website = Website
imports-stage-entered = Came into { $stage }
imports-column-unused = Not used
imports-words = Words Fursa does not know
imports-words-advice = Say what they mean here, and their rows are imported too.
imports-word-rows = Rows
imports-word-means = Means
imports-word-wrong = – leave these rows out
imports-word-empty = – leave it empty

## Pages

imports-title = Imports
imports-new = New import
imports-empty = Nothing has been imported yet.
imports-file = File
imports-file-hint = CSV, with a head of columns: any separator, UTF-8, UTF-16 or Windows. At most 64 MB; larger files go through the command line.
imports-no-kind = Say what the rows are.
imports-no-file = Choose a file.
imports-what = What the rows are
imports-when = When
imports-state = State
imports-created = Created
imports-rows-none = None that you may see, or they are gone since.
imports-updated = Updated
imports-skipped = Skipped
imports-wrong = Wrong
imports-go-on = Upload
imports-read-as = Read as { $encoding }, separated by “{ $delimiter }”
imports-rows =
    { $n ->
        [one] { $n } row
       *[other] { $n } rows
    }
imports-columns = Columns
imports-columns-unused = Not used:
imports-theirs = In the file
imports-ours = Goes into
imports-sample = First rows
imports-encoding = Encoding
imports-delimiter = Between cells
imports-as-the-file-tells = As the file tells
imports-dates = How dates are written
imports-dates-none = As the columns tell
imports-dates-dmy = Day, month, year
imports-dates-mdy = Month, day, year
imports-dates-ymd = Year, month, day
imports-currency = Currency
imports-currency-none = The record’s own; { $code } for new ones
imports-currency-hint = Of amounts whose row names none.
imports-scale = Amounts are in
imports-scale-none = Whole units
imports-scale-3 = Thousands
imports-scale-6 = Millions
imports-into-pipeline = Pipeline
imports-into-pipeline-hint = Empty means the first one. A new name makes a pipeline with the stages of the file.
imports-create-accounts = Create accounts that are only named
imports-try = Check
imports-run = Import
imports-discard = Discard
imports-trial = What would happen
imports-outcome = What came of it
imports-wrong-rows = Rows that are wrong
imports-line = Line
imports-wrong-download = Download wrong rows
imports-remarks = Remarks
imports-remark-where = line { $line }, { $n } ×
imports-more-remarks =
    { $n ->
        [one] and { $n } more remark
       *[other] and { $n } more remarks
    }
imports-again = This file has been imported before.
imports-progress = { $done } of { $all } rows so far.
imports-look-again = Look again
imports-interrupted = Stopped half-way, with the program. Undo it, or import the same file again: what is there already is skipped.
imports-state-done = Done
imports-state-running = Running
imports-state-failed = Ended early
imports-state-interrupted = Interrupted
imports-state-undone = Undone
imports-undo = Undo import
imports-undo-until = Can be undone until { $date }.
imports-undone = Import undone: { $removed } removed, { $restored } set back, { $kept } left as they are.
imports-too-late = This import changed nothing, is still running, or can no longer be undone.
imports-kept = Left as they are

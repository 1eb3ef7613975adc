# Importing records from files, and taking an import back.

## What can be wrong with a row. column: the file's own name of the column; value: what stands there

imports-wrong-cells = This row has more cells than there are columns: “{ $value }” is one too many.
imports-wrong-missing = { $column } is empty.
imports-wrong-long = { $column } is too long.
imports-wrong-number = { $column }: “{ $value }” is not a number.
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
imports-wrong-team = { $column }: there is no team “{ $value }”.
imports-wrong-account = { $column }: there is no account “{ $value }”.
imports-wrong-accounts = { $column }: several accounts are called “{ $value }”.
imports-wrong-contact = { $column }: there is no contact “{ $value }”.
imports-wrong-product = { $column }: there is no product “{ $value }”.
imports-wrong-stage = { $column }: the pipeline has no stage “{ $value }”.
imports-wrong-closing-day = { $column } is empty, but the deal is “{ $value }”.
imports-wrong-order = { $column }: the deal closed on { $value }, before it was opened.
imports-wrong-future = { $column }: { $value } lies in the future.
imports-wrong-several = Several records match this row.
imports-wrong-not-yours = A matching record exists that you may not change. Ask an administrator.
imports-wrong-twice = An earlier row is the same record and says something else.
imports-wrong-closed-lead = The lead “{ $value }” is closed.

## What was read although it was not quite right. value: what the file says; meant: what was made of it

imports-note-country = Country “{ $value }” was read as { $meant }.
imports-note-country-kept = Country “{ $value }” is not known; it is kept with the region.
imports-note-word-added = “{ $value }” was added to the list of industries.
imports-note-word-like = “{ $value }” was added to the list of industries, as written. Is it “{ $meant }”?
imports-note-product = Product “{ $value }” was read as “{ $meant }”.
imports-note-account = Account “{ $value }” was read as “{ $meant }”.
imports-note-account-created = Account “{ $value }” was created.
imports-note-parent = Parent account “{ $value }” is not known; it was left out.
imports-note-parent-cycle = “{ $value }” would become its own parent; it was left out.
imports-note-no-reason = Lost deals without a reason got “not recorded”.
imports-note-no-value = “{ $value }” was won without a value; it counts as 0.
imports-note-team-created = Team “{ $value }” was created.
imports-note-manager-created = Sales manager “{ $value }” was added, without sign-in.
imports-note-other-team = “{ $value }” is in another team than the file says. Move people in the settings: their open records go along.

## Why a file cannot be imported as it is

imports-trouble-unreadable = The file cannot be read: { $cause }
imports-trouble-empty = The file is empty.
imports-trouble-endless = The row that begins on line { $line } does not end. Mostly a quotation mark is opened there and never closed.
imports-trouble-column = The file has no column “{ $column }”.
imports-trouble-field = There is no field “{ $field }” to put a column into.
imports-trouble-key = No column tells one record from another. Say what is what. The file has: { $columns }
imports-trouble-dates = Dates in “{ $column }” can be read in more than one way, for example { $example }: { $readings }. Choose how dates are written.
imports-trouble-currency = “{ $code }” is not the code of a currency.
imports-trouble-scale = “{ $field }” is not an amount that can be multiplied.
imports-failure = The import ended early, near line { $line }. What was imported until then can be undone, or the same file imported again.

## What an import makes on its way

imports-team-of = Team { $name }
imports-pipeline = Sales
imports-reason-not-recorded = Not recorded
imports-reason = Reason

## What undoing had to leave

imports-kept-changed = { $entity } { $id } was changed since and stays as it is.
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

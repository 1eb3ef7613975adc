# What accounts and contacts have in common.

customers-nobody = Nobody
customers-any = Any
customers-find = Find
customers-find-nothing = No company with these words. Check the spelling, or file it as an account first.
customers-find-which = Which one?
customers-more = More
customers-leads = Leads they came from
customers-leads-all = All { $n } leads
customers-lifecycle-title = Lifecycle
customers-lifecycle-by-hand = Set by hand
customers-lifecycle-by-facts = Follows from the deals with this customer.
customers-lifecycle-change = Change the lifecycle
customers-lifecycle-hint = Set by hand, it stays as it is, whatever the deals say, until you clear it.
customers-lifecycle-stage = Stage
customers-lifecycle-reason = Reason
customers-lifecycle-reason-missing = Say why, so that colleagues understand it
customers-lifecycle-stage-missing = Choose a stage
customers-lifecycle-clear = Let the deals decide again
customers-lifecycle-said = The lifecycle of { $name } is now { $stage }.

## Parts of a record
customers-part-about = About
customers-part-reach = Ways to reach them
customers-part-address = Address
customers-part-terms = Terms
customers-part-work = Owner and notes

## Problems with a field
customers-problem-email = “{ $typed }” is no email address: write one a line, like name@example.com
customers-problem-phone = “{ $typed }” is no phone number: write one a line
customers-problem-country = Choose a country from the list
customers-problem-number = Enter a whole number up to { $most }
customers-problem-amount = Enter an amount like 12,500 or 12500.50
customers-problem-amount-large = Enter a smaller amount
customers-problem-owner = Choose somebody you may hand customers to
customers-problem-choose = Choose a company from the list, or leave this empty

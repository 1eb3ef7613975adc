# What is counted of people's work: what a figure is called and what it counts. The same words stand above its rows.

measures-title-calls = Calls
measures-definition-calls = Calls that took place.
measures-title-visits = Visits
measures-definition-visits = Visits that took place.
measures-title-meetings = Meetings
measures-definition-meetings = Meetings that took place.
measures-title-emails = Messages
measures-definition-emails = Messages written down as sent or received.
measures-title-new_leads = New leads
measures-definition-new_leads = Leads that came in, by whose they are now.
measures-title-first_contacts = First words
measures-definition-first_contacts = Leads somebody has spoken with for the first time, by whose they are now.
measures-title-opened = Deals begun
measures-definition-opened = Deals that were begun, by whose they are now.
measures-title-forward = Moved forward
measures-definition-forward = Moves of a deal to a later stage of its pipeline, by whose the deal is now.
measures-title-pushed_out = Put off
measures-definition-pushed_out = How often a later day was written down for the close of a deal, by whose the deal is now.
measures-title-won = Won
measures-definition-won = Deals won, by whose they were on that day; one opened again is no win any more.
measures-title-lost = Lost
measures-definition-lost = Deals lost, by whose they were on that day; one opened again is no loss any more.
measures-title-overdue = Overdue
measures-definition-overdue = What is planned now and should have been done.
measures-title-unplanned = No next step
measures-definition-unplanned = Open deals without a next step now.
measures-title-quiet = Quiet
measures-definition-quiet = Open deals nobody has spoken about for longer than their stage allows, now.

measures-count =
    { $n ->
        [one] { $n } row
       *[other] { $n } rows
    }
measures-none = There are none.
measures-file = As a file
measures-head-record = Record
measures-head-person = Whose
measures-head-when = When
measures-head-since = Since
measures-hidden = Not visible to you
measures-pages = Pages of rows
measures-more = More rows

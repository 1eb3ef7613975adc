# The first page: what waits for this person.

home-hello = Hello, { $name }
home-all = All
home-today = today

## The month
home-month-mine = My month
home-month-team = My teams’ month
home-month-all = The company’s month
home-month-before = { $sum } last month
home-won = Won this month
home-won-gone =
    { $n ->
        [one] { $n } of them is somebody else’s now
       *[other] { $n } of them are somebody else’s now
    }
home-open = Open
home-weighted = Weighted
home-weighted-hint = Each amount times its probability
home-deals-count =
    { $n ->
        [one] { $n } opportunity
       *[other] { $n } opportunities
    }
home-rates = Other currencies count at today’s rates, what was won at those of the day it was won.
home-missing-rates = Amounts in { $codes } are in no sum: no exchange rate is known.

## Deals
home-deals-mine = My opportunities that need something
home-deals-team = My teams’ opportunities that need something
home-deals-all = Opportunities that need something
home-deals-quiet = Nothing is late, quiet or without a next step.
home-late = Late: { $n }
home-quiet = Quiet: { $n }
home-unplanned = No next step: { $n }
home-late-word = late
home-no-step = No next step

## Leads
home-leads-mine = My new leads
home-leads-team = My teams’ new leads
home-leads-all = New leads
home-leads-none = No new lead waits for a first contact.
home-leads-count =
    { $n ->
        [one] { $n } new lead
       *[other] { $n } new leads
    }
home-pool =
    { $n ->
        [0] Nobody waits in the pool.
        [one] { $n } lead waits in the pool
       *[other] { $n } leads wait in the pool
    }

## What colleagues did
home-day = My day
home-day-none = Nothing is planned for the next seven days.
home-day-count =
    { $n ->
        [one] { $n } planned
       *[other] { $n } planned
    }
home-news = Changed by colleagues
home-news-none = In the last seven days nobody else changed a record of yours or one you follow.

## The installation
home-house = People and teams
home-people = People
home-people-hint = who can sign in or own records
home-teams = Teams
home-teams-hint = in use

## Customers
home-accounts = Newest accounts
home-accounts-none = No accounts yet.
home-contacts = Newest contacts
home-contacts-none = No contacts yet.

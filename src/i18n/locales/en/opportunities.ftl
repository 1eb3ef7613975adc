# Opportunities: the pipeline board, stages, closing a deal.

## Fields

opportunities-field-name = Title
opportunities-field-account = Account
opportunities-field-contact = Contact
opportunities-field-product = Product
opportunities-field-kind = Kind
opportunities-field-pipeline = Pipeline
opportunities-field-stage = Stage
opportunities-field-stage-since = In this stage since
opportunities-field-amount = Value
opportunities-field-currency = Currency
opportunities-field-probability = Probability
opportunities-field-overridden = Own probability
opportunities-field-expected = Expected close
opportunities-field-step = Next step
opportunities-field-step-on = When
opportunities-field-contacted = Last contact
opportunities-field-incumbent = Present supplier
opportunities-field-dropped = The present supplier has been dropped
opportunities-field-competitors = Competitors
opportunities-field-terms = Payment terms
opportunities-field-campaign = Campaign
opportunities-field-notes = Notes
opportunities-field-source = Source
opportunities-field-lead = Lead
opportunities-field-owner = Owner
opportunities-field-team = Team
opportunities-field-closed-on = Closed on
opportunities-field-closed-at = Closed at
opportunities-field-actual = Actual revenue
opportunities-field-reason = Reason
opportunities-field-reason-text = In words
opportunities-field-lost-to = Lost to
opportunities-field-external = Number in the imported file
opportunities-field-party = Contact in the deal
opportunities-field-party-role = Part in the deal

opportunities-kind-new = New business
opportunities-kind-cross_sell = Cross-sell
opportunities-kind-win_back = Win-back
opportunities-kind-renewal = Renewal

opportunities-part-about = About
opportunities-part-value = Value and close
opportunities-part-plan = Plan
opportunities-part-rivals = Rivals
opportunities-part-origin = Origin and notes

## The form

opportunities-new-title = New opportunity
opportunities-edit-title = Edit { $record }
opportunities-create = Add opportunity
opportunities-created = { $record } is on the board.
opportunities-saved = { $record } is saved.
opportunities-more = More
opportunities-customer-hint = An account, a contact below, or both.
opportunities-probability-hint = Leave empty to go by the stage.
opportunities-owner-hint = The opportunity moves to the owner's team.
opportunities-nobody = Nobody yet
opportunities-own-chance = { $chance }, own estimate
opportunities-find = Find
opportunities-find-nothing = Nothing of that name that you may see.
opportunities-find-create = Add it in another tab, then find it here
opportunities-pick-none = None of these

opportunities-problem-name = Enter a title
opportunities-problem-customer = Enter an account or a contact
opportunities-problem-value = Enter a value; 0 will do
opportunities-problem-stage = Choose a stage
opportunities-problem-day = Enter a date from 1900 to 2199, like 2026-12-24
opportunities-problem-amount = Enter an amount, for example 1,250.00
opportunities-problem-negative = Enter an amount that is not below zero
opportunities-problem-ambiguous = Write the amount with its decimals, so that it can be read one way only
opportunities-problem-decimals = Enter no more decimals than the currency has
opportunities-problem-range = Enter a smaller amount
opportunities-problem-currency = Choose the currency beside the amount, or leave it out of the amount
opportunities-problem-currency-unused = Choose another currency: that one is not in use
opportunities-problem-currency-won = Keep { $currency }: what the win brought was recorded in it
opportunities-problem-currency-now = Check the amount: the currency is { $currency } now
opportunities-problem-not-offered = Choose again: that one is not offered any more
opportunities-problem-probability = Enter a percentage from 0 to 100
opportunities-problem-owner = Choose somebody you may give work to
opportunities-problem-gone = Choose again: that one is not there, or not for you to see
opportunities-problem-choose = Choose which one you mean
opportunities-problem-required = { $stage } needs this: { $field }
opportunities-problem-step = Enter what happens next
opportunities-problem-party = Choose a contact

## Moving

opportunities-move = Move
opportunities-move-title = Move { $record }
opportunities-move-to = To
opportunities-move-asks = What { $stage } asks
opportunities-moved = { $record } is in { $stage } now.
opportunities-win = Won
opportunities-lose = Lost
opportunities-reopen = Reopen
opportunities-words-hint = Needed where the reason is “other”.
opportunities-problem-closed-on = Enter the day it was closed
opportunities-problem-actual = Enter what it brought; 0 will do
opportunities-problem-reason = Choose a reason
opportunities-problem-words = Say the reason in words
opportunities-problem-future = Enter a day that is today or earlier
opportunities-problem-no-customer = Name the account or the contact who bought it before you win it
opportunities-refused-same = It is in { $stage } already.
opportunities-refused-stale = Somebody moved it meanwhile: it is in { $stage } now.
opportunities-refused-not-yours = It is not yours to move.
opportunities-refused-missing = { $stage } needs { $fields } first.
opportunities-refused-asks = { $stage } asks questions: use Move on its card.

## The record

opportunities-stages = Stages
opportunities-late =
    { $n ->
        [one] { $n } day late
       *[other] { $n } days late
    }
opportunities-quiet =
    { $n ->
        [one] quiet for { $n } day
       *[other] quiet for { $n } days
    }
opportunities-quiet-after =
    { $n ->
        [one] Quiet after { $n } day without contact
       *[other] Quiet after { $n } days without contact
    }
opportunities-no-step = No next step
opportunities-what-next = What happens next
opportunities-other-day = Another day
opportunities-soon-today = Today
opportunities-soon-tomorrow = Tomorrow
opportunities-soon-monday = Next Monday
opportunities-soon-fortnight = In two weeks
opportunities-done = Done
opportunities-done-next = Done and plan next
opportunities-plan = Plan
opportunities-step-planned = The next step is planned.
opportunities-step-done = The step is done.
opportunities-closures = Closings
opportunities-closure-what = Outcome
opportunities-closure-who = Closed by
opportunities-reopened = Opened again
opportunities-history = Stage history
opportunities-entered = Entered
opportunities-stayed = Stayed
opportunities-so-far = so far
opportunities-moved-by = Moved by
opportunities-parties = Contacts in the deal
opportunities-party-title = Add a contact to { $record }
opportunities-party-hint = For example: decides, advises, uses it.
opportunities-party-added = The contact is in the deal.
opportunities-party-removed = The contact is out of the deal.

## Board and list

opportunities-board = Board
opportunities-board-title = Pipeline: { $pipeline }
opportunities-list = List
opportunities-list-title = Opportunities
opportunities-search = Search opportunities
opportunities-any = Any
opportunities-anybody = Anybody
opportunities-mine = My own
opportunities-marks = Marks
opportunities-mark-quiet = Quiet
opportunities-mark-late = Late
opportunities-mark-unplanned = Without a next step
opportunities-close = Close
opportunities-close-from = Expected from
opportunities-close-to = Expected to
opportunities-closed-owner = Owner at closing
opportunities-created-on = Filed
opportunities-id = Number
opportunities-weighted = { $sum } weighted
opportunities-converted = ≈ { $sum }
opportunities-rates = other currencies: today’s rates, for closed ones those of the day they were closed
opportunities-no-rate = no rate: { $codes }
opportunities-currencies =
    { $n ->
        [one] { $n } currency
       *[other] { $n } currencies
    }
opportunities-open-count =
    { $n ->
        [one] { $n } open opportunity
       *[other] { $n } open opportunities
    }
opportunities-count =
    { $n ->
        [one] { $shown } opportunity
       *[other] { $shown } opportunities
    }
opportunities-count-all = Count all
opportunities-sum-all = Too many to add up at once: count and add up all
opportunities-file = Save as CSV
opportunities-closed-recent =
    { $n ->
       *[other] Won and lost: the last { $n } days
    }
opportunities-closed-all = Won and lost: all
opportunities-closed-all-link = Show all
opportunities-closed-recent-link =
    { $n ->
       *[other] Show the last { $n } days
    }
opportunities-next-column = To the next column
opportunities-to-bar = To the actions for ticked cards
opportunities-none-yet = No opportunities yet. Add one, or qualify a lead.
opportunities-no-match = No opportunities match.
opportunities-none-ticked = Tick the cards to move first.
opportunities-move-failed = The card could not be moved and is back in its place.
opportunities-moved-many =
    { $n ->
        [one] { $n } opportunity moved to { $stage }.
       *[other] { $n } opportunities moved to { $stage }.
    }
opportunities-kept-many =
    { $n ->
        [one] { $n } stays where it is:
       *[other] { $n } stay where they are:
    }
opportunities-kept-more =
    { $n ->
       *[other] And { $n } more.
    }
opportunities-refused = { $record }: { $why }
opportunities-refused-gone = One is not there, or not for you to see.
opportunities-now =
    { $n ->
        [one] Moved to { $stage }. { $n } opportunity.
       *[other] Moved to { $stage }. { $n } opportunities.
    }
opportunities-now-worth =
    { $n ->
        [one] Moved to { $stage }. { $n } opportunity, { $sum }.
       *[other] Moved to { $stage }. { $n } opportunities, { $sum }.
    }

opportunities-planned = What is still planned
opportunities-planned-cancelled = Call it off
opportunities-planned-done = It is done
opportunities-planned-keep = Keep it

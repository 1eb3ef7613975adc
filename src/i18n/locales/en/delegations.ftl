# A stand-in for somebody who is away.

delegations-title = Stand-ins
delegations-show = Who works in whose name, and when
delegations-named = Who stands in
delegations-none = Nobody stands in.
delegations-runs = now
delegations-others = Stand-in for others
delegations-deeds = Done by stand-ins
delegations-end = Revoke
delegations-end-name = Revoke that { $person } stands in

## Naming one
delegations-new = Name a stand-in
delegations-advice = The stand-in sees and does what the absent person could, in their name; the journal keeps both. Profile, password and settings stay out of reach.
delegations-stand-in = Stand-in
delegations-choose = Choose a person
delegations-from = From
delegations-until = Until
delegations-until-hint = The last day. It ends by itself.
delegations-submit = Name as stand-in
delegations-problem-person = Choose who stands in.
delegations-problem-day = Enter a day.
delegations-problem-order = The last day lies before the first.
delegations-problem-over = This day is over.
delegations-problem-long = Name a stand-in for a year at most.
delegations-problem-twice = { $person } stands in from { $from } until { $until } already. Choose other days, or revoke that first.
delegations-problem-away = { $person } has a stand-in from { $from } until { $until }. Choose somebody who is there.
delegations-problem-busy = { $stand_in } stands in for { $person } from { $from } until { $until }. Choose other days, or somebody else has to stand in for { $person } first.
delegations-said-named = { $person } stands in.
delegations-said-ended = { $person } no longer stands in.

## Acting
delegations-act = Act for { $person }
delegations-acting = You act for { $person }. What you do is done in their name; the journal says that it was you.
delegations-acting-label = Acting for somebody
delegations-stop = Stop acting
delegations-said-acting = You now act for { $person }.
delegations-said-stopped = You are yourself again.
delegations-said-over = You may no longer act for { $person }: the time is over, or it was revoked. You are yourself again.
delegations-said-factor = To act for { $person }, set up a second factor first: their role needs one.

# Whoever did something, and in whose name
delegations-for = { $who } for { $person }

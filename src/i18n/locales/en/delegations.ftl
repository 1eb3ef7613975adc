# A stand-in for somebody who is away.

delegations-title = Stand-ins
delegations-named = Who stands in
delegations-none = Nobody stands in.
delegations-runs = now
delegations-end = Revoke
delegations-end-name = Revoke that { $person } stands in

## Naming one
delegations-new = Name a stand-in
delegations-advice = The stand-in sees and does what you could, in your name, and the journal says who it was. Settings, profile and passwords stay out of their reach.
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
delegations-said-named = { $person } stands in.
delegations-said-ended = { $person } no longer stands in.

## Acting
delegations-act = Act for { $person }
delegations-acting = You act for { $person }. What you do is done in their name; the journal says that it was you.
delegations-acting-label = Acting for somebody
delegations-stop = Stop acting
delegations-said-acting = You now act for { $person }.
delegations-said-stopped = You are yourself again.

# Whoever did something, and in whose name
delegations-for = { $who } for { $person }

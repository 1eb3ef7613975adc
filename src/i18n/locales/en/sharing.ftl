# Who sees a record, why, and with whom it is shared.

sharing-title = Who sees this
# The link on a record's page
sharing-link = Why can I see this?

## Why one sees it oneself
sharing-why = Why you can see this
sharing-why-acting = You act for { $person }: “you” below is { $person }.
sharing-why-role = Your role sees all records of this kind.
sharing-why-owner = You own it.
sharing-why-leads = It belongs to the team { $team }, which you lead.
sharing-why-below = It belongs to the team { $team }, which is below { $led }, the team you lead.
sharing-why-member = It belongs to your team { $team }, whose members see each other’s records.
sharing-why-pool = It belongs to nobody yet and waits in the pool of { $team }.
sharing-why-person = { $by } shared it with you on { $day }.
sharing-why-team = { $by } shared it with the team { $team } on { $day }.

## With whom it is shared
sharing-shares = Shared with
sharing-none = It is shared with nobody beyond its owner and team.
sharing-read = to read
sharing-edit = to edit
sharing-end-name = Stop sharing with { $with }
sharing-team = Team { $team }

## Sharing it
sharing-new = Share it
sharing-with = With whom
sharing-with-hint = A team means its members and the managers above it.
sharing-choose = Choose a person or a team
sharing-access = What they may do
sharing-submit = Share
sharing-problem-with = Choose with whom it is shared.
sharing-said-shared = Shared with { $with }.
sharing-said-ended = No longer shared with { $with }.

## When the owner changes
sharing-drop = Stop sharing it with others
sharing-drop-hint = Otherwise whoever it is shared with keeps seeing it under its new owner.

## In the timeline
sharing-told-read = { $who } shared it with { $with } to read
sharing-told-edit = { $who } shared it with { $with } to edit
sharing-told-ended = { $who } stopped sharing it with { $with }

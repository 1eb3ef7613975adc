# Many records of a list changed together

bulk-change = Change
bulk-go-on = Go on
bulk-all = Change all of this list
bulk-list = List

bulk-what-assign = Hand out
bulk-what-owner = Owner
bulk-what-team = Team pool
bulk-what-status = Status
bulk-what-stage = Stage
bulk-what-tags = Tags
bulk-what-delete = Delete

bulk-title-leads =
    { $n ->
        [one] Change { $n } lead
       *[other] Change { $n } leads
    }
bulk-title-accounts =
    { $n ->
        [one] Change { $n } account
       *[other] Change { $n } accounts
    }
bulk-title-contacts =
    { $n ->
        [one] Change { $n } contact
       *[other] Change { $n } contacts
    }
bulk-title-opportunities =
    { $n ->
        [one] Change { $n } opportunity
       *[other] Change { $n } opportunities
    }

bulk-done-leads =
    { $n ->
        [one] Result for { $n } lead
       *[other] Result for { $n } leads
    }
bulk-done-accounts =
    { $n ->
        [one] Result for { $n } account
       *[other] Result for { $n } accounts
    }
bulk-done-contacts =
    { $n ->
        [one] Result for { $n } contact
       *[other] Result for { $n } contacts
    }
bulk-done-opportunities =
    { $n ->
        [one] Result for { $n } opportunity
       *[other] Result for { $n } opportunities
    }

## Before it happens
bulk-reach = { $n } of { $of } will be changed.
bulk-reach-delete = { $n } of { $of } will be deleted.
bulk-cut =
    { $n ->
       *[other] The list has more than are changed at once: these are its first { $n }.
    }
bulk-skips-gone =
    { $n ->
       *[other] { $n }: no longer yours to see
    }
bulk-skips-not-yours =
    { $n ->
       *[other] { $n }: not yours to change
    }
bulk-skips-closed =
    { $n ->
       *[other] { $n }: closed
    }
bulk-skips-owned =
    { $n ->
       *[other] { $n }: somebody has them already
    }
bulk-skips-missing =
    { $n ->
       *[other] { $n }: lack what the stage requires
    }
bulk-skips-same =
    { $n ->
       *[other] { $n }: so already
    }
bulk-skips-changed =
    { $n ->
       *[other] { $n }: changed by somebody meanwhile
    }
bulk-skips-full =
    { $n ->
       *[other] { $n }: would carry too many tags
    }
bulk-skips-deals =
    { $n ->
       *[other] { $n }: deals would go along that belong to others
    }
bulk-to-person = To whom?
bulk-person-advice = One person gets them all; several share them evenly.
bulk-to-team = To which team?
bulk-team-advice = They then belong to nobody and wait in the team's pool.
bulk-to-status = Status
bulk-to-stage = Stage
bulk-tags-add = Put on
bulk-tags-remove = Take off
bulk-submit =
    { $n ->
       *[other] Change { $n }
    }
bulk-submit-delete =
    { $n ->
       *[other] Delete { $n }
    }
bulk-problem-choice = Choose one that is offered.
bulk-problem-person = Choose at least one person.

## What became of them
bulk-did-owner = New owner: { $people }.
bulk-did-team = Given to the pool of { $team }.
bulk-did-status = Status: { $status }.
bulk-did-stage = Stage: { $stage }.
bulk-did-tag = Tags put on: { $tags }.
bulk-did-untag = Tags taken off: { $tags }.
bulk-did-tags = Tags put on: { $added }; taken off: { $removed }.
bulk-did-delete =
    { $n ->
        [one] Deleted. They can be restored from the bin for { $n } day.
       *[other] Deleted. They can be restored from the bin for { $n } days.
    }
bulk-report = Result
bulk-changed = Changed
bulk-deleted = Deleted
bulk-skipped = Not changed
bulk-skip-gone = No longer yours to see
bulk-skip-not-yours = Not yours to change
bulk-skip-closed = Closed
bulk-skip-owned = Somebody has it already
bulk-skip-same = So already
bulk-skip-changed = Changed by somebody meanwhile
bulk-skip-missing = Lacks what the stage requires
bulk-skip-full = Would carry too many tags
bulk-skip-deals = Deals would go along that belong to others
bulk-skip-detail = { $why }: { $fields }
bulk-more =
    { $n ->
       *[other] and { $n } more
    }
bulk-left = It was interrupted. What has been done stays; the rest can still be done.
bulk-reverted = Taken back
bulk-said-none = Tick at least one row.
bulk-said-done = Done. The report says what was changed.
bulk-said-back = Everything is as it was.
bulk-said-kept =
    { $n ->
        [one] { $n } record stays as it is: somebody changed the same since.
       *[other] { $n } records stay as they are: somebody changed the same since.
    }

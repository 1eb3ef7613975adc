# Taking back what was done.
undo-title = Something has changed since
undo-advice = What is to be undone has been changed again. Everything else goes back to what it was.
undo-theirs = As it is now
undo-mine = As it was before

undo-said-one = { $record } is as it was before.
undo-said-many =
    { $n ->
        [one] { $n } record is as it was before.
       *[other] { $n } records are as they were before.
    }
undo-said-nothing = Nothing was left to undo.
undo-refused-never = This cannot be undone.
undo-refused-already = This has been undone already.
undo-refused-old = This was too long ago to be undone: undoing reaches back 30 days.

# Why a record stays as it is.
undo-kept-gone = { $record } is no more.
undo-kept-not-yours = { $record }: you may not change it any more.
undo-kept-closed = { $record } is closed and can only be read.
undo-kept-left = { $record }: whom it belonged to has left.
undo-kept-full = { $record }: you work on as many leads of the pool as anybody may.
undo-kept-stage = { $record }: the stage it was in is out of use.
undo-kept-changed = { $record } has been changed since.
undo-kept-taken = { $record } refers to something that is no more, or its name is taken.
undo-kept-more =
    { $n ->
        [one] And { $n } more.
       *[other] And { $n } more.
    }
undo-kept-customer = { $record } stays in the bin: its customer is there too, and belongs to somebody else.
undo-kept-external = { $record } stays in the bin: another record has its id in the other system.
undo-kept-winner = { $record }: the record it was merged into is gone, or belongs to somebody else.
undo-kept-joined = { $record } says what it says: of a merge, both records are taken back or none.
undo-kept-along = { $record } stays, for something that came with it stays.
undo-kept-deals = { $record } stays: deals would go along that belong to others.
undo-kept-used = { $record } stays: deals name it.

# Whether a record shall be there.
undo-record = The record
undo-not-there = not there
undo-there = there
undo-merged = one with the other record
undo-goes = It goes to the bin.
undo-merges = It is merged into the other record again.
undo-with-customer = It is restored, and its customer { $customer } with it.
undo-stays = It stays.
undo-stays-away = It stays in the bin.
undo-since = Changed since: { $fields }.

# Whether somebody shall be shown a record.
undo-shown-not = Not shared with { $with }
undo-shown-read = { $with } may read it
undo-shown-edit = { $with } may edit it

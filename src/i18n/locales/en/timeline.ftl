# What happened to a record, one sentence for each kind of event.

timeline-title = Timeline
timeline-shown = What the timeline shows
timeline-all = All
timeline-talk = Talk
timeline-changes = Changes
timeline-older = Older
timeline-newest = Newest
timeline-pages = Pages of the timeline
timeline-empty = Nothing has changed here yet.
timeline-imported = import

# The program itself, where no person did it
timeline-program = Fursa

# An event without a sentence of its own
timeline-other = { $who } changed this record

## What became of a field
timeline-change = { $field }: { $was } → { $is }
timeline-change-hidden = { $field }: hidden from you
timeline-change-set = { $field }: { $is }
timeline-change-cleared = { $field }: { $was } removed
timeline-more-changes =
    { $n ->
        [one] and { $n } more field
       *[other] and { $n } more fields
    }

## Leads
timeline-lead-created = { $who } filed the lead
timeline-lead-edited = { $who } edited the lead
timeline-lead-claimed = { $who } took the lead from the pool
timeline-lead-released = { $who } gave the lead back to the pool
timeline-lead-assigned = { $who } handed the lead over
timeline-lead-qualified = { $who } qualified the lead
timeline-lead-disqualified = { $who } disqualified the lead
timeline-lead-reactivated = { $who } opened the lead again
timeline-lead-deleted = { $who } deleted the lead
timeline-lead-restored = { $who } restored the lead
timeline-lead-merged = { $who } merged two leads into this one
timeline-lead-removed = { $who } removed the lead
timeline-lead-reverted = { $who } set the lead back to what it was
timeline-lead-undone = { $who } undid a change

## Accounts
timeline-account-created = { $who } filed the account
timeline-account-edited = { $who } edited the account
timeline-account-assigned = { $who } handed the account over
timeline-account-lifecycle = The lifecycle of the account changed ({ $who })
timeline-account-deleted = { $who } deleted the account
timeline-account-restored = { $who } restored the account
timeline-account-merged = { $who } merged two accounts into this one
timeline-account-removed = { $who } removed the account
timeline-account-reverted = { $who } set the account back to what it was
timeline-account-undone = { $who } undid a change

## Contacts
timeline-contact-created = { $who } filed the contact
timeline-contact-edited = { $who } edited the contact
timeline-contact-assigned = { $who } handed the contact over
timeline-contact-lifecycle = The lifecycle of the contact changed ({ $who })
timeline-contact-deleted = { $who } deleted the contact
timeline-contact-restored = { $who } restored the contact
timeline-contact-merged = { $who } merged two contacts into this one
timeline-contact-removed = { $who } removed the contact
timeline-contact-reverted = { $who } set the contact back to what it was
timeline-contact-undone = { $who } undid a change

## Opportunities
timeline-opportunity-created = { $who } opened the opportunity
timeline-opportunity-edited = { $who } edited the opportunity
timeline-opportunity-assigned = { $who } handed the opportunity over
timeline-opportunity-moved = { $who } moved the opportunity
timeline-opportunity-won = { $who } won the opportunity
timeline-opportunity-lost = { $who } lost the opportunity
timeline-opportunity-reopened = { $who } opened the opportunity again
timeline-opportunity-step_done = { $who } did the next step
timeline-opportunity-deleted = { $who } deleted the opportunity
timeline-opportunity-restored = { $who } restored the opportunity
timeline-opportunity-removed = { $who } removed the opportunity
timeline-opportunity-reverted = { $who } set the opportunity back to what it was
timeline-opportunity-undone = { $who } undid a change

timeline-activity-created = { $who } filed the activity
timeline-activity-edited = { $who } edited the activity
timeline-activity-assigned = { $who } gave the activity to somebody else
timeline-activity-step_done = { $who } did it
timeline-activity-deleted = { $who } deleted the activity
timeline-activity-restored = { $who } restored the activity
timeline-activity-removed = { $who } removed the activity
timeline-activity-reverted = { $who } set the activity back to what it was
timeline-activity-undone = { $who } undid a change

timeline-product-created = { $who } filed the product
timeline-product-edited = { $who } edited the product
timeline-product-deleted = { $who } deleted the product
timeline-product-restored = { $who } restored the product
timeline-product-removed = { $who } removed the product
timeline-product-reverted = { $who } set the product back to what it was
timeline-product-undone = { $who } undid a change

## The whole history

timeline-whole = Everything, field by field
timeline-history-title = History of { $record }
timeline-behalf = on behalf of { $who }
timeline-batch = in one go:
timeline-field = Field
timeline-before = Before
timeline-after = After

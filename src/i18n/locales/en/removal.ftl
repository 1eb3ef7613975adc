# Deleting records, and restoring them from the bin.

removal-title = Delete { $name }
removal-advice =
    { $n ->
        [one] It goes to the bin. It can be restored from there for { $n } day.
       *[other] It goes to the bin. It can be restored from there for { $n } days.
    }
removal-advice-many =
    { $n ->
        [one] They go to the bin. They can be restored from there for { $n } day.
       *[other] They go to the bin. They can be restored from there for { $n } days.
    }
removal-along =
    { $n ->
        [one] { $n } deal goes along, with its history.
       *[other] { $n } deals go along, with their history.
    }

## What stays and only loses its link
removal-activities =
    { $n ->
        [one] { $n } activity goes with it.
       *[other] { $n } activities go with it.
    }
removal-unlinked-lead =
    { $n ->
        [one] { $n } lead stays and loses its link.
       *[other] { $n } leads stay and lose their link.
    }
removal-unlinked-account =
    { $n ->
        [one] { $n } account stays and loses its link.
       *[other] { $n } accounts stay and lose their link.
    }
removal-unlinked-contact =
    { $n ->
        [one] { $n } contact stays and loses the link.
       *[other] { $n } contacts stay and lose the link.
    }
removal-unlinked-opportunity =
    { $n ->
        [one] { $n } deal stays and loses its link.
       *[other] { $n } deals stay and lose their link.
    }

## What stands in the way
removal-stays-deals = This cannot be deleted: deals would go along that belong to others. Ask an administrator, or somebody who may delete them.
removal-stays-used = This cannot be deleted: deals name this product. Edit it and say that it is no longer on offer instead.

## What was done
removal-said = Deleted { $name }.
removal-said-along =
    { $n ->
        [one] Deleted { $name } and { $n } deal.
       *[other] Deleted { $name } and { $n } deals.
    }
removal-back = Restored { $name }.
removal-back-along =
    { $n ->
        [one] Restored { $name } and { $n } more record.
       *[other] Restored { $name } and { $n } more records.
    }
removal-back-nobodys = Its owner has left: it waits in the team’s pool.
removal-back-kept = What was changed since on the record it was merged into stays as it is.
removal-back-doubled = Another record has the same email or phone.

## What is not restored
removal-refused-title = { $name } stays in the bin
removal-refused-customer = Its customer { $customer } is in the bin too. Restore both?
removal-refused-customer-hidden = Its customer is in the bin too, and belongs to somebody else. Ask an administrator to restore it first.
removal-refused-external = Another record has its id in the other system. Delete that one first.
removal-refused-name = There is another product of this name. Rename that one first.
removal-refused-winner = The record it was merged into is in the bin too, or belongs to somebody else. Restore that one first, or ask an administrator.
removal-restore-both = Restore both

## The bin
removal-bin = Bin
removal-bin-advice =
    { $n ->
        [one] What you may restore. After { $n } day it is gone for good.
       *[other] What you may restore. After { $n } days it is gone for good.
    }
removal-bin-all = All
removal-bin-kinds = What the bin shows
removal-bin-empty = Nothing here that you could restore.
removal-bin-what = Record
removal-bin-when = Deleted
removal-bin-who = By
removal-bin-days =
    { $n ->
        [one] kept for { $n } day
       *[other] kept for { $n } days
    }
removal-restore = Restore
removal-with = went along with { $name }
removal-with-deals =
    { $n ->
        [one] with { $n } deal
       *[other] with { $n } deals
    }
removal-kind-lead = Lead
removal-kind-account = Account
removal-kind-contact = Contact
removal-kind-opportunity = Opportunity
removal-kind-product = Product
removal-kind-activity = Activity
removal-kinds-lead = Leads
removal-kinds-account = Accounts
removal-kinds-contact = Contacts
removal-kinds-opportunity = Opportunities
removal-kinds-product = Products
removal-kinds-activity = Activities
removal-was-merged = merged into another record

## Merging
removal-merge-link = Merge with…
removal-merge-title = Merge with { $name }
removal-merge-which = Which record is the same?
removal-merge-find = Name, email or phone
removal-merge-none = No other record like this one. Look for it by its name, email or phone.
removal-merge-advice = { $other } goes to the bin. Everything that belongs to it goes over to this record, and its address leads here. Emails, phones and notes of both are kept; what only one of them says fills a blank of the other.
removal-merge-swap = Keep the other one instead
removal-merge-choose = What stays
removal-merge-own = This one
removal-merge-other = The other one
removal-merge-keep-own = { $field }: keep this one’s
removal-merge-keep-other = { $field }: take the other one’s
removal-merge-confirm = They are one and the same company
removal-merge-confirm-hint = Both have bought from us, under different web domains. Tick this only if they are one legal entity.
removal-merge-unconfirmed = Say that they are one and the same company
removal-merge-do = Merge
removal-merge-same = These are one record already.
removal-merge-closed = Only open leads can be merged.
removal-merged = Merged into { $name }.

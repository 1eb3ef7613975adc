# What people are told: in the tray, by mail, once a day.

notifications-title = Notifications
notifications-none = Nobody has told you anything yet. What colleagues give you, show you or ask you about stands here.
notifications-new = New
notifications-read = Read
notifications-read-all = All read
notifications-choose = What I am told
notifications-pages = Pages of notifications
notifications-older = Older

## Each as a sentence
notifications-told-assigned = { $who } gave you { $record }
notifications-told-assigned-many = { $who } gave you { $n } records
notifications-told-invited = { $who } counts on you: { $record }
notifications-told-mentioned = { $who } named you: { $record }
notifications-told-shared = { $who } showed you { $record }
notifications-told-reminder = It is time: { $record }
notifications-told-lead_waiting = { $record } has waited for a first word for more than a day
notifications-told-mail_received = A customer has written: { $record }
notifications-told-mail_failed = A mail of yours did not go out: { $record }
notifications-told-import_finished = Your import is done

## What one chooses
notifications-choices-title = What I am told
notifications-choices-lead = What happens to your records, and what you asked to be reminded of. What you do yourself is never told to you.
notifications-choices-said = Your choice is saved.
notifications-no-mail = No mail server is set up: nothing is sent by mail until an administrator sets one up. What you choose here is kept.
notifications-in-tray = In Fursa
notifications-by-mail = By mail
notifications-event-assigned = A record, or something to do, becomes mine
notifications-event-invited = I am to take part in something
notifications-event-mentioned = A colleague names me with @
notifications-event-shared = A record is shown to me
notifications-event-reminder = It is time for something planned
notifications-event-lead_waiting = A lead of mine waits for a first word
notifications-event-mail_received = A customer writes to me
notifications-event-mail_failed = A mail of mine does not go out
notifications-event-import_finished = An import of mine is done
notifications-digest = Letter of the day
notifications-digest-none = None
notifications-digest-hint = What is late, what is for today and what waits, by mail, at this hour of your own clock. On days with nothing to say there is none.

## By mail
notifications-mail-subject-one = { $what }
notifications-mail-subject =
    { $n ->
        [one] { $n } notification
       *[other] { $n } notifications
    }
notifications-mail-body =
    Hello { $name },

    { $what }

    You get this from { $company }. What you are told, and how, you choose here:
    { $link }
notifications-digest-subject = Your day: { $day }
notifications-digest-body =
    Hello { $name },

    { $what }

    You get this every day from { $company }. You choose the hour, or no letter at all, here:
    { $link }
notifications-digest-stretch = { $title } ({ $n })
notifications-digest-leads =
    { $n ->
        [one] { $n } new lead waits for you
       *[other] { $n } new leads wait for you
    }
notifications-digest-unplanned =
    { $n ->
        [one] { $n } deal has no next step
       *[other] { $n } deals have no next step
    }
notifications-digest-quiet =
    { $n ->
        [one] { $n } deal has gone quiet
       *[other] { $n } deals have gone quiet
    }
notifications-digest-unread =
    { $n ->
        [one] { $n } notification to read
       *[other] { $n } notifications to read
    }

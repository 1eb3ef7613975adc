# What the program does by itself, as an administrator sees it.

jobs-title = Jobs
jobs-lead = What Fursa does by itself while it serves. Of several servers on one database, one has a job at a time.
jobs-head-job = Job
jobs-head-last = Last run
jobs-head-next = Next run

jobs-name-outbox = Send letters
jobs-name-mails = Put mails that were sent on the timelines
jobs-name-inbox = Fetch mail that has come in
jobs-name-reminders = Remind of what is planned
jobs-name-series = Plan what comes again
jobs-name-notifications = Send what people were told by mail
jobs-name-digests = Send the daily letters
jobs-name-waiting_leads = Tell whose leads wait for a first word
jobs-name-old_notifications = Forget what people were told more than 90 days ago
jobs-name-old_letters = Forget letters of more than 90 days ago
jobs-name-accounts = Move on the stages of accounts
jobs-name-contacts = Move on the stages of contacts
jobs-name-bin = Empty the bin of what can no longer be restored
jobs-name-sign_ins = Forget old sign-ins
jobs-name-selections = Forget old selections
jobs-name-imports = Forget files that nobody imported
jobs-name-old_mails = Forget mails of activities that are gone for good
jobs-name-files = Forget attached files that belong to nothing

jobs-every-seconds =
    { $n ->
        [one] Every second
       *[other] Every { $n } seconds
    }
jobs-every-minutes =
    { $n ->
        [one] Every minute
       *[other] Every { $n } minutes
    }
jobs-every-hours =
    { $n ->
        [one] Every hour
       *[other] Every { $n } hours
    }
jobs-every-days =
    { $n ->
        [one] Every day
       *[other] Every { $n } days
    }

jobs-never = Not yet
jobs-took = took { $seconds } s
jobs-dealt = dealt with { $n }
jobs-failed =
    { $n ->
        [one] Failed
       *[other] Failed { $n } times in a row
    }
jobs-running = Running
jobs-now = Now
jobs-when-due = As soon as there is something to do
jobs-off = No mail server is set

jobs-run = Run now
jobs-run-of = Run now: { $job }
jobs-asked = Runs within seconds: { $job }

admin-holds-jobs = What Fursa does by itself
admin-holds-jobs-failing =
    { $n ->
        [one] { $n } job fails
       *[other] { $n } jobs fail
    }

## Letters
admin-letters = Letters that did not go out
admin-letters-lead = What a mail server does not take is tried again for about a day, then given up. Each letter leaves here once; should a server be cut off while the mail server answers, the same message, with the same number, may be handed over twice.
admin-letters-off = No mail server is set up: nothing is sent.
admin-letters-waiting =
    { $n ->
        [one] { $n } letter waiting
       *[other] { $n } letters waiting
    }
admin-letters-failed =
    { $n ->
        [one] { $n } letter given up
       *[other] { $n } letters given up
    }
admin-letters-letter = Letter
admin-letters-why = What the mail server said
admin-letters-next = Next try
admin-letters-tries =
    { $n ->
        [one] { $n } try
       *[other] { $n } tries
    }
admin-letters-given-up = Given up
admin-letters-secret = Its link is no longer kept: send a new one.
admin-letters-resend = Send again
admin-letters-discard = Throw away
admin-letters-resent = The letter to { $recipient } is tried again.
admin-letters-gone = The letter to { $recipient } is thrown away.
admin-field-letter-resent = Letter sent again
admin-field-letter-discarded = Letter thrown away

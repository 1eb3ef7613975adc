# What the program does by itself, as an administrator sees it.

jobs-title = Jobs
jobs-lead = What Fursa does by itself while it serves. Of several servers on one database, one has a job at a time.
jobs-head-job = Job
jobs-head-last = Last run
jobs-head-next = Next run

jobs-name-outbox = Send letters
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

# What is done with customers: calls, visits, meetings, messages, tasks, notes.

activities-kind-call = Call
activities-kind-visit = Visit
activities-kind-meeting = Meeting
activities-kind-email = Email
activities-kind-task = Task
activities-kind-note = Note

activities-state-planned = Planned
activities-state-done = Done
activities-state-not_held = Not held
activities-state-cancelled = Cancelled

activities-direction-in = They contacted us
activities-direction-out = We contacted them

activities-priority-low = Low
activities-priority-normal = Normal
activities-priority-high = High

activities-field-kind = Kind
activities-field-state = State
activities-field-subject = What
activities-field-notes = Notes
activities-field-outcome = Outcome
activities-field-direction = Direction
activities-field-day = Day
activities-field-until = Last day
activities-field-time = Time
activities-field-starts = Begins
activities-field-settled = When
activities-field-minutes = Minutes
activities-field-remind = Remind
activities-field-repeats = Repeats
activities-field-repeats-until = Until
activities-field-repeats-at = Repeats at
activities-field-series = Series
activities-field-apart = Changed alone, was on
activities-field-reach = This change is for
activities-reach-one = This one only
activities-reach-following = This one and those after it
activities-repeats-never = Never
activities-repeats-daily = Every day
activities-repeats-workdays = Monday to Friday
activities-repeats-weekly = Every week
activities-repeats-fortnightly = Every two weeks
activities-repeats-monthly = Every month, on this day
activities-repeats-monthly_weekday = Every month, on this weekday
activities-repeats-monthly_last = Every month, on its last such weekday
activities-repeats-yearly = Every year
# $often: how often it comes again; $until: a date.
activities-repeats-until = { $often }, until { $until }
activities-problem-repeats-day = Choose the first day
activities-remind-hint = Of a day without an hour, counted from eight in the morning. You and the colleagues who take part are told.
activities-remind-0 = When it begins
activities-remind-15 = 15 minutes before
activities-remind-60 = An hour before
activities-remind-1440 = A day before
activities-field-place = Place
activities-field-priority = Priority
activities-field-lead = Lead
activities-field-account = Account
activities-field-contact = Contact
activities-field-opportunity = Opportunity
activities-field-people = Colleagues
activities-field-guests = Contacts
activities-field-owner = Owner
activities-field-team = Team
activities-field-then = What comes next

activities-hint-time = As 9:30 or 14:00. Without a time it is for the whole day.
activities-hint-until = For what lasts several days.
activities-hint-direction = For calls and emails.

activities-problem-empty = Say what it is.
activities-problem-day = Enter a day, such as 2026-12-24.
activities-problem-time = Enter a time, such as 9:30 or 14:00.
activities-problem-until = The last day comes after the first.
activities-problem-outcome = Choose an outcome of this kind of activity.
activities-problem-then = Say what comes next.

activities-plan = Plan
activities-plan-other = Plan an activity
activities-plan-title = Plan an activity
activities-log = Log
activities-log-title = Log what happened
activities-log-more = More details
activities-edit-title = Edit activity
activities-what-happened = What happened?
activities-hint-mention = Write @ and a name to tell a colleague.
activities-planned = Planned
activities-then = And what comes next
activities-field-about = About
activities-about-none = No record
activities-more = More
activities-late = Late
activities-facts = About it
activities-end = How it ended
activities-done = Done
activities-not-held = Not held
activities-cancel = Call off
activities-reopen = Plan again
# $from, $until: days.
activities-until = { $from } to { $until }

# $subject: what it was, in a line.
activities-said-planned = Planned: { $subject }.
activities-said-logged = Logged: { $subject }.
activities-said-saved = Saved: { $subject }.
activities-said-done = Done: { $subject }.
activities-said-not_held = Not held: { $subject }.
activities-said-cancelled = Called off: { $subject }.

activities-several-day = To the day
activities-several-move = Move
activities-several-to = To
activities-several-give = Give
activities-several-none = Nothing was ticked.
activities-several-owner = Choose somebody you may give it to.
activities-several-moved =
    { $n ->
        [one] One moved.
       *[other] { $n } moved.
    }
activities-several-given =
    { $n ->
        [one] One given.
       *[other] { $n } given.
    }
activities-several-done =
    { $n ->
        [one] One done.
       *[other] { $n } done.
    }
activities-several-passed =
    { $n ->
        [one] One was passed over: it is not planned any more, or not yours to change.
       *[other] { $n } were passed over: they are not planned any more, or not yours to change.
    }

activities-agenda-late = Overdue
activities-agenda-today = Today
activities-agenda-week = The next seven days
activities-agenda-later = Later
activities-agenda-someday = Without a day
activities-agenda-empty = Nothing is planned.
activities-agenda-pages = Pages of the agenda
activities-agenda-more = Show more

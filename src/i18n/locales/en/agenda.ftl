### The agenda: what is planned and done, by hours and by days.

agenda-views = Ways to show the agenda
agenda-view-list = List
agenda-view-day = Day
agenda-view-week = Week
agenda-view-month = Month
agenda-days = Other days
agenda-before = Earlier
agenda-after = Later
agenda-now = Today
agenda-of = Whose
agenda-show = Show
# $team: the name of a team.
agenda-team = Team { $team }
agenda-hour = Hour
agenda-person = Person
agenda-whole-day = Whole day
# Somebody's time is taken, and the reader may not know by what.
agenda-busy = Busy
# $when: a day, with an hour or with a person.
agenda-plan-at = Plan: { $when }
agenda-more =
    { $n ->
        [one] { $n } more
       *[other] { $n } more
    }
agenda-more-people = More people

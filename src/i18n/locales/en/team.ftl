# What the people of one's teams have done.

team-title = Team
team-lead = Each figure leads to its rows. Below it stands what the same person did on average in the four stretches of days before.
team-period = Days
team-period-this-week = This week
team-period-last-week = Last week
team-period-this-month = This month
team-period-last-month = Last month
team-period-this-quarter = This quarter
team-period-own = From … until …
team-from = From
team-until = Until
team-show = Show
team-head-person = Person
team-head-measure = What
team-before = before: { $n }
team-definitions = What each figure counts
team-weeks = Week by week
team-now = as it is now
team-talks = Talks
team-talks-none = Nothing is written down of a talk yet.
team-talk-new = A talk of the two of you
team-talk = Talk with { $person }
team-notes = What you talked about
team-notes-hint = You and the person see it, and who leads you.
team-tasks = What is to be done
team-tasks-hint = A line each: every line becomes a task of the person's.
team-problem-empty = Write down what you talked about, or what is to be done.
team-problem-tasks =
    { $n ->
        [one] One talk makes { $n } task at most
       *[other] One talk makes { $n } tasks at most
    }
team-said =
    { $n ->
        [0] The talk is written down.
        [one] The talk is written down, with { $n } task.
       *[other] The talk is written down, with { $n } tasks.
    }

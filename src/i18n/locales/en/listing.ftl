# Every list: what is shown, what it is narrowed by, how many there are
listing-open = Open
listing-closed = Closed
listing-all = All
listing-chip = { $name }: { $value }
listing-chip-wrong = { $name }: { $value } (not understood, left out)
# A condition of a saved view that stops it: without it the list would show more than it was meant to
listing-chip-stops = { $name }: { $value } (there is no such value any more)
listing-chip-hidden = { $name } (not for you to see)
listing-chip-unknown = { $name } (there is no such condition any more)
listing-refused = A condition of this view cannot be applied, and without it the list would be wider than was meant: nothing is shown until it is removed.
listing-refused-record = This view is about a record you cannot see: nothing is shown.
listing-unordered = The order of this view cannot be applied: the list is in its own.
listing-chip-search = Search: { $words }
listing-nobody = nobody
listing-from = from { $day }
listing-to = until { $day }
listing-at-least = { $n }+

# Stretches of days, by the day the list is read
listing-any-time = Any time
listing-today = Today
listing-this-week = This week
listing-this-month = This month
listing-this-quarter = This quarter
listing-this-year = This year
listing-last-week = Last week
listing-last-month = Last month
listing-last-quarter = Last quarter
listing-last-year = Last year
listing-next-week = Next week
listing-next-month = Next month
listing-next-quarter = Next quarter
listing-next-year = Next year
listing-last-days =
    { $n ->
        [one] Last day
       *[other] Last { $n } days
    }
listing-next-days =
    { $n ->
        [one] Next day
       *[other] Next { $n } days
    }

# The first column of every file of what a list shows
listing-name = Name

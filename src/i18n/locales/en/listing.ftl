# Every list: what is shown, what it is narrowed by, how many there are
listing-open = Open
listing-closed = Closed
listing-all = All
listing-chip = { $name }: { $value }
listing-chip-wrong = { $name }: { $value } (not understood, left out)
listing-chip-search = Search: { $words }
listing-nobody = nobody
listing-from = from { $day }
listing-to = until { $day }
listing-at-least = { $n }+

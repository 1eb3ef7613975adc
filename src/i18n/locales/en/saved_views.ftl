# Saved views: what a list shows, kept under a name
saved-title = Saved views
saved-lists = Lists
saved-built-in = Standard
saved-all = All views
saved-save = Save this view
saved-open = Open the list
saved-opened = This list opens with the view { $name }.
saved-opened-without = Show the standard list
saved-changed = { $name } was saved with other conditions, columns or order.
saved-change-save = Save the changes
saved-done = { $name } is saved.
saved-meanwhile = Somebody else changed what { $name } shows. Nothing was saved; save the changes again to put yours in place of theirs.
saved-too-long = This is too much for one view: leave out some conditions or columns
saved-remove = Delete this view
saved-remove-hint = The view goes for everybody who uses it. No record changes; lists that opened with it open as they are.
saved-removed = The view { $name } is deleted.
saved-none = Nobody has saved a view of this list yet. Narrow the list, put it in order, then save what it shows.

# The form
saved-name = Name
saved-name-taken = You have a view of this name for this list already
saved-conditions = What it shows
saved-contents-hint = To change it, open the list, change what it shows, and save the changes there.
saved-order = Order
saved-columns = Columns
saved-columns-hint = Tick what the list shows beside the name; a number says at which place.
saved-column = Column
saved-column-at = Place
saved-column-place = Place of { $column }
saved-columns-show = Show these
saved-columns-standard = The standard columns
saved-file = Export these columns
saved-owner = Saved by
saved-team = Team
saved-shared = Who may use it
saved-shared-hint = Everybody sees in it only what they may see anyway.
saved-shared-private = Only I
saved-shared-team = My team and those below it
saved-shared-everyone = Everyone
saved-with-team = { $team } and the teams below it

# What a list opens with
saved-first = What the list opens with
saved-first-label = For me
saved-first-by-role = What my role has
saved-first-built-in = The standard list
saved-first-now = Open this list with it from now on
saved-first-roles = What the list opens with, by role
saved-first-roles-hint = Views that everyone may use. Whoever chose for themselves keeps their choice.
saved-first-done = The list opens as you chose.

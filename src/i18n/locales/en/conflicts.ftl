# Two people changed the same fields of a record.
conflict-title = Somebody else changed { $record } too
conflict-advice = Both of you changed the fields below. Everything else you typed is kept and is saved with your choice.
conflict-choose = Which stays?
conflict-theirs = Saved meanwhile
conflict-mine = Yours
conflict-base = Before:
conflict-keep-theirs = { $field }: keep what was saved meanwhile, { $value }
conflict-keep-mine = { $field }: keep yours, { $value }
conflict-save = Save my choice
conflict-field = Another field
conflict-with = { $field }: { $value }

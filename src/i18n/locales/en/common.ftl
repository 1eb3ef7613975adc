# Words that mean the same on every page. A sentence of one feature lives in that feature's file.

## Languages, each named in the language of the page

language-en = English
language-en-XA = English, accented (for testing)
language-ar-XB = English, right to left (for testing)

## Answers

yes = Yes
no = No
none = None
not-set = Not set

## What a button does

add = Add
back = Back
cancel = Cancel
clear = Clear
close = Close
delete = Delete
edit = Edit
remove = Remove
save = Save
undo = Undo

## Moving through a list

page-first = First
page-next = Next
page-previous = Previous
show-more = Show more

## Fields

optional = optional
required = required

## How long something takes; `n` may be zero

duration-minutes =
    { $n ->
        [one] { $n } minute
       *[other] { $n } minutes
    }
duration-hours =
    { $n ->
        [one] { $n } hour
       *[other] { $n } hours
    }
duration-days =
    { $n ->
        [one] { $n } day
       *[other] { $n } days
    }
duration-months =
    { $n ->
        [one] { $n } month
       *[other] { $n } months
    }

### Agendas in the calendar programs of their readers.

calendars-title = Calendars elsewhere
calendars-lead = Show an agenda in the calendar of your phone or your mail program: it reads the address below and follows every change.
calendars-address = Address
calendars-address-hint = Add it there as a calendar by address. Whoever has it can read this agenda as you see it.
calendars-renew = New address
calendars-end = End
calendars-new = Another agenda
calendars-open = Make an address
calendars-choose = Show your agenda in another calendar
calendars-said-opened = The agenda can be read at its address now.
calendars-said-renewed = It has a new address. The old one is good for nothing any more.
calendars-said-ended = The agenda cannot be read at that address any more.

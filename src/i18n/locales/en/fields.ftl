# Values of fields, wherever a page tells what a field was and is.

# In place of the value of a field that the reader may not see
fields-hidden = hidden from you
fields-record-hidden = a record you may not see
# A company somebody works for, and what they are there
fields-company = { $name } ({ $role })
fields-map = Show on a map
# Street, town and country of somebody, or the country alone
fields-place = Address

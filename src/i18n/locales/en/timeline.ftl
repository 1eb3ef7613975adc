# What happened to a record, one sentence for each kind of event.

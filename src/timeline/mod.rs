//! What happened to a record, newest first, read from the journal.

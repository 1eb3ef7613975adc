//! Lists of records: scope, filters, sort, keyset pages, counts and totals, for every feature that shows a list.

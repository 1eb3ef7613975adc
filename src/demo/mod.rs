//! A believable company to try Fursa with.

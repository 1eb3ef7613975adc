//! The integration tests: one binary, one file per feature, each test on both databases. See [`support`].

mod architecture;
mod migrations;
mod records;
mod shell;
mod support;

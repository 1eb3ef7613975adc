//! The integration tests: one binary, one file per feature, each test on both databases. See [`support`].

mod access_matrix;
mod architecture;
mod board;
mod close;
mod listing;
mod locales;
mod migrations;
mod opportunities;
mod records;
mod routes;
mod search;
mod shell;
mod support;
mod totals;

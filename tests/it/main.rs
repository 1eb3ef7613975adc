//! The integration tests: one binary, one file per feature, each test on both databases. See [`support`].

mod access_matrix;
mod admin;
mod architecture;
mod backup;
mod demo;
mod identity;
mod imports;
mod leads;
mod leads_pool;
mod leads_qualify;
mod listing;
mod locales;
mod migrations;
mod records;
mod routes;
mod search;
mod shell;
mod support;
mod totals;

//! The integration tests: one binary, one file per feature, each test on both databases. See [`support`].

mod access_matrix;
mod accounts;
mod architecture;
mod contacts;
mod duplicates;
mod home;
mod leads;
mod leads_pool;
mod leads_qualify;
mod lifecycle;
mod locales;
mod migrations;
mod products;
mod records;
mod routes;
mod shell;
mod support;
mod timeline;

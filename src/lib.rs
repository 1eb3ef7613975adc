//! Fursa: a CRM that runs the whole sale.

pub mod web;

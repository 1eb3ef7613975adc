//! # Fursa: where things are
//!
//! A request takes six hops: [`app`] finds the handler → the feature's form checks what was typed → a pure rule decides →
//! a scoped query reads or writes → a page struct → an askama template in `templates/<feature>/`.
//!
//! | module | holds |
//! |---|---|
//! | [`app`] | the middleware and every route, on one screen |
//! | [`cli`] | the commands: serve, demo, migrate, user, import, backup, restore, doctor |
//! | [`config`], [`clock`] | settings; the only place that knows the time |
//! | [`values`] | money, percent, email, phone, folded text, periods: pure |
//! | [`i18n`] | messages and every format |
//! | [`db`] | connections, [`db::Tx`], migrations, what differs between the databases |
//! | [`access`] | roles, the viewer, the scope every query starts from, the fields a role does not see |
//! | [`directory`] | company, people, teams, stages, lists, rates: in memory, by revision |
//! | [`journal`] | who changed what; merging two people's edits |
//! | [`web`] | the signed-in extractor, forms, replies, errors, the shell of a page |
//! | [`openid`] | the provider people may sign in through: where they are sent, and who comes back |
//! | [`mail`] | letters: written in the transaction of the change, sent afterwards |
//! | [`identity`], [`admin`] | signing in and one's own profile; what an administrator keeps |
//! | [`home`], [`leads`], [`accounts`], [`contacts`], [`opportunities`], [`activities`], [`products`] | the trade, a folder each |
//! | [`correspondence`] | mails with customers: written from a record, kept as drafts, sent, told on timelines |
//! | [`files`] | attached files, each once under the hash of its content |
//! | [`agenda`] | what is planned and done, by hours, weeks and months, of one or of a team |
//! | [`calendars`] | the same for calendar programs, each at an address of its own |
//! | [`measures`], [`team`] | what is counted of people's work, and the board on which who leads them reads it |
//! | [`records`], [`fields`] | what a record and its fields are called on the pages of others |
//! | [`removal`] | deleting records, the bin, restoring |
//! | [`imports`], [`demo`], [`backup`] | real input, a company to try things with, the whole installation in one archive |
//! | [`tags`], [`bulk`] | the company's own words for records; many records changed at once |
//! | [`customers`] | what accounts and contacts have in common |
//! | [`delegations`] | a stand-in for somebody who is away |
//! | [`bookmarks`] | what a person looked at lately, keeps as a favourite, follows |
//! | [`sharing`] | with whom a record is shared, and why one sees it |
//! | [`saved_views`] | what a list shows, kept under a name, and its columns |
//! | [`listing`], [`search`], [`timeline`], [`duplicates`], [`conflicts`] | what several of them share: lists, search, history, doubles, edits that clash |
//! | [`jobs`] | what the program does by itself, each job on one node at a time |
//! | [`notifications`] | what people are told: in the tray, by mail, once a day |
//! | [`undo`] | taking back what was done, whatever it was |
//! | [`health`] | whether the process lives and can serve |
//!
//! Dependencies point one way: values ← rules ← model ← access, queries ← handlers; `web` and `db` know no feature.

#![forbid(unsafe_code)]
#![warn(missing_docs)]

pub mod access;
pub mod accounts;
pub mod activities;
pub mod admin;
pub mod agenda;
pub mod app;
pub mod backup;
pub mod bookmarks;
pub mod bulk;
pub mod calendars;
pub mod cli;
pub mod clock;
pub mod config;
pub mod conflicts;
pub mod contacts;
pub mod correspondence;
pub mod customers;
pub mod db;
pub mod delegations;
pub mod demo;
pub mod directory;
pub mod duplicates;
pub mod fields;
pub mod files;
pub mod health;
pub mod home;
pub mod i18n;
pub mod identity;
pub mod imports;
pub mod jobs;
pub mod journal;
pub mod leads;
pub mod listing;
pub mod mail;
pub mod measures;
pub mod notifications;
pub mod openid;
pub mod opportunities;
pub mod products;
pub mod records;
pub mod removal;
pub mod saved_views;
pub mod search;
pub mod sharing;
pub mod tags;
pub mod team;
pub mod timeline;
pub mod undo;
pub mod values;
pub mod web;

//! What every test stands on: the real application over a fresh database, the same test on SQLite and on PostgreSQL.
//!
//! ```ignore
//! use crate::support::*;
//!
//! both!(an_outsider_cannot_open_a_lead);
//!
//! async fn an_outsider_cannot_open_a_lead(app: TestApp) {
//!     let lead = app.lead_with(Alice, |lead| lead.name = "Grace Hopper".into());
//!     app.get(Charlie, &format!("/leads/{}", lead.id)).await.assert_status(404);
//!     let page = app.get(Alice, &format!("/leads/{}", lead.id)).await.assert_status(200);
//!     assert_eq!(page.form_value("name").as_deref(), Some("Grace Hopper"));
//!     app.post(Alice, "/leads", &[("name", "Ada Lovelace")]).await.assert_goes_to("/leads/2");
//!     let left: i64 = app.db(|db| leads::table.count().get_result(db).unwrap());
//! }
//! ```
//!
//! - [`both!`] names the tests of a file that run on both databases: `…::sqlite` and `…::postgres`. The second needs
//!   `TEST_DATABASE_URL` (of a server, as a person who may create databases); without it the test passes and the run
//!   says so once, or fails when `FURSA_TESTS_MUST_RUN=1`.
//! - [`TestApp`] is an installation with the [company](company) and its [cast](Who); [`Untouched`] one that nobody has
//!   set up yet; [`Mailing`] one with a mail server, [`Providing`] one with a provider people may sign in through (others know
//!   of one that does not answer). It is 2026-11-22, 10:00 UTC, until [`TestApp::wait`].
//! - `app.get`, `app.post` act as one of the cast, signed in, in a [`Browser`] of their own; forms carry its token.
//!   `app.browser()` is somebody new at the door: with it one signs in for real, with the [`PASSWORD`].
//! - `app.lead(Alice)`, `account`, `contact`, `opportunity` (and `…_with(Alice, |facts| …)`) file records through the
//!   real stores; `app.tx(Alice, |tx| …)` runs any code as a person, `app.db(|db| …)` anything at all.

mod app;
pub mod authenticator;
mod browser;
mod cast;
pub mod company;
mod database;
pub mod id_provider;
mod page;
mod post_office;
mod postgres;
mod records;
pub mod run;
pub mod server;

pub use app::{Demo, Installation, Mailing, Providing, TestApp, Untouched};
pub use browser::Browser;
pub use cast::Who::{self, *};
pub use database::Backend;
pub use page::Page;
pub use records::at_hour;
pub(crate) use run::both;
pub use run::in_turn;

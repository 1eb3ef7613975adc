//! The application in a real browser: Chromium, driven through chromedriver, with JavaScript and without, by mouse, by
//! keyboard and on a phone; and axe over every page there is, light and dark.
//!
//! Chromium and chromedriver are taken from `CHROMIUM` and `CHROMEDRIVER`, else found on the path; axe from `AXE_JS`, the
//! path of `axe.min.js` (npm: axe-core). What is missing is skipped with one line, or fails where
//! `FURSA_TESTS_MUST_RUN=1`.
//!
//! Each test has a server, a database and a browser of its own ([`workplace`]); all three end with it, well or not. A
//! test waits for what it expects, and every wait and every call has an end ([`window`]).

mod accessibility;
mod board;
mod driver;
mod extras;
mod job;
mod keyboard;
mod passkeys;
mod phone;
mod server;
mod signed_out;
#[allow(dead_code, unused_imports, unused_macros, reason = "the integration tests need more of it")]
#[path = "../it/support/mod.rs"]
mod support;
mod visit;
mod window;
mod workplace;

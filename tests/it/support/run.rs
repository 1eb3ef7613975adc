//! One test, two databases.

use std::future::Future;
use std::io::Write;
use std::sync::Once;

use super::postgres;
use super::{Backend, Installation};

/// Makes `…::sqlite` and `…::postgres` of each test function named. A function left out is dead code, which does not
/// pass the lints: none is forgotten.
macro_rules! both {
    ($($promise:ident),+ $(,)?) => {
        $(mod $promise {
            #[actix_web::test]
            async fn sqlite() {
                $crate::support::in_turn($crate::support::Backend::Sqlite, super::$promise).await;
            }

            #[actix_web::test]
            async fn postgres() {
                $crate::support::in_turn($crate::support::Backend::Postgres, super::$promise).await;
            }
        })+
    };
}
pub(crate) use both;

/// Runs a test on one of the databases.
pub async fn in_turn<App, Done>(backend: Backend, promise: impl FnOnce(App) -> Done)
where
    App: Installation,
    Done: Future<Output = ()>,
{
    if backend == Backend::Postgres && postgres::admin_url().is_none() {
        static SAID: Once = Once::new();
        return skip(&SAID, "everything on PostgreSQL: TEST_DATABASE_URL is not set");
    }
    promise(App::start(backend).await).await;
}

/// Says once per run what is not tested; a failure where everything must be.
pub fn skip(said: &Once, what: &str) {
    assert!(!must_run(), "must run and cannot: {what}");
    // Past the test runner, which keeps what a passing test prints.
    said.call_once(|| std::io::stderr().write_all(format!("skipped: {what}\n").as_bytes()).unwrap());
}

/// Is a test that cannot run a failure?
pub fn must_run() -> bool {
    std::env::var("FURSA_TESTS_MUST_RUN").is_ok_and(|value| value == "1")
}

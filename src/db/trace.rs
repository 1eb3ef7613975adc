//! Statements in the log, with what each took: `FURSA_LOG=fursa::db=trace`. Nothing listens unless that was asked for.

use std::time::Instant;

use diesel::connection::{Instrumentation, InstrumentationEvent};

/// Listens to one connection.
struct Statements {
    began: Instant,
}

impl Instrumentation for Statements {
    fn on_connection_event(&mut self, event: InstrumentationEvent<'_>) {
        match event {
            InstrumentationEvent::StartQuery { .. } => self.began = Instant::now(),
            InstrumentationEvent::FinishQuery { query, error, .. } => {
                let took = self.began.elapsed();
                // Without its values: they are about people.
                let words = query.to_string();
                let words = words.split(" -- binds").next().unwrap_or("");
                tracing::trace!(?took, failed = error.is_some(), statement = words);
            }
            _ => {}
        }
    }
}

/// Makes a connection tell of its statements, where the log wants them.
pub(super) fn listen(conn: &mut impl diesel::Connection) {
    if tracing::enabled!(tracing::Level::TRACE) {
        conn.set_instrumentation(Statements { began: Instant::now() });
    }
}

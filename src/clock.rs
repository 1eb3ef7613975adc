//! The only place that knows what time it is; tests hold it still or move it.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, NaiveDateTime, Utc};

/// A source of the present instant, in UTC, to the microsecond (what both databases keep).
#[derive(Clone, Debug, Default)]
pub struct Clock {
    fixed: Option<Arc<AtomicI64>>,
}

impl Clock {
    /// The machine's clock.
    pub fn system() -> Clock {
        Clock::default()
    }

    /// A clock that stands at an instant until it is moved.
    pub fn fixed(at: NaiveDateTime) -> Clock {
        Clock { fixed: Some(Arc::new(AtomicI64::new(at.and_utc().timestamp_micros()))) }
    }

    /// The present instant.
    pub fn now(&self) -> NaiveDateTime {
        let micros = match &self.fixed {
            Some(fixed) => fixed.load(Ordering::SeqCst),
            None => Utc::now().timestamp_micros(),
        };
        DateTime::from_timestamp_micros(micros).unwrap_or_default().naive_utc()
    }

    /// Moves a fixed clock; the system's clock stays as it is.
    pub fn advance(&self, by: chrono::Duration) {
        if let Some(fixed) = &self.fixed {
            fixed.fetch_add(by.num_microseconds().unwrap_or(0), Ordering::SeqCst);
        }
    }
}

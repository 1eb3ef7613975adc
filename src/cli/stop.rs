//! A graceful stop: on SIGTERM or Ctrl-C no new request and no new job is taken, and running ones are finished.

use std::sync::Arc;
use std::time::Duration;

use actix_web::dev::ServerHandle;

use crate::jobs::Runner;

/// How long a running request or job is given.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// Stops the server when the process is asked to.
pub fn when_asked(server: ServerHandle, jobs: Arc<Runner>) {
    actix_web::rt::spawn(async move {
        asked().await;
        tracing::info!("stopping: finishing running requests and jobs");
        jobs.take_no_more();
        server.stop(true).await;
    });
}

#[cfg(unix)]
async fn asked() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminate) = signal(SignalKind::terminate()) else {
        tokio::signal::ctrl_c().await.ok();
        return;
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}

#[cfg(not(unix))]
async fn asked() {
    tokio::signal::ctrl_c().await.ok();
}

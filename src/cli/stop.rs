//! A graceful stop: on SIGTERM or Ctrl-C no new request is taken and running ones are finished.

use actix_web::dev::ServerHandle;

/// Seconds a running request is given.
pub const PATIENCE_SECONDS: u64 = 30;

/// Stops the server when the process is asked to.
pub fn when_asked(server: ServerHandle) {
    actix_web::rt::spawn(async move {
        asked().await;
        tracing::info!("stopping: finishing running requests");
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

//! `fursa serve`: the application, until it is asked to stop.

use std::num::NonZero;
use std::sync::Arc;

use actix_web::{HttpServer, web};

use super::{Failure, line, open, stop};
use crate::clock::Clock;
use crate::config::Config;
use crate::identity::set_up;
use crate::jobs::Runner;
use crate::web::App;

/// Opens the installation and serves it.
///
/// # Errors
/// When the database or the address cannot be had.
pub fn run(config: Config) -> Result<(), Failure> {
    let app = open(config, Clock::system())?;
    serve(app, |app| Ok(set_up::announce(app)?))
}

/// Serves an opened installation until the process is asked to stop; running requests and jobs are finished
/// first. What there is to announce is said once people can come.
///
/// # Errors
/// When the address cannot be had.
pub fn serve(app: App, announce: impl FnOnce(&App) -> Result<(), Failure>) -> Result<(), Failure> {
    actix_web::rt::System::new().block_on(async move {
        let app = web::Data::new(app);
        let (config, data) = (&app.config, app.clone());
        let (listen, workers) = (config.listen.clone(), workers(config));
        let server = HttpServer::new(move || crate::application!(data.clone()))
            // Without it small answers wait for the network's own timer: 44 ms instead of a fraction of one.
            .tcp_nodelay(true)
            .disable_signals()
            .shutdown_timeout(stop::PATIENCE.as_secs())
            .keep_alive(config.keep_alive)
            .client_request_timeout(config.head_patience)
            .on_connect(line::cut_after(config.send_patience))
            // Each worker counts its own.
            .max_connections(config.connections.div_ceil(workers))
            .workers(workers);
        let server = server.bind(&listen).map_err(|e| format!("cannot listen on {listen}: {e}"))?;
        announce(&app)?;
        tracing::info!(address = listen, database = app.config.database_shown(), "serving");
        let running = server.run();
        let jobs = Arc::new(Runner::start(app.clone().into_inner())?);
        look_for_provider(app.clone());
        stop::when_asked(running.handle(), jobs.clone());
        let served = running.await;
        jobs.stop(stop::PATIENCE);
        served?;
        tracing::info!("stopped");
        Ok(())
    })
}

/// Says in the log when the provider people may sign in through is not there, or is not what the settings say. It may be
/// there later: nobody waits for it.
fn look_for_provider(app: web::Data<App>) {
    actix_web::rt::spawn(async move {
        let looked = web::block(move || app.provider.as_ref().map(|provider| provider.look(app.clock.now()))).await;
        if let Ok(Some(Err(failure))) = looked {
            tracing::warn!(reason = %failure, "nobody can sign in through FURSA_OIDC_ISSUER for now");
        }
    });
}

fn workers(config: &Config) -> usize {
    match config.workers {
        0 => std::thread::available_parallelism().map_or(1, NonZero::get),
        asked => asked,
    }
}

//! Structured logs on standard error.

use std::io::IsTerminal;

use tracing_subscriber::EnvFilter;

use crate::config::Config;

/// Starts logging as the settings say. A second call changes nothing.
pub fn start(config: &Config) {
    let filter = EnvFilter::try_new(&config.log).unwrap_or_else(|_| EnvFilter::new("info"));
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_target(false);
    // Colours are for people at a screen: in a file they are noise.
    let lines = lines.with_ansi(std::io::stderr().is_terminal());
    let started = if config.log_json { lines.json().try_init() } else { lines.compact().try_init() };
    started.ok();
}

//! The physical limit: the same server with a handler that says hello.

use std::sync::mpsc;

use actix_web::{App, HttpServer, web};

use crate::Failure;

/// A running server. It ends with the process.
pub struct Hello {
    /// Where it listens.
    pub address: String,
}

impl Hello {
    /// Starts it.
    pub fn start() -> Result<Hello, Failure> {
        let (say, hear) = mpsc::channel();
        std::thread::spawn(move || {
            actix_web::rt::System::new().block_on(async move {
                let server = HttpServer::new(|| App::new().route("/", web::get().to(|| async { "hello" })))
                    .tcp_nodelay(true)
                    .disable_signals()
                    .bind(("127.0.0.1", 0))?;
                say.send(server.addrs().first().map(ToString::to_string)).ok();
                server.run().await
            })
        });
        let address = hear.recv()?.ok_or("the hello server has no address")?;
        Ok(Hello { address })
    }
}

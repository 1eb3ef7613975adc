//! The physical limit: the same server with a handler that says hello, as a process of its own like the program.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use actix_web::{App, HttpServer, web};

use crate::Failure;

/// The word on the command line that makes this process the server.
pub const WORD: &str = "hello";

/// A running server.
pub struct Hello {
    child: Child,
    /// Where it listens.
    pub address: String,
}

impl Hello {
    /// Starts it.
    pub fn start() -> Result<Hello, Failure> {
        let mut child = Command::new(std::env::current_exe()?).arg(WORD).stdout(Stdio::piped()).spawn()?;
        let mut address = String::new();
        let said = child.stdout.take().ok_or("the hello server says nothing")?;
        BufReader::new(said).read_line(&mut address)?;
        Ok(Hello { child, address: address.trim().to_owned() })
    }
}

impl Drop for Hello {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// Serves until the process is ended; says on standard output where.
pub fn serve() -> Result<(), Failure> {
    actix_web::rt::System::new().block_on(async {
        let server = HttpServer::new(|| App::new().route("/", web::get().to(|| async { "hello" })))
            .tcp_nodelay(true)
            .bind(("127.0.0.1", 0))?;
        server.addrs().iter().for_each(|address| println!("{address}"));
        Ok(server.run().await?)
    })
}

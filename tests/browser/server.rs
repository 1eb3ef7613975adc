//! An installation as a browser reaches it: the application of the integration tests on a port of this machine.

use std::net::SocketAddr;
use std::sync::mpsc;

use actix_web::HttpServer;
use actix_web::dev::ServerHandle;
use actix_web::web::Data;
use fursa::web::App;

/// A server that ends with the test.
pub struct Server {
    address: SocketAddr,
    handle: ServerHandle,
}

impl Server {
    /// Serves an installation from threads of its own: a test may block while it looks into the database.
    pub fn start(app: Data<App>) -> Server {
        let (started, listening) = mpsc::channel();
        std::thread::spawn(move || {
            actix_web::rt::System::new().block_on(async move {
                let server = HttpServer::new(move || fursa::application!(app.clone())).workers(2).disable_signals();
                let server = server.bind(("127.0.0.1", 0)).unwrap();
                let address = server.addrs()[0];
                let running = server.run();
                started.send((address, running.handle())).unwrap();
                running.await.unwrap();
            });
        });
        let (address, handle) = listening.recv().unwrap();
        Server { address, handle }
    }

    /// Where a path of it is.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Asked by calling; the answer, which nobody waits for, is the future.
        drop(self.handle.stop(false));
    }
}

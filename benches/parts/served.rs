//! The program itself, as it is shipped: started on a migrated database, watched, and ended with the measurement.

use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::Failure;
use crate::load;

/// How long it is left alone before its memory is read.
const IDLE: Duration = Duration::from_secs(10);

/// A running program.
pub struct Served {
    child: Child,
    /// Where it listens.
    pub address: String,
    /// From the start of the process to the first answer of `/readyz`.
    pub ready_after: Duration,
}

impl Served {
    /// Starts it on a free port.
    pub fn start(url: &str) -> Result<Served, Failure> {
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?.to_string();
        let began = Instant::now();
        let child = Command::new(env!("CARGO_BIN_EXE_fursa"))
            .env("DATABASE_URL", url)
            .env("FURSA_LISTEN", &address)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        let mut served = Served { child, address, ready_after: Duration::ZERO };
        while !served.is_ready() {
            if began.elapsed() > Duration::from_secs(60) {
                return Err("the program did not get ready within a minute".into());
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        served.ready_after = began.elapsed();
        Ok(served)
    }

    fn is_ready(&self) -> bool {
        // A try before it listens is refused at once.
        TcpStream::connect(&self.address).is_ok() && self.ask("/readyz").is_ok_and(|answer| answer.status == 200)
    }

    fn ask(&self, path: &str) -> Result<load::Answer, Failure> {
        load::Client::new(&self.address)?.send(&load::get(path))
    }

    /// Memory in bytes, once it has been left alone.
    pub fn memory_left_alone(&self) -> Result<u64, Failure> {
        std::thread::sleep(IDLE);
        self.memory()
    }

    /// Memory in bytes.
    pub fn memory(&self) -> Result<u64, Failure> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).ok_or("no VmRSS")?;
        let kilobytes: u64 = line.trim().trim_end_matches(" kB").parse()?;
        Ok(kilobytes * 1024)
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// The size of the program.
pub fn binary_bytes() -> Result<u64, Failure> {
    Ok(std::fs::metadata(env!("CARGO_BIN_EXE_fursa"))?.len())
}

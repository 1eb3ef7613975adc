//! Chromium and the chromedriver that drives it, a pair for each test, in a process group of their own.

use std::env;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use fantoccini::wd::Capabilities;
use fantoccini::{Client, ClientBuilder};
use serde_json::json;
use tempfile::TempDir;

/// How long the two may take to start or to end.
const PATIENCE: Duration = Duration::from_secs(60);

/// What makes it a browser for tests: nobody's profile, nothing of its own to do on the network, no motion. There is no
/// screen and no mouse: it is told that there is a mouse, which can hover and points finely.
const FLAGS: [&str; 13] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--force-prefers-reduced-motion",
    "--lang=en-US",
    "--window-size=1920,1080",
    "--blink-settings=primaryPointerType=4,availablePointerTypes=4,primaryHoverType=2,availableHoverTypes=2",
];

/// What the browser is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A large screen.
    Desktop,
    /// The same, with JavaScript switched off.
    NoScript,
    /// A phone of 375 by 812 pixels, to be touched.
    Phone,
}

/// The two programs.
pub struct Programs {
    chromium: PathBuf,
    chromedriver: PathBuf,
}

impl Programs {
    /// Both, or what is missing.
    pub fn find() -> Result<Programs, String> {
        let found = |variable: &str, names: &[&str]| {
            program(variable, names).ok_or(format!("{} is not on the path and {variable} is not set", names[0]))
        };
        let chromium = found("CHROMIUM", &["chromium", "chromium-browser", "google-chrome"])?;
        Ok(Programs { chromium, chromedriver: found("CHROMEDRIVER", &["chromedriver"])? })
    }
}

fn program(variable: &str, names: &[&str]) -> Option<PathBuf> {
    if let Some(named) = env::var_os(variable).filter(|value| !value.is_empty()) {
        return Some(named.into());
    }
    let path = env::var_os("PATH")?;
    let places: Vec<PathBuf> = env::split_paths(&path).collect();
    let candidates = names.iter().flat_map(|name| places.iter().map(move |place| place.join(name)));
    candidates.into_iter().find(|file| file.is_file())
}

/// A running pair. Dropping it ends both.
pub struct Driver {
    process: Child,
    port: u16,
    chromium: PathBuf,
    profile: TempDir,
}

impl Driver {
    /// Starts chromedriver on a free port.
    pub fn start(programs: Programs) -> Driver {
        let mut command = Command::new(&programs.chromedriver);
        command.arg("--port=0").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        of_its_own_group(&mut command);
        let mut process = command.spawn().unwrap();
        let output = process.stdout.take().unwrap();
        let profile = tempfile::tempdir().unwrap();
        // From here on the process ends with the driver, whatever the reading of its port says.
        let mut driver = Driver { process, port: 0, chromium: programs.chromium, profile };
        driver.port = port(output);
        driver
    }

    /// Opens a browser with an empty profile.
    pub async fn open(&self, kind: Kind) -> Client {
        let mut options = json!({
            "binary": self.chromium,
            "args": FLAGS.map(str::to_owned).into_iter().chain([self.profile()]).collect::<Vec<_>>(),
        });
        match kind {
            Kind::Desktop => {}
            Kind::NoScript => options["prefs"] = json!({ "profile.managed_default_content_settings.javascript": 2 }),
            Kind::Phone => {
                let screen = json!({ "width": 375, "height": 812, "pixelRatio": 2, "touch": true, "mobile": true });
                options["mobileEmulation"] = json!({ "deviceMetrics": screen });
            }
        }
        let mut wanted = Capabilities::new();
        wanted.insert("goog:chromeOptions".to_owned(), options);
        let mut builder = ClientBuilder::new(hyper_util::client::legacy::connect::HttpConnector::new());
        let address = format!("http://127.0.0.1:{}", self.port);
        let opened = tokio::time::timeout(PATIENCE, builder.capabilities(wanted).connect(&address)).await;
        opened.expect("Chromium takes too long to start").unwrap()
    }

    fn profile(&self) -> String {
        format!("--user-data-dir={}", self.profile.path().display())
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // Asked politely it takes Chromium along. Whatever that leaves, a hung page or a helper, goes with the group.
        ask_to_stop(self.port).ok();
        end_group(&mut self.process);
        self.process.wait().ok();
    }
}

/// Reads the port off the first lines, then lets the output run dry so that the process never waits for a reader.
fn port(output: ChildStdout) -> u16 {
    let (found, port) = mpsc::channel();
    std::thread::spawn(move || {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            let number = line.split_once("successfully on port ").map(|(_, rest)| rest.trim_end_matches('.'));
            if let Some(port) = number.and_then(|number| number.parse().ok()) {
                found.send(port).ok();
            }
        }
    });
    port.recv_timeout(PATIENCE).expect("chromedriver takes too long to start")
}

fn ask_to_stop(port: u16) -> std::io::Result<()> {
    let limit = Some(Duration::from_secs(5));
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
    stream.set_read_timeout(limit)?;
    stream.set_write_timeout(limit)?;
    write!(stream, "GET /shutdown HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n")?;
    stream.read_to_end(&mut Vec::new()).map(drop)
}

#[cfg(unix)]
fn of_its_own_group(command: &mut Command) {
    std::os::unix::process::CommandExt::process_group(command, 0);
}

#[cfg(not(unix))]
fn of_its_own_group(_: &mut Command) {}

#[cfg(unix)]
fn end_group(leader: &mut Child) {
    let kill = format!("kill -KILL -{}", leader.id());
    Command::new("sh").args(["-c", &kill]).stderr(Stdio::null()).status().ok();
}

#[cfg(not(unix))]
fn end_group(leader: &mut Child) {
    leader.kill().ok();
}

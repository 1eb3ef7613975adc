//! The program itself, as a process of its own, and somebody who talks to it over a real line.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::time::{Duration, Instant};

/// What a server says is kept here, in its own directory.
const LOG: &str = "server.log";

/// A command in a directory of its own, with nothing in its environment but this.
pub fn fursa(at: &Path, environment: &[(&str, &str)], arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fursa"));
    command.current_dir(at).env_clear().envs(environment.iter().copied()).args(arguments);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// Both of what a command said.
pub fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

/// A server that serves; it ends with the test.
pub struct Server {
    child: Child,
    log: std::path::PathBuf,
    pub listen: String,
}

impl Server {
    /// Starts it and waits until it serves.
    pub fn start(at: &Path, environment: &[(&str, &str)]) -> Server {
        let listen = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
        let given = [&[("FURSA_LISTEN", listen.as_str()), ("FURSA_WORKERS", "1")], environment].concat();
        let log = at.join(LOG);
        let child = fursa(at, &given, &["serve"]).stderr(File::create(&log).unwrap()).spawn().unwrap();
        let begun = Instant::now();
        while TcpStream::connect(&listen).is_err() {
            assert!(begun.elapsed() < Duration::from_secs(60), "it does not begin to serve");
            std::thread::sleep(Duration::from_millis(50));
        }
        Server { child, log, listen }
    }

    /// A line to it. Who waits longer than any limit of the server's has waited in vain.
    pub fn connect(&self) -> TcpStream {
        let line = TcpStream::connect(&self.listen).unwrap();
        line.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        line
    }

    /// Sends a request as it stands; answers all that comes back until the line ends.
    pub fn send(&self, request: &[u8]) -> String {
        let mut line = self.connect();
        line.write_all(request).unwrap();
        rest(&mut line)
    }

    /// Asks for a page.
    pub fn ask(&self, path: &str) -> String {
        self.send(format!("GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.listen).as_bytes())
    }

    /// What it has said so far.
    pub fn said(&self) -> String {
        fs::read_to_string(&self.log).unwrap()
    }

    /// Asks it to stop and waits until it has.
    #[cfg(unix)]
    pub fn stop(mut self) -> (ExitStatus, String) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        (self.child.wait().unwrap(), self.said())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// What still comes until the line ends.
pub fn rest(line: &mut TcpStream) -> String {
    let mut answer = Vec::new();
    // A line that is cut has said what it said.
    line.read_to_end(&mut answer).ok();
    String::from_utf8_lossy(&answer).into_owned()
}

/// Somebody with cookies on a line to the server.
pub struct Visitor<'a> {
    server: &'a Server,
    /// Headers of each request.
    pub says: &'a str,
    cookies: BTreeMap<String, String>,
}

impl<'a> Visitor<'a> {
    pub fn new(server: &'a Server, says: &'a str) -> Visitor<'a> {
        Visitor { server, says, cookies: BTreeMap::new() }
    }

    /// Opens a page.
    pub fn get(&mut self, path: &str) -> String {
        self.send(&format!("GET {path}"), "", "")
    }

    /// Sends the form with these fields, with the token of the page it stands on.
    pub fn post(&mut self, page: &str, path: &str, fields: &[(&str, &str)]) -> String {
        let page = self.get(page);
        let hidden = |name: &str| {
            let start = format!("name=\"{name}\" value=\"");
            page.split_once(&start).and_then(|(_, rest)| rest.split('"').next()).unwrap_or("").to_owned()
        };
        let mut body = url::form_urlencoded::Serializer::new(String::new());
        body.append_pair("csrf", &hidden("csrf")).append_pair("nonce", &hidden("nonce")).extend_pairs(fields);
        self.send(&format!("POST {path}"), "Content-Type: application/x-www-form-urlencoded\r\n", &body.finish())
    }

    /// The value of a cookie.
    pub fn cookie(&self, name: &str) -> &str {
        &self.cookies[name]
    }

    fn send(&mut self, line: &str, headers: &str, body: &str) -> String {
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = format!(
            "{line} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nCookie: {}\r\n{}{headers}Content-Length: {}\r\n\r\n{body}",
            self.server.listen,
            cookies.join("; "),
            self.says,
            body.len()
        );
        let answer = self.server.send(request.as_bytes());
        for line in answer.lines().take_while(|line| !line.is_empty()) {
            let Some((_, cookie)) = line.split_once("set-cookie: ") else { continue };
            let (name, value) = cookie.split(';').next().unwrap().split_once('=').unwrap();
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
        answer
    }
}

//! One thread that sends requests over connections it keeps, as a browser does, and takes the time.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use flate2::read::GzDecoder;

use crate::Failure;

/// A request: what is sent, newly made each time for forms that may be sent once only.
pub enum Request {
    /// A page.
    Get(String),
    /// A form: address, and fields in which `{n}` is a number that never comes twice, `{word}` the same as a word.
    Post(String, Vec<(String, String)>),
}

/// A page.
pub fn get(path: &str) -> Request {
    Request::Get(path.to_owned())
}

/// An answer.
pub struct Answer {
    pub status: u16,
    /// As it came, compressed or not.
    pub bytes: usize,
    body: Vec<u8>,
    is_gzip: bool,
    cookies: Vec<(String, String)>,
}

impl Answer {
    /// The page as it was before it was compressed.
    pub fn text(&self) -> String {
        let mut text = Vec::new();
        match self.is_gzip {
            true => GzDecoder::new(self.body.as_slice()).read_to_end(&mut text).map(drop).unwrap_or_default(),
            false => text.clone_from(&self.body),
        }
        String::from_utf8_lossy(&text).into_owned()
    }
}

/// Forms sent by all browsers of this run. What they file is taken away again, so that the next run may count anew.
static SENT: AtomicU64 = AtomicU64::new(1);

/// A browser of one person.
pub struct Client {
    address: String,
    lines: Vec<BufReader<TcpStream>>,
    cookies: BTreeMap<String, String>,
    csrf: String,
}

impl Client {
    /// Somebody new at the door.
    pub fn new(address: &str) -> Client {
        Client { address: address.to_owned(), lines: Vec::new(), cookies: BTreeMap::new(), csrf: String::new() }
    }

    /// Signs in, as people do.
    pub fn sign_in(address: &str, email: &str, password: &str) -> Result<Client, Failure> {
        let mut client = Client::new(address);
        client.read_token("/sign-in")?;
        let fields =
            [("email", email), ("password", password)].map(|(name, value)| (name.to_owned(), value.to_owned()));
        let answer = client.send(&Request::Post("/sign-in".to_owned(), fields.to_vec()))?;
        if answer.status != 303 {
            return Err(format!("{email} was not let in: {}", answer.status).into());
        }
        client.read_token("/leads")?;
        Ok(client)
    }

    /// Opens a page for the token its forms carry.
    fn read_token(&mut self, path: &str) -> Result<(), Failure> {
        let page = self.send(&get(path))?.text();
        let after = page.split("name=\"csrf\" value=\"").nth(1).ok_or(format!("no token on {path}"))?;
        self.csrf = after.split('"').next().unwrap_or("").to_owned();
        Ok(())
    }

    /// Opens so many connections. Those of before may be closed by now: a server does not wait for ever.
    fn connect(&mut self, connections: usize) -> Result<(), Failure> {
        self.lines.clear();
        while self.lines.len() < connections {
            let stream = TcpStream::connect(&self.address)?;
            stream.set_nodelay(true)?;
            stream.set_read_timeout(Some(Duration::from_secs(60)))?;
            self.lines.push(BufReader::with_capacity(64 * 1024, stream));
        }
        Ok(())
    }

    /// Sends one request and waits for the answer.
    pub fn send(&mut self, request: &Request) -> Result<Answer, Failure> {
        self.connect(1)?;
        self.write(0, request)?;
        self.read(0)
    }

    /// Sends a request over and over for a while; answers how long each took and how long all of it. Every answer must
    /// have the status that was expected.
    pub fn repeat(
        &mut self,
        request: &Request,
        status: u16,
        connections: usize,
        time: Duration,
    ) -> Result<(Vec<Duration>, Duration), Failure> {
        self.connect(connections)?;
        let mut took = Vec::new();
        let mut sent_at = Vec::new();
        let began = Instant::now();
        for line in 0..connections {
            sent_at.push(Instant::now());
            self.write(line, request)?;
        }
        // Turn by turn: each connection's answer is read, and its next request sent at once.
        let mut line = 0;
        while began.elapsed() < time {
            self.read_as(line, status)?;
            took.push(sent_at[line].elapsed());
            sent_at[line] = Instant::now();
            self.write(line, request)?;
            line = (line + 1) % connections;
        }
        let all = began.elapsed();
        for rest in 0..connections {
            self.read_as((line + rest) % connections, status)?;
        }
        Ok((took, all))
    }

    fn write(&mut self, line: usize, request: &Request) -> Result<(), Failure> {
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let head = format!("Host: {}\r\nAccept-Encoding: gzip\r\nCookie: {}\r\n", self.address, cookies.join("; "));
        let words = match request {
            Request::Get(path) => format!("GET {path} HTTP/1.1\r\n{head}\r\n"),
            Request::Post(path, fields) => {
                let number = SENT.fetch_add(1, Ordering::Relaxed).to_string();
                let fields = fields.iter().map(|(name, value)| {
                    (name.clone(), value.replace("{n}", &number).replace("{word}", &crate::names::spelled(&number)))
                });
                let token = ("csrf".to_owned(), self.csrf.clone());
                let body: String =
                    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields.chain([token])).finish();
                let kind = "Content-Type: application/x-www-form-urlencoded";
                format!(
                    "POST {path} HTTP/1.1\r\n{head}Origin: http://{}\r\n{kind}\r\nContent-Length: {}\r\n\r\n{body}",
                    self.address,
                    body.len()
                )
            }
        };
        Ok(self.lines[line].get_mut().write_all(words.as_bytes())?)
    }

    fn read_as(&mut self, line: usize, status: u16) -> Result<(), Failure> {
        let answer = self.read(line)?;
        match answer.status == status {
            true => Ok(()),
            false => Err(format!("an answer was {} instead of {status}", answer.status).into()),
        }
    }

    fn read(&mut self, line: usize) -> Result<Answer, Failure> {
        let answer = read(&mut self.lines[line])?;
        self.cookies.extend(answer.cookies.iter().cloned());
        Ok(answer)
    }
}

fn read(stream: &mut BufReader<TcpStream>) -> Result<Answer, Failure> {
    let mut head = String::new();
    stream.read_line(&mut head)?;
    let status = head.split(' ').nth(1).unwrap_or("").parse().map_err(|_| format!("no status in {head:?}"))?;
    let mut answer = Answer { status, bytes: 0, body: Vec::new(), is_gzip: false, cookies: Vec::new() };
    loop {
        let mut line = String::new();
        stream.read_line(&mut line)?;
        let Some((name, value)) = line.trim_end().split_once(": ") else { break };
        match name.to_ascii_lowercase().as_str() {
            "content-length" => answer.bytes = value.parse()?,
            "content-encoding" => answer.is_gzip = value == "gzip",
            "set-cookie" => answer.cookies.extend(cookie(value)),
            _ => {}
        }
    }
    answer.body = vec![0; answer.bytes];
    stream.read_exact(&mut answer.body)?;
    Ok(answer)
}

fn cookie(value: &str) -> Option<(String, String)> {
    let (name, value) = value.split(';').next()?.split_once('=')?;
    Some((name.to_owned(), value.to_owned()))
}

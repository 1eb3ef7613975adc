//! One thread that sends requests over connections it keeps, as a browser does, and takes the time.

use std::collections::BTreeMap;
use std::io::{ErrorKind, Read, Write};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use flate2::read::GzDecoder;
use mio::net::TcpStream;
use mio::{Events, Interest, Poll, Token};

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

/// Nobody waits longer for a page.
const PATIENCE: Duration = Duration::from_secs(60);

/// Forms sent by all browsers of this run. What they file is taken away again, so that the next run may count anew.
static SENT: AtomicU64 = AtomicU64::new(1);

/// A browser of one person. It sleeps until the system says that an answer is there, as browsers do, and not in a read of
/// its own: the processor that answers is woken as it would be for them, which is most of what a bare hello takes.
pub struct Client {
    address: String,
    lines: Vec<Line>,
    poll: Poll,
    cookies: BTreeMap<String, String>,
    csrf: String,
}

/// A connection, and what of an answer has come.
struct Line {
    stream: TcpStream,
    came: Vec<u8>,
    sent_at: Instant,
}

impl Client {
    /// Somebody new at the door.
    pub fn new(address: &str) -> Result<Client, Failure> {
        Ok(Client {
            address: address.to_owned(),
            lines: Vec::new(),
            poll: Poll::new()?,
            cookies: BTreeMap::new(),
            csrf: String::new(),
        })
    }

    /// Signs in, as people do.
    pub fn sign_in(address: &str, email: &str, password: &str) -> Result<Client, Failure> {
        let mut client = Client::new(address)?;
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
        self.poll = Poll::new()?;
        for line in 0..connections {
            let stream = std::net::TcpStream::connect(&self.address)?;
            stream.set_nodelay(true)?;
            stream.set_nonblocking(true)?;
            let mut stream = TcpStream::from_std(stream);
            self.poll.registry().register(&mut stream, Token(line), Interest::READABLE)?;
            self.lines.push(Line { stream, came: Vec::with_capacity(64 * 1024), sent_at: Instant::now() });
        }
        Ok(())
    }

    /// Sends one request and waits for the answer.
    pub fn send(&mut self, request: &Request) -> Result<Answer, Failure> {
        self.connect(1)?;
        self.write(0, request)?;
        let mut events = Events::with_capacity(1);
        loop {
            if let Some((_, answer)) = self.wait(&mut events)?.pop() {
                return Ok(answer);
            }
        }
    }

    /// Sends a request over and over; once that has settled, answers how long each took for a while, and how long that
    /// while was. Every answer must have the status that was expected.
    pub fn repeat(
        &mut self,
        request: &Request,
        status: u16,
        connections: usize,
        settling: Duration,
        time: Duration,
    ) -> Result<(Vec<Duration>, Duration), Failure> {
        self.connect(connections)?;
        let mut events = Events::with_capacity(connections);
        let mut took = Vec::new();
        let began = Instant::now();
        for line in 0..connections {
            self.write(line, request)?;
        }
        let mut under_way = connections;
        while under_way > 0 {
            for (line, answer) in self.wait(&mut events)? {
                if answer.status != status {
                    return Err(format!("an answer was {} instead of {status}", answer.status).into());
                }
                let so_far = began.elapsed();
                if so_far > settling {
                    took.push(self.lines[line].sent_at.elapsed());
                }
                match so_far < settling + time {
                    true => self.write(line, request)?,
                    false => under_way -= 1,
                }
            }
        }
        Ok((took, began.elapsed() - settling))
    }

    /// Sleeps until something comes; the answers that are whole by then, with the lines they came over.
    fn wait(&mut self, events: &mut Events) -> Result<Vec<(usize, Answer)>, Failure> {
        self.poll.poll(events, Some(PATIENCE))?;
        if events.is_empty() {
            return Err("no answer came".into());
        }
        let mut whole = Vec::new();
        for event in events.iter() {
            let line = event.token().0;
            self.lines[line].take()?;
            if let Some(answer) = self.lines[line].answer()? {
                self.cookies.extend(answer.cookies.iter().cloned());
                whole.push((line, answer));
            }
        }
        Ok(whole)
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
        let line = &mut self.lines[line];
        line.sent_at = Instant::now();
        Ok(line.stream.write_all(words.as_bytes())?)
    }
}

impl Line {
    /// Takes what has come, all of it.
    fn take(&mut self) -> Result<(), Failure> {
        let mut part = [0; 64 * 1024];
        loop {
            match self.stream.read(&mut part) {
                Ok(0) => return Err("the server closed the connection".into()),
                Ok(many) => self.came.extend_from_slice(&part[..many]),
                Err(e) if e.kind() == ErrorKind::WouldBlock => return Ok(()),
                Err(e) => return Err(e.into()),
            }
        }
    }

    /// The answer, if it is whole.
    fn answer(&mut self) -> Result<Option<Answer>, Failure> {
        let Some(end) = self.came.windows(4).position(|four| four == b"\r\n\r\n") else { return Ok(None) };
        let head = String::from_utf8_lossy(&self.came[..end]);
        let mut lines = head.split("\r\n");
        let first = lines.next().unwrap_or("");
        let status = first.split(' ').nth(1).unwrap_or("").parse().map_err(|_| format!("no status in {first:?}"))?;
        let mut answer = Answer { status, bytes: 0, body: Vec::new(), is_gzip: false, cookies: Vec::new() };
        for (name, value) in lines.filter_map(|line| line.split_once(": ")) {
            match name.to_ascii_lowercase().as_str() {
                "content-length" => answer.bytes = value.parse()?,
                "content-encoding" => answer.is_gzip = value == "gzip",
                "set-cookie" => answer.cookies.extend(cookie(value)),
                _ => {}
            }
        }
        let body = end + 4..end + 4 + answer.bytes;
        if self.came.len() < body.end {
            return Ok(None);
        }
        answer.body = self.came[body].to_vec();
        self.came.clear();
        Ok(Some(answer))
    }
}

fn cookie(value: &str) -> Option<(String, String)> {
    let (name, value) = value.split(';').next()?.split_once('=')?;
    Some((name.to_owned(), value.to_owned()))
}

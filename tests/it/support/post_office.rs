//! A mail server that keeps what it is given: as much of SMTP as the program speaks.

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};

/// A letter as it arrived.
#[derive(Clone, Debug)]
pub struct Received {
    pub recipient: String,
    pub message: String,
}

#[derive(Default)]
pub struct Desk {
    letters: Vec<Received>,
    /// So many letters are not taken from now on.
    pub refusals: usize,
}

/// The server, for as long as the test runs.
pub struct PostOffice {
    address: SocketAddr,
    desk: Arc<Mutex<Desk>>,
    visitors: Arc<AtomicUsize>,
}

impl PostOffice {
    /// Opens on a port of its own.
    pub fn open() -> PostOffice {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let (address, desk) = (listener.local_addr().unwrap(), Arc::new(Mutex::new(Desk::default())));
        let (shared, visitors) = (desk.clone(), Arc::new(AtomicUsize::new(0)));
        let counted = visitors.clone();
        std::thread::spawn(move || {
            for visitor in listener.incoming() {
                let desk = shared.clone();
                counted.fetch_add(1, Ordering::SeqCst);
                std::thread::spawn(move || serve(visitor.unwrap(), &desk));
            }
        });
        PostOffice { address, desk, visitors }
    }

    /// How many have come so far, also those who are not answered.
    pub fn visitors(&self) -> usize {
        self.visitors.load(Ordering::SeqCst)
    }

    /// Where it is, as a setting says it.
    pub fn url(&self) -> String {
        format!("smtp://{}", self.address)
    }

    /// So many letters are not taken from now on.
    pub fn refuse(&self, letters: usize) {
        self.desk.lock().unwrap().refusals = letters;
    }

    /// Nobody is answered until this is dropped.
    pub fn busy(&self) -> MutexGuard<'_, Desk> {
        self.desk.lock().unwrap()
    }

    /// What has arrived so far.
    pub fn letters(&self) -> Vec<Received> {
        self.desk.lock().unwrap().letters.clone()
    }
}

fn serve(visitor: TcpStream, desk: &Mutex<Desk>) {
    let mut out = visitor.try_clone().unwrap();
    let mut lines = BufReader::new(visitor).lines().map_while(Result::ok);
    let mut recipient = String::new();
    // A visitor who has gone hears nothing more.
    let mut say = move |words: &str| out.write_all(format!("{words}\r\n").as_bytes()).ok();
    say("220 post.test ESMTP");
    while let Some(line) = lines.next() {
        match line.split([' ', ':']).next().unwrap_or("").to_ascii_uppercase().as_str() {
            "EHLO" => say("250-post.test\r\n250 8BITMIME"),
            "RCPT" => {
                recipient = line.split(['<', '>']).nth(1).unwrap_or("").to_owned();
                let mut desk = desk.lock().unwrap();
                let refused = desk.refusals > 0;
                desk.refusals = desk.refusals.saturating_sub(1);
                say(if refused { "451 come back later" } else { "250 fine" })
            }
            "DATA" => {
                say("354 go on");
                let message: Vec<String> = lines.by_ref().take_while(|line| line != ".").collect();
                let letter = Received { recipient: recipient.clone(), message: message.join("\n") };
                desk.lock().unwrap().letters.push(letter);
                say("250 kept")
            }
            "QUIT" => return,
            _ => say("250 fine"),
        };
    }
}

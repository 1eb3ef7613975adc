//! Mail over real sockets, to servers that others wrote: aiosmtpd takes what is sent and puts it into a mailbox, from which
//! Dovecot hands it out by IMAP. Where one of them is missing this is skipped with one line, or fails where
//! `FURSA_TESTS_MUST_RUN=1`.

use std::fs::{self, Permissions};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Once;
use std::time::{Duration, Instant};

use diesel::prelude::*;
use fursa::correspondence;
use fursa::db::schema::outbox;
use fursa::mail;
use lettre::{Message, SmtpTransport, Transport};

use super::{SENT, all, fields, follow, header, scene, told, typed};
use crate::support::run::skip;
use crate::support::*;

both!(a_mail_goes_out_and_its_answer_comes_in);

const DOVECOT: &str = "/usr/sbin/dovecot";

/// Both servers, for as long as the test runs.
struct Servers {
    folder: tempfile::TempDir,
    running: Vec<Child>,
    smtp: u16,
    imap: u16,
}

impl Drop for Servers {
    fn drop(&mut self) {
        for server in &mut self.running {
            // Asked, not killed: it stops what it has started.
            Command::new("kill").arg(server.id().to_string()).status().ok();
            server.wait().ok();
        }
    }
}

fn python() -> String {
    std::env::var("FURSA_TESTS_PYTHON").unwrap_or_else(|_| "python3".into())
}

fn is_there() -> bool {
    let known = Command::new(python()).args(["-c", "import aiosmtpd"]).stderr(Stdio::null()).status();
    Path::new(DOVECOT).exists() && known.is_ok_and(|status| status.success())
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < Duration::from_secs(30), "never: {what}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// What a command answers, in one line.
fn said(command: &str, arguments: &[&str]) -> String {
    let done = Command::new(command).args(arguments).output().unwrap();
    String::from_utf8_lossy(&done.stdout).trim().to_owned()
}

impl Servers {
    fn start() -> Servers {
        let folder = tempfile::tempdir().unwrap();
        let (smtp, imap) = (free_port(), free_port());
        let at = folder.path().display().to_string();
        // Neither runs as root: both as nobody where the tests do, otherwise as whoever runs those.
        let is_root = said("id", &["-u"]) == "0";
        let user = if is_root { "nobody".to_owned() } else { said("id", &["-un"]) };
        let group = said("id", &["-gn", &user]);
        fs::set_permissions(folder.path(), Permissions::from_mode(0o755)).unwrap();
        // The mailbox too: who makes it first would be its owner.
        for name in ["run", "home", "mail", "mail/new", "mail/cur", "mail/tmp"] {
            fs::create_dir(folder.path().join(name)).unwrap();
        }
        if is_root {
            let owned = ["mail", "home"].map(|name| folder.path().join(name).display().to_string());
            assert!(
                Command::new("chown").arg("-R").arg(format!("{user}:{group}")).args(owned).status().unwrap().success()
            );
        }
        let settings = format!(
            "base_dir = {at}/run\nlog_path = {at}/log\nprotocols = imap\nssl = no\ndisable_plaintext_auth = no\n\
             listen = 127.0.0.1\ndefault_login_user = {user}\ndefault_internal_user = {user}\n\
             default_internal_group = {group}\nmail_location = maildir:{at}/mail\nmail_uid = {user}\nmail_gid = {group}\n\
             first_valid_uid = 1\nfirst_valid_gid = 1\nservice imap-login {{\n  chroot =\n  inet_listener imap {{\n    port = {imap}\n  }}\n\
             \x20 inet_listener imaps {{\n    port = 0\n  }}\n}}\nservice anvil {{\n  chroot =\n}}\n\
             passdb {{\n  driver = static\n  args = password=secret\n}}\n\
             userdb {{\n  driver = static\n  args = uid={user} gid={group} home={at}/home\n}}\n"
        );
        let configured: PathBuf = folder.path().join("dovecot.conf");
        fs::write(&configured, settings).unwrap();
        let quiet = |mut command: Command| command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let mut dovecot = Command::new(DOVECOT);
        dovecot.arg("-F").arg("-c").arg(&configured);
        let mut post = Command::new(python());
        post.args(["-m", "aiosmtpd", "-l", &format!("127.0.0.1:{smtp}"), "-c", "aiosmtpd.handlers.Mailbox"]);
        post.arg(folder.path().join("mail")).args(if is_root { [].as_slice() } else { ["-n"].as_slice() });
        let servers = Servers { running: vec![quiet(dovecot), quiet(post)], folder, smtp, imap };
        for port in [smtp, imap] {
            until("a mail server listens", || TcpStream::connect(("127.0.0.1", port)).is_ok());
        }
        servers
    }

    /// What lies in the mailbox, the oldest first.
    fn delivered(&self) -> Vec<String> {
        let mut all = Vec::new();
        for shelf in ["new", "cur"] {
            let entries = fs::read_dir(self.folder.path().join("mail").join(shelf)).into_iter().flatten();
            all.extend(entries.map(|entry| fs::read(entry.unwrap().path()).unwrap()));
        }
        all.into_iter().map(|raw| String::from_utf8_lossy(&raw).replace("\r\n", "\n")).collect()
    }
}

/// Fetches on a thread of its own, as the runner of jobs does.
fn fetch(app: &TestApp) -> usize {
    let app = app.app().clone().into_inner();
    std::thread::spawn(move || correspondence::fetch(&app).unwrap()).join().unwrap()
}

#[derive(Clone, Copy)]
struct Ports(u16, u16);

thread_local! {
    static PORTS: std::cell::Cell<Ports> = const { std::cell::Cell::new(Ports(9, 9)) };
}

/// An installation between these servers.
struct Connected(TestApp);

impl Installation for Connected {
    async fn start(backend: Backend) -> Connected {
        let Ports(smtp, imap) = PORTS.get();
        let set = |config: &mut fursa::config::Config| {
            config.smtp_url = format!("smtp://127.0.0.1:{smtp}");
            config.imap_url = format!("imap://crm:secret@127.0.0.1:{imap}/INBOX");
            config.mail_in = "crm@fursa.test".to_owned();
            config.mail_from = "Fursa <crm@fursa.test>".to_owned();
            config.base_url = "http://fursa.test".to_owned();
        };
        Connected(TestApp::with(backend, set).await)
    }
}

async fn a_mail_goes_out_and_its_answer_comes_in(app: TestApp) {
    if !is_there() {
        static SAID: Once = Once::new();
        return skip(&SAID, "mail over servers that others wrote: dovecot, or a Python with aiosmtpd, is missing");
    }
    let servers = Servers::start();
    PORTS.set(Ports(servers.smtp, servers.imap));
    let Connected(app) = Connected::start(app.backend()).await;
    let scene = scene(&app);
    let begun = format!("/mails/new?about=opportunity-{}", scene.deal);
    let form = typed(&app, Alice, &begun, "/mails", &SENT).await;
    let browser = app.browser_of(Alice);
    let sent = browser.upload_files("/mails", &fields(&form), &[("offer.txt", "ten masts")]).await;
    sent.assert_goes_to(&scene.path);
    let sent = mail::send_due(app.app()).unwrap();
    let trouble: Vec<String> = app.db(|db| outbox::table.select(outbox::last_error).load(db).unwrap());
    assert_eq!(sent, 1, "{trouble:?}");
    follow(&app);
    until("it is delivered", || servers.delivered().len() == 1);
    let letter = servers.delivered().remove(0);
    assert!(letter.contains("as we said.") && letter.contains("offer.txt"), "{letter}");
    let (to, id) = (header(&letter, "Reply-To"), header(&letter, "Message-ID"));
    let answer = Message::builder()
        .from("Nora Kestrel <nora@kestrel.example>".parse().unwrap())
        .to(to.parse().unwrap())
        .subject("Re: Two masts")
        .in_reply_to(id)
        .body("Three, please: ć".to_owned())
        .unwrap();
    let post = SmtpTransport::from_url(&format!("smtp://127.0.0.1:{}", servers.smtp)).unwrap().build();
    post.send(&answer).unwrap();
    until("the answer is delivered", || servers.delivered().len() == 2);
    assert_eq!((fetch(&app), fetch(&app)), (2, 0), "our own, which is known, and the answer; each once");
    assert_eq!(all(&app).len(), 2);
    let told = told(&app.get(Alice, &scene.path).await);
    assert!(told.contains("Three, please: ć"), "{told}");
}

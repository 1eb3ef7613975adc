//! Fetches what has come into the mailbox of the settings (RFC 3501): what is unseen is taken in, and marked as seen once it is.
//! A node that dies in between takes it again, and knows it by its id.

use std::sync::Arc;
use std::time::Duration;

use async_imap::{Client, Session};
use futures_util::TryStreamExt;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};
use url::Url;

use super::intake::ingest;
use crate::web::{App, Error};

/// How long the server may take over one step.
const PATIENCE: Duration = Duration::from_secs(60);
/// The most messages of one run.
const AT_ONCE: usize = 200;
/// The most bytes of one message: what is longer is left in the mailbox, unseen, for people to look at.
const LARGEST: u32 = 50 * 1024 * 1024;

/// Takes in what is unseen in the mailbox; answers how many messages.
///
/// # Errors
/// What the mail server says, what keeps one message from being taken in, what the database answers.
pub fn fetch(app: &App) -> Result<usize, Error> {
    let url = Url::parse(&app.config.imap_url).map_err(|e| Error::Bug(format!("FURSA_IMAP_URL: {e}")))?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|e| failed("no runtime", &e))?;
    runtime.block_on(read(app, &url))
}

fn failed(what: &str, cause: &dyn std::fmt::Display) -> Error {
    Error::Bug(format!("the mailbox: {what}: {cause}"))
}

/// One step with the server, which may not last for ever.
async fn step<T, E: std::fmt::Display>(what: &str, work: impl Future<Output = Result<T, E>>) -> Result<T, Error> {
    match timeout(PATIENCE, work).await {
        Ok(done) => done.map_err(|e| failed(what, &e)),
        Err(_) => Err(failed(what, &"it does not answer")),
    }
}

async fn read(app: &App, url: &Url) -> Result<usize, Error> {
    let host = url.host_str().unwrap_or_default().to_owned();
    let is_plain = url.scheme() == "imap";
    let port = url.port().unwrap_or(if is_plain { 143 } else { 993 });
    let line = step("connecting", TcpStream::connect((host.as_str(), port))).await?;
    if is_plain {
        return of(app, url, line).await;
    }
    let roots = RootCertStore::from_iter(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
    let config = ClientConfig::builder().with_root_certificates(roots).with_no_client_auth();
    let name = ServerName::try_from(host).map_err(|e| failed("its name", &e))?;
    let line = step("encrypting", TlsConnector::from(Arc::new(config)).connect(name, line)).await?;
    of(app, url, line).await
}

async fn of<T>(app: &App, url: &Url, line: T) -> Result<usize, Error>
where
    T: AsyncRead + AsyncWrite + Unpin + std::fmt::Debug + Send,
{
    let plain = |text: &str| percent_decoded(text);
    let mut client = Client::new(line);
    step("greeting", client.read_response()).await?;
    let login = client.login(plain(url.username()), plain(url.password().unwrap_or_default()));
    let mut session = step("signing in", async { login.await.map_err(|(e, _)| e) }).await?;
    let folder = plain(url.path().trim_matches('/'));
    let folder = if folder.is_empty() { "INBOX".to_owned() } else { folder };
    step("opening the folder", session.select(&folder)).await?;
    let mut unseen: Vec<u32> = step("searching", session.uid_search("UNSEEN")).await?.into_iter().collect();
    unseen.sort_unstable();
    let mut taken = 0;
    for uid in unseen.into_iter().take(AT_ONCE) {
        taken += usize::from(take(app, &mut session, uid).await?);
    }
    step("signing out", session.logout()).await?;
    Ok(taken)
}

/// Takes one message in; no, where it is too long to be taken.
async fn take<T>(app: &App, session: &mut Session<T>, uid: u32) -> Result<bool, Error>
where
    T: AsyncRead + AsyncWrite + Unpin + std::fmt::Debug + Send,
{
    let uid = uid.to_string();
    let size = fetched(session, &uid, "RFC822.SIZE").await?.into_iter().find_map(|one| one.size);
    if size.is_some_and(|size| size > LARGEST) {
        tracing::warn!(uid, "a message is too long to be taken in, and stays in the mailbox");
        return Ok(false);
    }
    let found = fetched(session, &uid, "BODY.PEEK[]").await?;
    let Some(raw) = found.iter().find_map(|one| one.body()) else { return Ok(false) };
    ingest(app, raw)?;
    step("marking", async { session.uid_store(&uid, "+FLAGS (\\Seen)").await?.try_collect::<Vec<_>>().await }).await?;
    Ok(true)
}

async fn fetched<T>(session: &mut Session<T>, uid: &str, what: &str) -> Result<Vec<async_imap::types::Fetch>, Error>
where
    T: AsyncRead + AsyncWrite + Unpin + std::fmt::Debug + Send,
{
    step("fetching", async { session.uid_fetch(uid, what).await?.try_collect::<Vec<_>>().await }).await
}

/// What stands coded in an address.
fn percent_decoded(text: &str) -> String {
    let pairs = format!("x={}", text.replace('+', "%2B"));
    url::form_urlencoded::parse(pairs.as_bytes()).next().map(|(_, value)| value.into_owned()).unwrap_or_default()
}

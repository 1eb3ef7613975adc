//! A message as it came, read into what is kept of it. Whatever the bytes are, something is read.

use chrono::{DateTime, NaiveDateTime};
use mail_parser::{Address, HeaderValue, Message, MessageParser, MimeHeaders, PartType};

/// The most characters that are kept of a text; what is longer lies with the mail as it came, in its own program.
const LONGEST: usize = 200_000;
/// The most files of one message.
const MOST_FILES: usize = 100;

/// Who sends it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Somebody wrote it.
    Person,
    /// A program sent it by itself: somebody is away, a list, a receipt.
    Auto,
    /// A mail server could not deliver these messages.
    Bounce(Vec<String>),
}

/// A name and an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// The name; empty where there is none.
    pub name: String,
    /// The address.
    pub address: String,
}

/// A file of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// What it is called.
    pub name: String,
    /// Its content.
    pub content: Vec<u8>,
}

/// What is kept of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Incoming {
    /// Who sends it.
    pub kind: Kind,
    /// Its own id, without brackets; made of its content where it has none.
    pub message_id: String,
    /// The messages it comes after, the one it answers last.
    pub refs: Vec<String>,
    /// Who wrote it.
    pub from: Option<Party>,
    /// Whom answers go to, where it says so.
    pub reply_to: Option<Party>,
    /// Whom it was written to.
    pub to: Vec<Party>,
    /// Who has it for information.
    pub cc: Vec<Party>,
    /// Addresses it was delivered for, which need not stand in the letter.
    pub delivered: Vec<String>,
    /// Its subject, in one line.
    pub subject: String,
    /// Its text.
    pub text: String,
    /// Its text with marks, where it came with one.
    pub html: String,
    /// When it was written, as it says itself.
    pub at: Option<NaiveDateTime>,
    /// What is attached.
    pub files: Vec<Part>,
}

/// Reads a message; nothing only where there is none.
pub fn parse(raw: &[u8]) -> Option<Incoming> {
    let message = MessageParser::default().parse(raw)?;
    let html = message.html_bodies().find_map(|part| match &part.body {
        PartType::Html(html) => Some(cut(html)),
        _ => None,
    });
    let texts: Vec<String> =
        (0..message.text_body_count()).filter_map(|at| message.body_text(at)).map(|text| text.into_owned()).collect();
    // Parts of a message that was cut off are read as files.
    let strays = || message.attachments().filter(|part| is_stray(part));
    let is_cut_off = texts.iter().all(|text| text.trim().is_empty());
    let texts = if is_cut_off { strays().map(words).collect() } else { texts };
    let own_id = message.message_id().map(clean_id).filter(|id| !id.is_empty());
    Some(Incoming {
        kind: kind(&message),
        message_id: own_id.unwrap_or_else(|| format!("{}@no-id", made_id(raw))),
        refs: refs(&message),
        from: message.from().into_iter().flat_map(parties).next(),
        reply_to: message.reply_to().into_iter().flat_map(parties).next(),
        to: message.to().into_iter().flat_map(parties).collect(),
        cc: message.cc().into_iter().flat_map(parties).collect(),
        delivered: delivered(&message),
        subject: plain(message.subject().unwrap_or_default()).split_whitespace().collect::<Vec<_>>().join(" "),
        text: cut(texts.join("\n").trim_end()),
        html: html.unwrap_or_default(),
        at: message.date().and_then(|date| DateTime::from_timestamp(date.to_timestamp(), 0)).map(|at| at.naive_utc()),
        files: message.attachments().filter(|part| !is_cut_off || !is_stray(part)).take(MOST_FILES).map(file).collect(),
    })
}

/// A text that nobody attached.
fn is_stray(part: &mail_parser::MessagePart<'_>) -> bool {
    matches!(part.body, PartType::Text(_)) && part.attachment_name().is_none() && part.content_disposition().is_none()
}

fn made_id(raw: &[u8]) -> String {
    use sha2::{Digest, Sha256};
    Sha256::digest(raw).iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

/// Without what a database keeps no text with.
fn plain(text: &str) -> String {
    text.replace('\0', "").replace("\r\n", "\n")
}

fn cut(text: &str) -> String {
    let text = plain(text);
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

fn clean_id(id: &str) -> String {
    id.chars().filter(|c| !c.is_whitespace() && !c.is_control() && !"<>".contains(*c)).take(500).collect()
}

fn parties<'m>(address: &'m Address<'m>) -> impl Iterator<Item = Party> + 'm {
    let one = |found: &mail_parser::Addr<'_>| {
        let name = plain(found.name().unwrap_or_default()).split_whitespace().collect::<Vec<_>>().join(" ");
        Some(Party { name, address: plain(found.address()?).trim().to_owned() })
    };
    address.iter().filter_map(one).filter(|party| party.address.contains('@'))
}

fn ids_of(value: &HeaderValue<'_>) -> Vec<String> {
    let one = value.as_text().into_iter().map(clean_id);
    let many = value.as_text_list().into_iter().flatten().map(|id| clean_id(id));
    one.chain(many).filter(|id| !id.is_empty()).collect()
}

/// What it comes after: the references, and what it answers last.
fn refs(message: &Message<'_>) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for id in ids_of(message.references()).into_iter().chain(ids_of(message.in_reply_to())) {
        all.retain(|known| *known != id);
        all.push(id);
    }
    all
}

fn raw<'m>(message: &'m Message<'_>, name: &'static str) -> &'m str {
    message.header_raw(name).unwrap_or_default().trim()
}

fn delivered(message: &Message<'_>) -> Vec<String> {
    let names = ["Delivered-To", "X-Original-To", "Envelope-To", "X-Delivered-To"];
    let all = message.headers_raw().filter(|(name, _)| names.iter().any(|known| name.eq_ignore_ascii_case(known)));
    all.map(|(_, value)| value.trim().trim_matches(['<', '>']).to_owned()).collect()
}

/// Who sends it (RFC 3464, RFC 3834, and what programs say that know neither).
fn kind(message: &Message<'_>) -> Kind {
    let content = message.content_type();
    let is_report = content.is_some_and(|it| it.ctype() == "multipart" && it.subtype() == Some("report"));
    let from = message.from().and_then(|from| from.first()).and_then(|from| from.address()).unwrap_or_default();
    let is_postmaster = from.is_empty()
        || ["mailer-daemon@", "postmaster@"].iter().any(|name| from.to_ascii_lowercase().starts_with(name));
    let from_nobody = raw(message, "Return-Path") == "<>";
    if is_report || (is_postmaster && from_nobody) {
        return if has_failed(message) { Kind::Bounce(bounced(message)) } else { Kind::Auto };
    }
    let auto = raw(message, "Auto-Submitted").to_ascii_lowercase();
    let bulk = raw(message, "Precedence").to_ascii_lowercase();
    let by_program = (!auto.is_empty() && !auto.starts_with("no"))
        || ["bulk", "junk", "list", "auto_reply"].contains(&bulk.as_str())
        || ["List-Id", "List-Unsubscribe", "X-Autoreply", "X-Autorespond"]
            .iter()
            .any(|name| !raw(message, name).is_empty())
        || (from_nobody && !is_postmaster);
    if by_program { Kind::Auto } else { Kind::Person }
}

/// Does the report say that something failed, and not only that it takes long or was read?
fn has_failed(message: &Message<'_>) -> bool {
    let statuses: Vec<String> =
        message.parts.iter().filter(|part| is(part, "message", "delivery-status")).map(words).collect();
    let fails =
        |status: &String| status.to_ascii_lowercase().lines().any(|line| line.replace(' ', "") == "action:failed");
    statuses.is_empty() || statuses.iter().any(fails)
}

fn is(part: &mail_parser::MessagePart<'_>, kind: &str, sub: &str) -> bool {
    part.content_type().is_some_and(|it| {
        it.ctype().eq_ignore_ascii_case(kind) && it.subtype().is_some_and(|it| it.eq_ignore_ascii_case(sub))
    })
}

fn words(part: &mail_parser::MessagePart<'_>) -> String {
    String::from_utf8_lossy(part.contents()).into_owned()
}

/// The messages that came back: in the report whole, or their heads only.
fn bounced(message: &Message<'_>) -> Vec<String> {
    let mut ids = refs(message);
    for part in &message.parts {
        match &part.body {
            PartType::Message(inner) => ids.extend(inner.message_id().map(clean_id)),
            _ if is(part, "text", "rfc822-headers") || is(part, "message", "rfc822") => {
                let head = words(part);
                let line = head.lines().find(|line| line.to_ascii_lowercase().starts_with("message-id:"));
                ids.extend(line.and_then(|line| line.split_once(':')).map(|(_, id)| clean_id(id)));
            }
            _ => {}
        }
    }
    ids.retain(|id| !id.is_empty());
    ids
}

fn file(part: &mail_parser::MessagePart<'_>) -> Part {
    let named = part.attachment_name().map(plain).filter(|name| !name.trim().is_empty());
    let usual = || match &part.body {
        PartType::Message(inner) => format!("{}.eml", plain(inner.subject().unwrap_or("message"))),
        _ if is(part, "text", "calendar") => "invitation.ics".to_owned(),
        _ if is(part, "text", "html") => "text.html".to_owned(),
        _ => "file".to_owned(),
    };
    Part { name: named.unwrap_or_else(usual), content: part.contents().to_vec() }
}

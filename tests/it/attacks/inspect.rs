//! Whether something that was sent became part of an answer: an element, an attribute, a link that runs, a header, a
//! formula of a spreadsheet, a line of a card.

use scraper::{Html, Node};

use crate::support::*;

/// The word by which what was sent is known again.
pub const MARK: &str = "fursa-x";

/// Runs where it is an address; breaks out of whatever it stands in, if nothing holds it: of an attribute, of a text, of
/// the words of a template.
pub const MARKUP: &str =
    r#"javascript:fursa_x()//"' fursa-x=1 ></title></textarea><script>fursa_x()</script><fursa-x>{{7919*7907}}"#;

/// What a template would make of the sum in [`MARKUP`].
const SUM: &str = "62615533";

/// A formula, a line of its own, letters that run from right to left and turn what follows, and two that nobody types.
pub const ODD: &str = "=fursa_x(محمد\u{2069}\u{202e}নাম😀\0\u{1b}\r\nX-Fursa-X:1";

/// The character that turns what follows it.
const TURNS: char = '\u{202e}';

/// Attributes that lead somewhere.
const LEADING: [&str; 5] = ["href", "src", "action", "formaction", "content"];

/// Elements in which nothing can turn what comes after them.
const CLOSED: [&str; 4] = ["bdi", "option", "textarea", "title"];

/// What is wrong with an answer.
pub fn inspect(page: &Page) -> Vec<String> {
    let mut wrong = Vec::new();
    if page.status >= 500 {
        wrong.push(format!("answered {}", page.status));
    }
    wrong.extend(headers(page));
    match page.header("content-type").unwrap_or("").split(';').next().unwrap_or("") {
        "text/html" => wrong.extend(html(&page.body)),
        "text/csv" => wrong.extend(csv(&page.body)),
        "text/vcard" => wrong.extend(card(&page.body)),
        _ => {}
    }
    wrong
}

fn headers(page: &Page) -> Vec<String> {
    let mut wrong = Vec::new();
    let to = page.location();
    if !to.is_empty() && (!to.starts_with('/') || to.starts_with("//") || to.starts_with("/\\")) {
        wrong.push(format!("leads to {to}"));
    }
    if page.headers.keys().any(|name| name.as_str().contains(MARK)) {
        wrong.push("has a header that was sent".to_owned());
    }
    for cookie in page.headers.get_all("set-cookie").filter_map(|cookie| cookie.to_str().ok()) {
        let is_ours = cookie.starts_with("fursa") && cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax");
        wrong.extend((!is_ours).then(|| format!("sets a cookie for others: {cookie}")));
    }
    wrong
}

fn html(body: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    if body.contains(SUM) {
        wrong.push("reckons what was typed".to_owned());
    }
    for node in Html::parse_document(body).tree.nodes() {
        match node.value() {
            Node::Element(element) => {
                let name = element.name();
                if name == MARK || (name == "script" && element.attr("src").is_none()) {
                    wrong.push(format!("has an element {name}"));
                }
                let bad = element.attrs().filter(|(name, value)| is_sent(name) || runs(name, value));
                wrong.extend(bad.map(|(attribute, value)| format!("has a {name} with {attribute}={value:?}")));
            }
            Node::Text(text) if text.contains(TURNS) => {
                let above: Vec<_> = node.ancestors().filter_map(|above| above.value().as_element()).collect();
                // The whole page has a direction too, which holds nothing.
                let holds = |above: &&scraper::node::Element| {
                    CLOSED.contains(&above.name()) || (above.name() != "html" && above.attr("dir").is_some())
                };
                if !above.iter().any(holds) && !is_isolated(text) {
                    wrong.push(format!("lets a name turn what follows: {}", around(text)));
                }
            }
            Node::Text(_) | Node::Document | Node::Fragment | Node::Doctype(_) | Node::Comment(_) => {}
            Node::ProcessingInstruction(_) => wrong.push("has an instruction".to_owned()),
        }
    }
    wrong
}

fn is_sent(attribute: &str) -> bool {
    attribute.starts_with(MARK) || attribute.starts_with("on")
}

/// Browsers leave out blanks and what cannot be seen before they look for the scheme.
fn runs(attribute: &str, value: &str) -> bool {
    let plain: String = value.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
    let plain = plain.to_ascii_lowercase();
    LEADING.contains(&attribute)
        && ["javascript:", "vbscript:", "data:text"].iter().any(|scheme| plain.starts_with(scheme))
}

/// Sentences hold the names in them by marks of their own.
fn is_isolated(text: &str) -> bool {
    let before = text.split(TURNS).next().unwrap_or("");
    before.matches('\u{2068}').count() > before.matches('\u{2069}').count()
}

fn around(text: &str) -> String {
    text.trim().chars().take(60).collect()
}

fn csv(body: &str) -> Vec<String> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(body.as_bytes());
    let cells = reader.records().flat_map(|row| row.unwrap().iter().map(str::to_owned).collect::<Vec<_>>());
    let formulas = cells.filter(|cell| cell.trim_start().starts_with(['=', '@']));
    formulas.map(|cell| format!("has a formula: {cell}")).collect()
}

fn card(body: &str) -> Vec<String> {
    let lines = body.split(['\r', '\n']).filter(|line| line.to_ascii_lowercase().starts_with("x-fursa"));
    lines.map(|line| format!("has a line of its own: {line}")).collect()
}

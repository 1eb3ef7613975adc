//! Every word a reader sees comes from the message files. In the language `en-XA` each message is accented, so a plain
//! letter was written into the code.
//!
//! What people typed is no message. It stands in `<bdi>`, in an element with `dir="auto"`, or in the value of a
//! control; where it cannot (an option, a title, a label), the test gives it letters of another alphabet. Beside that
//! these are no messages: a word in its own language (`lang`), a key (`<kbd>`), code (`<code>`), a name for machines
//! that an option also sends (`Europe/Warsaw`).

use fursa::db::Db;
use fursa::db::sql::Sql;
use fursa::i18n::unaccented;
use scraper::{ElementRef, Html, Node};

use crate::access_matrix::rows;
use crate::support::*;

both!(every_word_of_a_page_is_a_message, every_word_about_a_wrong_form_is_a_message);

/// Attributes that are read out or shown.
const SPOKEN: [&str; 9] = [
    "title",
    "aria-label",
    "alt",
    "placeholder",
    "aria-description",
    "data-label",
    "data-failed",
    "data-known",
    "data-unable",
];

async fn every_word_of_a_page_is_a_message(app: TestApp) {
    let mut found = Vec::new();
    for (path, row) in in_another_alphabet(&app, "get") {
        for who in [Ada, Mona, Nobody] {
            found.extend(plain_words(&app.get(who, &accented(&path)).await, &row));
        }
    }
    assert!(found.is_empty(), "written into the code:\n{}", found.join("\n"));
}

async fn every_word_about_a_wrong_form_is_a_message(app: TestApp) {
    let mut found = Vec::new();
    for (path, row) in in_another_alphabet(&app, "post") {
        for who in [Ada, Charlie] {
            found.extend(plain_words(&app.post(who, &accented(&path), &[]).await, &row));
        }
        app.fresh_browsers();
    }
    assert!(found.is_empty(), "written into the code:\n{}", found.join("\n"));
}

/// Addresses of every row with this method, and the route of each: about records in which everything that people typed
/// is in letters that are nobody's messages.
fn in_another_alphabet(app: &TestApp, method: &str) -> Vec<(String, String)> {
    let rows = rows().into_iter().filter(|row| row.method == method);
    let paths = rows.map(|row| (row.path(&row.records(app)), row.pattern())).collect();
    app.db(rename_everything);
    paths
}

/// The page, in the language of accents; what is searched for is in no language.
fn accented(path: &str) -> String {
    let path = path.replace("q=kestrel", "q=%CE%A9");
    format!("{path}{}lang=en-XA", if path.contains('?') { '&' } else { '?' })
}

fn rename_everything(db: &mut Db) {
    let names = [
        ("organization", "name"),
        ("mail_templates", "name"),
        ("mails", "subject"),
        ("batches", "title"),
        ("bin", "name"),
        ("teams", "name"),
        ("users", "name"),
        ("pick_items", "name"),
        ("pipelines", "name"),
        ("stages", "name"),
        ("products", "name"),
        ("tags", "name"),
        ("accounts", "name"),
        ("contacts", "name"),
        ("leads", "name"),
        ("leads", "company"),
        ("opportunities", "name"),
        ("activities", "subject"),
        ("stage_spells", "stage_name"),
        ("saved_views", "name"),
        ("factors", "name"),
    ];
    for (table, column) in names {
        Sql::new(&format!("UPDATE {table} SET {column} = 'Ωμέγα'")).run(db).unwrap();
    }
}

/// Every piece of the page with a plain letter in it.
fn plain_words(page: &Page, path: &str) -> Vec<String> {
    if !page.header("content-type").unwrap_or("").starts_with("text/html") {
        return Vec::new();
    }
    // What is read without scripts is read like all the rest, and not as the text it is to a browser that has them.
    let document = Html::parse_document(&page.body.replace("<noscript>", "").replace("</noscript>", ""));
    let mut pieces = Vec::new();
    collect(document.root_element(), &mut pieces);
    let plain = pieces.into_iter().filter(|(_, text)| !unaccented(text).is_empty());
    plain.map(|(place, text)| format!("{path}: {place}: {}", text.trim())).collect()
}

/// Words and where they stand.
fn collect(element: ElementRef<'_>, pieces: &mut Vec<(String, String)>) {
    let name = element.value().name();
    if is_data(element) || ["script", "style", "template"].contains(&name) {
        return;
    }
    for spoken in SPOKEN {
        if let Some(text) = element.attr(spoken) {
            pieces.push((format!("{name}[{spoken}]"), text.to_owned()));
        }
    }
    for child in element.children() {
        match child.value() {
            Node::Text(text) => pieces.push((name.to_owned(), text.to_string())),
            _ => ElementRef::wrap(child).into_iter().for_each(|child| collect(child, pieces)),
        }
    }
}

/// Is what stands inside no message?
fn is_data(element: ElementRef<'_>) -> bool {
    let name = element.value().name();
    let own_language = element.attr("lang").is_some_and(|_| name != "html");
    let said = element.text().collect::<String>();
    let machine_name = name == "option" && element.attr("value").is_none_or(|sent| sent == said.trim());
    let typed = name == "bdi" || element.attr("dir") == Some("auto");
    typed || own_language || machine_name || ["kbd", "code", "textarea"].contains(&name)
}

#[test]
fn a_plain_word_is_found_wherever_it_is_read() {
    let page = |body: &str| {
        let document = Html::parse_document(body);
        let mut pieces = Vec::new();
        collect(document.root_element(), &mut pieces);
        pieces.into_iter().filter(|(_, text)| !unaccented(text).is_empty()).count()
    };
    assert_eq!(page("<title>Leads</title><p aria-label=\"Leads\">Leads</p><option value=\"1\">Leads</option>"), 4);
    assert_eq!(
        page(
            "<bdi>Leads</bdi><p dir=auto>Leads</p><option value=UTC>UTC</option><option>UTC</option><i lang=pl>Polski</i><p>Ļéåð</p>"
        ),
        0
    );
}

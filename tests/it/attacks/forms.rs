//! The forms of a page, as an attacker reads them: every control is a place to put something.

use scraper::{ElementRef, Html, Selector};

use crate::support::*;

/// What a control is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Something is typed.
    Text,
    /// A file is chosen.
    File,
    /// One of the given answers is chosen, or the page fills it in by itself.
    Given,
}

/// One control.
#[derive(Clone, Debug)]
pub struct Control {
    pub name: String,
    pub kind: Kind,
    /// What a browser sends when nobody touches it; nothing for a box without a tick.
    pub value: Option<String>,
}

/// A form, with one of the addresses its buttons send it to.
#[derive(Clone, Debug)]
pub struct Posted {
    pub action: String,
    pub posts: bool,
    pub controls: Vec<Control>,
}

impl Posted {
    /// What a browser sends when nobody touches anything, without the token.
    pub fn untouched(&self) -> Vec<(String, String)> {
        let sent = |control: &Control| Some((control.name.clone(), control.value.clone()?));
        self.controls.iter().filter(|control| control.kind != Kind::File).filter_map(sent).collect()
    }

    /// The names of the controls of a kind.
    pub fn names(&self, kind: Kind) -> Vec<&str> {
        self.controls.iter().filter(|control| control.kind == kind).map(|control| control.name.as_str()).collect()
    }

    pub fn has_file(&self) -> bool {
        !self.names(Kind::File).is_empty()
    }

    /// The form whatever record it is about: what it asks, and where it goes.
    pub fn shape(&self) -> String {
        let mut names: Vec<&str> = self.controls.iter().map(|control| control.name.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        format!("{} {}", shape(&self.action), names.join(" "))
    }
}

/// An address whatever record it is about, and whatever is asked of it.
pub fn shape(path: &str) -> String {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let plain =
        |part: &str| if part.starts_with(|c: char| c.is_ascii_digit()) { "N".to_owned() } else { part.to_owned() };
    let parts: Vec<String> = path.split('/').map(plain).collect();
    let mut asked: Vec<String> =
        url::form_urlencoded::parse(query.as_bytes()).map(|(name, _)| name.into_owned()).collect();
    asked.sort();
    asked.dedup();
    format!("{}?{}", parts.join("/"), asked.join("&"))
}

/// Every form of a page, once for each address it may go to.
pub fn forms(page: &Page, here: &str) -> Vec<Posted> {
    let html = Html::parse_document(&page.body);
    let all = |css: &str| Selector::parse(css).unwrap();
    let mut found = Vec::new();
    for form in html.select(&all("form")) {
        let id = form.attr("id").unwrap_or("-");
        let inner = all("input, textarea, select, button");
        let outer = all(&format!("[form='{id}']"));
        let elements: Vec<ElementRef<'_>> =
            form.select(&inner).filter(|element| element.attr("form").is_none()).chain(html.select(&outer)).collect();
        let controls: Vec<Control> = elements.iter().filter_map(control).collect();
        let posts = form.attr("method").is_some_and(|method| method.eq_ignore_ascii_case("post"));
        let action = form.attr("action").unwrap_or(here);
        let others = elements.iter().filter_map(|element| element.attr("formaction"));
        for action in std::iter::once(action).chain(others) {
            found.push(Posted { action: action.to_owned(), posts, controls: controls.clone() });
        }
    }
    found
}

fn control(element: &ElementRef<'_>) -> Option<Control> {
    let name = element.attr("name").filter(|name| *name != "csrf")?.to_owned();
    let given = element.attr("value").map(str::to_owned);
    let (kind, value) = match (element.value().name(), element.attr("type").unwrap_or("text")) {
        ("textarea", _) => (Kind::Text, Some(element.text().collect())),
        ("select", _) => (Kind::Given, Some(chosen(element))),
        ("button", _) | ("input", "submit") => (Kind::Given, None),
        ("input", "checkbox" | "radio") => (Kind::Given, element.attr("checked").and(given)),
        ("input", "hidden") => (Kind::Given, given),
        ("input", "file") => (Kind::File, None),
        _ => (Kind::Text, given.or(Some(String::new()))),
    };
    Some(Control { name, kind, value })
}

fn chosen(select: &ElementRef<'_>) -> String {
    let options = Selector::parse("option").unwrap();
    let selected = select.select(&options).find(|option| option.attr("selected").is_some());
    let option = selected.or_else(|| select.select(&options).next());
    let value = |option: ElementRef<'_>| option.attr("value").map_or_else(|| option.text().collect(), str::to_owned);
    option.map(value).unwrap_or_default()
}

//! What came back: status, headers, and a page to look into as a reader or a browser does.

use actix_web::HttpResponse;
use actix_web::body::{BoxBody, to_bytes};
use actix_web::cookie::Cookie;
use actix_web::http::header::HeaderMap;
use scraper::{ElementRef, Html, Selector};

/// A response.
#[derive(Debug)]
pub struct Page {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: String,
    pub(super) cookies: Vec<Cookie<'static>>,
}

impl Page {
    pub(super) async fn read(response: HttpResponse<BoxBody>) -> Page {
        let cookies = response.cookies().map(Cookie::into_owned).collect();
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let body = to_bytes(response.into_body()).await.unwrap();
        Page { status, headers, body: String::from_utf8_lossy(&body).into_owned(), cookies }
    }

    /// A header's value.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// Where a redirect goes; empty without one.
    pub fn location(&self) -> &str {
        self.header("location").unwrap_or("")
    }

    /// The status is this one.
    #[track_caller]
    pub fn assert_status(self, expected: u16) -> Page {
        let (status, to) = (self.status, self.location());
        assert_eq!(status, expected, "answered {status} {to}: {}", self.text().chars().take(900).collect::<String>());
        self
    }

    /// The way on is this one: 303.
    #[track_caller]
    pub fn assert_goes_to(self, path: &str) -> Page {
        let page = self.assert_status(303);
        assert_eq!(page.location(), path);
        page
    }

    /// The reader sees these words.
    #[track_caller]
    pub fn assert_says(self, words: &str) -> Page {
        assert!(self.text_contains(words), "{words:?} is not on the page: {}", self.text());
        self
    }

    /// These words are nowhere: not on the page, not in its source.
    #[track_caller]
    pub fn assert_hides(self, words: &str) -> Page {
        assert!(!self.body.contains(words), "{words:?} is on the page: {}", self.text());
        self
    }

    /// The words on the page, without markup; white space is one space.
    pub fn text(&self) -> String {
        let page = Html::parse_document(&self.body);
        let body = page.select(&selector("body")).next().map(|body| words(&body));
        body.unwrap_or_default()
    }

    /// Does the reader see these words?
    pub fn text_contains(&self, words: &str) -> bool {
        self.text().contains(words)
    }

    /// The words of each element a CSS selector finds.
    pub fn texts(&self, css: &str) -> Vec<String> {
        Html::parse_document(&self.body).select(&selector(css)).map(|element| words(&element)).collect()
    }

    /// An attribute of each element a CSS selector finds.
    pub fn attributes(&self, css: &str, name: &str) -> Vec<String> {
        let page = Html::parse_document(&self.body);
        let wanted = selector(css);
        let found = page.select(&wanted).filter_map(|element| element.attr(name).map(str::to_owned));
        found.collect()
    }

    /// How many elements does a CSS selector find?
    pub fn count(&self, css: &str) -> usize {
        Html::parse_document(&self.body).select(&selector(css)).count()
    }

    /// What a control of this name holds: as typed, ticked or selected.
    pub fn form_value(&self, name: &str) -> Option<String> {
        let page = Html::parse_document(&self.body);
        let css =
            format!("input[name='{name}'], textarea[name='{name}'], select[name='{name}'], button[name='{name}']");
        page.select(&selector(&css)).find_map(|control| value(&control))
    }

    /// The fields a browser would send with the form that goes to this address, token included.
    #[track_caller]
    pub fn form(&self, action: &str) -> Vec<(String, String)> {
        let page = Html::parse_document(&self.body);
        let forms = selector("form");
        let form = page.select(&forms).find(|form| form.attr("action") == Some(action));
        let Some(form) = form else { panic!("no form goes to {action}") };
        let controls = selector("input[name], textarea[name], select[name]");
        let fields =
            form.select(&controls).filter_map(|control| Some((control.attr("name")?.to_owned(), value(&control)?)));
        fields.collect()
    }

    /// What is wrong with a field, as said beside it.
    pub fn problem(&self, field: &str) -> Option<String> {
        self.texts(&format!("[id='{field}-error']")).pop()
    }

    /// Every link: where it goes and what it says.
    pub fn links(&self) -> Vec<(String, String)> {
        let page = Html::parse_document(&self.body);
        let anchors = selector("a[href]");
        let found = page.select(&anchors);
        found.map(|link| (link.attr("href").unwrap_or("").to_owned(), words(&link))).collect()
    }

    /// Does any link go there?
    pub fn has_link(&self, href: &str) -> bool {
        self.links().iter().any(|(to, _)| to == href)
    }
}

fn selector(css: &str) -> Selector {
    Selector::parse(css).unwrap_or_else(|wrong| panic!("{css}: {wrong}"))
}

fn words(element: &ElementRef<'_>) -> String {
    let text: String = element.text().flat_map(|piece| [piece, " "]).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What a control would send; nothing where it sends nothing.
fn value(control: &ElementRef<'_>) -> Option<String> {
    let given = || control.attr("value").map(str::to_owned);
    match control.value().name() {
        // A line end right after the tag is not part of what was typed.
        "textarea" => Some(control.text().collect::<String>()),
        "select" => chosen(control),
        _ => match control.attr("type") {
            Some("checkbox" | "radio") => control.attr("checked").and_then(|_| given()),
            Some("submit" | "button") => None,
            Some(_) | None => given().or(Some(String::new())),
        },
    }
}

fn chosen(select: &ElementRef<'_>) -> Option<String> {
    let options = selector("option");
    let selected = select.select(&options).find(|option| option.attr("selected").is_some());
    let option = selected.or_else(|| select.select(&options).next())?;
    Some(option.attr("value").map_or_else(|| words(&option), str::to_owned))
}

//! The walk through everything an administrator reaches: from the pages of the access matrix, each about records of
//! its own, on by their links, and through their forms.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::rc::Rc;

use super::forms::{Kind, Posted, forms, shape};
use super::inspect::inspect;
use crate::access_matrix::rows;
use crate::support::*;

/// Pages of one shape that are looked at: the records of the matrix and what the forms make.
const ALIKE: usize = 2;

/// Where only an administrator gets.
const HELD: &str = "/settings";

/// How often a form is sent with less in it, until it is taken.
const TRIES: usize = 5;

/// The address of every page, each about records of its own.
pub fn pages(app: &TestApp) -> Vec<String> {
    let readable = rows().into_iter().filter(|row| row.method == "get" && !row.route.starts_with("/static"));
    readable.map(|row| row.path(&row.records(app))).collect()
}

/// Somebody who goes through everything and leaves the same words everywhere.
pub struct Walk<'a> {
    app: &'a TestApp,
    who: Who,
    browser: Rc<Browser>,
    /// What goes into a field.
    words: &'a str,
    /// What went wrong, and where.
    pub wrong: BTreeSet<String>,
    /// The addresses that took a form.
    pub taken: BTreeSet<String>,
    waiting: VecDeque<String>,
    seen: BTreeSet<String>,
    alike: BTreeMap<String, usize>,
    known: BTreeSet<String>,
    count: usize,
}

impl<'a> Walk<'a> {
    pub fn new(app: &'a TestApp, who: Who, words: &'a str, from: Vec<String>) -> Walk<'a> {
        Walk {
            app,
            who,
            browser: app.browser_of(who),
            words,
            wrong: BTreeSet::new(),
            taken: BTreeSet::new(),
            seen: from.iter().cloned().collect(),
            waiting: from.into(),
            alike: BTreeMap::new(),
            known: BTreeSet::new(),
            count: 0,
        }
    }

    /// Opens everything, sends every form, and looks at everything again once all of it is there.
    pub async fn everywhere(&mut self) {
        while let Some(path) = self.waiting.pop_front() {
            let page = self.look(&path).await;
            for form in forms(&page, &path) {
                self.send(form).await;
            }
        }
        for path in self.seen.clone() {
            self.look(&path).await;
        }
    }

    async fn look(&mut self, path: &str) -> Page {
        let page = self.browser.get(path).await;
        self.note(path, &page);
        for (to, _) in page.links() {
            self.meet(&to);
        }
        self.meet(page.location());
        page
    }

    /// Remembers an address, unless enough like it are known.
    fn meet(&mut self, to: &str) {
        let to = to.split('#').next().unwrap_or("");
        let is_page = to.starts_with('/') && !to.starts_with("/static/");
        if !is_page || self.seen.contains(to) {
            return;
        }
        let alike = self.alike.entry(shape(to)).or_default();
        *alike += 1;
        if *alike <= ALIKE {
            self.seen.insert(to.to_owned());
            self.waiting.push_back(to.to_owned());
        }
    }

    fn note(&mut self, place: &str, page: &Page) {
        self.wrong.extend(inspect(page).into_iter().map(|what| format!("{}: {what}", shape(place))));
    }

    /// Sends a form of a shape that was not sent before, and those of the pages it is answered with.
    async fn send(&mut self, form: Posted) {
        let mut waiting = vec![form];
        while let Some(form) = waiting.pop() {
            // Who signs out walks no further.
            if !form.posts || form.action == "/sign-out" || !self.known.insert(form.shape()) {
                continue;
            }
            for page in self.fill(&form).await {
                waiting.extend(forms(&page, &form.action));
            }
        }
    }

    /// Sends a form with the words in all its fields, then in those that were not found wanting, until it is taken;
    /// then once more, as somebody would whose page is old. Answers the pages that came back.
    async fn fill(&mut self, form: &Posted) -> Vec<Page> {
        let mut fields: BTreeSet<&str> = form.names(Kind::Text).into_iter().collect();
        let mut pages = Vec::new();
        for _ in 0..TRIES {
            let page = self.post(form, &fields).await;
            let refused: Vec<&str> = fields.iter().copied().filter(|name| page.problem(name).is_some()).collect();
            fields.retain(|name| !refused.contains(name));
            let done = page.status != 422 || refused.is_empty();
            if page.status < 400 {
                self.stay(form).await;
            }
            if page.status == 303 {
                self.taken.insert(shape(&form.action));
                self.meet(page.location());
                pages.push(self.post(form, &fields).await);
                self.stay(form).await;
            }
            pages.push(page);
            if done {
                break;
            }
        }
        pages
    }

    /// Some forms end the sign-in they are sent with, or begin somebody else's: who walks comes back in.
    async fn stay(&mut self, form: &Posted) {
        if self.who == Nobody || self.browser.get(HELD).await.status == 200 {
            return;
        }
        self.app.fresh_browsers();
        self.browser = self.app.browser_of(self.who);
        let back = self.browser.get(HELD).await;
        assert_eq!(back.status, 200, "{:?} is locked out by {}", self.who, form.shape());
    }

    async fn post(&mut self, form: &Posted, fields: &BTreeSet<&str>) -> Page {
        self.count += 1;
        // A name of its own each time: some must be unique.
        let words = format!("{}{}", self.words, self.count);
        let mut sent = form.untouched();
        sent.iter_mut()
            .filter(|(name, _)| fields.contains(name.as_str()))
            .for_each(|(_, value)| value.clone_from(&words));
        sent.push(("anyway".to_owned(), "yes".to_owned()));
        let sent: Vec<(&str, &str)> = sent.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let page = match form.has_file() {
            true => self.browser.upload(&form.action, &sent, &file(&words)).await,
            false => self.browser.post(&form.action, &sent).await,
        };
        self.note(&form.action, &page);
        page
    }
}

/// A table with the words in its head and in its cells.
fn file(words: &str) -> String {
    let cell = format!("\"{}\"", words.replace('"', "\"\""));
    format!("Name,Company,{cell}\n{cell},{cell},{cell}\n")
}

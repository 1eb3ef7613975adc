//! What a page shows around its content: language, theme, navigation, the signed-in person, the message of the last
//! action. Every page struct has one as its field `ui`.

use std::ops::Deref;

use super::{assets, routes};
use crate::access::{Role, Viewer};
use crate::db::{Flash, Page, Tx};
use crate::i18n::Text;

/// One entry of the navigation.
#[derive(Clone, Debug)]
pub struct NavItem {
    /// Where it goes.
    pub href: &'static str,
    /// Message key of its name.
    pub label: &'static str,
    /// Its shortcut.
    pub key: &'static str,
    /// Is this page inside it?
    pub current: bool,
    /// A number that asks for work.
    pub count: Option<i64>,
}

impl NavItem {
    /// The number that asks for work, as read.
    pub fn badge(&self, ui: &Ui) -> Option<String> {
        self.count.map(|count| ui.n("shell-count", count))
    }
}

/// The shell of a page. Reads as a [`Text`] too: `ui.t("key")`.
#[derive(Clone, Debug)]
pub struct Ui {
    text: Text,
    page: Page,
    person: String,
    theme: String,
    density: String,
    keys_on: bool,
    demo: bool,
    signed_in: bool,
    nav: Vec<NavItem>,
    create: Vec<NavItem>,
    imports: bool,
    acting_for: Option<String>,
    stands_in: Vec<(i64, String)>,
}

impl Deref for Ui {
    type Target = Text;

    fn deref(&self) -> &Text {
        &self.text
    }
}

impl Ui {
    /// The shell for the viewer of a transaction.
    pub fn of(tx: &Tx<'_>) -> Ui {
        let viewer = &tx.viewer;
        Ui {
            text: tx.text,
            page: tx.page.clone(),
            person: viewer.acting.as_ref().map_or(&viewer.name, |acting| &acting.name).clone(),
            theme: viewer.theme.clone(),
            density: viewer.density.clone(),
            keys_on: viewer.keys_on,
            demo: tx.directory.organization.demo,
            signed_in: true,
            nav: navigation(viewer, &tx.page.here),
            create: creations(viewer),
            imports: viewer.leads_people(),
            acting_for: viewer.acting.as_ref().map(|_| viewer.name.clone()),
            stands_in: stands_in(tx),
        }
    }

    /// The shell for somebody not signed in.
    pub fn signed_out(text: Text, page: Page) -> Ui {
        Ui {
            text,
            page,
            person: String::new(),
            theme: String::new(),
            density: String::new(),
            keys_on: false,
            demo: false,
            signed_in: false,
            nav: Vec::new(),
            create: Vec::new(),
            imports: false,
            acting_for: None,
            stands_in: Vec::new(),
        }
    }

    /// Language tag of the page.
    pub fn lang(&self) -> &'static str {
        self.text.language().tag()
    }

    /// `ltr` or `rtl`.
    pub fn dir(&self) -> &'static str {
        self.text.language().dir()
    }

    /// `light`, `dark`, or empty to follow the system.
    pub fn theme(&self) -> &str {
        &self.theme
    }

    /// `compact` or empty.
    pub fn density(&self) -> &str {
        &self.density
    }

    /// Single-key shortcuts on?
    pub fn keys_on(&self) -> bool {
        self.keys_on
    }

    /// The token the page's forms carry.
    pub fn csrf(&self) -> &str {
        &self.page.csrf
    }

    /// Address of a static file.
    pub fn asset(&self, name: &str) -> &'static str {
        assets::url(name)
    }

    /// Path and query of this page, for `return` fields.
    pub fn here(&self) -> &str {
        &self.page.here
    }

    /// Is somebody signed in?
    pub fn signed_in(&self) -> bool {
        self.signed_in
    }

    /// Their name.
    pub fn user_name(&self) -> &str {
        &self.person
    }

    /// The navigation, by role.
    pub fn nav(&self) -> &[NavItem] {
        &self.nav
    }

    /// What the viewer may create.
    pub fn create_links(&self) -> &[NavItem] {
        &self.create
    }

    /// May the viewer import what a list shows?
    pub fn imports(&self) -> bool {
        self.imports
    }

    /// How many notifications are still to be read, and that as it is read; nothing where there are none.
    pub fn unread(&self) -> Option<String> {
        (self.page.unread > 0).then(|| match self.page.unread {
            n @ ..100 => self.number(n),
            _ => self.n("listing-at-least", 99),
        })
    }

    /// For whom the person acts on this page, in a sentence.
    pub fn acting(&self) -> Option<String> {
        self.acting_for.as_ref().map(|name| self.a("delegations-acting", "person", name.as_str()))
    }

    /// For whom they may act today: each delegation with the name.
    pub fn stands_in(&self) -> &[(i64, String)] {
        &self.stands_in
    }

    /// The message of the last action.
    pub fn flash(&self) -> Option<&Flash> {
        self.page.flash.as_ref()
    }

    /// Is this the demonstration company?
    pub fn demo(&self) -> bool {
        self.demo
    }
}

/// For whom the viewer may act; nobody while they do.
fn stands_in(tx: &Tx<'_>) -> Vec<(i64, String)> {
    if tx.viewer.acting.is_some() {
        return Vec::new();
    }
    let name = |person| tx.directory.person_name(Some(person)).to_owned();
    let running = tx.directory.stands_in(tx.viewer.id, tx.company_today());
    running.map(|delegation| (delegation.id, name(delegation.person_id))).collect()
}

/// One row of the navigation: address, name, shortcut, who sees it.
struct Entry(&'static str, &'static str, &'static str, fn(&Viewer) -> bool);

const ENTRIES: [Entry; 10] = [
    Entry(routes::HOME, "shell-nav-home", "gh", |_| true),
    Entry(routes::AGENDA, "shell-nav-agenda", "gt", |_| true),
    Entry(routes::PIPELINE, "shell-nav-pipeline", "gp", Viewer::sees_deals),
    Entry(routes::LEADS, "shell-nav-leads", "gl", Viewer::sees_leads),
    Entry(routes::POOL, "shell-nav-pool", "go", Viewer::sells),
    Entry(routes::ACCOUNTS, "shell-nav-accounts", "ga", |_| true),
    Entry(routes::CONTACTS, "shell-nav-contacts", "gc", |_| true),
    Entry(routes::PRODUCTS, "shell-nav-products", "gd", Viewer::sells),
    Entry(routes::TEAM, "shell-nav-team", "ge", Viewer::leads_people),
    Entry(routes::SETTINGS, "shell-nav-settings", "gs", |viewer| viewer.is(Role::Admin)),
];

fn navigation(viewer: &Viewer, here: &str) -> Vec<NavItem> {
    let path = here.split('?').next().unwrap_or("/");
    // The longest address that this page lies under is the current one: the pool is not the list of leads.
    let best = ENTRIES.iter().map(|entry| entry.0).filter(|href| lies_under(path, href)).max_by_key(|href| href.len());
    let shown = ENTRIES.iter().filter(|Entry(_, _, _, sees)| sees(viewer));
    shown
        .map(|Entry(href, label, key, _)| NavItem { href, label, key, current: best == Some(*href), count: None })
        .collect()
}

fn lies_under(path: &str, href: &str) -> bool {
    let alias = if path.starts_with(routes::OPPORTUNITIES) { routes::PIPELINE } else { path };
    alias == href || (href != "/" && alias.strip_prefix(href).is_some_and(|rest| rest.starts_with('/')))
}

fn creations(viewer: &Viewer) -> Vec<NavItem> {
    let item = |href, label, key| NavItem { href, label, key, current: false, count: None };
    let mut items = Vec::new();
    if viewer.creates_leads() {
        items.push(item(routes::LEAD_NEW, "shell-new-lead", "nl"));
    }
    if viewer.sells() {
        items.push(item(routes::OPPORTUNITY_NEW, "shell-new-opportunity", "no"));
    }
    if viewer.creates_customers() {
        items.push(item(routes::ACCOUNT_NEW, "shell-new-account", "na"));
        items.push(item(routes::CONTACT_NEW, "shell-new-contact", "nc"));
    }
    items
}

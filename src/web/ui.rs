//! What the frame of every page needs to know about the reader and the request.

use crate::web::assets;

/// One entry of the navigation or of the New menu.
pub struct NavItem {
    /// Where it leads.
    pub href: &'static str,
    /// Message key of its words.
    pub label: &'static str,
    /// Its shortcut, `gl` for g then l.
    pub key: &'static str,
    /// Whether this page belongs to it.
    pub current: bool,
    /// How many things wait there for work.
    pub count: Option<i64>,
}

/// What the last form did.
pub struct Flash {
    pub message: String,
    pub undo: Option<Undo>,
    pub bad: bool,
}

/// A form that takes it back.
pub struct Undo {
    pub action: String,
    pub label: String,
}

/// One option of a select or one radio.
pub struct Choice {
    pub value: String,
    pub label: String,
    pub selected: bool,
}

/// What is wrong with a form, by field.
#[derive(Default)]
pub struct Problems(pub Vec<(&'static str, String)>);

impl Problems {
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
    pub fn get(&self, field: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(name, _)| *name == field)
            .map(|(_, text)| text.as_str())
    }
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, text)| (*name, text.as_str()))
    }
}

/// The reader, the request, and the words.
#[derive(Default)]
pub struct Ui {
    pub rtl: bool,
    pub theme: &'static str,
    pub density: &'static str,
    pub demo: bool,
    pub nav: Vec<NavItem>,
    pub create: Vec<NavItem>,
    pub flash: Option<Flash>,
}

impl Ui {
    pub fn t(&self, key: &str) -> &'static str {
        let text = include_str!("../i18n/locales/en/shell.ftl");
        text.lines()
            .find_map(|line| {
                line.split_once(" = ")
                    .filter(|(name, _)| *name == key)
                    .map(|(_, words)| words)
            })
            .unwrap_or("?")
    }
    pub fn n(&self, _key: &str, n: i64) -> String {
        n.to_string()
    }
    pub fn lang(&self) -> &str {
        if self.rtl { "fa" } else { "en" }
    }
    pub fn dir(&self) -> &str {
        if self.rtl { "rtl" } else { "ltr" }
    }
    pub fn theme(&self) -> &str {
        self.theme
    }
    pub fn density(&self) -> &str {
        self.density
    }
    pub fn keys_on(&self) -> bool {
        true
    }
    pub fn csrf(&self) -> &str {
        "t0k"
    }
    pub fn asset(&self, name: &str) -> &'static str {
        assets::url(name)
    }
    pub fn here(&self) -> &str {
        "/leads"
    }
    pub fn user_name(&self) -> &str {
        "Anna Kowalska"
    }
    pub fn nav(&self) -> &[NavItem] {
        &self.nav
    }
    pub fn create_links(&self) -> &[NavItem] {
        &self.create
    }
    pub fn flash(&self) -> Option<&Flash> {
        self.flash.as_ref()
    }
    pub fn demo(&self) -> bool {
        self.demo
    }
}

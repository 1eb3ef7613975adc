//! The lists there are views of.

use crate::access::Viewer;
use crate::db::Tx;
use crate::listing::{Asked, ListSpec, Offer, Table, chips};
use crate::web::{Error, routes};
use crate::{accounts, contacts, leads, opportunities};

/// A list.
pub(super) struct List {
    /// Whose rows.
    pub(super) table: Table,
    /// Its page.
    pub(super) path: &'static str,
    /// Its file.
    pub(super) file: &'static str,
    /// Message key of its name.
    pub(super) title: &'static str,
    /// What it can show.
    pub(super) offer: &'static Offer,
    sees: fn(&Viewer) -> bool,
    spec: fn(&Tx<'_>, &Asked) -> Result<&'static ListSpec, Error>,
    /// What the list says of an address beside its chips.
    said: fn(&Tx<'_>, &Asked) -> Vec<String>,
}

// messages: shell-nav-leads shell-nav-accounts shell-nav-contacts opportunities-list-title
static LISTS: [List; 4] = [
    List {
        table: Table::Leads,
        path: routes::LEADS,
        file: "/leads/export",
        title: "shell-nav-leads",
        offer: &leads::OFFER,
        sees: Viewer::sees_leads,
        spec: leads::listed,
        said: leads::said_of_list,
    },
    List {
        table: Table::Opportunities,
        path: routes::OPPORTUNITIES,
        file: "/opportunities.csv",
        title: "opportunities-list-title",
        offer: &opportunities::OFFER,
        sees: Viewer::sees_deals,
        spec: |_, _| Ok(&opportunities::list::SPEC),
        said: opportunities::list::said,
    },
    List {
        table: Table::Accounts,
        path: routes::ACCOUNTS,
        file: "/accounts/export",
        title: "shell-nav-accounts",
        offer: &accounts::OFFER,
        sees: |_| true,
        spec: |_, _| Ok(&accounts::LIST),
        said: |_, _| Vec::new(),
    },
    List {
        table: Table::Contacts,
        path: routes::CONTACTS,
        file: "/contacts/export",
        title: "shell-nav-contacts",
        offer: &contacts::OFFER,
        sees: |_| true,
        spec: |_, _| Ok(&contacts::LIST),
        said: |_, _| Vec::new(),
    },
];

/// The lists this viewer has.
pub(super) fn seen(viewer: &Viewer) -> impl Iterator<Item = &'static List> {
    LISTS.iter().filter(move |list| (list.sees)(viewer))
}

/// The list of a table.
pub(super) fn of(table: Table) -> &'static List {
    LISTS.iter().find(|list| list.table == table).unwrap_or(&LISTS[0])
}

impl List {
    /// The list of this name; not found where the viewer has none of it.
    pub(super) fn named(viewer: &Viewer, name: &str) -> Result<&'static List, Error> {
        seen(viewer).find(|list| list.table.name() == name).ok_or(Error::NotFound)
    }

    /// What it can do where this is asked.
    pub(super) fn spec(&self, tx: &Tx<'_>, asked: &Asked) -> Result<&'static ListSpec, Error> {
        (self.spec)(tx, asked)
    }

    /// What is asked, in words.
    pub(super) fn words(&self, tx: &Tx<'_>, asked: &Asked) -> Result<Vec<String>, Error> {
        let chips = chips(tx, self.spec(tx, asked)?, asked, &[]);
        Ok((self.said)(tx, asked).into_iter().chain(chips.into_iter().map(|chip| chip.label)).collect())
    }
}

//! The page that adds a contact to a deal.

use askama::Template;
use diesel::QueryResult;

use crate::db::Tx;
use crate::opportunities::Opportunity;
use crate::opportunities::form::DealForm;
use crate::opportunities::picker::{self, Party, Picker};
use crate::web::{Problems, Ui, routes};

/// The page.
#[derive(Template)]
#[template(path = "opportunities/parties.html")]
pub struct PartyPage {
    ui: Ui,
    deal: Opportunity,
    role: String,
    picker: Picker,
    problems: Problems,
}

impl PartyPage {
    /// The page as it was filled in so far.
    ///
    /// # Errors
    /// What the database answers.
    pub fn of(
        tx: &mut Tx<'_>,
        deal: Opportunity,
        form: &DealForm,
        role: &str,
        problems: Problems,
    ) -> QueryResult<Self> {
        let picker = picker::picker(tx, Party::Contact, form, &problems)?;
        Ok(PartyPage { ui: Ui::of(tx), deal, role: role.to_owned(), picker, problems })
    }

    fn path(&self) -> String {
        routes::opportunity(self.deal.id)
    }

    fn title(&self) -> String {
        self.ui.plain("opportunities-party-title", &[("record", self.deal.name.as_str().into())])
    }
}

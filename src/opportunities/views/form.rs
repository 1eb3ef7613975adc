//! The page of the form, for a new deal and for one that is edited.

use askama::Template;
use diesel::QueryResult;

use super::Choices;
use crate::db::Tx;
use crate::journal::Entity;
use crate::opportunities::form::{DealForm, Part};
use crate::opportunities::{Opportunity, assign};
use crate::sharing;
use crate::web::{Problems, Ui, routes};

/// The form of a deal.
#[derive(Template)]
#[template(path = "opportunities/form.html")]
pub struct FormPage {
    ui: Ui,
    form: DealForm,
    problems: Problems,
    choices: Choices,
    /// The deal's name as it is stored; empty for a new one.
    record: String,
    /// Where the form goes.
    action: String,
    /// The way out without saving.
    cancel: String,
    closed: bool,
    /// Is it shared with somebody, who may be left out when it changes hands?
    shared: bool,
}

impl FormPage {
    /// The form of a new deal.
    ///
    /// # Errors
    /// What the database answers.
    pub fn new(tx: &mut Tx<'_>, form: DealForm, problems: Problems) -> QueryResult<FormPage> {
        let choices = Choices::of(tx, &form, &problems)?;
        let (action, cancel) = (routes::OPPORTUNITY_NEW.to_owned(), routes::PIPELINE.to_owned());
        let (record, closed, shared) = (String::new(), false, false);
        Ok(FormPage { ui: Ui::of(tx), form, problems, choices, record, action, cancel, closed, shared })
    }

    /// The form of a deal that is there.
    ///
    /// # Errors
    /// What the database answers.
    pub fn edit(tx: &mut Tx<'_>, deal: &Opportunity, form: DealForm, problems: Problems) -> QueryResult<FormPage> {
        let mut choices = Choices::of(tx, &form, &problems)?;
        if !assign::may_hand_on(&tx.viewer, deal.owner_id, deal.team_id) {
            choices.owners.retain(|choice| choice.selected);
        }
        let cancel = routes::opportunity(deal.id);
        let (action, record) = (format!("{cancel}/edit"), deal.name.clone());
        let shared = sharing::is_shared(tx, Entity::Opportunity, deal.id)?;
        Ok(FormPage {
            shared,
            ui: Ui::of(tx),
            form,
            problems,
            choices,
            record,
            action,
            cancel,
            closed: deal.closed_on.is_some(),
        })
    }

    fn is_new(&self) -> bool {
        self.record.is_empty()
    }

    /// Is the part on the page?
    fn shows(&self, part: Part) -> bool {
        self.form.part.parse::<Part>().map_or(true, |only| only == part)
    }

    /// Something behind *More* is filled in or wrong, so it stands open.
    fn more_open(&self) -> bool {
        !self.problems.is_empty() || !self.is_new()
    }

    /// The title of the page.
    fn title(&self) -> String {
        if self.is_new() {
            return self.ui.t("opportunities-new-title").to_owned();
        }
        self.ui.plain("opportunities-edit-title", &[("record", self.record.as_str().into())])
    }
}

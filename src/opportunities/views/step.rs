//! The next step of a deal, first on its page: what, when, whose, and the form to say it is done.

use chrono::{Datelike, Days, NaiveDate};
use diesel::QueryResult;

use crate::db::Tx;
use crate::directory::StageKind;
use crate::opportunities::{Opportunity, moves, steps};
use crate::web::{Choice, Problems};

/// The card.
#[derive(Clone, Debug, Default)]
pub struct StepCard {
    /// The activity that is the next step; empty = nothing planned.
    pub id: String,
    /// What happens next.
    pub step: String,
    /// When, as machines and as people read it.
    pub on: Option<(String, String)>,
    /// Whose it is.
    pub who: String,
    /// Days it is late.
    pub late_days: Option<i64>,
    /// What was typed as the step after it.
    pub typed: String,
    /// Its day as typed.
    pub typed_on: String,
    /// A closed deal has nothing that comes next.
    pub is_open: bool,
    /// Days at hand.
    pub soon: Vec<Choice>,
    /// What is wrong with what was typed.
    pub problems: Problems,
}

impl StepCard {
    /// The card of a deal.
    ///
    /// # Errors
    /// What the database answers.
    pub fn of(tx: &mut Tx<'_>, deal: &Opportunity) -> QueryResult<StepCard> {
        let next = steps::planned(tx, deal.id)?.into_iter().next();
        let is_open = moves::kind_now(tx, deal) == StageKind::Open;
        let today = tx.today();
        let card = StepCard { is_open, soon: days_at_hand(tx, today), ..StepCard::default() };
        let Some(next) = next else { return Ok(card) };
        let late = next.day.filter(|day| *day < today && is_open).map(|day| (today - day).num_days());
        Ok(StepCard {
            id: next.id.to_string(),
            step: next.subject.clone(),
            on: next.day.map(|day| (day.to_string(), tx.text.weekday_date(day))),
            who: tx.directory.person_name(next.owner_id).to_owned(),
            late_days: late,
            ..card
        })
    }

    /// The card with one of the days at hand chosen.
    #[must_use]
    pub fn with_day(mut self, chosen: &str) -> StepCard {
        // Tomorrow and next Monday may be one day.
        if let Some(day) = self.soon.iter_mut().find(|day| day.value == chosen) {
            day.selected = true;
        }
        self
    }

    /// Is something planned?
    pub fn planned(&self) -> bool {
        !self.id.is_empty()
    }
}

/// Today, tomorrow, next Monday, in two weeks.
fn days_at_hand(tx: &Tx<'_>, today: NaiveDate) -> Vec<Choice> {
    let to_monday = 7 - u64::from(today.weekday().num_days_from_monday());
    let day = |ahead: u64| today.checked_add_days(Days::new(ahead)).unwrap_or(today).to_string();
    let text = &tx.text;
    vec![
        Choice::new(day(0), text.t("opportunities-soon-today"), ""),
        Choice::new(day(1), text.t("opportunities-soon-tomorrow"), ""),
        Choice::new(day(to_monday), text.t("opportunities-soon-monday"), ""),
        Choice::new(day(14), text.t("opportunities-soon-fortnight"), ""),
    ]
}

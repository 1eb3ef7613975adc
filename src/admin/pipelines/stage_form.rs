//! What an administrator types about a stage. What being in it means is chosen once: deals that went through it were
//! won, lost or open, and stay so (rule 23).

use serde::Deserialize;
use validator::Validate;

use crate::db::Tx;
use crate::directory::{Stage, StageKind};
use crate::opportunities::stage::REQUIRABLE;
use crate::values::number::parse_integer;
use crate::values::percent::Percent;
use crate::values::text;
use crate::web::Problems;

/// Longest time without contact that can still be called attention, in days.
const MOST_QUIET_DAYS: i64 = 3650;
/// Colours of the style sheet.
pub(super) const COLOURS: i64 = 8;

/// What the form sends.
#[derive(Clone, Debug, Default, Deserialize, Validate)]
#[serde(default)]
pub struct StageForm {
    pub(super) nonce: String,
    #[validate(length(max = 120, code = "too_long"))]
    pub(super) name: String,
    /// Sent for a new stage only.
    pub(super) kind: String,
    pub(super) probability: String,
    pub(super) quiet_days: String,
    pub(super) required: Vec<String>,
    pub(super) colour: String,
}

impl StageForm {
    pub(super) fn of(tx: &Tx<'_>, stage: &Stage) -> StageForm {
        StageForm {
            nonce: String::new(),
            name: stage.name.clone(),
            kind: stage.kind.name().to_owned(),
            probability: tx.text.percent(stage.default_probability().basis_points()),
            quiet_days: stage.quiet_days.to_string(),
            required: stage.required_fields().map(str::to_owned).collect(),
            colour: stage.colour.to_string(),
        }
    }

    /// The stage as the form wants it, and what is wrong with the form.
    pub(super) fn put_into(&self, tx: &Tx<'_>, stage: &Stage) -> (Stage, Problems) {
        let mut problems = Problems::new();
        if let Err(found) = self.validate() {
            problems.take(&found, &tx.text);
        }
        let key = text::fold(self.name.trim());
        let mut others = tx.directory.stages_of(stage.pipeline_id).filter(|other| other.id != stage.id);
        if key.is_empty() {
            problems.add("name", tx.text.t("problem-name"));
        } else if others.any(|other| text::fold(&other.name) == key) {
            problems.add("name", tx.text.t("admin-name-taken"));
        }
        let (probability, quiet_days) = self.chances(tx, stage.kind, &mut problems);
        let colour = self.colour.parse().ok().filter(|colour| (1..=COLOURS).contains(colour));
        if colour.is_none() {
            problems.add("colour", tx.text.t("problem-choose"));
        }
        let wanted = Stage {
            name: self.name.trim().to_owned(),
            probability,
            quiet_days,
            required: self.required(),
            colour: colour.unwrap_or(stage.colour),
            ..stage.clone()
        };
        (wanted, problems)
    }

    /// Only an open stage has a chance to be guessed and a deal that can fall quiet (rule 20).
    fn chances(&self, tx: &Tx<'_>, kind: StageKind, problems: &mut Problems) -> (i64, i64) {
        match kind {
            StageKind::Won => return (i64::from(Percent::HUNDRED.basis_points()), 0),
            StageKind::Lost => return (0, 0),
            StageKind::Open => {}
        }
        let probability = Percent::parse(&self.probability).ok().map(|percent| i64::from(percent.basis_points()));
        let quiet = self.quiet_days.trim();
        let quiet_days = if quiet.is_empty() { Some(0) } else { parse_integer(quiet).ok() };
        let quiet_days = quiet_days.filter(|days| (0..=MOST_QUIET_DAYS).contains(days));
        if probability.is_none() {
            problems.add("probability", tx.text.t("admin-stage-probability-wrong"));
        }
        if quiet_days.is_none() {
            problems.add("quiet_days", tx.text.n("admin-number-wrong", MOST_QUIET_DAYS));
        }
        (probability.unwrap_or(0), quiet_days.unwrap_or(0))
    }

    fn required(&self) -> String {
        let chosen = REQUIRABLE.into_iter().filter(|field| self.required.iter().any(|name| name == field));
        chosen.collect::<Vec<_>>().join(" ")
    }
}

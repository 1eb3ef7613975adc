//! What a new company starts with: pick lists, one pipeline with its stages, the common currencies. Words come from
//! the message files in the language of whoever sets the company up; afterwards they are the company's own.

use diesel::QueryResult;
use diesel::sql_types::BigInt;

use crate::db::Db;
use crate::db::sql::Sql;
use crate::directory::{PickList, StageKind};
use crate::i18n::Text;

/// Items of the lists, by the codes the program recognises them by.
const LISTS: &[(PickList, &[&str])] = &[
    (
        PickList::LeadSource,
        &[
            "web",
            "import",
            "cold_call",
            "advert",
            "event",
            "referral",
            "business_card",
            "site_visit",
            "download",
            "partner",
            "other",
        ],
    ),
    (PickList::LeadStatus, &["new", "contacted", "nurturing"]),
    (PickList::BuyingRole, &["decision_maker", "adviser", "employee", "influencer", "buyer"]),
    (
        PickList::DisqualifyReason,
        &[
            "no_need",
            "no_budget",
            "no_authority",
            "not_now",
            "unreachable",
            "chose_other",
            "not_serious",
            "other",
            "not_recorded",
        ],
    ),
    (PickList::ReleaseReason, &["no_capacity", "not_my_field", "not_reached", "conflict", "other", "not_recorded"]),
    (
        PickList::LostReason,
        &["price", "competitor", "missing_feature", "no_budget", "no_decision", "timing", "other", "not_recorded"],
    ),
    (
        PickList::Industry,
        &[
            "agriculture",
            "construction",
            "education",
            "energy",
            "finance",
            "health",
            "hospitality",
            "manufacturing",
            "media",
            "public_sector",
            "retail",
            "services",
            "technology",
            "telecommunications",
            "transport",
            "other",
        ],
    ),
    (PickList::CallOutcome, &["reached", "not_reached", "message_left", "call_back", "wrong_number"]),
    (PickList::VisitOutcome, &["went_well", "more_needed", "no_interest"]),
    (PickList::MeetingOutcome, &["went_well", "more_needed", "no_interest"]),
    (PickList::EmailOutcome, &["answered", "no_answer"]),
    (PickList::TaskOutcome, &["settled", "not_needed"]),
];

/// A stage of the default pipeline.
struct Step {
    name: &'static str,
    kind: StageKind,
    /// Basis points.
    probability: i64,
    quiet_days: i64,
    required: &'static str,
    colour: i64,
}

const fn step(
    name: &'static str,
    kind: StageKind,
    probability: i64,
    quiet_days: i64,
    required: &'static str,
    colour: i64,
) -> Step {
    Step { name, kind, probability, quiet_days, required, colour }
}

const STEPS: &[Step] = &[
    step("seed-stage-new", StageKind::Open, 1000, 7, "", 1),
    step("seed-stage-qualified", StageKind::Open, 3000, 14, "", 2),
    step("seed-stage-proposal", StageKind::Open, 5500, 14, "amount_minor expected_close", 3),
    step("seed-stage-negotiation", StageKind::Open, 8000, 10, "amount_minor expected_close", 6),
    step("seed-stage-won", StageKind::Won, 10_000, 0, "", 7),
    step("seed-stage-lost", StageKind::Lost, 0, 0, "", 8),
];

/// Currencies offered from the start, beside the company's own.
const CURRENCIES: [&str; 3] = ["EUR", "GBP", "USD"];

/// Fills the lists of an empty database.
///
/// # Errors
/// What the database answers.
pub fn seed_lists(db: &mut Db, text: &Text) -> QueryResult<()> {
    for (list, codes) in LISTS {
        for (position, code) in (1..).zip(*codes) {
            // messages: seed-*
            let key = format!("seed-{}-{code}", list.name()).replace('_', "-");
            item(db, *list, text.t(&key), code, position)?;
        }
    }
    pipeline(db, text)?;
    CURRENCIES.iter().try_for_each(|code| currency(db, code))
}

/// Puts a currency in use.
///
/// # Errors
/// What the database answers.
pub fn currency(db: &mut Db, code: &str) -> QueryResult<()> {
    let insert = Sql::new("INSERT INTO currencies (code, active) VALUES (").bind(code).push(", ").bind(true);
    insert.push(") ON CONFLICT (code) DO UPDATE SET active = TRUE").run(db).map(drop)
}

fn item(db: &mut Db, list: PickList, name: &str, code: &str, position: i64) -> QueryResult<()> {
    let insert = Sql::new("INSERT INTO pick_items (list, name, code, position) VALUES (").bind(list.name());
    let insert = insert.push(", ").bind(name).push(", ").bind(code).push(", ").bind(position);
    insert.push(")").run(db).map(drop)
}

fn pipeline(db: &mut Db, text: &Text) -> QueryResult<()> {
    let insert = Sql::new("INSERT INTO pipelines (name, position) VALUES (").bind(text.t("seed-pipeline"));
    let (id,): (i64,) = insert.push(", 1) RETURNING id").one::<(BigInt,), _>(db)?;
    (1..).zip(STEPS).try_for_each(|(position, step)| stage(db, text, id, position, step))
}

fn stage(db: &mut Db, text: &Text, pipeline: i64, position: i64, step: &Step) -> QueryResult<()> {
    let columns = "pipeline_id, name, kind, probability, position, quiet_days, required, colour";
    let insert = Sql::new(&format!("INSERT INTO stages ({columns}) VALUES (")).bind(pipeline);
    let insert = insert.push(", ").bind(text.t(step.name)).push(", ").bind(step.kind.name());
    let insert = insert.push(", ").bind(step.probability).push(", ").bind(position).push(", ").bind(step.quiet_days);
    insert.push(", ").bind(step.required).push(", ").bind(step.colour).push(")").run(db).map(drop)
}

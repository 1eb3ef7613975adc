//! What is known of a lead, part by part, for its page.

use super::fields::{FIELDS, Part};
use super::{Answer, Lead};
use crate::db::Tx;
use crate::fields::{Group, Rows};

/// The four answers, and the other parts, as far as anything is known.
pub(super) fn groups(tx: &Tx<'_>, lead: &Lead) -> (Group<Part>, Vec<Group<Part>>) {
    let group = |part| rows(Rows::new(tx, FIELDS), tx, lead, part).group(part);
    let others = Part::ALL.into_iter().filter(|part| *part != Part::Answers && part.is_seen_by(&tx.viewer)).map(group);
    (group(Part::Answers), others.collect())
}

fn rows<'a, 'b>(rows: Rows<'a, 'b>, tx: &Tx<'_>, lead: &Lead, part: Part) -> Rows<'a, 'b> {
    let code = lead.currency.as_str();
    match part {
        Part::Who => rows
            .value("name", lead.name.as_str(), code)
            .value("company", lead.company.as_str(), code)
            .value("title", lead.title.as_str(), code)
            .value("buying_role_id", lead.buying_role_id, code),
        Part::Reach => rows.emails(&lead.emails).phones(&lead.phones).website(&lead.website),
        Part::Address => {
            let place = [&lead.street, &lead.postcode, &lead.city, &lead.region, &lead.country];
            rows.place(place.map(String::as_str))
        }
        Part::Answers => answers(rows, tx, lead),
        Part::Interest => rows
            .value("product_interest", lead.product_interest.as_str(), code)
            .value("value_minor", lead.value_minor, code)
            .value("source_id", lead.source_id, code)
            .value("notes", lead.notes.as_str(), code),
        Part::Work => {
            let nobody = lead.owner_id.is_none().then(|| tx.text.t("leads-nobody").to_owned());
            rows.value("owner_id", lead.owner_id, code)
                .words("owner_id", nobody.unwrap_or_default())
                .value("team_id", lead.team_id, code)
                .instant("created_at", Some(lead.created_at))
                .instant("claimed_at", lead.claimed_at)
                .instant("first_contact_at", lead.first_contact_at)
                .instant("closed_at", lead.closed_at)
        }
    }
}

/// Each answer with what was said about it.
fn answers<'a, 'b>(rows: Rows<'a, 'b>, tx: &Tx<'_>, lead: &Lead) -> Rows<'a, 'b> {
    let code = lead.currency.as_str();
    let both = |word: String, more: &str| if more.is_empty() { word } else { tx.text.row(&[word.as_str(), more]) };
    let answer = |name: &str, answer: Answer| rows.in_words(name, answer.name(), code);
    let need = both(answer("need", lead.need), &lead.need_note);
    let amount = rows.in_words("budget_minor", lead.budget_minor, code);
    let budget = both(answer("budget", lead.budget), &amount);
    let authority = answer("authority", lead.authority);
    let timeframe = lead.timeframe.name();
    rows.words("need", need).words("budget", budget).value("timeframe", timeframe, code).words("authority", authority)
}

//! Choosing the other record, and what the one record says that the two become.

use actix_web::HttpResponse;
use askama::Template;
use diesel::QueryResult;
use diesel::sql_types::BigInt;
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use super::make::{Asked, Merged, Refusal, merge, refusal};
use super::rules::{self, Question};
use crate::db::Tx;
use crate::db::sql::Sql;
use crate::duplicates;
use crate::fields::{self, Field};
use crate::journal::{Entity, of_settings};
use crate::listing::Table;
use crate::records::{self, Named, fields_of, table};
use crate::removal::kinds::{Leaving, keys, leaving};
use crate::search;
use crate::web::{Answer, Cx, Error, Flash, Form, Params, Path, Problems, Reply, Ui, routes};

/// How many records are offered.
const OFFERED: usize = 10;

/// How the fields begin that say whose answer to a question stays.
const THEIRS: &str = "theirs-";

/// What was typed and chosen.
#[derive(Clone, Debug, Default)]
pub struct MergeForm {
    /// The other record, which goes.
    with: String,
    /// Words to find it by.
    q: String,
    /// Questions in which the other one's answer stays.
    theirs: Vec<String>,
    /// Two legal entities shall be one.
    confirmed: bool,
}

impl<'de> Deserialize<'de> for MergeForm {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<MergeForm, D::Error> {
        let mut form = MergeForm::default();
        for (name, value) in Vec::<(String, String)>::deserialize(from)? {
            match name.as_str() {
                "with" => form.with = value,
                "q" => form.q = value,
                "confirmed" => form.confirmed = value == "on",
                other if other.starts_with(THEIRS) && !value.is_empty() => form.theirs.push(value),
                _ => {}
            }
        }
        Ok(form)
    }
}

/// The same pages for each kind of record that can be merged.
macro_rules! of_kinds {
    ($($module:ident: $entity:ident),+ $(,)?) => {
        $(pub(in crate::removal) mod $module {
            use super::*;

            /// Which other record, or what the one record will say.
            pub async fn ask(cx: Cx, id: Path<i64>, Params(form): Params<MergeForm>) -> HttpResponse {
                cx.read(move |tx| show(tx, Entity::$entity, *id, &form)).await
            }

            /// Merges the two.
            pub async fn make(cx: Cx, id: Path<i64>, Form(form): Form<MergeForm>) -> HttpResponse {
                cx.write(move |tx| submit(tx, Entity::$entity, *id, &form)).await
            }
        })+
    };
}

of_kinds! {
    lead: Lead,
    account: Account,
    contact: Contact,
}

#[derive(Template)]
#[template(path = "removal/merge_with.html")]
struct WithPage {
    ui: Ui,
    address: String,
    name: String,
    q: String,
    offered: Vec<Named>,
}

/// One choice: what it is about, and what each of the two says.
struct Choice {
    name: &'static str,
    label: String,
    own: String,
    other: String,
    is_theirs: bool,
}

#[derive(Template)]
#[template(path = "removal/merge.html")]
struct MergePage {
    ui: Ui,
    address: String,
    name: String,
    other: Named,
    choices: Vec<Choice>,
    problems: Problems,
    refusal: Option<Refusal>,
}

fn show(tx: &mut Tx<'_>, entity: Entity, id: i64, form: &MergeForm) -> Answer {
    let winner = leaving(tx, entity, id)?;
    match form.with.parse() {
        Ok(with) => {
            let loser = leaving(tx, entity, with)?;
            Reply::page(&merge_page(tx, &winner, &loser, form)?)
        }
        Err(_) => Reply::page(&with_page(tx, &winner, form)?),
    }
}

fn submit(tx: &mut Tx<'_>, entity: Entity, id: i64, form: &MergeForm) -> Answer {
    let Ok(with) = form.with.parse() else {
        let winner = leaving(tx, entity, id)?;
        return Reply::rejected(&with_page(tx, &winner, form)?);
    };
    let asked = Asked { theirs: form.theirs.iter().cloned().collect(), confirmed: form.confirmed };
    match merge(tx, entity, (id, with), &asked)? {
        Ok(done) => Ok(Reply::go(&address_of(entity, id)).saying(said(tx, &done))),
        Err(_) => {
            let (winner, loser) = (leaving(tx, entity, id)?, leaving(tx, entity, with)?);
            let mut page = merge_page(tx, &winner, &loser, form)?;
            if page.must_confirm() {
                page.problems.add("confirmed", tx.text.t("removal-merge-unconfirmed"));
            }
            Reply::rejected(&page)
        }
    }
}

fn said(tx: &Tx<'_>, done: &Merged) -> Flash {
    Flash::good(tx.text.a("removal-merged", "name", done.name.as_str()))
}

fn address_of(entity: Entity, id: i64) -> String {
    records::href(entity, id).unwrap_or_default()
}

fn with_page(tx: &mut Tx<'_>, winner: &Leaving, form: &MergeForm) -> Result<WithPage, Error> {
    let offered = offered(tx, winner, &form.q)?;
    let (address, name) = (address_of(winner.entity, winner.id), winner.name.clone());
    Ok(WithPage { ui: Ui::of(tx), address, name, q: form.q.clone(), offered })
}

/// Records that may be the same, or are found by the words; only such as the viewer may merge.
fn offered(tx: &mut Tx<'_>, winner: &Leaving, q: &str) -> Result<Vec<Named>, Error> {
    let scope = records::deletable(&tx.viewer, winner.entity);
    let ids: Vec<i64> = if q.trim().is_empty() {
        let keys = keys(tx, winner)?;
        let found = duplicates::find_among(tx, &[winner.entity], &keys, Some((winner.entity, winner.id)))?;
        found.shown.iter().map(|one| one.id).collect()
    } else {
        search::ids(tx, table_of(winner.entity), &scope, q, OFFERED + 1)?
    };
    let ids: Vec<i64> = may_go(tx, winner, &ids)?;
    let wanted: Vec<(Entity, i64)> = ids.into_iter().take(OFFERED).map(|id| (winner.entity, id)).collect();
    let mut names = records::named(tx, &wanted)?;
    Ok(wanted.iter().filter_map(|key| names.remove(key)).filter(|named| named.visible).collect())
}

/// Those that the viewer may merge into this one.
fn may_go(tx: &mut Tx<'_>, winner: &Leaving, ids: &[i64]) -> QueryResult<Vec<i64>> {
    let (table, scope) = (table(winner.entity), records::deletable(&tx.viewer, winner.entity));
    let open = if winner.entity == Entity::Lead { " AND state = 'open'" } else { "" };
    let select = Sql::new(&format!("SELECT id FROM {table} WHERE {}{open} AND id <> ", scope.words(table)));
    let found = select.bind(winner.id).push(" AND id IN ").ids(ids).load::<(BigInt,), (i64,)>(tx.db)?;
    Ok(ids.iter().copied().filter(|id| found.contains(&(*id,))).collect())
}

fn table_of(entity: Entity) -> Table {
    match entity {
        Entity::Lead => Table::Leads,
        Entity::Contact => Table::Contacts,
        Entity::Opportunity => Table::Opportunities,
        Entity::Account | Entity::Product | Entity::Activity | of_settings!() => Table::Accounts,
    }
}

fn merge_page(tx: &mut Tx<'_>, winner: &Leaving, loser: &Leaving, form: &MergeForm) -> Result<MergePage, Error> {
    let refusal = refusal(tx, winner, loser)?;
    let mut names = records::named(tx, &[(loser.entity, loser.id)])?;
    let other = names.remove(&(loser.entity, loser.id)).ok_or(Error::NotFound)?;
    Ok(MergePage {
        choices: choices(tx, winner, loser, form)?,
        problems: Problems::new(),
        address: address_of(winner.entity, winner.id),
        name: winner.name.clone(),
        other,
        refusal,
        ui: Ui::of(tx),
    })
}

/// What both say, differently: in words, as far as the viewer may read them.
fn choices(tx: &mut Tx<'_>, winner: &Leaving, loser: &Leaving, form: &MergeForm) -> QueryResult<Vec<Choice>> {
    let mut choices = Vec::new();
    let [own, other] = [winner, loser].map(|record| seen(tx, record));
    for question in rules::open_questions(winner.entity, &own, &other) {
        let (own, other) = (words(tx, winner, question)?, words(tx, loser, question)?);
        let Some(name) = question.first().copied() else { continue };
        if let Some(label) = label(tx, winner.entity, question).filter(|_| own != other) {
            let is_theirs = form.theirs.iter().any(|theirs| theirs == name);
            choices.push(Choice { name, label, own, other, is_theirs });
        }
    }
    Ok(choices)
}

/// What the record says, as far as the viewer may read it: about the rest nobody can choose.
fn seen(tx: &Tx<'_>, record: &Leaving) -> Map<String, Value> {
    let is_seen = |name: &str| Field::sees(&tx.viewer, fields_of(record.entity), name);
    let fields = record.fields.iter().filter(|(name, _)| is_seen(name));
    fields.map(|(name, value)| (name.clone(), value.clone())).collect()
}

/// The fields of a question, as far as the viewer may read them.
fn fields_in(tx: &Tx<'_>, entity: Entity, question: Question) -> Vec<Field> {
    let fields = question.iter().filter_map(|name| Field::find(fields_of(entity), name));
    fields.filter(|field| field.is_seen_by(&tx.viewer)).collect()
}

/// What a question is called: its fields, but for those that only go with another.
fn label(tx: &Tx<'_>, entity: Entity, question: Question) -> Option<String> {
    let fields = fields_in(tx, entity, question).into_iter();
    let named = fields.filter(|field| !["currency", "team_id"].contains(&field.name));
    let labels: Vec<String> = named.map(|field| tx.text.t(field.label).to_owned()).collect();
    (!labels.is_empty()).then(|| tx.text.list(&labels))
}

fn words(tx: &mut Tx<'_>, record: &Leaving, question: Question) -> QueryResult<String> {
    let currency = record.fields.get("currency").and_then(|code| code.as_str()).unwrap_or_default().to_owned();
    let mut said = Vec::new();
    for field in fields_in(tx, record.entity, question) {
        if field.name == "currency" {
            continue;
        }
        let value = record.fields.get(field.name).cloned().unwrap_or_default();
        said.push(fields::show(tx, field, &value, &currency)?);
    }
    let said: Vec<&str> = said.iter().map(String::as_str).filter(|words| !words.is_empty()).collect();
    Ok(tx.text.row(&said))
}

impl WithPage {
    fn title(&self) -> String {
        self.ui.plain("removal-merge-title", &[("name", self.name.as_str().into())])
    }

    fn action(&self) -> String {
        routes::merger(&self.address)
    }

    fn href(&self, one: &Named) -> String {
        format!("{}?with={}", self.action(), one.id)
    }
}

impl MergePage {
    fn title(&self) -> String {
        self.ui.plain("removal-merge-title", &[("name", self.name.as_str().into())])
    }

    fn action(&self) -> String {
        routes::merger(&self.address)
    }

    /// The same two, the other way round.
    fn other_way(&self) -> String {
        let own = self.address.rsplit('/').next().unwrap_or_default();
        format!("{}?with={own}", routes::merger(&address_of(self.other.entity, self.other.id)))
    }

    /// What no tick can settle.
    fn stops(&self) -> Option<&'static str> {
        match self.refusal {
            Some(Refusal::Same) => Some(self.ui.t("removal-merge-same")),
            Some(Refusal::Closed) => Some(self.ui.t("removal-merge-closed")),
            Some(Refusal::LegalEntities) | None => None,
        }
    }

    fn must_confirm(&self) -> bool {
        self.refusal == Some(Refusal::LegalEntities)
    }

    fn say(&self, key: &'static str, choice: &Choice) -> String {
        // messages: removal-merge-keep-own removal-merge-keep-other
        self.ui.plain(key, &[("field", choice.label.as_str().into())])
    }
}

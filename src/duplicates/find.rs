//! Looking for records known under the same keys.

use std::collections::BTreeMap;

use diesel::QueryResult;
use diesel::sql_types::{self, BigInt};

use super::{Key, KeyKind, Keys};
use crate::access::Sensitive;
use crate::db::Tx;
use crate::db::sql::Sql;
use crate::i18n::Text;
use crate::journal::Entity;
use crate::records::{self, Named};
use crate::web::routes;

/// How many hits of a key are looked at, of each kind of record: a name this common says nothing any more.
const MOST_HITS: i64 = 200;
/// How many records are shown.
const MOST_SHOWN: usize = 10;
/// How many of them may only sound alike.
const MOST_HINTS: usize = 3;

/// Records that may be the one about to be filed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Those the viewer may see, the likeliest first.
    pub shown: Vec<Match>,
    /// Teams that have one the viewer may not see: all there is to say about it (rule 43).
    pub hidden: Vec<String>,
}

impl Found {
    /// Nothing at all?
    pub fn is_empty(&self) -> bool {
        self.shown.is_empty() && self.hidden.is_empty()
    }

    /// The visible ones of one kind.
    pub fn of(&self, entity: Entity) -> impl Iterator<Item = &Match> {
        self.shown.iter().filter(move |found| found.entity == entity)
    }
}

/// One record that may be the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// What kind of record.
    pub entity: Entity,
    /// Which one.
    pub id: i64,
    /// What it is called.
    pub name: String,
    /// What tells it from others of the same name: company or domain, city, owner.
    pub detail: String,
    /// What both have in common, the strongest first.
    pub reasons: Vec<KeyKind>,
    /// May the viewer merge it with another one of its kind?
    pub may_merge: bool,
}

impl Match {
    /// Its page.
    pub fn href(&self) -> String {
        records::href(self.entity, self.id).unwrap_or_default()
    }

    /// Where it is merged with another one of its kind, by who may.
    pub fn merger(&self) -> Option<String> {
        self.may_merge.then(|| routes::merger(&self.href()))
    }

    /// The link's whole name.
    pub fn merge_name(&self, text: &Text) -> String {
        text.plain("duplicates-merge", &[("name", self.name.as_str().into())])
    }

    // messages: duplicates-entity-* duplicates-reason-*
    /// What kind of record it is, what tells it from its namesakes, and what it has in common.
    pub fn facts(&self, text: &Text) -> String {
        let kind = text.t(&format!("duplicates-entity-{}", self.entity.name()));
        let reason = |kind: &KeyKind| text.t(&format!("duplicates-reason-{}", kind.name()));
        let reasons: Vec<&str> = self.reasons.iter().map(reason).collect();
        let facts = [kind, self.detail.as_str()].into_iter().filter(|fact| !fact.is_empty()).chain(reasons);
        text.row(&facts.collect::<Vec<_>>())
    }

    /// More than a name that sounds alike?
    pub fn is_strong(&self) -> bool {
        self.reasons.iter().any(|kind| *kind != KeyKind::Sound)
    }
}

/// Leads, accounts and contacts known under any of these keys, other than `except`.
///
/// # Errors
/// What the database answers.
pub fn find(tx: &mut Tx<'_>, keys: &Keys, except: Option<(Entity, i64)>) -> QueryResult<Found> {
    find_among(tx, &[Entity::Lead, Entity::Account, Entity::Contact], keys, except)
}

/// The same among some kinds of records only. Who may not see personal data is told of nobody by it: neither by what they
/// type, nor by what the record says that is looked at.
///
/// # Errors
/// What the database answers.
pub fn find_among(
    tx: &mut Tx<'_>,
    entities: &[Entity],
    keys: &Keys,
    except: Option<(Entity, i64)>,
) -> QueryResult<Found> {
    let mut reasons: BTreeMap<(Entity, i64), Vec<KeyKind>> = BTreeMap::new();
    let sees = tx.viewer.sees(Sensitive::Personal);
    let of_person = except.is_some_and(|(entity, _)| is_personal(entity, KeyKind::Email));
    let known = keys.iter().filter(|key| sees || !of_person || !is_personal(Entity::Lead, key.kind));
    let tells = |entity: Entity, kind: KeyKind| says_something(entity, kind) && (sees || !is_personal(entity, kind));
    let asked = known.map(|key| (key, entities.iter().copied().filter(|one| tells(*one, key.kind)).collect()));
    let found = hits(tx, asked.collect())?;
    for (entity, id, kind) in found.into_iter().filter(|hit| except != Some((hit.0, hit.1))) {
        let known = reasons.entry((entity, id)).or_default();
        if !known.contains(&kind) {
            known.push(kind);
        }
    }
    let wanted: Vec<(Entity, i64)> = reasons.keys().copied().collect();
    let names = records::named(tx, &wanted)?;
    let matches = names.into_values().filter_map(|named| Some((reasons.remove(&(named.entity, named.id))?, named)));
    Ok(sorted(tx, matches.collect()))
}

/// The same, each saying whether the viewer may merge it with another one: two that are shown may be one.
///
/// # Errors
/// What the database answers.
pub fn mergeable(tx: &mut Tx<'_>, mut found: Found) -> QueryResult<Found> {
    for entity in [Entity::Lead, Entity::Account, Entity::Contact] {
        let ids: Vec<i64> = found.of(entity).map(|one| one.id).collect();
        if ids.is_empty() {
            continue;
        }
        let (table, scope) = (records::table(entity), records::deletable(&tx.viewer, entity));
        let open = if entity == Entity::Lead { " AND state = 'open'" } else { "" };
        let select = Sql::new(&format!("SELECT id FROM {table} WHERE {}{open} AND id IN ", scope.words(table)));
        let theirs = select.ids(&ids).load::<(BigInt,), (i64,)>(tx.db)?;
        for one in found.shown.iter_mut().filter(|one| one.entity == entity) {
            one.may_merge = theirs.contains(&(one.id,));
        }
    }
    Ok(found)
}

/// Colleagues share a host name: it tells companies apart, not people.
fn says_something(entity: Entity, kind: KeyKind) -> bool {
    kind != KeyKind::Domain || entity != Entity::Contact
}

/// Is a key of this kind made from how a person is reached? That of a company is its own.
fn is_personal(entity: Entity, kind: KeyKind) -> bool {
    let of_person = matches!(entity, Entity::Lead | Entity::Contact);
    of_person && matches!(kind, KeyKind::Email | KeyKind::Phone | KeyKind::Domain)
}

/// A key, and the kinds of records of which it is asked.
type Asked<'a> = (&'a Key, Vec<Entity>);

/// Who is known under the keys. Those the viewer may see are asked for by themselves, so that no number of hidden ones
/// takes their place; of the others, who are told by their teams, the newest are enough.
fn hits(tx: &mut Tx<'_>, asked: Vec<Asked<'_>>) -> QueryResult<Vec<(Entity, i64, KeyKind)>> {
    let parts: Vec<Sql> = asked.iter().flat_map(|asked| parts(tx, asked)).collect();
    if parts.is_empty() {
        return Ok(Vec::new());
    }
    let union = |sql: Sql, (n, part): (usize, Sql)| {
        let sql = if n == 0 { sql } else { sql.push(" UNION ALL ") };
        sql.push("SELECT * FROM (").append(part).push(&format!(") AS part_{n}"))
    };
    let all = parts.into_iter().enumerate().fold(Sql::default(), union);
    let mut found = all.load::<(sql_types::Text, BigInt, sql_types::Text), (Entity, i64, KeyKind)>(tx.db)?;
    found.sort_by_key(|(_, _, kind)| strength(*kind));
    Ok(found)
}

/// The questions one key asks: the newest of each kind that the viewer reaches, and the newest whoever sees them.
fn parts(tx: &Tx<'_>, (key, entities): &Asked<'_>) -> Vec<Sql> {
    let of_key = |from: &str, entities: &[Entity], scope: &str| {
        let among: Vec<String> = entities.iter().map(|entity| format!("'{}'", entity.name())).collect();
        let sql = Sql::new(&format!("SELECT k.entity, k.record_id, k.kind FROM identity_keys k{from} WHERE k.kind = "));
        let sql = sql.bind(key.kind.name()).push(" AND k.key = ").bind(key.text.as_str());
        let among = among.join(", ");
        sql.push(&format!(" AND k.entity IN ({among}){scope} ORDER BY k.record_id DESC LIMIT {MOST_HITS}"))
    };
    let scope = |entity: Entity| records::visible(&tx.viewer, entity);
    let (whole, partly): (Vec<Entity>, Vec<Entity>) = entities.iter().partition(|one| scope(**one).is_everything());
    let seen = partly.iter().filter(|one| !scope(**one).is_nothing()).map(|one| {
        // Whose they are is asked of each hit, by its number: read from the key on, never from all that one may see.
        let from = format!(" CROSS JOIN {} r", records::table(*one));
        of_key(&from, &[*one], &format!(" AND r.id = k.record_id AND {}", scope(*one).words("r")))
    });
    let whole = (!whole.is_empty()).then(|| of_key("", &whole, ""));
    // A mere likeness says nothing of hidden records.
    let hidden = (!partly.is_empty() && key.kind != KeyKind::Sound).then(|| of_key("", &partly, ""));
    seen.chain(whole).chain(hidden).collect()
}

/// How little a key of this kind says: an address is nearly always one person's, a sound is anybody's.
fn strength(kind: KeyKind) -> u8 {
    match kind {
        KeyKind::Email => 0,
        KeyKind::Phone => 1,
        KeyKind::Company => 2,
        KeyKind::Person => 3,
        KeyKind::Domain => 4,
        KeyKind::Sound => 5,
    }
}

fn sorted(tx: &Tx<'_>, mut matches: Vec<(Vec<KeyKind>, Named)>) -> Found {
    let weakness = |kinds: &[KeyKind]| kinds.iter().map(|kind| strength(*kind)).min();
    matches.sort_by_key(|(kinds, named)| (weakness(kinds), std::cmp::Reverse(kinds.len()), named.entity, named.id));
    let mut found = Found::default();
    let mut hints = 0;
    for (reasons, named) in matches {
        let Named { entity, id, name, detail, team_id, visible, .. } = named;
        let one = Match { entity, id, name, detail, reasons, may_merge: false };
        // Hidden ones take nobody's place: that a hint is missing would tell of them.
        hints += usize::from(visible && !one.is_strong());
        let team = tx.directory.teams.name(team_id);
        match (visible, one.is_strong()) {
            (true, strong) if found.shown.len() < MOST_SHOWN && (strong || hints <= MOST_HINTS) => {
                found.shown.push(one)
            }
            (false, true) if !found.hidden.iter().any(|known| known == team) => found.hidden.push(team.to_owned()),
            (true | false, _) => {}
        }
    }
    found.hidden.sort();
    found
}

//! Lists narrowed to what carries a tag. Along an index in order each record is looked at for it; a tag that few records
//! carry leads to them instead.

use super::filters::{Value, Wanted};
use super::spec::Table;
use crate::db::Tx;
use crate::db::sql::Sql;
use crate::fields::Kind;

/// The most records of a tag that are counted by going to each of them, where the way along the scope may be longer.
pub(super) const FEW: i64 = 10_000;

/// The way to the records through the table of tags.
#[derive(Clone, Debug)]
pub(super) struct Tagged {
    /// Read before the table of records, in the order of the tag's own index.
    beside: &'static str,
    /// What leads from there to a record.
    met: Sql,
    /// The entries of the table.
    entries: Sql,
}

impl Tagged {
    pub(super) fn beside(&self) -> &'static str {
        self.beside
    }

    pub(super) fn met(&self) -> &Sql {
        &self.met
    }

    /// How many records carry it, in reach or not, counted no further than matters.
    pub(super) fn counted(&self, start: &str) -> Sql {
        let count = Sql::new(&format!("{start}, COUNT(*) AS n FROM (SELECT 1 AS one FROM taggings WHERE "));
        count.append(self.entries.clone()).push(&format!(" LIMIT {}) AS met", FEW + 1))
    }
}

/// A record carries one of these tags, or one merged into it; it carries none at all.
pub(super) fn alternatives(tx: &Tx<'_>, table: Table, wanted: &Wanted) -> Vec<Sql> {
    let name = table.name();
    let tags = tags(tx, wanted);
    let some = || {
        let of_record = Sql::new(&format!("EXISTS (SELECT 1 FROM taggings WHERE taggings.record_id = {name}.id AND "));
        of_record.append(entries(table, &tags)).push(")")
    };
    let none = || Sql::new(&format!("{name}.tags = ''"));
    (!tags.is_empty()).then(some).into_iter().chain(asks_for_none(wanted).then(none)).collect()
}

/// The way through the table of tags, where they are all that is asked.
pub(super) fn led(tx: &Tx<'_>, table: Table, wanted: &Wanted) -> Option<Tagged> {
    let tags = tags(tx, wanted);
    if wanted.filter.kind != Kind::Tags || tags.is_empty() || asks_for_none(wanted) {
        return None;
    }
    let (name, entries) = (table.name(), entries(table, &tags));
    Some(match tags.len() {
        1 => Tagged {
            beside: "taggings CROSS JOIN ",
            met: Sql::new(&format!("{name}.id = taggings.record_id AND ")).append(entries.clone()),
            entries,
        },
        // A record that carries two of them comes once.
        _ => Tagged {
            beside: "",
            met: Sql::new(&format!("{name}.id IN (SELECT record_id FROM taggings WHERE "))
                .append(entries.clone())
                .push(")"),
            entries,
        },
    })
}

fn entries(table: Table, tags: &[i64]) -> Sql {
    let of_kind = Sql::new("taggings.entity = ").bind(table.entity().name());
    match tags {
        [one] => of_kind.push(" AND taggings.tag_id = ").bind(*one),
        several => of_kind.push(" AND taggings.tag_id IN ").ids(several),
    }
}

fn asks_for_none(wanted: &Wanted) -> bool {
    wanted.values.iter().any(|(_, value)| *value == Some(Value::Nothing))
}

fn tags(tx: &Tx<'_>, wanted: &Wanted) -> Vec<i64> {
    let asked = wanted.values.iter().filter_map(|(_, value)| match value {
        Some(Value::Number(id)) => tx.directory.tag(*id),
        Some(Value::Nothing | Value::Flag(_) | Value::Word(_) | Value::From(_) | Value::To(_) | Value::During(_))
        | None => None,
    });
    asked.flat_map(|tag| tx.directory.tag_and_merged(tag.id)).collect()
}

//! Columns of a list: those it has anyway, and every other field of its records that fits into a cell. What somebody
//! chose stands in the address; only what is shown is read.

use std::collections::HashMap;

use diesel::QueryResult;
use diesel::sql_types::{BigInt, Text};
use serde_json::Value;

use super::asked::Asked;
use super::spec::Table;
use crate::access::Viewer;
use crate::db::Tx;
use crate::db::sql::Sql;
use crate::fields::{Field, Kind, mentioned, show_with};
use crate::records;

/// What stands between the values of a row: no key types it.
const BETWEEN: &str = "\u{1f}";

/// One column beside the name, which every list has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its word in an address.
    pub name: &'static str,
    /// Message key of its head.
    pub label: &'static str,
    /// How it is set, and when there is no room for it.
    pub class: &'static str,
    /// The order a click on its head asks for.
    pub sort: Option<&'static str>,
    /// Does the list have it anyway?
    pub own: bool,
    /// The field it shows; empty where it shows none of the record's own.
    field: &'static str,
}

impl Column {
    /// A column the list has anyway.
    pub const fn own(name: &'static str, label: &'static str, field: &'static str, class: &'static str) -> Column {
        Column { name, label, class, sort: None, own: true, field }
    }

    /// The same, with a head that sorts.
    #[must_use]
    pub const fn sorted(self, sort: &'static str) -> Column {
        Column { sort: Some(sort), ..self }
    }

    /// Is it a field of the record itself?
    pub fn is_field(&self) -> bool {
        !self.field.is_empty()
    }

    fn of(field: &Field) -> Column {
        let numbers = [Kind::Money, Kind::Revenue, Kind::Number, Kind::Year, Kind::Percent, Kind::Day];
        let class = if numbers.contains(&field.kind) { "num p3" } else { "p3" };
        Column { name: field.name, label: field.label, class, sort: None, own: false, field: field.name }
    }
}

/// What a list can show.
#[derive(Clone, Copy, Debug)]
pub struct Offer {
    /// Whose rows.
    pub table: Table,
    /// The columns it has anyway, in their order.
    pub own: &'static [Column],
    /// The fields of its records.
    pub fields: &'static [Field],
    /// Those of them that are no columns of the table.
    pub elsewhere: &'static [&'static str],
}

impl Offer {
    /// Everything this viewer may be shown, the list's own columns first.
    pub fn all(&self, viewer: &Viewer) -> Vec<Column> {
        let is_own = |field: &&Field| self.own.iter().any(|own| own.field == field.name);
        let fits = |field: &&Field| {
            let is_long = field.kind == Kind::Lines && !["emails", "phones"].contains(&field.name);
            let is_list = field.kind.is_list() || matches!(field.kind, Kind::Words(_) | Kind::FieldsOf(_));
            !is_long && !is_list && field.name != "name" && !self.elsewhere.contains(&field.name)
        };
        let others = self.fields.iter().filter(fits).filter(|field| !is_own(field)).map(Column::of);
        let may = |column: &Column| Field::sees(viewer, self.fields, column.field);
        self.own.iter().copied().chain(others).filter(may).collect()
    }

    /// What is shown: the columns asked for, as far as this viewer may see them and there still are such; else the
    /// list's own.
    pub fn shown(&self, viewer: &Viewer, asked: &Asked) -> Vec<Column> {
        let all = self.all(viewer);
        if asked.columns().next().is_none() {
            return all.into_iter().filter(|column| column.own).collect();
        }
        let mut shown: Vec<Column> = Vec::new();
        for name in asked.columns() {
            let known = all.iter().find(|column| column.name == name);
            shown.extend(known.filter(|column| !shown.contains(column)).copied());
        }
        shown
    }

    fn field(&self, column: &Column) -> Option<Field> {
        Field::find(self.fields, column.field)
    }
}

/// Values of columns, in words, by record.
#[derive(Clone, Debug, Default)]
pub struct Cells {
    names: Vec<&'static str>,
    rows: HashMap<i64, Vec<String>>,
}

impl Cells {
    /// What the columns beside the list's own say of these records; without any, nothing is read.
    ///
    /// # Errors
    /// What the database answers.
    pub fn beside(tx: &mut Tx<'_>, offer: &Offer, shown: &[Column], ids: &[i64]) -> QueryResult<Cells> {
        let others: Vec<Column> = shown.iter().filter(|column| !column.own).copied().collect();
        Cells::of(tx, offer, &others, ids)
    }

    /// What these columns say of these records.
    ///
    /// # Errors
    /// What the database answers.
    pub fn of(tx: &mut Tx<'_>, offer: &Offer, shown: &[Column], ids: &[i64]) -> QueryResult<Cells> {
        let read: Vec<(&'static str, Field)> =
            shown.iter().filter_map(|column| Some((column.name, offer.field(column)?))).collect();
        if read.is_empty() || ids.is_empty() {
            return Ok(Cells::default());
        }
        let rows: Vec<(i64, String)> = select(offer.table, &read).ids(ids).load::<(BigInt, Text), _>(tx.db)?;
        let rows: Vec<(i64, Vec<Value>)> = rows.into_iter().map(|(id, text)| (id, values(&read, &text))).collect();
        let each = rows.iter().flat_map(|(_, row)| read.iter().zip(row));
        let named: Vec<_> = each.flat_map(|((_, field), value)| mentioned(*field, value)).collect();
        let names = records::named(tx, &named)?;
        let words = |row: Vec<Value>| {
            let currency = row.last().and_then(Value::as_str).unwrap_or("").to_owned();
            let each = read.iter().zip(&row);
            each.map(|((_, field), value)| show_with(tx, &names, *field, value, &currency)).collect()
        };
        let rows = rows.into_iter().map(|(id, row)| (id, words(row))).collect();
        Ok(Cells { names: read.into_iter().map(|(name, _)| name).collect(), rows })
    }

    /// What a column says of a record; empty where it says nothing.
    pub fn get(&self, id: &i64, name: &str) -> &str {
        let place = self.names.iter().position(|known| *known == name);
        let cell = place.and_then(|place| self.rows.get(id)?.get(place));
        cell.map_or("", String::as_str)
    }
}

/// Reads the fields of a row as one text: a statement of any number of columns of any kind. The currency comes last.
fn select(table: Table, fields: &[(&'static str, Field)]) -> Sql {
    let mut sql = Sql::new("SELECT id, ");
    for (_, field) in fields {
        sql = sql.push(&format!("REPLACE(COALESCE(CAST({} AS TEXT), ''), ", field.name)).bind(BETWEEN);
        sql = sql.push(", ' ') || ").bind(BETWEEN).push(" || ");
    }
    let currency = if table == Table::Contacts { "''" } else { "currency" };
    sql.push(&format!("{currency} FROM {} WHERE id IN ", table.name()))
}

/// The values of such a text, as the journal would have them.
fn values(fields: &[(&'static str, Field)], text: &str) -> Vec<Value> {
    let kinds = fields.iter().map(|(_, field)| field.kind).chain([Kind::Currency]);
    kinds.zip(text.split(BETWEEN)).map(|(kind, text)| value(kind, text)).collect()
}

fn value(kind: Kind, text: &str) -> Value {
    if text.is_empty() {
        return Value::Null;
    }
    match kind {
        Kind::Flag => Value::from(["1", "t", "true"].contains(&text)),
        Kind::Instant => Value::from(text.replacen(' ', "T", 1)),
        Kind::Lines => Value::from(text.lines().collect::<Vec<_>>().join(", ")),
        Kind::Text | Kind::Day | Kind::Country | Kind::Currency | Kind::Word(_) | Kind::Words(_) => Value::from(text),
        Kind::FieldsOf(_) | Kind::Companies | Kind::Parties | Kind::People | Kind::Contacts | Kind::Tags => Value::Null,
        Kind::Money
        | Kind::Revenue
        | Kind::Number
        | Kind::Year
        | Kind::Percent
        | Kind::Rate
        | Kind::Person
        | Kind::Team
        | Kind::Pick
        | Kind::Pipeline
        | Kind::Stage
        | Kind::Product
        | Kind::Account
        | Kind::Contact
        | Kind::Lead
        | Kind::Opportunity => text.parse::<i64>().map_or(Value::Null, Value::from),
    }
}

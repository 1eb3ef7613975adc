//! Which fields of a record differ, as JSON text before and after.

use serde::Serialize;
use serde_json::{Map, Value};

/// Fields that change with every write and say nothing.
const SILENT: [&str; 2] = ["version", "updated_at"];

/// One field, before and after, each as JSON; `None` where the field was empty (`null`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The field's name, as in the struct and the table.
    pub field: String,
    /// JSON before.
    pub before: Option<String>,
    /// JSON after.
    pub after: Option<String>,
}

impl Change {
    /// The value before.
    pub fn was(&self) -> Value {
        restored(self.before.as_deref())
    }

    /// The value after.
    pub fn is(&self) -> Value {
        restored(self.after.as_deref())
    }
}

/// The record as a map of its fields.
pub fn fields(record: &impl Serialize) -> Map<String, Value> {
    match serde_json::to_value(record) {
        Ok(Value::Object(map)) => map,
        Ok(_) | Err(_) => Map::new(),
    }
}

/// The fields in which two states of a record differ, in the struct's order.
pub fn diff<R: Serialize>(before: &R, after: &R) -> Vec<Change> {
    differing(&fields(before), &fields(after))
}

/// The same for two states that are maps already.
pub fn differing(old: &Map<String, Value>, new: &Map<String, Value>) -> Vec<Change> {
    let differs = |(name, value): &(&String, &Value)| !SILENT.contains(&name.as_str()) && old.get(*name) != Some(value);
    let change = |(name, value): (&String, &Value)| Change {
        field: name.clone(),
        before: old.get(name).and_then(stored),
        after: stored(value),
    };
    new.iter().filter(differs).map(change).collect()
}

/// A value as it is stored: JSON, nothing for `null`.
pub(super) fn stored(value: &Value) -> Option<String> {
    (!value.is_null()).then(|| value.to_string())
}

/// The value a stored text stands for.
pub(super) fn restored(text: Option<&str>) -> Value {
    text.and_then(|text| serde_json::from_str(text).ok()).unwrap_or(Value::Null)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Serialize)]
    struct Deal {
        version: i64,
        name: &'static str,
        amount: Option<i64>,
    }

    #[test]
    fn only_what_changed_is_kept() {
        let before = Deal { version: 1, name: "Roof", amount: None };
        let after = Deal { version: 2, name: "Roof", amount: Some(1250) };
        let expected = Change { field: "amount".into(), before: None, after: Some("1250".into()) };
        assert_eq!(diff(&before, &after), [expected]);
    }
}

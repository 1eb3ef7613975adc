//! The bar of a list: what can be done with the ticked rows.

use super::kinds::Bulk;
use crate::db::Tx;
use crate::web::Choice;

/// What a list offers to do with many of its rows.
pub struct Many {
    /// Where the ticked rows go.
    pub action: String,
    /// What can be done with them.
    pub choices: Vec<Choice>,
}

impl Many {
    /// The bar of a list; nothing for who may change none of its records.
    pub fn of<R: Bulk>(tx: &Tx<'_>) -> Option<Many> {
        let offers = R::offers(&tx.viewer);
        let first = offers.first()?.name();
        // messages: bulk-what-*
        let label = |name: &str| tx.text.t(&format!("bulk-what-{name}"));
        let choices = offers.iter().map(|what| Choice::new(what.name(), label(what.name()), first)).collect();
        Some(Many { action: format!("/{}/selections", R::TABLE.name()), choices })
    }
}

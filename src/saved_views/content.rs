//! What a view keeps of an address, and the address a view is.

use crate::db::Tx;
use crate::directory::SavedView;
use crate::listing::{Asked, ListSpec, savable};

/// The longest a view may be: it stands in a link on every page of its list, for everybody who uses it.
const LONGEST: usize = 4000;

/// Conditions, order and columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Content {
    pub(super) query: String,
    pub(super) sort: String,
    pub(super) columns: String,
}

impl Content {
    /// What an address asks, whether it makes sense or not.
    pub(super) fn asked(asked: &Asked) -> Content {
        Content::of(asked.content().map(|(name, value)| (name.to_owned(), value.to_owned())))
    }

    /// As much of it as the list applies.
    pub(super) fn applied(tx: &Tx<'_>, spec: &ListSpec, asked: &Asked) -> Content {
        Content::of(savable(tx, spec, asked))
    }

    /// What a view keeps.
    pub(super) fn kept(view: &SavedView) -> Content {
        Content { query: view.query.clone(), sort: view.sort.clone(), columns: view.shown.clone() }
    }

    /// In one order, whatever order it was asked in: two that ask the same are the same.
    fn of(pairs: impl IntoIterator<Item = (String, String)>) -> Content {
        let (mut sort, mut columns, mut others) = (String::new(), String::new(), Vec::new());
        for (name, value) in pairs {
            match name.as_str() {
                "sort" => sort = value,
                "columns" => columns = value,
                _ => others.push((name, value)),
            }
        }
        others.sort();
        let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(others).finish();
        Content { query, sort, columns }
    }

    /// Is it more than an address may ask?
    pub(super) fn is_too_long(&self) -> bool {
        self.query.len() + self.sort.len() + self.columns.len() > LONGEST
    }

    /// As an address asks it.
    pub(super) fn to_asked(&self) -> Asked {
        Asked::parse(&self.query).with("sort", &self.sort).with("columns", &self.columns)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_question_in_another_order_is_the_same() {
        let content = |query: &str| Content::asked(&Asked::parse(query));
        let one = content("stage=2&q=li+x&sort=-name&after=abc&saved=7&stage=1&lang=en-XA");
        assert_eq!(one, content("stage=1&sort=-name&stage=2&q=li%20x"));
        assert_eq!((one.query.as_str(), one.sort.as_str()), ("q=li+x&stage=1&stage=2", "-name"));
        assert_eq!(Content::asked(&one.to_asked()), one);
        assert_ne!(one, content("stage=1&stage=2&q=li+x"));
    }
}

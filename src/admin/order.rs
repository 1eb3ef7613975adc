//! Changing the order of things: one step up or down, by two buttons that work anywhere.

use serde::Deserialize;

/// Which way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Way {
    /// Towards the beginning.
    Up,
    /// Towards the end.
    Down,
}

/// What the two buttons send.
#[derive(Clone, Debug, Deserialize)]
pub struct Step {
    pub(super) way: Way,
}

/// The ids in their new order; as they were when there is no further step that way.
pub(super) fn step(mut ids: Vec<i64>, id: i64, way: Way) -> Vec<i64> {
    let Some(at) = ids.iter().position(|other| *other == id) else { return ids };
    let to = match way {
        Way::Up => at.checked_sub(1),
        Way::Down => Some(at + 1).filter(|to| *to < ids.len()),
    };
    if let Some(to) = to {
        ids.swap(at, to);
    }
    ids
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_swaps_neighbours_and_ends_at_the_ends() {
        assert_eq!(step(vec![1, 2, 3], 2, Way::Up), [2, 1, 3]);
        assert_eq!(step(vec![1, 2, 3], 2, Way::Down), [1, 3, 2]);
        assert_eq!(step(vec![1, 2, 3], 1, Way::Up), [1, 2, 3]);
        assert_eq!(step(vec![1, 2, 3], 3, Way::Down), [1, 2, 3]);
        assert_eq!(step(vec![1, 2, 3], 9, Way::Down), [1, 2, 3]);
    }
}

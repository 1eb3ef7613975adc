//! The hours of a column: what is free, and what is taken by which of its entries. Entries that share an hour share a cell.

use std::ops::Range;

/// Minutes of an hour, and of a day.
const HOUR: u32 = 60;
const DAY: u32 = 24 * HOUR;
/// The hours that are shown where nothing is earlier or later.
const OFFICE: Range<u32> = 8..18;

/// A cell of a column that begins here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Cell {
    /// An hour with nothing in it.
    Free,
    /// So many hours with these entries in them, by their places in the list that was given.
    Taken(u32, Vec<usize>),
}

/// From which minute of its day to which something lasts; at least one minute, and no longer than its day.
pub(super) fn span(begins: u32, ends: u32) -> Range<u32> {
    let begins = begins.min(DAY - 1);
    begins..ends.clamp(begins + 1, DAY)
}

/// The hours to show so that all of these are in them.
pub(super) fn hours<'a>(spans: impl Iterator<Item = &'a Range<u32>>) -> Range<u32> {
    spans.fold(OFFICE, |hours, span| hours.start.min(span.start / HOUR)..hours.end.max(span.end.div_ceil(HOUR)))
}

/// The cells of a column over these hours, an entry for each hour: `None` where a cell from above reaches into it.
pub(super) fn column(hours: Range<u32>, spans: &[Range<u32>]) -> Vec<Option<Cell>> {
    let mut cells = Vec::new();
    let mut hour = hours.start;
    while hour < hours.end {
        let end = end_of(hour, spans);
        if end == hour {
            cells.push(Some(Cell::Free));
            hour += 1;
            continue;
        }
        let entries = spans.iter().enumerate().filter(|(_, span)| (hour..end).contains(&rows(span).start));
        cells.push(Some(Cell::Taken(end - hour, entries.map(|(place, _)| place).collect())));
        cells.extend((hour + 1..end).map(|_| None));
        hour = end;
    }
    cells
}

/// Where a cell that begins at an hour ends: what begins in it stretches it, and what begins in what it has become then
/// stretches it further.
fn end_of(hour: u32, spans: &[Range<u32>]) -> u32 {
    let mut end = hour;
    loop {
        let within = hour..end.max(hour + 1);
        let begun = spans.iter().map(rows).filter(|rows| within.contains(&rows.start));
        let further = begun.map(|rows| rows.end).max().unwrap_or(hour);
        if further <= end {
            return end;
        }
        end = further;
    }
}

fn rows(span: &Range<u32>) -> Range<u32> {
    span.start / HOUR..span.end.div_ceil(HOUR)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_shares_an_hour_shares_a_cell() {
        let spans = [span(9 * 60, 10 * 60), span(9 * 60 + 30, 11 * 60 + 15), span(13 * 60, 13 * 60 + 30)];
        assert_eq!(
            column(8..15, &spans),
            [
                Some(Cell::Free),
                Some(Cell::Taken(3, vec![0, 1])),
                None,
                None,
                Some(Cell::Free),
                Some(Cell::Taken(1, vec![2])),
                Some(Cell::Free)
            ]
        );
    }

    #[test]
    fn what_only_touches_stands_apart() {
        let spans = [span(9 * 60, 10 * 60), span(10 * 60, 11 * 60)];
        assert_eq!(column(9..11, &spans), [Some(Cell::Taken(1, vec![0])), Some(Cell::Taken(1, vec![1]))]);
    }

    #[test]
    fn early_and_late_hours_are_shown_where_something_is_in_them() {
        assert_eq!(hours([].iter()), 8..18);
        assert_eq!(hours([span(6 * 60 + 59, 7 * 60), span(22 * 60, 30 * 60)].iter()), 6..24);
    }

    proptest! {
        #[test]
        fn every_entry_stands_in_one_cell_that_covers_it(begun in prop::collection::vec((0_u32..1500, 0_u32..2000), 0..12)) {
            let spans: Vec<_> = begun.into_iter().map(|(begins, ends)| span(begins, ends)).collect();
            let hours = hours(spans.iter());
            let cells = column(hours.clone(), &spans);
            prop_assert_eq!(cells.len(), hours.len());
            let mut met = vec![0; spans.len()];
            let mut reach = hours.start;
            for (hour, cell) in hours.zip(&cells) {
                prop_assert_eq!(cell.is_none(), hour < reach);
                match cell {
                    Some(Cell::Free) => prop_assert!(
                        spans.iter().all(|span| span.end <= hour * HOUR || span.start >= (hour + 1) * HOUR)
                    ),
                    Some(Cell::Taken(rows, entries)) => {
                        reach = hour + rows;
                        for place in entries {
                            met[*place] += 1;
                            prop_assert!(spans[*place].start >= hour * HOUR && spans[*place].end <= reach * HOUR);
                        }
                    }
                    None => {}
                }
            }
            prop_assert!(met.iter().all(|times| *times == 1));
        }
    }
}

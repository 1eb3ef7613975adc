//! What the program promises, compared with what was measured: on SQLite with 100k leads, and how that grows.

use std::time::Duration;

use crate::report::{Process, Report, Row, grown, tenths};
use crate::tasks;

/// Where the bars are held against: database and size, and the largest size.
const AT: (&str, &str) = ("SQLite", "100k");
const LARGEST: (&str, &str) = ("SQLite", "1m");
const SMALLEST: &str = "10k";

/// In tenths, as everything that is compared.
const GROWTH: u64 = 15;
/// A record with five thousand entries takes at most so many times as long as one with fifty, in tenths.
const LONG_HISTORY: u64 = 13;
/// The lead list answers at least this part of what hello does, in tenths, at sixteen connections.
const FEWER: u64 = 250;
/// The worst page there is, with the most leads.
const WORST: Duration = Duration::from_millis(15);
/// Bytes of a page, plain and compressed.
const RAW: usize = 40_000;
const GZIP: usize = 10_000;
const IDLE_MEMORY: u64 = 60_000_000;
const READY: Duration = Duration::from_millis(300);

/// The bars that were missed, in words.
pub fn missed(report: &Report) -> Vec<String> {
    let rows = report.rows.iter();
    let pages = rows.clone().filter(|row| row.place == AT).flat_map(page);
    let grown = rows.clone().filter(|row| row.place == LARGEST).flat_map(|row| growth(report, row));
    let processes = report.processes.iter().filter(|process| process.place == AT).flat_map(process);
    let long = rows.filter(|row| row.place == AT && row.page == tasks::LONG_HISTORY);
    let histories = long.filter_map(|row| history(report, row));
    pages.chain(grown).chain(processes).chain(histories).collect()
}

fn history(report: &Report, long: &Row) -> Option<String> {
    let is_beside = |row: &&Row| (row.place, row.viewer, row.page) == (long.place, long.viewer, tasks::SHORT_HISTORY);
    let times = grown(report.rows.iter().find(is_beside)?, long);
    let Row { viewer, page, .. } = long;
    (times > LONG_HISTORY).then(|| format!("{page} for the {viewer}: {}× as long as with fifty", tenths(times)))
}

fn page(row: &Row) -> Vec<String> {
    let Row { viewer, page, figures, .. } = row;
    let (slower, fewer) = (figures.one.slower(), figures.sixteen.fewer());
    let mut missed = Vec::new();
    let mut say = |missed_it: bool, what: String| {
        if missed_it {
            missed.push(format!("{page} for the {viewer}: {what}"));
        }
    };
    say(slower > row.bar.times_hello * 10, format!("{}× hello, at most {}×", tenths(slower), row.bar.times_hello));
    say(page.starts_with("lead list") && fewer > FEWER, format!("hello ÷ {} at sixteen connections", tenths(fewer)));
    say(figures.raw > RAW || figures.gzip > GZIP, format!("{} bytes, {} compressed", figures.raw, figures.gzip));
    missed
}

fn growth(report: &Report, row: &Row) -> Option<String> {
    let Row { viewer, page, .. } = row;
    if row.figures.one.p50_us > u64::try_from(WORST.as_micros()).unwrap_or(u64::MAX) {
        return Some(format!("{page} for the {viewer}: {} µs with the most leads", row.figures.one.p50_us));
    }
    let small = report.smaller(row, SMALLEST).filter(|_| row.bar.stays_flat)?;
    let times = grown(small, row);
    (times > GROWTH).then(|| format!("{page} for the {viewer}: {}× as long with the most leads", tenths(times)))
}

fn process(process: &Process) -> Vec<String> {
    let Process { ready_after, idle_memory, .. } = process;
    let late = (*ready_after > READY).then(|| format!("ready after {} ms", ready_after.as_millis()));
    let heavy = (*idle_memory > IDLE_MEMORY).then(|| format!("idle with {} MB", idle_memory / 1_000_000));
    late.into_iter().chain(heavy).collect()
}

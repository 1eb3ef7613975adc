//! The figures, as tables for people and as JSON for the next run.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::time::Duration;

use serde_json::{Value, json};

use crate::Failure;
use crate::bars;
use crate::company::{Database, Seat};
use crate::figures::{Figures, Run};
use crate::tasks::{Bar, Task};

/// One page of one viewer in one database.
pub struct Row {
    pub place: Place,
    pub viewer: &'static str,
    pub page: &'static str,
    pub bar: Bar,
    pub figures: Figures,
}

/// Database and size.
pub type Place = (&'static str, &'static str);

/// What the program weighed there.
pub struct Process {
    pub place: Place,
    pub ready_after: Duration,
    /// Ten seconds after its start, and after all pages.
    pub idle_memory: u64,
    pub busy_memory: u64,
    pub binary: u64,
}

/// Everything measured in one run.
#[derive(Default)]
pub struct Report {
    pub rows: Vec<Row>,
    pub processes: Vec<Process>,
}

impl Report {
    /// Takes down a page.
    pub fn page(&mut self, database: &Database, seat: &Seat, task: &Task, figures: Figures) {
        let Task { name: page, bar, .. } = *task;
        self.rows.push(Row { place: database.place(), viewer: seat.name, page, bar, figures });
    }

    /// The tables; with an earlier run's file, what pages took then.
    pub fn markdown(&self, against: Option<&Path>) -> Result<String, Failure> {
        let before: BTreeMap<String, Value> = match against {
            Some(file) => serde_json::from_str(&std::fs::read_to_string(file)?)?,
            None => BTreeMap::new(),
        };
        let mut out = String::new();
        for place in self.places() {
            self.latencies(&mut out, place, &before)?;
            self.throughput(&mut out, place)?;
        }
        self.growth(&mut out)?;
        self.weights(&mut out)?;
        let missed = bars::missed(self);
        if !missed.is_empty() {
            writeln!(out, "\n### Bars that were missed\n\n- {}", missed.join("\n- "))?;
        }
        Ok(out)
    }

    fn places(&self) -> Vec<Place> {
        let mut places: Vec<Place> = self.rows.iter().map(|row| row.place).collect();
        places.dedup();
        places
    }

    fn latencies(&self, out: &mut String, place: Place, before: &BTreeMap<String, Value>) -> Result<(), Failure> {
        let cell = |row: &Row| {
            let run = row.figures.one;
            let was = before.get(&row.key()).and_then(|old| old["one"]["p50_us"].as_u64());
            let was = was.map_or(String::new(), |old| format!(", was {}", millis(old)));
            format!("{} = **{}×**, p99 {}{was}", millis(run.p50_us), tenths(run.slower()), millis(run.p99_us))
        };
        let (database, size) = place;
        writeln!(out, "\n### {database}, {size} leads: one connection, milliseconds, p50 as a multiple of hello\n")?;
        self.table(out, place, "at most", |row| row.bar.words(), cell)
    }

    fn throughput(&self, out: &mut String, place: Place) -> Result<(), Failure> {
        let cell = |row: &Row| {
            let run = row.figures.sixteen;
            format!("{}/s = hello ÷ **{}**, p99 {}", run.per_second, tenths(run.fewer()), millis(run.p99_us))
        };
        let bytes = |row: &Row| format!("{} / {} KB", kilo(row.figures.raw), kilo(row.figures.gzip));
        let (database, size) = place;
        writeln!(out, "\n### {database}, {size} leads: sixteen connections\n")?;
        self.table(out, place, "page, gzip", bytes, cell)
    }

    /// A line per page, a column per viewer; the column before them says something of the page itself.
    fn table(
        &self,
        out: &mut String,
        place: Place,
        about: &str,
        of_page: impl Fn(&Row) -> String,
        cell: impl Fn(&Row) -> String,
    ) -> Result<(), Failure> {
        let rows = || self.rows.iter().filter(|row| row.place == place);
        let viewers = in_order(rows().map(|row| row.viewer));
        writeln!(out, "| page | {about} | {} |\n|---|---|{}", viewers.join(" | "), "---|".repeat(viewers.len()))?;
        for page in in_order(rows().map(|row| row.page)) {
            let of_it: Vec<&Row> = rows().filter(|row| row.page == page).collect();
            let cells: Vec<String> = of_it.iter().map(|row| cell(row)).collect();
            let heaviest = of_it.iter().max_by_key(|row| row.figures.raw).map_or(String::new(), |row| of_page(row));
            writeln!(out, "| {page} | {heaviest} | {} |", cells.join(" | "))?;
        }
        Ok(())
    }

    /// How the middle request grows from the smallest size to the largest, in multiples of hello.
    fn growth(&self, out: &mut String) -> Result<(), Failure> {
        for database in in_order(self.places().into_iter().map(|(database, _)| database)) {
            let sizes: Vec<&str> = self.places().into_iter().filter(|at| at.0 == database).map(|at| at.1).collect();
            let (Some(least), Some(most)) = (sizes.first(), sizes.last()) else { continue };
            if least == most {
                continue;
            }
            writeln!(out, "\n### {database}: growth of p50 from {least} to {most} leads\n")?;
            let cell =
                |row: &Row| self.smaller(row, least).map_or(String::new(), |small| tenths(grown(small, row)) + "×");
            self.table(out, (database, *most), "at most", |row| row.bar.growth_words(), cell)?;
        }
        Ok(())
    }

    /// The same page for the same viewer in a smaller database.
    pub fn smaller(&self, large: &Row, size: &str) -> Option<&Row> {
        let is_same =
            |row: &&Row| row.place == (large.place.0, size) && row.viewer == large.viewer && row.page == large.page;
        self.rows.iter().find(is_same)
    }

    fn weights(&self, out: &mut String) -> Result<(), Failure> {
        writeln!(out, "\n| process | ready after | memory idle | after all pages | binary |\n|---|---|---|---|---|")?;
        for Process { place, ready_after, idle_memory, busy_memory, binary } in &self.processes {
            let [idle, busy, binary] =
                [idle_memory, busy_memory, binary].map(|bytes| format!("{} MB", bytes / 1_000_000));
            writeln!(out, "| {} {} | {} ms | {idle} | {busy} | {binary} |", place.0, place.1, ready_after.as_millis())?;
        }
        Ok(())
    }

    /// Keeps the figures for the next run.
    pub fn keep(&self, directory: &Path) -> Result<(), Failure> {
        let run = |run: Run| {
            json!({"p50_us": run.p50_us, "p99_us": run.p99_us, "per_second": run.per_second,
                "hello_p50_us": run.hello_p50_us, "hello_per_second": run.hello_per_second})
        };
        let figures = |f: &Figures| json!({"one": run(f.one), "sixteen": run(f.sixteen), "raw": f.raw, "gzip": f.gzip});
        let rows: BTreeMap<String, Value> = self.rows.iter().map(|row| (row.key(), figures(&row.figures))).collect();
        let file = directory.join("last.json");
        std::fs::write(&file, serde_json::to_string_pretty(&rows)?)?;
        eprintln!("kept in {}", file.display());
        Ok(())
    }
}

impl Row {
    fn key(&self) -> String {
        let Row { place: (database, size), viewer, page, .. } = self;
        format!("{database}/{size}/{viewer}/{page}")
    }
}

/// How a page grew, in tenths; each size as a multiple of the hello beside it.
pub fn grown(small: &Row, large: &Row) -> u64 {
    let of = |row: &Row| (row.figures.one.p50_us.max(1), row.figures.one.hello_p50_us.max(1));
    let ((small, beside_small), (large, beside_large)) = (of(small), of(large));
    10 * large * beside_small / (small * beside_large)
}

fn in_order(names: impl Iterator<Item = &'static str>) -> Vec<&'static str> {
    let mut known = Vec::new();
    names.for_each(|name| {
        if !known.contains(&name) {
            known.push(name)
        }
    });
    known
}

fn millis(micros: u64) -> String {
    format!("{}.{:02}", micros / 1000, micros % 1000 / 10)
}

/// A number of tenths, as read.
pub fn tenths(value: u64) -> String {
    format!("{}.{}", value / 10, value % 10)
}

fn kilo(bytes: usize) -> String {
    format!("{}.{}", bytes / 1000, bytes / 100 % 10)
}

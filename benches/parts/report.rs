//! The figures, as tables for people and as JSON for the next run.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::time::Duration;

use serde_json::{Value, json};

use crate::Failure;
use crate::company::{Database, Seat};
use crate::load::{Client, Request};
use crate::tasks::Task;

/// How one page did.
#[derive(Clone, Copy, Default)]
pub struct Figures {
    /// At one connection and at sixteen.
    one: Run,
    sixteen: Run,
    raw: usize,
    gzip: usize,
    status: u16,
}

/// At one number of connections.
#[derive(Clone, Copy, Default)]
struct Run {
    p50_us: u64,
    p99_us: u64,
    per_second: u64,
}

impl Figures {
    /// Measures a request.
    pub fn of(client: &mut Client, request: &Request, time: Duration) -> Result<Figures, Failure> {
        let answer = client.send(request)?;
        let (raw, gzip, status) = (answer.text().len(), answer.bytes, answer.status);
        client.repeat(request, 1, time / 10)?;
        let one = Run::of(client.repeat(request, 1, time)?);
        let sixteen = Run::of(client.repeat(request, 16, time)?);
        Ok(Figures { one, sixteen, raw, gzip, status })
    }
}

impl Run {
    fn of((mut took, all): (Vec<Duration>, Duration)) -> Run {
        took.sort();
        let at = |hundredth: usize| took.get(took.len() * hundredth / 100).map_or(0, Duration::as_micros);
        let micros = |value: u128| u64::try_from(value).unwrap_or(u64::MAX);
        let per_second = took.len() as u128 * 1_000_000 / all.as_micros().max(1);
        Run { p50_us: micros(at(50)), p99_us: micros(at(99)), per_second: micros(per_second) }
    }
}

/// Backend, size, viewer, page.
type Key = (&'static str, &'static str, &'static str, &'static str);

/// Everything measured in one run.
#[derive(Default)]
pub struct Report {
    rows: Vec<(Key, Figures)>,
    processes: Vec<String>,
}

const HELLO: &str = "hello";

impl Report {
    /// What the process weighs.
    pub fn process(&mut self, database: &Database, ready_after: Duration, memory: u64, binary: u64) {
        let mega = |bytes: u64| format!("{}.{} MB", bytes / 1_000_000, bytes / 100_000 % 10);
        self.processes.push(format!(
            "| {} {} | {} ms | {} | {} |",
            database.backend,
            database.size.name,
            ready_after.as_millis(),
            mega(memory),
            mega(binary)
        ));
    }

    /// The bare handler, measured beside one viewer's pages.
    pub fn hello(&mut self, database: &Database, seat: &Seat, figures: Figures) {
        self.rows.push(((database.backend, database.size.name, seat.name, HELLO), figures));
    }

    /// A page; one that was not answered in full is said aloud.
    pub fn page(&mut self, database: &Database, seat: &Seat, task: &Task, figures: Figures) {
        if figures.status != task.status {
            eprintln!("{} for the {}: answered {} instead of {}", task.name, seat.name, figures.status, task.status);
        }
        self.rows.push(((database.backend, database.size.name, seat.name, task.name), figures));
    }

    /// The tables; beside each page what it took in an earlier run.
    pub fn markdown(&self, against: Option<&Path>) -> Result<String, Failure> {
        let before: BTreeMap<String, Value> = match against {
            Some(file) => serde_json::from_str(&std::fs::read_to_string(file)?)?,
            None => BTreeMap::new(),
        };
        let mut out = String::new();
        let mut groups: Vec<(&str, &str)> =
            self.rows.iter().map(|((backend, size, ..), _)| (*backend, *size)).collect();
        groups.dedup();
        for (backend, size) in groups {
            self.table(&mut out, backend, size, &before)?;
        }
        self.growth(&mut out)?;
        writeln!(
            out,
            "\n| process | ready after | idle memory | binary |\n|---|---|---|---|\n{}",
            self.processes.join("\n")
        )?;
        Ok(out)
    }

    fn table(
        &self,
        out: &mut String,
        backend: &str,
        size: &str,
        before: &BTreeMap<String, Value>,
    ) -> Result<(), Failure> {
        writeln!(out, "\n### {backend}, {size} leads\n")?;
        writeln!(
            out,
            "| viewer | page | p50 | × hello | p99 | /s | 16: p50 | 16: p99 | 16: /s | hello ÷ | raw | gzip | before |"
        )?;
        writeln!(out, "|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|")?;
        for (key @ (_, _, viewer, page), f) in self.rows.iter().filter(|((b, s, ..), _)| *b == backend && *s == size) {
            let hello = self.find((key.0, key.1, key.2, HELLO)).unwrap_or_default();
            writeln!(
                out,
                "| {viewer} | {page} | {} | {} | {} | {} | {} | {} | {} | {} | {} | {} | {} |",
                micros(f.one.p50_us),
                ratio(f.one.p50_us, hello.one.p50_us),
                micros(f.one.p99_us),
                f.one.per_second,
                micros(f.sixteen.p50_us),
                micros(f.sixteen.p99_us),
                f.sixteen.per_second,
                ratio(hello.sixteen.per_second, f.sixteen.per_second),
                kilo(f.raw),
                kilo(f.gzip),
                before.get(&named(*key)).and_then(|v| v["p50_us"].as_u64()).map_or(String::new(), micros),
            )?;
        }
        Ok(())
    }

    /// How the middle request grows from the smallest size measured to the largest.
    fn growth(&self, out: &mut String) -> Result<(), Failure> {
        let (Some(((_, least, ..), _)), Some(((_, most, ..), _))) = (self.rows.first(), self.rows.last()) else {
            return Ok(());
        };
        if least == most {
            return Ok(());
        }
        writeln!(
            out,
            "\n### Growth of p50 from {least} to {most}\n\n| database | viewer | page | {least} | {most} | × |\n|---|---|---|--:|--:|--:|"
        )?;
        for ((backend, size, viewer, page), small) in &self.rows {
            let large = self.find((*backend, *most, *viewer, *page)).filter(|_| size == least);
            if let Some(large) = large {
                let (from, to) = (small.one.p50_us, large.one.p50_us);
                writeln!(
                    out,
                    "| {backend} | {viewer} | {page} | {} | {} | {} |",
                    micros(from),
                    micros(to),
                    ratio(to, from)
                )?;
            }
        }
        Ok(())
    }

    fn find(&self, key: Key) -> Option<Figures> {
        self.rows.iter().find(|(known, _)| *known == key).map(|(_, figures)| *figures)
    }

    /// Keeps the figures for the next run.
    pub fn keep(&self, directory: &Path) -> Result<(), Failure> {
        let run = |run: Run| json!({"p50_us": run.p50_us, "p99_us": run.p99_us, "per_second": run.per_second});
        let row = |f: &Figures| json!({"p50_us": f.one.p50_us, "one": run(f.one), "sixteen": run(f.sixteen), "raw": f.raw, "gzip": f.gzip});
        let rows: BTreeMap<String, Value> =
            self.rows.iter().map(|(key, figures)| (named(*key), row(figures))).collect();
        let file = directory.join("last.json");
        std::fs::write(&file, serde_json::to_string_pretty(&rows)?)?;
        eprintln!("kept in {}", file.display());
        Ok(())
    }
}

fn named((backend, size, viewer, page): Key) -> String {
    format!("{backend}/{size}/{viewer}/{page}")
}

fn micros(value: u64) -> String {
    format!("{}.{:02} ms", value / 1000, value % 1000 / 10)
}

fn ratio(of: u64, to: u64) -> String {
    let tenths = of * 10 / to.max(1);
    format!("{}.{}", tenths / 10, tenths % 10)
}

fn kilo(bytes: usize) -> String {
    format!("{}.{} KB", bytes / 1000, bytes / 100 % 10)
}

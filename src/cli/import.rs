//! `fursa import`: CSV files of any make, and the way back.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{Failure, open};
use crate::access::Viewer;
use crate::clock::Clock;
use crate::config::Config;
use crate::db::{Db, Request, Tx};
use crate::directory::Directory;
use crate::i18n::{Language, Text};
use crate::imports::{
    Counts, Hand, Hold, Job, Kind, Meaning, Options, Outcome, Unknown, Unknowns, WrongFile, revert, run, store,
};
use crate::values::text;
use crate::web::{App, Error};

/// What `fursa import` takes.
#[derive(clap::Args)]
pub struct Args {
    /// What the rows are: accounts, contacts, leads, users, products or opportunities.
    #[arg(required_unless_present = "revert")]
    kind: Option<Kind>,
    /// The file: any delimiter, UTF-8, UTF-16 or an older encoding.
    #[arg(required_unless_present = "revert")]
    file: Option<PathBuf>,
    /// Try it in a copy and say what would happen.
    #[arg(long)]
    dry_run: bool,
    /// Currency of amounts whose row names none; the company's own without it.
    #[arg(long, default_value = "")]
    currency: String,
    /// Pipeline the deals go into; made, with the stages of the file, if there is none of this name.
    #[arg(long, default_value = "")]
    pipeline: String,
    /// What a column of theirs is: --map "Their column=our field", or =- to leave it out. Repeatable.
    #[arg(long, value_parser = pair)]
    map: Vec<(String, String)>,
    /// What a word of theirs means: --value "status:In progress=Contacted", or =- to leave the field empty. Repeatable.
    #[arg(long, value_parser = meaning)]
    value: Vec<Meaning>,
    /// What a field is to be multiplied by, a power of ten: --scale revenue=1000000. Repeatable.
    #[arg(long, value_parser = scale)]
    scale: Vec<(String, u32)>,
    /// How dates are written where a column does not tell: dmy, mdy or ymd.
    #[arg(long, value_parser = ["dmy", "mdy", "ymd"], hide_possible_values = true)]
    dates: Option<String>,
    /// What separates cells, where the file does not tell; \t for TAB.
    #[arg(long, value_parser = delimiter)]
    delimiter: Option<u8>,
    /// Encoding, where the file does not tell: windows-1250, shift_jis, utf-16le and so on.
    #[arg(long, default_value = "")]
    encoding: String,
    /// Make an account for every company that contacts or deals name and nobody knows.
    #[arg(long)]
    create_accounts: bool,
    /// Import as this person, with their rights; without it as the program itself.
    #[arg(long = "as", value_name = "EMAIL")]
    person: Option<String>,
    /// Where wrong rows go; beside the file without it.
    #[arg(long)]
    wrong: Option<PathBuf>,
    /// Take an import back.
    #[arg(long, value_name = "BATCH", conflicts_with_all = ["kind", "file"])]
    revert: Option<i64>,
}

fn pair(text: &str) -> Result<(String, String), String> {
    let (theirs, ours) = text.rsplit_once('=').ok_or("expected \"their column=our field\"")?;
    Ok((theirs.trim().to_owned(), ours.trim().to_owned()))
}

fn meaning(text: &str) -> Result<Meaning, String> {
    let (said, ours) = pair(text)?;
    let (field, theirs) = said.split_once(':').ok_or("expected \"field:their word=our word\"")?;
    Ok(Meaning { field: field.trim().to_owned(), theirs: theirs.trim().to_owned(), ours })
}

fn scale(text: &str) -> Result<(String, u32), String> {
    let (field, factor) = pair(text)?;
    let zeros = factor.strip_prefix('1').filter(|zeros| !zeros.is_empty() && zeros.chars().all(|c| c == '0'));
    let power = zeros.map(str::len).filter(|power| *power <= 12).ok_or("expected a power of ten, as 1000")?;
    Ok((field, power as u32))
}

fn delimiter(text: &str) -> Result<u8, String> {
    match text.as_bytes() {
        b"\\t" | b"tab" | b"TAB" => Ok(b'\t'),
        [one] => Ok(*one),
        _ => Err("expected one character".to_owned()),
    }
}

/// Runs the command.
///
/// # Errors
/// When it cannot be done.
pub fn take(config: Config, args: Args) -> Result<(), Failure> {
    let app = open(config, Clock::system())?;
    let hand = hand(&app, args.person.as_deref())?;
    match (args.revert, args.kind, &args.file) {
        (Some(batch), _, _) => take_back(&app, &hand, batch),
        (None, Some(kind), Some(file)) => import(&app, &hand, kind, file, &args),
        (None, _, _) => Err("what is to be imported?".into()),
    }
}

/// Whoever imports: the person named, else the program.
fn hand(app: &App, email: Option<&str>) -> Result<Hand, Failure> {
    let directory = Directory::load(&mut *app.pools.reader()?)?;
    let directory = directory.ok_or("the company is not set up yet: start fursa and open its address first")?;
    let viewer = match email {
        None => Arc::new(Viewer::system()),
        Some(email) => {
            let key = text::lower(email.trim());
            let is_meant = |address: &Option<String>| address.as_deref().map(text::lower) == Some(key.clone());
            let person = directory.active_people().find(|person| is_meant(&person.email));
            person
                .and_then(|person| directory.viewer(person.id))
                .ok_or(format!("nobody active has the address {email}"))?
                .at_work(&mut *app.pools.reader()?)?
        }
    };
    let text = Text::new(Language::fallback(), directory.organization.tz());
    let request = Arc::new(Request { id: "import".to_owned(), ..Request::default() });
    Ok(Hand { viewer, text, request, clock: app.clock.clone() })
}

fn import(app: &App, hand: &Hand, kind: Kind, file: &Path, args: &Args) -> Result<(), Failure> {
    if !crate::imports::access::kinds(&hand.viewer).any(|allowed| allowed == kind) {
        return Err(format!("{} may not import {}", hand.viewer.name, kind.name()).into());
    }
    let title = file.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let job = Job::prepare(kind, file, &title, options(args)).map_err(|trouble| trouble.sentence(&hand.text))?;
    let mut hold = if args.dry_run { Hold::trial(&app.pools, &app.config)? } else { Hold::live(&app.pools) };
    hold.spare_memory()?;
    let path = args.wrong.clone().unwrap_or_else(|| beside(file));
    let (mut wrong, mut tally) = (None, Tally::default());
    let mut sink = |row: &store::WrongRow| {
        tally.add(row);
        if wrong.is_none() {
            let file = BufWriter::new(File::create(&path)?);
            wrong = Some(WrongFile::begin(file, &job.shape.headers, hand.text.t("imports-reason"))?);
        }
        wrong.as_mut().map_or(Ok(()), |file| file.write(row))
    };
    let outcome = run(&mut hold, hand, &job, None, &mut sink)?;
    if let Some(mut file) = wrong {
        file.flush()?;
    }
    report(hand, &outcome);
    tally.print(&path);
    print_unknown(&outcome.report.unknown);
    match args.dry_run {
        true => println!("this was a dry run: nothing has been changed"),
        false => println!("taken back within {} days with: fursa import --revert {}", store::UNDO_DAYS, outcome.batch),
    }
    if outcome.failure.is_empty() { Ok(()) } else { Err(outcome.failure.into()) }
}

/// A new file beside the one imported: an earlier one may just be being repaired.
fn beside(file: &Path) -> PathBuf {
    let numbered = (2..).map(|n| file.with_extension(format!("wrong-{n}.csv")));
    let mut free = std::iter::once(file.with_extension("wrong.csv")).chain(numbered);
    free.find(|path| !path.exists()).unwrap_or_else(|| file.with_extension("wrong.csv"))
}

fn options(args: &Args) -> Options {
    Options {
        currency: args.currency.clone(),
        pipeline: args.pipeline.clone(),
        dates: args.dates.clone().unwrap_or_default(),
        map: args.map.clone(),
        scale: args.scale.clone(),
        delimiter: args.delimiter,
        encoding: args.encoding.clone(),
        words: args.value.clone(),
        create_accounts: args.create_accounts,
    }
}

/// Says what came of it: how the file was read, the four counts, everything remarkable, and the way back.
fn report(hand: &Hand, outcome: &Outcome) {
    let (report, counts) = (&outcome.report, outcome.counts);
    println!("read as {}, cells separated by {}", report.encoding, report.delimiter);
    for (theirs, ours) in &report.read {
        println!("  {theirs} → {ours}");
    }
    if !report.unused.is_empty() {
        println!("  not used: {}", report.unused.join(", "));
    }
    if report.again {
        println!("warning: this file has been imported before");
    }
    for (remark, seen) in report.remarks.iter() {
        println!("line {}, {} ×: {}", seen.line, seen.times, remark.sentence(&hand.text));
    }
    if report.remarks.more > 0 {
        println!("… and {} more remarks", report.remarks.more);
    }
    let Counts { created, updated, skipped, wrong: refused } = counts;
    println!("{} rows: {created} created, {updated} updated, {skipped} skipped, {refused} wrong", counts.total());
}

/// Why rows were wrong, and how many for each reason.
#[derive(Default)]
struct Tally {
    reasons: BTreeMap<String, (u64, i64)>,
    others: u64,
}

impl Tally {
    /// How many reasons are told apart, and how many are printed.
    const KEPT: usize = 10_000;
    const PRINTED: usize = 20;

    fn add(&mut self, row: &store::WrongRow) {
        let has_room = self.reasons.len() < Self::KEPT;
        match self.reasons.get_mut(&row.reason) {
            Some((times, _)) => *times += 1,
            None if has_room => drop(self.reasons.insert(row.reason.clone(), (1, row.line))),
            None => self.others += 1,
        }
    }

    /// The most frequent reasons, and where the rows are.
    fn print(&self, file: &Path) {
        let mut reasons: Vec<(&String, &(u64, i64))> = self.reasons.iter().collect();
        reasons.sort_by_key(|(_, (times, line))| (std::cmp::Reverse(*times), *line));
        for (reason, (times, line)) in reasons.iter().take(Self::PRINTED) {
            println!("wrong, from line {line}, {times} ×: {reason}");
        }
        let rest: u64 = reasons.iter().skip(Self::PRINTED).map(|(_, (times, _))| times).sum();
        if rest + self.others > 0 {
            println!("wrong for other reasons: {} rows", rest + self.others);
        }
        if !reasons.is_empty() {
            println!("the wrong rows, with the reason, are in {}", file.display());
        }
    }
}

/// How to say what the words mean that made rows wrong.
fn print_unknown(unknown: &Unknowns) {
    for (Unknown { field, word }, _) in unknown.iter().take(Tally::PRINTED) {
        println!("say what it means with: --value \"{field}:{word}=…\"");
    }
}

fn take_back(app: &App, hand: &Hand, batch: i64) -> Result<(), Failure> {
    let mut hold = Hold::live(&app.pools);
    let (done, kept) = hold.within(|db| {
        let mut tx = transaction(db, hand)?;
        let import = store::find(&mut tx, batch)?;
        if !import.can_be_undone(tx.now) {
            return Ok((None, Vec::new()));
        }
        let done = revert::revert(&mut tx, &import)?;
        Ok((Some(done), store::find(&mut tx, batch)?.report.kept))
    })?;
    let done = done.ok_or("this import changed nothing, is still running, or can no longer be taken back")?;
    println!("{} removed, {} set back, {} left as they are", done.removed, done.restored, done.kept);
    kept.iter().for_each(|line| println!("  {line}"));
    Ok(())
}

fn transaction<'a>(db: &'a mut Db, hand: &Hand) -> Result<Tx<'a>, Error> {
    let directory = Directory::load(db)?.ok_or(Error::NotFound)?;
    Ok(Tx {
        db,
        viewer: hand.viewer.clone(),
        directory: Arc::new(directory),
        text: hand.text,
        now: hand.clock.now(),
        request: hand.request.clone(),
        batch: None,
        page: Default::default(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_is_understood() {
        assert_eq!(pair("A = b column = name"), Ok(("A = b column".to_owned(), "name".to_owned())));
        assert_eq!(scale("revenue=1000000"), Ok(("revenue".to_owned(), 6)));
        assert!(scale("revenue=12").is_err());
        let said = Meaning { field: "owner".into(), theirs: "A: B".into(), ours: "-".into() };
        assert_eq!(meaning("owner: A: B = -"), Ok(said));
        assert!(meaning("owner=-").is_err());
        assert_eq!(delimiter("\\t"), Ok(b'\t'));
    }
}

//! How fast whole pages are: signed in, with shell, compressed, over one connection and over sixteen, as ratios to a bare
//! hello handler measured in the same run; how that grows with the data; what the program weighs.
//!
//! ```text
//! cargo bench --bench pages                      # 10k, 100k and 1m leads, half as many deals
//! cargo bench --bench pages -- smoke             # 10k, briefly
//! cargo bench --bench pages -- sizes=100k,1m seconds=1 on=SQLite --against before.json
//! ```
//!
//! The program measured is the one that is shipped, as a process of its own; one thread sends the requests. With
//! `TEST_DATABASE_URL` set, PostgreSQL is measured too. Databases are made once per size and kept in the temporary
//! directory (`fursa-bench`); the figures are printed as Markdown and kept beside them as JSON. A page that does not
//! answer as it should ends the run as a failure.

#[path = "parts/bars.rs"]
mod bars;
#[path = "parts/company.rs"]
mod company;
#[path = "parts/figures.rs"]
mod figures;
#[path = "parts/fill.rs"]
mod fill;
#[path = "parts/hello.rs"]
mod hello;
#[path = "parts/load.rs"]
mod load;
#[path = "parts/names.rs"]
mod names;
#[path = "parts/report.rs"]
mod report;
#[path = "parts/served.rs"]
mod served;
#[path = "parts/tasks.rs"]
mod tasks;

use std::path::PathBuf;
use std::time::Duration;

use figures::Figures;
use load::Client;
use report::{Process, Report};
use served::Served;
use tasks::Task;

/// What went wrong, in words.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

/// What was asked for on the command line.
struct Plan {
    sizes: Vec<company::Size>,
    /// How long each page is measured at each number of connections.
    time: Duration,
    /// The one database to measure; all there are without.
    on: Option<String>,
    against: Option<PathBuf>,
}

fn main() -> Result<(), Failure> {
    if std::env::args().nth(1).as_deref() == Some(hello::WORD) {
        return hello::serve();
    }
    let plan = plan()?;
    let directory = std::env::temp_dir().join("fursa-bench");
    std::fs::create_dir_all(&directory)?;
    let mut report = Report::default();
    let mut backends = vec![company::Backend::Sqlite(directory.clone())];
    backends.extend(std::env::var("TEST_DATABASE_URL").ok().map(company::Backend::Postgres));
    backends.retain(|backend| plan.on.as_ref().is_none_or(|name| name == backend.name()));
    for backend in &backends {
        for size in &plan.sizes {
            let database = company::ready(backend, *size)?;
            measure(&mut report, &database, plan.time)?;
        }
    }
    print!("{}", report.markdown(plan.against.as_deref())?);
    report.keep(&directory)
}

fn plan() -> Result<Plan, Failure> {
    let mut plan = Plan { sizes: company::Size::ALL.to_vec(), time: Duration::from_secs(2), on: None, against: None };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        match word.as_str() {
            // What cargo itself says to every benchmark.
            "--bench" => {}
            "smoke" => {
                plan.sizes = vec![company::Size::ALL[0]];
                plan.time = Duration::from_millis(200);
            }
            "--against" => plan.against = words.next().map(PathBuf::from),
            other => match other.split_once('=') {
                Some(("sizes", names)) => {
                    plan.sizes = names.split(',').map(company::Size::named).collect::<Result<_, _>>()?;
                }
                Some(("on", name)) => plan.on = Some(name.to_owned()),
                Some(("seconds", seconds)) => plan.time = Duration::from_secs(seconds.parse()?),
                Some(_) | None => {
                    return Err(format!(
                        "{other:?} is none of smoke, sizes=10k,100k,1m, seconds=2, on=SQLite, --against FILE"
                    )
                    .into());
                }
            },
        }
    }
    Ok(plan)
}

/// Everything about one database.
fn measure(report: &mut Report, database: &company::Database, time: Duration) -> Result<(), Failure> {
    // What a run that was broken off left behind.
    database.forget_measured()?;
    let served = Served::start(&database.url)?;
    let idle_memory = served.memory_left_alone()?;
    let hello = hello::Hello::start()?;
    let sign_in = |seat: &company::Seat| Client::sign_in(&served.address, &seat.email, company::PASSWORD);
    let mut one = |client: &mut Client, seat: &company::Seat, task: &Task| {
        let figures = Figures::of(client, &mut Client::new(&hello.address)?, task, time)
            .map_err(|e| format!("{} for the {}: {e}", task.name, seat.name))?;
        report.page(database, seat, task, figures);
        Ok::<(), Failure>(())
    };
    // Everybody reads before anybody files: who comes last finds the leads the first one found.
    for seat in &database.seats {
        eprintln!("{}, {} leads: {}", database.backend, database.size.name, seat.name);
        let mut client = sign_in(seat)?;
        for task in tasks::reading(&mut client, database, seat)? {
            one(&mut client, seat, &task)?;
        }
    }
    for seat in &database.seats {
        one(&mut sign_in(seat)?, seat, &tasks::create(database)?)?;
    }
    database.forget_measured()?;
    let (ready_after, busy_memory, binary) = (served.ready_after, served.memory()?, served::binary_bytes()?);
    report.processes.push(Process { place: database.place(), ready_after, idle_memory, busy_memory, binary });
    Ok(())
}

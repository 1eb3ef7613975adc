//! What is measured: the pages of a working day, as one of the viewers asks for them.

use diesel::sql_types::BigInt;
use fursa::config::Config;
use fursa::db::Pools;
use fursa::db::sql::Sql;

use crate::Failure;
use crate::company::{Database, Seat};
use crate::load::{Client, Request, get};

/// One page.
pub struct Task {
    pub name: &'static str,
    pub request: Request,
    /// The status that says it was answered in full.
    pub status: u16,
}

fn page(name: &'static str, path: impl AsRef<str>) -> Task {
    Task { name, request: get(path.as_ref()), status: 200 }
}

/// The tasks of one viewer.
pub fn tasks(client: &mut Client, database: &Database, seat: &Seat) -> Result<Vec<Task>, Failure> {
    let Ids { status, rare_status, source, rare_source } = Ids::read(database)?;
    let owner = if seat.name == "rep" { 3 } else { 5 };
    let deal = first_deal(client)?;
    Ok(vec![
        page("lead list", "/leads?view=all"),
        page("leads by status", format!("/leads?view=all&status={status}")),
        page("leads by source", format!("/leads?view=all&source={source}")),
        page("leads by owner", format!("/leads?view=all&owner={owner}")),
        page("leads, worst filters", format!("/leads?view=all&status={rare_status}&source={rare_source}&country=IR")),
        page("leads searched", "/leads?view=all&q=smiwalski+noval"),
        page("search", "/search?q=gartho+livek"),
        page("search, nothing", "/search?q=zzqx+nowhere"),
        page("board", "/pipeline"),
        page("deal list", "/opportunities"),
        page("opportunity", deal),
        Task { name: "lead create", request: Request::Post("/leads".to_owned(), new_lead(source)), status: 303 },
    ])
}

fn new_lead(source: i64) -> Vec<(String, String)> {
    let fields = [
        ("nonce", "bench-{n}".to_owned()),
        ("name", "Measured Lead {n}".to_owned()),
        ("company", "Company {n}".to_owned()),
        ("email", "lead-{n}@measured-{n}.example".to_owned()),
        ("source", source.to_string()),
    ];
    fields.map(|(name, value)| (name.to_owned(), value)).to_vec()
}

/// A deal the viewer sees: the first of their list.
fn first_deal(client: &mut Client) -> Result<String, Failure> {
    let list = client.send(&get("/opportunities"))?.text();
    let links = list.split("href=\"").filter_map(|part| part.split('"').next());
    let is_deal = |link: &&str| link.strip_prefix("/opportunities/").is_some_and(|id| id.parse::<i64>().is_ok());
    Ok(links.into_iter().find(is_deal).ok_or("the viewer sees no deal")?.to_owned())
}

struct Ids {
    status: i64,
    rare_status: i64,
    source: i64,
    rare_source: i64,
}

impl Ids {
    fn read(database: &Database) -> Result<Ids, Failure> {
        let pools = Pools::open(&Config { database_url: database.url.clone(), pool: 1, ..Config::default() })?;
        let mut db = pools.reader()?;
        let mut edge = |what: &str, list: &str| {
            let sql = Sql::new(&format!("SELECT {what}(id) FROM pick_items WHERE list = ")).bind(list);
            sql.one::<(BigInt,), (i64,)>(&mut db).map(|(id,)| id)
        };
        Ok(Ids {
            status: edge("MIN", "lead_status")? + 1,
            rare_status: edge("MAX", "lead_status")?,
            source: edge("MIN", "lead_source")? + 1,
            rare_source: edge("MAX", "lead_source")?,
        })
    }
}

//! What is measured: the pages of a working day, as one of the viewers asks for them.

use diesel::sql_types::{BigInt, Text};
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
    pub bar: Bar,
}

/// What a page promises.
#[derive(Clone, Copy)]
pub struct Bar {
    /// It takes at most so many times as long as hello.
    pub times_hello: u64,
    /// It takes no longer, or hardly, however many records there are.
    pub stays_flat: bool,
}

const LIST: Bar = Bar { times_hello: 10, stays_flat: true };
const RECORD: Bar = Bar { times_hello: 12, stays_flat: false };
/// A page of many questions.
const HOME: Bar = Bar { times_hello: 50, stays_flat: false };
const SEARCH: Bar = Bar { times_hello: 15, stays_flat: true };
/// Many filters at once, words that very many have, or that nothing has: bounded, but longer with more records.
const WORST: Bar = Bar { times_hello: 25, stays_flat: false };

impl Bar {
    /// As read.
    pub fn words(self) -> String {
        format!("{}×", self.times_hello)
    }

    /// The same of its growth.
    pub fn growth_words(self) -> String {
        (if self.stays_flat { "1.5×" } else { "" }).to_owned()
    }
}

/// A customer with a short history, and one with a long one: what a page shows of either is as much.
pub const SHORT_HISTORY: &str = "account";
/// A hundred times as long.
pub const LONG_HISTORY: &str = "account, 5,000 entries";

fn page(name: &'static str, path: impl AsRef<str>, bar: Bar) -> Task {
    Task { name, request: get(path.as_ref()), status: 200, bar }
}

/// The pages one viewer reads.
pub fn reading(client: &mut Client, database: &Database, seat: &Seat) -> Result<Vec<Task>, Failure> {
    let Ids { status, rare_status, source, rare_source, phone, accounts } = Ids::read(database)?;
    let owner = if seat.name == "rep" { 3 } else { 5 };
    let worst = format!("/leads?view=all&status={rare_status}&source={rare_source}&country=IR");
    let deal = first_deal(client)?;
    let mut pages = vec![
        page("home", "/", HOME),
        page("lead list", "/leads", LIST),
        page("lead list, all", "/leads?view=all", LIST),
        page("leads by status", format!("/leads?view=all&status={status}"), LIST),
        page("leads by source", format!("/leads?view=all&source={source}"), LIST),
        page("leads by owner", format!("/leads?view=all&owner={owner}"), LIST),
        page("leads, worst filters", worst, WORST),
        page("leads searched", format!("/leads?view=all&q={phone}"), SEARCH),
        page("leads, two words", "/leads?view=all&q=smiwalski+noval", WORST),
        page("leads, frequent word", "/leads?view=all&q=kawalski", WORST),
        page("search", format!("/search?q={phone}"), SEARCH),
        page("search, two words", "/search?q=gartho+livek", WORST),
        page("search, nothing", "/search?q=zzqx+nowhere", WORST),
        page("board", "/pipeline", RECORD),
        page("deal list", "/opportunities", LIST),
        page("opportunity", deal, RECORD),
    ];
    // They are the rep's, whom one of the managers is not above.
    if seat.name != "manager of 30 teams" {
        pages.push(page(SHORT_HISTORY, format!("/accounts/{}", accounts[0]), RECORD));
        pages.push(page(LONG_HISTORY, format!("/accounts/{}", accounts[1]), RECORD));
    }
    Ok(pages)
}

/// Filing a lead.
pub fn create(database: &Database) -> Result<Task, Failure> {
    let request = Request::Post("/leads".to_owned(), new_lead(Ids::read(database)?.source));
    Ok(Task { name: "lead create", request, status: 303, bar: RECORD })
}

fn new_lead(source: i64) -> Vec<(String, String)> {
    let fields = [
        ("nonce", "measured-{n}".to_owned()),
        ("name", "{word}".to_owned()),
        ("company", "{word} Works".to_owned()),
        ("email", "lead@{word}.example".to_owned()),
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
    /// The number of one lead, which hardly another has.
    phone: String,
    /// Two customers of the rep: the first and the last.
    accounts: [i64; 2],
}

impl Ids {
    fn read(database: &Database) -> Result<Ids, Failure> {
        let pools = Pools::open(&Config { database_url: database.url.clone(), pool: 1, ..Config::default() })?;
        let mut db = pools.reader()?;
        let middle = Sql::new("SELECT search_text FROM leads WHERE id = ").bind(database.size.leads / 2);
        let (words,): (String,) = middle.one::<(Text,), _>(&mut db)?;
        // The index has it backwards.
        let backwards = words.split_whitespace().find_map(|word| word.strip_prefix('#'));
        let phone = backwards.ok_or("a lead without a number")?.chars().rev().collect();
        let account = |what: &str| Sql::new(&format!("SELECT {what}(id) FROM accounts WHERE owner_id = 3"));
        let (first,): (i64,) = account("MIN").one::<(BigInt,), _>(&mut db)?;
        let (last,): (i64,) = account("MAX").one::<(BigInt,), _>(&mut db)?;
        let mut edge = |what: &str, list: &str| {
            let sql = Sql::new(&format!("SELECT {what}(id) FROM pick_items WHERE list = ")).bind(list);
            sql.one::<(BigInt,), (i64,)>(&mut db).map(|(id,)| id)
        };
        Ok(Ids {
            phone,
            accounts: [first, last],
            status: edge("MIN", "lead_status")? + 1,
            rare_status: edge("MAX", "lead_status")?,
            source: edge("MIN", "lead_source")? + 1,
            rare_source: edge("MAX", "lead_source")?,
        })
    }
}

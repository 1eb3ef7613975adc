//! What somebody outside is answered, byte for byte and statement for statement, in a company that has records hidden from
//! them, with everything people do to such records, and in one that differs in nothing but that it has none.

use fursa::imports::Kind;
use fursa::journal::Entity;
use fursa::sharing::With;

use crate::access_matrix::{Row, masked, rows};
use crate::bulk;
use crate::imports::import;
use crate::statements::{heard, listened_to};
use crate::support::*;

both!(no_answer_tells_that_there_are_hidden_records);

/// Who are outside: in the owner's team, which does not share its records, and in another one.
const OUTSIDERS: [Who; 2] = [Bob, Charlie];

/// The kinds of records, and the word for one of Alice's in the matrix.
const KINDS: [(Entity, &str); 4] = [
    (Entity::Lead, "alices lead"),
    (Entity::Account, "alices account"),
    (Entity::Contact, "alices contact"),
    (Entity::Opportunity, "alices deal"),
];

/// Records of one kind: those of the outsiders, and where hidden ones begin.
struct Known {
    about: &'static str,
    own: [i64; 2],
    hidden: i64,
}

/// A company in which everybody outside has a record of each kind.
struct Company {
    app: TestApp,
    /// Somebody records are shared with.
    olga: Who,
    known: Vec<Known>,
}

impl Company {
    async fn of(app: &TestApp) -> Company {
        let app = listened_to(app).await;
        let olga = app.hire("Olga", "sales_rep", "South");
        let known = KINDS.map(|(entity, about)| {
            let own = OUTSIDERS.map(|who| match entity {
                Entity::Lead => app.lead_with(who, |lead| lead.name = "Bo Bergman".into()).id,
                Entity::Account => app.account_with(who, |account| account.name = "Bergman Oy".into()).id,
                Entity::Contact => app.contact_with(who, |contact| contact.name = "Bea Bergman".into()).id,
                _ => app.opportunity_with(who, |deal| deal.name = "Ten buoys".into()).id,
            });
            Known { about, own, hidden: own[1] + 1 }
        });
        Company { app, olga, known: known.into() }
    }

    /// Every page: those about no record, about the outsider's own, and about numbers that are hidden or nobody's.
    fn pages(&self, who: usize) -> Vec<String> {
        let readable: Vec<Row> = rows().into_iter().filter(|row| row.method == "get").collect();
        let mut pages: Vec<String> = readable
            .iter()
            .filter(|row| !row.route.contains('{') && !row.route.starts_with("/static"))
            .map(|row| row.path(&[]))
            .collect();
        for row in &readable {
            let Some(known) = self.about(row) else { continue };
            pages.extend([known.own[who], known.hidden, known.hidden + 1].map(|id| row.path(&[id.to_string()])));
        }
        for word in ["kestrel", "kes", "quill%40kestrel.example", "5550199", "bergman"] {
            let lists = ["/search?", "/leads?view=all&", "/leads/pool?", "/contacts?", "/accounts?", "/opportunities?"];
            pages.extend(lists.map(|list| format!("{list}q={word}")));
            let own = [("leads", 0), ("accounts", 1), ("contacts", 2)];
            pages.extend(own.map(|(list, kind)| format!("/{list}/{}/merger?q={word}", self.known[kind].own[who])));
        }
        for list in ["leads", "accounts", "contacts", "opportunities"] {
            pages.extend([format!("/{list}?view=all&tag=1"), format!("/{list}?tag=1&count=exact")]);
        }
        pages.extend((1..=3).flat_map(|id| ["/views", "/imports", "/bulk"].map(|page| format!("{page}/{id}"))));
        pages
    }

    /// The records a row of the matrix is about, where it is about one.
    fn about(&self, row: &Row) -> Option<&Known> {
        let is_single = row.route.matches('{').count() == 1;
        self.known.iter().find(|known| is_single && known.about == row.about)
    }

    /// Every form about a record that is hidden or nobody's, and some that look for records.
    fn forms(&self, who: usize) -> Vec<(String, Vec<(String, String)>)> {
        let mut forms = Vec::new();
        for row in rows().into_iter().filter(|row| row.method == "post") {
            let about = self.known.iter().find(|known| row.about.starts_with(known.about));
            let Some(known) = about.filter(|_| row.route.contains('{')) else { continue };
            let records: Vec<String> = [known.hidden, 1, 1].iter().map(i64::to_string).collect();
            forms.push((row.path(&records), row.fields(&self.app, &records)));
        }
        let own = |kind: usize| self.known[kind].own[who];
        let fields = |fields: &[(&str, &str)]| {
            fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect::<Vec<_>>()
        };
        for word in ["kestrel", "quill@kestrel.example"] {
            let candidates = [("find", "account"), ("account", "new"), ("account_q", word), ("contact_q", word)];
            forms.push((format!("/leads/{}/qualification", own(0)), fields(&candidates)));
            for picked in ["account", "contact"] {
                let field = format!("{picked}_id");
                forms.push(("/opportunities/new".to_owned(), fields(&[("find", field.as_str()), (picked, word)])));
            }
        }
        for entity in ["lead", "account", "contact", "opportunity"] {
            let hidden = self.known[0].hidden.to_string();
            forms.push(("/favourites".to_owned(), fields(&[("entity", entity), ("id", &hidden)])));
        }
        forms.extend((1..=3).map(|id| (format!("/bin/{id}/restoration"), Vec::new())));
        forms.extend((1..=3).map(|id| (format!("/acting/{id}"), Vec::new())));
        forms.push(("/contacts".to_owned(), fields(&[("name", "Zita Zane"), ("anyway", "yes")])));
        forms
    }

    /// Everything an outsider is answered, and how many statements each answer took.
    async fn answers(&self, who: usize) -> Vec<(String, String)> {
        let (app, outsider) = (&self.app, OUTSIDERS[who]);
        let mut answers = Vec::new();
        for path in self.pages(who) {
            app.get(outsider, &path).await;
            heard(app);
            let page = app.get(outsider, &path).await;
            answers.push((path.clone(), told(&page, &path, heard(app).len())));
        }
        for (path, fields) in self.forms(who) {
            let sent: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            heard(app);
            let page = app.post(outsider, &path, &sent).await;
            answers.push((format!("post {path} {fields:?}"), told(&page, &path, heard(app).len())));
        }
        answers
    }
}

/// The answer without what is new each time. The number of a new record tells how many there are: it is its address.
fn told(page: &Page, path: &str, statements: usize) -> String {
    let location: String = page.location().chars().filter(|letter| !letter.is_ascii_digit()).collect();
    format!("{} {location} {statements} statements {}", page.status, masked(page).replace(path, "@"))
}

/// Records that the outsiders may not see, and all that is done to such.
async fn hide_records(company: &Company) {
    let app = &company.app;
    let lead = || {
        let named = |lead: &mut fursa::leads::LeadFacts| {
            (lead.name, lead.company) = ("Kestrel Quill".into(), "Kestrel Yards".into());
            (lead.emails, lead.phones) = ("quill@kestrel.example".into(), "+48 22 555 01 99".into());
        };
        app.lead_with(Alice, named).id
    };
    let (first, second, third) = (lead(), lead(), lead());
    let account = app.account_with(Alice, |account| account.name = "Kestrel Yards".into()).id;
    let contact = app.contact_with(Alice, |contact| contact.name = "Kestrel Quill".into()).id;
    let deal = app.opportunity_with(Alice, |deal| {
        (deal.name, deal.account_id, deal.contact_id) = ("Kestrel cranes".into(), Some(account), Some(contact));
    });
    let all =
        [(Entity::Lead, first), (Entity::Account, account), (Entity::Contact, contact), (Entity::Opportunity, deal.id)];
    assert!(company.known.iter().zip(all).all(|(known, (_, id))| known.hidden == id));
    for ((entity, id), list) in all.into_iter().zip(["leads", "accounts", "contacts", "opportunities"]) {
        app.share(entity, id, With::Person(app.id(company.olga).unwrap()), true);
        let tags = [("tags", "vip")];
        app.post(Alice, &format!("/{list}/{id}/tags"), &tags).await.assert_status(303);
        let id = id.to_string();
        for kept in ["/favourites", "/followed"] {
            app.post(Alice, kept, &[("entity", entity.name()), ("id", &id)]).await.assert_status(303);
        }
        let view = [("list", list), ("query", "q=kestrel"), ("name", "Kestrels"), ("shared", "private")];
        app.post(Alice, "/views", &view).await.assert_status(303);
    }
    let with = second.to_string();
    app.post(Alice, &format!("/leads/{first}/merger"), &[("with", &with)]).await.assert_status(303);
    app.post(Alice, &format!("/leads/{third}/removal"), &[]).await.assert_status(303);
    let status = app.pick(fursa::directory::PickList::LeadStatus, "Contacted").to_string();
    bulk::change(app, Mona, "/leads", &[first], &[("change", "status"), ("status", &status)]).await.assert_status(303);
    let text = "ID,Name,Company,Email,Owner\nK1,Kestrel Ames,Kestrel Yards,ames@kestrel.example,alice@fursa.test\n";
    assert_eq!(import(app, Kind::Leads, text).0.counts.created, 1);
    let mona = app.id(Mona).unwrap().to_string();
    let away = [("stand_in", mona.as_str()), ("from_on", "2026-11-22"), ("until_on", "2026-11-24")];
    app.post(Alice, "/profile/delegations", &away).await.assert_status(303);
}

async fn no_answer_tells_that_there_are_hidden_records(app: TestApp) {
    let (with, without) = (Company::of(&app).await, Company::of(&app).await);
    hide_records(&with).await;
    let mut differing = Vec::new();
    for (who, name) in OUTSIDERS.into_iter().enumerate() {
        let (answers, others) = (with.answers(who).await, without.answers(who).await);
        assert_eq!(answers.len(), others.len());
        for ((path, answer), (_, other)) in answers.iter().zip(&others).filter(|(one, other)| one.1 != other.1) {
            let at = answer.bytes().zip(other.bytes()).take_while(|(one, other)| one == other).count();
            let part = |text: &str| text.chars().skip(at.saturating_sub(80)).take(160).collect::<String>();
            differing.push(format!("{name:?} {path}:\n  {}\n  {}", part(answer), part(other)));
        }
        assert!(answers.iter().any(|(path, answer)| path.ends_with("q=bergman") && answer.contains("Bergman")));
    }
    assert!(differing.is_empty(), "\n{}", differing.join("\n"));
    // There is something to be told: who may, sees it.
    with.app.get(Ada, "/search?q=kestrel").await.assert_says("Kestrel cranes").assert_says("Kestrel Ames");
}

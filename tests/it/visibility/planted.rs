//! What nobody but an administrator may learn, planted into every record there is: every page of the access matrix is
//! opened, searched and exported, and none of it turns up; and with other secrets in the same places not a byte of any
//! answer differs.

use diesel::prelude::*;
use fursa::contacts::{self, Contact, ContactFacts};
use fursa::db::schema::{contacts as people, leads as prospects, opportunities as deals};
use fursa::db::sql::Sql;
use fursa::journal::Action;
use fursa::leads::{self, Lead, LeadFacts};
use fursa::opportunities::{self, Opportunity, OpportunityFacts};

use super::hide;
use crate::access_matrix::{masked, rows};
use crate::support::*;

both!(
    nothing_hidden_is_told_anywhere,
    no_answer_tells_one_hidden_address_from_another,
    no_answer_tells_one_hidden_amount_from_another,
);

/// The people from whom personal data is hidden, in these tests: everybody whom it can be hidden from.
const EVERYBODY: [Who; 6] = [Alice, Bob, Charlie, Mona, Sam, Mark];

/// Of these, those who see no amounts.
const NOT_SALES: [Who; 2] = [Sam, Mark];

/// What is hidden, in one company and in another that differs from it in nothing else.
#[derive(Clone, Copy)]
struct Secrets {
    /// Stands in every text.
    word: &'static str,
    phone: &'static str,
    minor: i64,
    /// What the amount grows by from record to record.
    step: i64,
    /// Are the texts in the opposite order?
    turned: bool,
}

const ONES: Secrets =
    Secrets { word: "zarqvium", phone: "+48 22 771 930 551", minor: 98_765_432_100, step: 1, turned: false };
const OTHERS: Secrets = Secrets { word: "plonkwex", phone: "+48 12 604 218 337", turned: true, ..ONES };
const OTHER_AMOUNTS: Secrets = Secrets { minor: 13_579_246_800, step: -1, ..ONES };

impl Secrets {
    fn email(self) -> String {
        format!("{0}.mail@{0}host.example", self.word)
    }

    fn amount(self, record: i64) -> i64 {
        self.minor + self.step * record
    }

    /// What makes one record's differ from the next one's, and puts them in an order.
    fn nth(self, record: i64) -> i64 {
        if self.turned { 900 - record } else { 100 + record }
    }

    /// Every form in which the secrets could be told: what amounts look like, and what phone numbers are looked up by.
    fn told(self) -> Vec<String> {
        let digits: String = self.phone.chars().filter(char::is_ascii_digit).collect();
        let [whole, backwards] = [digits.clone(), digits.chars().rev().collect()];
        vec![self.word.to_owned(), self.phone.to_owned(), whole, backwards, self.phone[7..].to_owned()]
    }

    fn amounts(self) -> Vec<String> {
        let whole = (self.minor / 100).to_string();
        // The last digits differ from record to record.
        vec![whole[..6].to_owned(), format!("{},{}", &whole[..3], &whole[3..6])]
    }
}

fn lead_with(secrets: Secrets, id: i64, facts: &LeadFacts) -> LeadFacts {
    let (Secrets { word, phone, .. }, nth) = (secrets, secrets.nth(id));
    let minor = secrets.amount(id);
    LeadFacts {
        emails: secrets.email(),
        phones: phone.to_owned(),
        website: format!("https://n{nth}.{word}site.example"),
        street: format!("{nth} {word} street 7"),
        postcode: format!("{nth}-{word}-12"),
        city: format!("{nth} {word} city"),
        value_minor: Some(minor),
        budget_minor: Some(minor),
        ..facts.clone()
    }
}

fn contact_with(secrets: Secrets, id: i64, facts: &ContactFacts) -> ContactFacts {
    let (Secrets { word, phone, .. }, nth) = (secrets, secrets.nth(id));
    ContactFacts {
        emails: secrets.email(),
        phones: phone.to_owned(),
        website: format!("https://n{nth}.{word}site.example"),
        street: format!("{nth} {word} street 7"),
        postcode: format!("{nth}-{word}-12"),
        city: format!("{nth} {word} city"),
        ..facts.clone()
    }
}

/// Edits every record: the secrets stand in the records, in their history, in the index of words and among the keys.
fn plant(app: &TestApp, secrets: Secrets) {
    app.tx(Ada, |tx| {
        let all: Vec<Lead> = prospects::table.order(prospects::id).select(Lead::as_select()).load(tx.db).unwrap();
        for lead in all {
            leads::save(tx, Action::Edited, &lead, lead_with(secrets, lead.id, &lead.facts)).unwrap().unwrap();
        }
        let all: Vec<Contact> = people::table.order(people::id).select(Contact::as_select()).load(tx.db).unwrap();
        for contact in all {
            contacts::save(tx, Action::Edited, &contact, contact_with(secrets, contact.id, &contact.facts))
                .unwrap()
                .unwrap();
        }
        let all: Vec<Opportunity> = deals::table.order(deals::id).select(Opportunity::as_select()).load(tx.db).unwrap();
        for deal in all {
            let facts = OpportunityFacts { amount_minor: Some(secrets.amount(deal.id)), ..deal.facts.clone() };
            opportunities::save(tx, Action::Edited, &deal, facts).unwrap().unwrap();
        }
    });
}

/// A company with the records of the matrix, and what is asked of it: every page, and searches, orders, filters, columns
/// and files by what is hidden.
struct Company {
    app: TestApp,
    pages: Vec<String>,
}

impl Company {
    fn of(app: TestApp, secrets: Secrets) -> Company {
        hide(&app, "personal", "sales_manager sales_rep support_manager support_agent marketer");
        let contact = app.contact_with(Alice, |contact| contact.name = "Nora Nowak".into());
        let lead = app.lead_with(Alice, |lead| lead.name = "Lena Lund".into());
        let deal = app.opportunity_with(Alice, |deal| deal.contact_id = Some(contact.id));
        let readable = rows().into_iter().filter(|row| row.method == "get" && !row.route.starts_with("/static"));
        let mut pages: Vec<String> = readable.map(|row| row.path(&row.records(&app))).collect();
        // The matrix gives its products random keys, by which they are ordered.
        app.db(|db| Sql::new("UPDATE products SET name_key = name").run(db).unwrap());
        plant(&app, Secrets { word: "formerly", phone: "+48 61 222 333 444", minor: 7, step: 0, turned: false });
        plant(&app, secrets);
        pages.extend(["contacts", "leads"].map(|list| format!("/{list}/1")));
        pages.extend([format!("/contacts/{}", contact.id), format!("/leads/{}", lead.id)]);
        pages.extend([format!("/opportunities/{}", deal.id), format!("/contacts/{}/card.vcf", contact.id)]);
        pages.extend(asking(contact.id, lead.id));
        Company { app, pages }
    }

    /// Everything that somebody is answered: the address, and the answer without what is new each time.
    async fn answers(&self, who: Who) -> Vec<(String, String)> {
        let mut answers = Vec::new();
        for path in &self.pages {
            let page = self.app.get(who, path).await;
            answers.push((path.clone(), format!("{} {}", page.status, masked(&page).replace(path.as_str(), "@"))));
        }
        answers.extend(self.sent(who).await);
        answers
    }

    /// What forms tell that look for people: pickers, and the warning of duplicates.
    async fn sent(&self, who: Who) -> Vec<(String, String)> {
        let email = ONES.email();
        let name = format!("Zita Zane {who:?}");
        let person = [("name", name.as_str()), ("email", &email), ("phone", ONES.phone), ("emails", &email)];
        let find = [("find", "contact_id"), ("contact", ONES.word)];
        let find_email = [("find", "contact_id"), ("contact", email.as_str())];
        let candidates = [("find", "contact"), ("contact", "new"), ("contact_q", ONES.word)];
        let first = self.pages.iter().find(|page| page.ends_with("/qualification")).unwrap();
        let forms: [(&str, &[(&str, &str)]); 5] = [
            ("/opportunities/new", &find),
            ("/opportunities/new", &find_email),
            (first, &candidates),
            ("/leads", &person),
            ("/contacts", &person),
        ];
        let mut answers = Vec::new();
        for (path, fields) in forms {
            let page = self.app.post(who, path, fields).await;
            answers.push((format!("post {path}"), format!("{} {} {}", page.status, page.location(), masked(&page))));
        }
        answers
    }
}

fn asking(contact: i64, lead: i64) -> Vec<String> {
    let email = ONES.email().replace('@', "%40");
    let [word, phone] = [ONES.word.to_owned(), ONES.phone.replace(['+', ' '], "")];
    let words =
        [email, format!("{word}host"), format!("{word}+city"), format!("{word}site"), phone[5..].to_owned(), word];
    let mut asked = Vec::new();
    for q in &words {
        asked.extend(["/search", "/contacts", "/contacts/export", "/leads/pool"].map(|path| format!("{path}?q={q}")));
        asked.extend(["/leads", "/leads/export"].map(|path| format!("{path}?view=all&q={q}")));
        asked.push(format!("/contacts/{contact}/merger?q={q}"));
        asked.push(format!("/leads/{lead}/merger?q={q}"));
        asked.push(format!("/opportunities?q={q}&state=all"));
        for field in ["emails", "phones", "city", "street", "postcode", "website"] {
            asked.push(format!("/leads?view=all&{field}={q}"));
            asked.push(format!("/contacts?{field}={q}"));
        }
    }
    for field in ["emails", "phones", "city", "street", "postcode", "website", "value", "value_minor", "amount"] {
        for list in ["/leads?view=all", "/contacts?page=1", "/opportunities?state=all"] {
            asked.extend([format!("{list}&sort={field}"), format!("{list}&sort=-{field}")]);
        }
    }
    let columns = "columns=emails,phones,website,street,postcode,city,value_minor,budget_minor,amount,amount_minor";
    for list in ["/leads?view=all", "/contacts?page=1", "/opportunities?state=all", "/opportunities.csv?state=all"] {
        asked.push(format!("{list}&{columns}"));
    }
    for file in ["/leads/export?view=all", "/contacts/export?page=1", "/opportunities.csv?state=all"] {
        asked.push(format!("{file}&only=shown&{columns}"));
    }
    asked
}

async fn nothing_hidden_is_told_anywhere(app: TestApp) {
    let company = Company::of(app, ONES);
    let mut wrong = Vec::new();
    for who in EVERYBODY {
        let mut hidden = ONES.told();
        hidden.push("formerly".to_owned());
        if NOT_SALES.contains(&who) {
            hidden.extend(ONES.amounts());
        }
        for path in company.pages.iter().filter(|path| !path.contains("q=") && !path.contains(ONES.word)) {
            let page = company.app.get(who, path).await;
            let told = hidden.iter().find(|secret| page.body.to_lowercase().contains(*secret));
            wrong.extend(told.map(|secret| format!("{who:?} reads {secret} on {path}")));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    // The walk sees what there is to see: whom nothing is hidden from is told all of it.
    let (contact, lead) = ("/contacts/1", "/leads/1");
    for path in [contact, lead] {
        company.app.get(Ada, path).await.assert_status(200).assert_says(ONES.word).assert_says(ONES.phone);
    }
}

/// Asks both companies the same; whoever is answered differently, and where.
async fn differing(one: &Company, other: &Company, cast: &[Who]) -> Vec<String> {
    let mut differing = Vec::new();
    for who in cast {
        let (answers, others) = (one.answers(*who).await, other.answers(*who).await);
        for ((path, answer), (_, of_other)) in answers.iter().zip(&others) {
            if answer != of_other {
                let at = answer.bytes().zip(of_other.bytes()).take_while(|(one, other)| one == other).count();
                let part = |text: &str| text.chars().skip(at.saturating_sub(60)).take(120).collect::<String>();
                differing.push(format!("{who:?} {path}:\n  {}\n  {}", part(answer), part(of_other)));
            }
        }
    }
    differing
}

async fn no_answer_tells_one_hidden_address_from_another(app: TestApp) {
    let other = Company::of(app.another().await, OTHERS);
    let one = Company::of(app, ONES);
    let differing = differing(&one, &other, &[Alice, Mona, Sam, Mark]).await;
    assert!(differing.is_empty(), "\n{}", differing.join("\n"));
}

async fn no_answer_tells_one_hidden_amount_from_another(app: TestApp) {
    let other = Company::of(app.another().await, OTHER_AMOUNTS);
    let one = Company::of(app, ONES);
    let differing = differing(&one, &other, &NOT_SALES).await;
    assert!(differing.is_empty(), "\n{}", differing.join("\n"));
}

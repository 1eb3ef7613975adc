//! Words of other programs: what they mean is said once, on the command line or on the page of the draft.

use diesel::prelude::*;
use fursa::db::schema::{leads, opportunities};
use fursa::imports::{Job, Kind, Meaning, Options, Outcome};

use super::{counts, file, import, import_path};
use crate::support::*;

both!(
    a_word_that_was_given_a_meaning_is_no_wrong_row,
    stages_and_kinds_of_deals_are_words_too,
    a_meaning_for_a_field_that_is_none_is_refused,
    words_are_given_a_meaning_on_the_page,
);

const LEADS: &str = "Name,Email,Status,Owner\n\
    Maria Li,maria@li.example,In Progress,Old Agent\n\
    Jan Nowak,jan@nowak.example,in  progress,Old Agent\n\
    Zoë Roy,zoe@roy.example,Junk,alice@fursa.test\n";

fn with(app: &TestApp, kind: Kind, text: &str, words: &[(&str, &str, &str)]) -> (Outcome, Vec<String>) {
    let meaning = |(field, theirs, ours): &(&str, &str, &str)| Meaning {
        field: (*field).to_owned(),
        theirs: (*theirs).to_owned(),
        ours: (*ours).to_owned(),
    };
    let options = Options { words: words.iter().map(meaning).collect(), ..Options::default() };
    import_path(app, Nobody, kind, &file(text.as_bytes()), options)
}

/// Status and owner of every lead, by name.
fn filed(app: &TestApp) -> Vec<(String, String, Option<i64>)> {
    let directory = app.directory();
    let columns = (leads::name, leads::status_id, leads::owner_id);
    let rows: Vec<(String, i64, Option<i64>)> =
        app.db(|db| leads::table.order(leads::id).select(columns).load(db).unwrap());
    rows.into_iter().map(|(name, status, owner)| (name, directory.pick_name(Some(status)).to_owned(), owner)).collect()
}

async fn a_word_that_was_given_a_meaning_is_no_wrong_row(app: TestApp) {
    let text = LEADS.replace("alice@fursa.test", &Alice.email());
    let (first, _) = import(&app, Kind::Leads, &text);
    assert_eq!(first.counts, counts(0, 0, 0, 3));
    let found: Vec<(&str, &str, i64)> = first
        .report
        .unknown
        .iter()
        .map(|(unknown, seen)| (unknown.field.as_str(), unknown.word.as_str(), seen.times))
        .collect();
    assert_eq!(found, [("status", "In Progress", 2), ("owner", "Old Agent", 2), ("status", "Junk", 1)]);
    let bob = Bob.email();
    let said = [("status", "in progress", "Contacted"), ("status", "Junk", "-"), ("owner", "Old Agent", bob.as_str())];
    let (second, wrong) = with(&app, Kind::Leads, &text, &said);
    assert_eq!(second.counts, counts(3, 0, 0, 0), "{wrong:?}");
    assert!(second.report.unknown.iter().next().is_none());
    let (bob, alice) = (app.id(Bob), app.id(Alice));
    let expected = [("Maria Li", "Contacted", bob), ("Jan Nowak", "Contacted", bob), ("Zoë Roy", "New", alice)];
    assert_eq!(filed(&app), expected.map(|(name, status, owner)| (name.to_owned(), status.to_owned(), owner)));
    let (third, _) = with(&app, Kind::Leads, &text, &said);
    assert_eq!(third.counts, counts(0, 0, 3, 0), "the same file twice changes nothing");
}

async fn stages_and_kinds_of_deals_are_words_too(app: TestApp) {
    let text = "ID,Opportunity,Value,Stage,Type\n1,Roof,100,Dreaming,Fresh\n2,Wall,100,Dreaming,\n";
    let said = [("stage", "dreaming", "Negotiation"), ("kind", "Fresh", "cross_sell")];
    let (outcome, wrong) = with(&app, Kind::Opportunities, text, &said);
    assert_eq!(outcome.counts, counts(2, 0, 0, 0), "{wrong:?}");
    let columns = (opportunities::stage_id, opportunities::kind);
    let rows: Vec<(i64, String)> =
        app.db(|db| opportunities::table.order(opportunities::id).select(columns).load(db).unwrap());
    let stage = app.stage("Negotiation");
    assert_eq!(rows, [(stage, "cross_sell".to_owned()), (stage, "new".to_owned())]);
}

async fn a_meaning_for_a_field_that_is_none_is_refused(app: TestApp) {
    let meaning = Meaning { field: "mood".into(), theirs: "Sad".into(), ours: "New".into() };
    let options = Options { words: vec![meaning], ..Options::default() };
    let refused = Job::prepare(Kind::Leads, &file(LEADS.as_bytes()), "file.csv", options).unwrap_err();
    let said = refused.sentence(&super::hand(&app, Nobody).text);
    assert!(said.contains("mood"), "{said}");
}

async fn words_are_given_a_meaning_on_the_page(app: TestApp) {
    let text = LEADS.replace("alice@fursa.test", &Alice.email());
    let made = app.browser_of(Mona).upload("/imports", &[("kind", "leads")], &text).await.assert_status(303);
    let path = made.location().to_owned();
    let trial = format!("{path}/trial");
    let draft = app.get(Mona, &path).await.assert_status(200);
    let mut fields = draft.form(&trial);
    let tried = send(&app, &trial, &fields).await.assert_status(200);
    assert_eq!(tried.texts("dl.stats dd"), ["0", "0", "0", "3"]);
    assert!(!tried.body.contains(&Charlie.email()), "nobody outside the teams of a manager is offered");
    fields = tried.form(&trial);
    let asked: Vec<String> = named(&fields, "word");
    assert_eq!(asked, ["In Progress", "Old Agent", "Junk"], "all of a row's words at once");
    let bob = Bob.email();
    let mut meanings = ["Contacted", bob.as_str(), "-"].into_iter();
    let chosen = fields.iter_mut().filter(|(name, _)| name == "meaning");
    chosen.for_each(|(_, value)| *value = meanings.next().unwrap().to_owned());
    let tried = send(&app, &trial, &fields).await.assert_status(200);
    assert_eq!(tried.texts("dl.stats dd"), ["3", "0", "0", "0"]);
    assert_eq!(named(&tried.form(&trial), "meaning"), ["Contacted", bob.as_str(), "-"], "what was chosen stays chosen");
    assert_eq!(filed(&app), [], "a trial files nothing");
    send(&app, &format!("{path}/run"), &tried.form(&trial)).await.assert_goes_to(&path);
    super::pages::finished(&app, &path).await;
    let (bob, alice) = (app.id(Bob), app.id(Alice));
    let owners: Vec<Option<i64>> = filed(&app).into_iter().map(|(_, _, owner)| owner).collect();
    assert_eq!(owners, [bob, bob, alice]);
}

async fn send(app: &TestApp, path: &str, fields: &[(String, String)]) -> Page {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    app.post(Mona, path, &fields).await
}

fn named(fields: &[(String, String)], name: &str) -> Vec<String> {
    fields.iter().filter(|(of, _)| of == name).map(|(_, value)| value.clone()).collect()
}

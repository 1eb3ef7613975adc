//! Imports in the browser: choose, try, run, look, undo; the same steps with nothing but forms.

use std::time::{Duration, Instant};

use diesel::prelude::*;
use fursa::db::schema::leads;

use crate::support::*;

both!(a_manager_imports_in_the_browser_and_undoes_it, a_file_without_a_token_is_refused);

/// What the file holds, as the form says it.
const LEADS: &[(&str, &str)] = &[("kind", "leads")];

async fn a_manager_imports_in_the_browser_and_undoes_it(app: TestApp) {
    let text = "Name;Email;Owner\nMaria Li;maria@li.example;Alice\nJan;jan@x.example;Charlie\n";
    let made = app.browser_of(Mona).upload("/imports", LEADS, text).await.assert_status(303);
    let path = made.location().to_owned();
    let draft = app.get(Mona, &path).await.assert_status(200).assert_says("maria@li.example").assert_says("2 rows");
    app.get(Ada, &path).await.assert_status(200);
    let fields = draft.form(&format!("{path}/trial"));
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let tried = app.post(Mona, &format!("{path}/trial"), &fields).await.assert_status(200);
    assert_eq!(tried.texts("dl.stats dd"), ["1", "0", "0", "1"]);
    assert_eq!(lead_count(&app), 0, "a trial files nothing");
    app.post(Mona, &format!("{path}/run"), &fields).await.assert_goes_to(&path);
    let done = finished(&app, &path).await;
    assert_eq!(done.texts("dl.stats dd"), ["1", "0", "0", "1"]);
    assert_eq!(lead_count(&app), 1);
    assert_eq!(done.attributes("dl.stats a", "href"), [format!("{path}/rows?of=created"), format!("{path}/wrong")]);
    let rows = app.get(Mona, &format!("{path}/rows?of=created")).await.assert_status(200);
    assert_eq!(rows.texts("ul.related a"), ["Maria Li"], "a number leads to its rows");
    app.get(Mona, &format!("{path}/rows?of=updated")).await.assert_status(200).assert_hides("Maria Li");
    let wrong = app.get(Mona, &format!("{path}/wrong")).await.assert_status(200);
    assert!(wrong.body.starts_with("Name,Email,Owner,Reason\nJan,jan@x.example,Charlie,"), "{}", wrong.body);
    app.post(Mona, &format!("{path}/reversal"), &[]).await.assert_goes_to(&path);
    assert_eq!(lead_count(&app), 0);
    let undone = app.get(Mona, &path).await.assert_says("Undone");
    assert!(!undone.has_link(&format!("{path}/rows?of=created")));
    app.get(Mona, "/imports").await.assert_says("file.csv");
}

async fn a_file_without_a_token_is_refused(app: TestApp) {
    let foreign = [("csrf", "nothing"), LEADS[0]];
    app.browser_of(Mona).upload_raw("/imports", &foreign, "Name\nMaria\n").await.assert_status(403);
    app.browser_of(Mona).upload_raw("/imports", LEADS, "Name\nMaria\n").await.assert_status(403);
}

fn lead_count(app: &TestApp) -> i64 {
    app.db(|db| leads::table.count().get_result(db).unwrap())
}

/// The page once the import is done.
pub(crate) async fn finished(app: &TestApp, path: &str) -> Page {
    let begun = Instant::now();
    loop {
        let page = app.get(Mona, path).await.assert_status(200);
        if !page.text_contains("rows so far") {
            return page;
        }
        assert!(begun.elapsed() < Duration::from_secs(20), "the import does not end");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

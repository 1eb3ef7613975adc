//! Imports in the browser: choose, try, run, look, undo; the same steps with nothing but forms.

use std::time::{Duration, Instant};

use actix_web::http::header::CONTENT_TYPE;
use actix_web::test::TestRequest;
use diesel::prelude::*;
use fursa::db::schema::leads;

use crate::support::*;

both!(a_manager_imports_in_the_browser_and_undoes_it, a_file_without_a_token_is_refused);

const BOUNDARY: &str = "----fursa";

fn multipart(token: &str, kind: &str, content: &str) -> String {
    let field = |name: &str, value: &str| {
        format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    let file = format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"leads.csv\"\r\nContent-Type: text/csv\r\n\r\n{content}\r\n--{BOUNDARY}--\r\n"
    );
    [field("csrf", token), field("kind", kind), file].concat()
}

async fn upload(app: &TestApp, who: Who, token: &str, content: &str) -> Page {
    let content_type = format!("multipart/form-data; boundary={BOUNDARY}");
    let request = TestRequest::post().uri("/imports").insert_header((CONTENT_TYPE, content_type));
    app.browser_of(who).send(request.set_payload(multipart(token, "leads", content))).await
}

async fn a_manager_imports_in_the_browser_and_undoes_it(app: TestApp) {
    let token = app.browser_of(Mona).csrf().await;
    let text = "Name;Email;Owner\nMaria Li;maria@li.example;Alice\nJan;jan@x.example;Charlie\n";
    let made = upload(&app, Mona, &token, text).await.assert_status(303);
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
    let wrong = app.get(Mona, &format!("{path}/wrong")).await.assert_status(200);
    assert!(wrong.body.starts_with("Name,Email,Owner,Reason\nJan,jan@x.example,Charlie,"), "{}", wrong.body);
    app.post(Mona, &format!("{path}/reversal"), &[]).await.assert_goes_to(&path);
    assert_eq!(lead_count(&app), 0);
    app.get(Mona, &path).await.assert_says("Undone");
    app.get(Mona, "/imports").await.assert_says("leads.csv");
}

async fn a_file_without_a_token_is_refused(app: TestApp) {
    upload(&app, Mona, "nothing", "Name\nMaria\n").await.assert_status(403);
    let token = app.browser_of(Alice).csrf().await;
    upload(&app, Alice, &token, "Name\nMaria\n").await.assert_status(403);
}

fn lead_count(app: &TestApp) -> i64 {
    app.db(|db| leads::table.count().get_result(db).unwrap())
}

/// The page once the import is done.
async fn finished(app: &TestApp, path: &str) -> Page {
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

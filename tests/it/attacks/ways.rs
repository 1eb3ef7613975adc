//! Ways back that lead elsewhere, lines that would become headers, paths that climb out of their folder.

use actix_web::test::TestRequest;

use super::inspect::{MARKUP, inspect};
use super::walk::pages;
use crate::access_matrix::{Row, rows};
use crate::support::*;

both!(
    no_way_back_leads_elsewhere,
    no_path_climbs_out,
    what_a_browser_says_of_itself_is_only_said,
    a_file_keeps_no_more_of_its_name_than_letters,
);

/// Where nobody should be led, and lines that would be a header of their own.
const ELSEWHERE: [&str; 9] = [
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example/",
    "\\\\evil.example/",
    "/\t/evil.example/",
    "javascript:fursa_x()",
    "/leads\r\nFursa-X: 1\r\n\r\n<script>fursa_x()</script>",
    "/\u{1}",
    "/\u{7f}ü",
];

/// A way back of our own.
const PROBE: &str = "/kestrel-way";

/// The names under which pages take a way back.
const WAYS: [&str; 7] = ["return", "back", "next", "to", "from", "unsent_to", "href"];

/// Ways out of a folder, as they may be written.
const CLIMBS: [&str; 10] = [
    "../Cargo.toml",
    "..%2fCargo.toml",
    "%2e%2e/Cargo.toml",
    "%2e%2e%2fCargo.toml",
    "..%5cCargo.toml",
    "....//Cargo.toml",
    "%252e%252e%252fCargo.toml",
    "%00",
    "%0d%0aFursa-X:1",
    "%3Cfursa-x%3E%22'",
];

async fn no_way_back_leads_elsewhere(app: TestApp) {
    let (mut wrong, mut followed) = (Vec::new(), 0);
    for row in rows() {
        // What takes no way of our own takes none at all.
        let probe = send(&app, &row, PROBE).await;
        if !probe.location().contains(PROBE) && !probe.body.contains(PROBE) {
            continue;
        }
        followed += 1;
        for way in ELSEWHERE {
            let page = send(&app, &row, way).await;
            let mut found = inspect(&page);
            let links = ["href", "action", "formaction"].map(|name| page.attributes(&format!("[{name}]"), name));
            found.extend(links.into_iter().flatten().filter(|to| leads_out(to)));
            wrong.extend(found.into_iter().map(|what| format!("{} {} with {way:?}: {what}", row.method, row.route)));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(followed >= 3, "{followed}");
}

/// Sends what a row of the matrix sends, with this way back under every name that pages take one.
async fn send(app: &TestApp, row: &Row, way: &str) -> Page {
    let records = row.records(app);
    let (path, fields) = (row.path(&records), row.fields(app, &records));
    if row.route.starts_with("/sign-out") {
        app.fresh_browsers();
    }
    if row.method == "get" {
        let asked =
            url::form_urlencoded::Serializer::new(String::new()).extend_pairs(WAYS.map(|name| (name, way))).finish();
        return app.get(Ada, &format!("{path}{}{asked}", if path.contains('?') { '&' } else { '?' })).await;
    }
    let ways = WAYS.iter().filter(|name| !fields.iter().any(|(own, _)| own == *name));
    let sent = fields.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let sent: Vec<(&str, &str)> = sent.chain(ways.map(|name| (*name, way))).collect();
    app.post(Ada, &path, &sent).await
}

fn leads_out(to: &str) -> bool {
    let plain: String = to.chars().filter(|c| !c.is_control()).map(|c| if c == '\\' { '/' } else { c }).collect();
    plain.starts_with("//") || plain.contains("://evil")
}

async fn no_path_climbs_out(app: TestApp) {
    let routes = fursa::app::route_table().into_iter().filter(|route| route.path.contains('{'));
    for route in routes {
        let (folder, rest) = route.path.split_once('{').unwrap();
        for climb in CLIMBS {
            if route.method == "post" {
                let path = format!("{folder}{climb}{}", rest.split_once('}').unwrap().1);
                let page = app.post(Ada, &path, &[]).await;
                assert_eq!(inspect(&page), Vec::<String>::new(), "{path}");
                continue;
            }
            for who in [Nobody, Ada] {
                let path = format!("{folder}{climb}");
                let page = app.get(who, &path).await;
                assert_eq!(inspect(&page), Vec::<String>::new(), "{path}");
                assert!(!page.body.contains("[package]"), "{path}");
                assert!(page.status != 200, "{path} is a page");
            }
        }
    }
}

async fn what_a_browser_says_of_itself_is_only_said(app: TestApp) {
    let names = ["user-agent", "referer", "accept-language", "x-forwarded-for", "x-forwarded-host", "x-request-id"];
    let dressed = |path: &str| {
        names.iter().fold(TestRequest::get().uri(path), |request, name| request.insert_header((*name, MARKUP)))
    };
    let browser = app.browser();
    let token = browser.csrf().await;
    let body = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs([("email", "ada@fursa.test"), ("password", company::PASSWORD), ("csrf", &token)])
        .finish();
    let door =
        names.iter().fold(TestRequest::post().uri("/sign-in"), |request, name| request.insert_header((*name, MARKUP)));
    let form = ("content-type", "application/x-www-form-urlencoded");
    browser.send(door.insert_header(form).set_payload(body)).await.assert_status(303);
    for path in pages(&app).into_iter().chain(["/no-such-page".to_owned()]) {
        let page = browser.send(dressed(&path)).await;
        assert_eq!(inspect(&page), Vec::<String>::new(), "{path}");
    }
    let said = browser.get("/profile").await;
    assert!(said.text_contains("fursa_x()"), "the browser is shown among the sign-ins: {}", said.text());
}

async fn a_file_keeps_no_more_of_its_name_than_letters(app: TestApp) {
    let mut files = 0;
    for path in pages(&app) {
        let page = app.get(Ada, &path).await;
        let Some(said) = page.header("content-disposition") else { continue };
        let quoted = said.strip_prefix("attachment; filename=\"").and_then(|rest| rest.split_once('"'));
        let (name, rest) = quoted.unwrap_or(("?", ""));
        // The name as it is, coded (RFC 5987).
        let coded = rest.strip_prefix("; filename*=UTF-8''").unwrap_or(rest);
        let is_coded = coded.chars().all(|c| c.is_ascii_alphanumeric() || "-_.%".contains(c));
        assert!(is_coded, "{path}: {said}");
        let plain = name.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c)) && !name.starts_with('.');
        assert!(plain, "{path}: {said}");
        files += 1;
    }
    assert!(files >= 5, "{files}");
}

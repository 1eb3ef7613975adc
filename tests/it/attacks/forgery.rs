//! Forms of other sites: right in every field, sent by the browser of somebody who may do everything.

use super::dump::contents;
use crate::access_matrix::rows;
use crate::support::*;

both!(no_form_of_another_site_changes_anything);

/// What a browser says about a form of another site. Where it says nothing, the token alone decides.
const FOREIGN: [&[(&str, &str)]; 5] = [
    &[("origin", "https://evil.example")],
    &[("origin", "null")],
    &[("sec-fetch-site", "cross-site")],
    &[("sec-fetch-site", "same-site")],
    &[("sec-fetch-site", "same-origin"), ("origin", "https://evil.example")],
];

async fn no_form_of_another_site_changes_anything(app: TestApp) {
    let (browser, own, foreign) =
        (app.browser_of(Ada), app.browser_of(Ada).csrf().await, app.browser_of(Bob).csrf().await);
    let forms: Vec<_> = rows().into_iter().filter(|row| row.method == "post").collect();
    let forms: Vec<_> = forms
        .iter()
        .map(|row| {
            let records = row.records(&app);
            (row.path(&records), row.fields(&app, &records))
        })
        .collect();
    assert!(!forms.is_empty());
    let before = contents(&app);
    for (path, fields) in &forms {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        for headers in FOREIGN {
            let page = browser.post_raw(path, headers, &[&fields[..], &[("csrf", &own)]].concat()).await;
            assert_eq!(page.status, 403, "{path} took a form with {headers:?}");
        }
        for token in [&[][..], &[("csrf", "")], &[("csrf", &foreign)]] {
            let page = browser.post_raw(path, &[], &[token, &fields].concat()).await;
            assert_eq!(page.status, 403, "{path} took a form with {token:?}");
            let page = browser.upload_raw(path, &[token, &fields].concat(), "Name\nMaria\n").await;
            assert!(page.status >= 400, "{path} took a file with {token:?}");
        }
    }
    let after = contents(&app);
    let changed: Vec<&String> =
        before.iter().filter(|(name, rows)| after.get(*name) != Some(rows)).map(|(name, _)| name).collect();
    assert!(changed.is_empty(), "changed: {changed:?}");
}

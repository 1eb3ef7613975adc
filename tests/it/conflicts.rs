//! Two people with the whole form of one record, opened at the same version: whatever the page of the conflict is
//! answered, nothing of what the other saved is lost (rule 70).

use crate::support::*;

both!(
    what_the_other_changed_besides_outlives_either_answer,
    a_field_that_changes_once_more_is_asked_once_more,
    a_form_refused_first_is_merged_from_where_it_began,
);

/// One kind of record: where it is edited, the field both change with three values for it, and a field only the other
/// changes.
struct Kind {
    path: String,
    both: &'static str,
    values: [&'static str; 3],
    other: &'static str,
}

fn kinds(app: &TestApp) -> [Kind; 4] {
    let companies = ["Harbour Ltd", "Anchor Ltd", "Quay Ltd"];
    [
        ("opportunities", app.opportunity(Alice).id, "amount", ["1500", "2500", "3500"], "competitors"),
        ("leads", app.lead(Alice).id, "company", companies, "notes"),
        ("accounts", app.account(Alice).id, "name", companies, "notes"),
        ("contacts", app.contact(Alice).id, "name", ["Harriet Low", "Anne Low", "Quinn Low"], "notes"),
    ]
    .map(|(kind, id, both, values, other)| Kind { path: format!("/{kind}/{id}/edit"), both, values, other })
}

fn set(form: &mut Vec<(String, String)>, name: &str, value: &str) {
    form.retain(|(other, _)| other != name);
    form.push((name.to_owned(), value.to_owned()));
}

async fn send(app: &TestApp, who: Who, path: &str, form: &[(String, String)]) -> Page {
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    app.post(who, path, &form).await
}

/// Opens the form twice; the one saves both fields, the other then gets asked about the field they share.
async fn clash(app: &TestApp, kind: &Kind) -> Page {
    let mut theirs = app.get(Mona, &kind.path).await.assert_status(200).form(&kind.path);
    let mut mine = app.get(Alice, &kind.path).await.assert_status(200).form(&kind.path);
    set(&mut theirs, kind.both, kind.values[0]);
    set(&mut theirs, kind.other, "Only theirs");
    set(&mut mine, kind.both, kind.values[1]);
    send(app, Mona, &kind.path, &theirs).await.assert_status(303);
    send(app, Alice, &kind.path, &mine).await.assert_status(409)
}

fn answered(page: &Page, path: &str, keep: &str) -> Vec<(String, String)> {
    let mut form = page.form(path);
    for (name, value) in &mut form {
        if name.starts_with("choice-") {
            keep.clone_into(value);
        }
    }
    form
}

async fn what_the_other_changed_besides_outlives_either_answer(app: TestApp) {
    for (keep, kept) in [("mine", 1), ("theirs", 0)] {
        for kind in kinds(&app) {
            let page = clash(&app, &kind).await;
            send(&app, Alice, &kind.path, &answered(&page, &kind.path, keep)).await.assert_status(303);
            let now = app.get(Alice, &kind.path).await;
            assert_eq!(now.form_value(kind.other).as_deref(), Some("Only theirs"), "{} {keep}", kind.path);
            let value = now.form_value(kind.both).unwrap().replace([',', '\u{a0}'], "");
            assert!(value.starts_with(kind.values[kept]), "{} {keep}: {value}", kind.path);
        }
    }
}

async fn a_field_that_changes_once_more_is_asked_once_more(app: TestApp) {
    for kind in kinds(&app) {
        let page = clash(&app, &kind).await;
        let mut later = app.get(Mona, &kind.path).await.form(&kind.path);
        set(&mut later, kind.both, kind.values[2]);
        send(&app, Mona, &kind.path, &later).await.assert_status(303);
        let stale = send(&app, Alice, &kind.path, &answered(&page, &kind.path, "mine")).await.assert_status(409);
        let theirs = stale.texts(".conflict td").swap_remove(0).replace([',', '\u{a0}'], "");
        assert!(theirs.contains(kind.values[2]), "{}: {theirs}", kind.path);
        send(&app, Alice, &kind.path, &answered(&stale, &kind.path, "mine")).await.assert_status(303);
        let now = app.get(Alice, &kind.path).await;
        assert_eq!(now.form_value(kind.other).as_deref(), Some("Only theirs"), "{}", kind.path);
        let value = now.form_value(kind.both).unwrap().replace([',', '\u{a0}'], "");
        assert!(value.starts_with(kind.values[1]), "{}: {value}", kind.path);
    }
}

/// Somebody saves the settings while somebody else's form of them is refused for a fault of its own: mended and sent
/// again it still is about what it was opened on.
async fn a_form_refused_first_is_merged_from_where_it_began(app: TestApp) {
    let path = "/settings/company";
    let mut mine = app.get(Ada, path).await.assert_status(200).form(path);
    let mut theirs = mine.clone();
    set(&mut theirs, "name", "Fjord Group");
    send(&app, Ada, path, &theirs).await.assert_status(303);
    set(&mut mine, "name", "");
    let refused = send(&app, Ada, path, &mine).await.assert_status(422);
    let mut mended = refused.form(path);
    set(&mut mended, "name", "Fjord Sea");
    send(&app, Ada, path, &mended).await.assert_status(409).assert_says("Fjord Group").assert_says("Fjord Sea");
}

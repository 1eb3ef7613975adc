//! Columns of lists: whoever chooses them sees them on the page, in a view and in the file, and never what they may not.

use crate::support::*;

both!(
    columns_are_chosen_and_put_in_order,
    every_column_of_every_list_can_be_shown,
    an_amount_is_no_column_for_who_may_not_see_it,
    a_column_names_only_records_within_reach,
    a_view_keeps_its_columns,
    the_file_has_the_columns_shown_or_all,
    what_is_no_column_is_left_out,
);

const LISTS: [(&str, &str); 4] =
    [("leads", "/leads"), ("opportunities", "/opportunities"), ("accounts", "/accounts"), ("contacts", "/contacts")];

fn heads(page: &Page) -> Vec<String> {
    page.texts("thead th:not(.tick)").into_iter().filter(|head| !head.is_empty()).collect()
}

/// The names of all columns a list offers.
async fn offered(app: &TestApp, who: Who, list: &str) -> Vec<String> {
    let page = app.get(who, &format!("/views/columns?list={list}")).await.assert_status(200);
    page.attributes("input[name=column]", "value")
}

async fn columns_are_chosen_and_put_in_order(app: TestApp) {
    app.account_with(Alice, |facts| (facts.name, facts.domain) = ("Arctic".into(), "arctic.example".into()));
    let list = app.get(Alice, "/accounts?country=FI").await.assert_status(200);
    let (to, _) = list.links().into_iter().find(|(to, _)| to.starts_with("/views/columns")).unwrap();
    let page = app.get(Alice, &to).await.assert_status(200);
    assert_eq!(page.form_value("country").as_deref(), Some("FI"), "what the list is narrowed by goes along");
    assert_eq!(page.form_value("at-lifecycle").as_deref(), Some("1"));
    let chosen = "/views/columns/chosen?list=accounts&country=FI&column=owner&column=domain&column=team_id&at-domain=1&at-team_id=2";
    let list = app.get(Alice, chosen).await.assert_goes_to("/accounts?country=FI&columns=domain%2Cteam_id%2Cowner");
    let list = app.get(Alice, list.location()).await.assert_status(200);
    assert_eq!(heads(&list)[1..], ["Web domain", "Team", "Owner"]);
    assert_eq!(list.texts("tbody td:not(.tick)"), ["arctic.example", "North-East", "Alice"]);
}

async fn every_column_of_every_list_can_be_shown(app: TestApp) {
    let account = app.account(Alice);
    app.contact(Alice);
    app.lead_with(Alice, |lead| lead.value_minor = Some(500));
    app.opportunity_with(Alice, |deal| deal.account_id = Some(account.id));
    for (list, path) in LISTS {
        let names = offered(&app, Ada, list).await;
        assert!(names.len() > 12, "{list}: {names:?}");
        let path = if list == "leads" { "/leads?view=all&" } else { &format!("{path}?") };
        let page = app.get(Ada, &format!("{path}columns={}", names.join(","))).await.assert_status(200);
        assert_eq!(page.count("tbody td:not(.tick)"), names.len(), "{list}");
    }
}

async fn an_amount_is_no_column_for_who_may_not_see_it(app: TestApp) {
    app.lead_with(Alice, |lead| (lead.value_minor, lead.budget_minor) = (Some(123_400), Some(567_800)));
    let names = offered(&app, Mark, "leads").await;
    assert!(!names.iter().any(|name| ["value", "budget_minor"].contains(&name.as_str())), "{names:?}");
    for path in [
        "/leads?view=all&columns=value,budget_minor,owner",
        "/leads/export?view=all&columns=value,budget_minor,owner&only=shown",
    ] {
        let page = app.get(Mark, path).await.assert_status(200);
        assert!(!page.body.contains("1,234") && !page.body.contains("5,678"), "{path}");
        let page = app.get(Ada, path).await.assert_status(200);
        assert!(page.body.contains("1,234") && page.body.contains("5,678"), "{path}: {}", page.body);
    }
}

async fn a_column_names_only_records_within_reach(app: TestApp) {
    let parent = app.account_with(Charlie, |facts| facts.name = "Hidden Parent".into());
    app.account_with(Alice, |facts| (facts.name, facts.parent_id) = ("Child".into(), Some(parent.id)));
    for path in ["/accounts?columns=parent_id", "/accounts/export?columns=parent_id&only=shown"] {
        app.get(Alice, path).await.assert_status(200).assert_hides("Hidden Parent");
        assert!(app.get(Ada, path).await.body.contains("Hidden Parent"), "{path}");
    }
}

async fn a_view_keeps_its_columns(app: TestApp) {
    app.account(Alice);
    let query = "columns=domain,owner&sort=name";
    let fields = [("list", "accounts"), ("query", query), ("name", "Narrow"), ("shared", "private")];
    let view = app.post(Alice, "/views", &fields).await.assert_status(303).location().to_owned();
    let page = app.get(Alice, &view).await.assert_status(200).assert_hides("/contents");
    assert_eq!(heads(&page)[1..], ["Web domain", "Owner"]);
    // Filters and orders asked from there keep them.
    assert_eq!(page.form_value("columns").as_deref(), Some("domain,owner"));
}

async fn the_file_has_the_columns_shown_or_all(app: TestApp) {
    let account = app.account_with(Alice, |facts| facts.name = "Arctic".into());
    app.contact_with(Alice, |facts| facts.name = "=Carla".into());
    let page = app.get(Alice, "/accounts?columns=owner,country").await.assert_status(200);
    let files: Vec<String> =
        page.links().into_iter().map(|(to, _)| to).filter(|to| to.starts_with("/accounts/export")).collect();
    let [all, shown] = files.as_slice() else { panic!("{files:?}") };
    let shown = app.get(Alice, shown).await.assert_status(200);
    assert_eq!(shown.body.trim_start_matches('\u{feff}'), "Name,Owner,Country\nArctic,Alice,Finland\n");
    assert!(app.get(Alice, all).await.body.lines().next().unwrap().contains("Payment terms"));
    let contacts = app.get(Alice, "/contacts/export?columns=company,emails&only=shown").await.assert_status(200);
    assert!(contacts.body.contains("'=Carla,,carlos@arctic.example"), "{}", contacts.body);
    assert!(account.id > 0);
}

async fn what_is_no_column_is_left_out(app: TestApp) {
    app.account(Alice);
    let page = app.get(Alice, "/accounts?columns=owner,altitude,owner,name").await.assert_status(200);
    assert_eq!(heads(&page)[1..], ["Owner"]);
    assert_eq!(page.count("tbody th a"), 1, "the name stays");
}

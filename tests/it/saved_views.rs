//! Saved views: what a list shows comes back under its name, within everybody's own reach, and never wider than it was
//! meant to be (rule 74).

use chrono::Duration;
use diesel::prelude::*;
use fursa::db::schema::{journal, saved_views};
use fursa::directory::PickList;
use fursa::journal::{Action, Entity};

use crate::support::*;

both!(
    what_a_list_shows_is_saved_and_opened_again,
    a_view_that_was_changed_can_be_saved_over,
    a_view_is_private_until_it_is_shared,
    a_shared_view_shows_everybody_their_own_reach,
    days_of_a_view_move_with_the_day_it_is_read,
    a_day_of_a_view_is_the_readers,
    a_condition_that_cannot_be_applied_shows_nothing_and_says_so,
    a_list_of_leads_one_does_not_have_shows_nothing,
    an_order_by_amounts_is_not_for_who_does_not_see_them,
    a_list_opens_with_what_was_chosen,
    a_list_opens_with_what_the_role_has,
    a_view_that_is_deleted_leaves_the_list_as_it_is,
    changes_of_views_are_journalled,
    every_control_of_a_list_can_be_saved,
    a_quicker_colleague_is_not_saved_over_unseen,
    a_view_of_anything_stays_a_link,
    a_view_of_a_team_is_kept_in_order_when_its_owner_has_left,
);

/// Saves what a page shows, as its link leads; answers the address of the view.
async fn save(app: &TestApp, who: Who, page: &str, fields: &[(&str, &str)]) -> String {
    let link = app.get(who, page).await.assert_status(200).links();
    let (to, _) = link.into_iter().find(|(to, _)| to.starts_with("/views/new")).unwrap();
    let form = app.get(who, &to).await.assert_status(200).form("/views");
    let kept = form.iter().filter(|(name, _)| ["nonce", "list", "query", "shared"].contains(&name.as_str()));
    let kept = kept.filter(|(name, _)| !fields.iter().any(|(other, _)| other == name));
    let fields: Vec<(&str, &str)> = kept.map(|(n, v)| (n.as_str(), v.as_str())).chain(fields.iter().copied()).collect();
    app.post(who, "/views", &fields).await.assert_status(303).location().to_owned()
}

fn id_in(address: &str) -> i64 {
    let id = address.split(['?', '&']).find_map(|pair| pair.strip_prefix("saved="));
    id.unwrap().parse().unwrap()
}

/// A view as it lies in the database, whatever the list thinks of it.
fn stored(app: &TestApp, who: Who, list: &str, query: &str, sort: &str) -> i64 {
    let row = (
        saved_views::list.eq(list),
        saved_views::name.eq("Stored"),
        saved_views::query.eq(query),
        saved_views::shown.eq(""),
        saved_views::sort.eq(sort),
        saved_views::owner_id.eq(app.id(who).unwrap()),
        saved_views::shared.eq("everyone"),
    );
    app.db(|db| diesel::insert_into(saved_views::table).values(row).returning(saved_views::id).get_result(db).unwrap())
}

/// The address of a stored view, as the list links to it.
async fn opened(app: &TestApp, who: Who, list: &str, id: i64) -> Page {
    let page = app.get(who, list).await.assert_status(200);
    let links = page.links();
    let (to, _) = links.into_iter().find(|(to, _)| to.contains(&format!("saved={id}"))).unwrap();
    app.get(who, &to).await.assert_status(200)
}

fn accounts(app: &TestApp) {
    for (name, country) in [("Borealis", "FI"), ("Aurora", "FI"), ("Cumbre", "ES")] {
        app.account_with(Alice, |facts| (facts.name, facts.country) = (name.into(), country.into()));
    }
}

fn names(page: &Page) -> Vec<String> {
    page.texts("tbody th a")
}

async fn what_a_list_shows_is_saved_and_opened_again(app: TestApp) {
    accounts(&app);
    let view = save(&app, Alice, "/accounts?country=FI&sort=name", &[("name", "Finland by name")]).await;
    let page = app.get(Alice, &view).await.assert_status(200);
    assert_eq!(names(&page), ["Aurora", "Borealis"]);
    assert_eq!(page.texts("nav.tabs [aria-current=page]"), ["Finland by name"]);
    let list = app.get(Alice, "/accounts").await.assert_status(200);
    assert!(list.has_link(&view), "the list names its views");
    assert_eq!(names(&list).len(), 3, "and opens as it is");
    // The same name twice would leave nobody the wiser.
    let again = [("list", "accounts"), ("query", "country=FI"), ("name", "finland BY name"), ("shared", "private")];
    let page = app.post(Alice, "/views", &again).await.assert_status(422);
    assert!(page.problem("name").is_some());
    app.get(Alice, "/views?list=accounts").await.assert_says("Finland by name").assert_says("Only I");
}

async fn a_view_that_was_changed_can_be_saved_over(app: TestApp) {
    accounts(&app);
    let view = save(&app, Alice, "/accounts?country=FI", &[("name", "Mine")]).await;
    app.get(Alice, &view).await.assert_status(200).assert_hides("/contents");
    let id = id_in(&view);
    let contents = format!("/views/{id}/contents");
    let page = app.get(Alice, &format!("/accounts?saved={id}&country=ES")).await.assert_says("other conditions");
    let form = page.form(&contents);
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let to = app.post(Alice, &contents, &form).await.assert_status(303).location().to_owned();
    assert_eq!(names(&app.get(Alice, &to).await), ["Cumbre"]);
    app.get(Alice, &to).await.assert_hides("/contents");
}

async fn a_view_is_private_until_it_is_shared(app: TestApp) {
    accounts(&app);
    let view = save(&app, Mona, "/accounts?country=FI", &[("name", "Monas view")]).await;
    let id = id_in(&view);
    app.get(Alice, "/accounts").await.assert_status(200).assert_hides("Monas view");
    let to_team = [("name", "Monas view"), ("shared", "team"), ("version", "1")];
    app.post(Mona, &format!("/views/{id}"), &to_team).await.assert_status(303);
    app.get(Alice, "/accounts").await.assert_says("Monas view");
    app.get(Charlie, "/accounts").await.assert_status(200).assert_hides("Monas view");
    let to_all = [("name", "Monas view"), ("shared", "everyone"), ("version", "2")];
    app.post(Mona, &format!("/views/{id}"), &to_all).await.assert_status(422);
    app.get(Charlie, "/accounts").await.assert_hides("Monas view");
    app.post(Ada, &format!("/views/{id}"), &to_all).await.assert_status(303);
    app.get(Charlie, "/accounts").await.assert_says("Monas view");
    let of_ada = save(&app, Ada, "/accounts?country=ES", &[("name", "Spain"), ("shared", "everyone")]).await;
    app.get(Charlie, "/accounts").await.assert_says("Spain");
    app.post(Charlie, &format!("/views/{}/removal", id_in(&of_ada)), &[]).await.assert_status(403);
}

async fn a_shared_view_shows_everybody_their_own_reach(app: TestApp) {
    accounts(&app);
    app.account_with(Charlie, |facts| facts.name = "Delta".into());
    let view = save(&app, Ada, "/accounts?country=FI", &[("name", "Finland"), ("shared", "everyone")]).await;
    assert_eq!(names(&app.get(Charlie, &view).await), ["Delta"]);
    assert_eq!(names(&app.get(Ada, &view).await).len(), 3);
    let mine = save(&app, Ada, "/accounts?owner=me", &[("name", "Own"), ("shared", "everyone")]).await;
    assert_eq!(names(&app.get(Charlie, &mine).await), ["Delta"], "oneself is whoever reads");
}

async fn days_of_a_view_move_with_the_day_it_is_read(app: TestApp) {
    accounts(&app);
    let view = save(&app, Alice, "/accounts?created=last-7-days", &[("name", "New ones")]).await;
    assert_eq!(names(&app.get(Alice, &view).await).len(), 3);
    app.get(Alice, &view).await.assert_says("Last");
    app.wait(Duration::days(6));
    assert_eq!(names(&app.get(Alice, &view).await).len(), 3);
    app.wait(Duration::days(1));
    assert_eq!(names(&app.get(Alice, &view).await).len(), 0);
    app.account_with(Alice, |facts| facts.name = "Fresh".into());
    assert_eq!(names(&app.get(Alice, &view).await), ["Fresh"]);
    let before = app.get(Alice, "/accounts?created=last-year").await.assert_status(200);
    assert_eq!(names(&before).len(), 0);
    // In another order than that of the days, and counted: the same records.
    let by_name = app
        .get(Alice, "/accounts?created=this-year&sort=name&count=exact")
        .await
        .assert_says("\u{2068}4\u{2069} accounts");
    assert_eq!(names(&by_name), ["Aurora", "Borealis", "Cumbre", "Fresh"]);
}

async fn a_day_of_a_view_is_the_readers(app: TestApp) {
    use fursa::db::schema::users;
    // Half an hour before midnight in Warsaw is another day in Auckland.
    let late = "2026-11-22T22:30:00".parse().unwrap();
    app.account_with(Alice, |facts| (facts.name, facts.created_at) = ("Late".into(), late));
    let now = app.clock().now();
    app.clock().advance("2026-11-22T22:45:00".parse::<chrono::NaiveDateTime>().unwrap() - now);
    app.fresh_browsers();
    let zone = |name: &'static str| {
        let alice = users::table.filter(users::email_key.eq("alice@fursa.test"));
        app.db(|db| diesel::update(alice).set(users::zone.eq(name)).execute(db).unwrap());
    };
    zone("Europe/Warsaw");
    assert_eq!(names(&app.get(Alice, "/accounts?created=today").await), ["Late"]);
    app.clock().advance(Duration::hours(1));
    assert_eq!(names(&app.get(Alice, "/accounts?created=today").await), [""; 0]);
    zone("Pacific/Auckland");
    assert_eq!(names(&app.get(Alice, "/accounts?created=today").await), ["Late"]);
}

async fn a_condition_that_cannot_be_applied_shows_nothing_and_says_so(app: TestApp) {
    accounts(&app);
    app.account_with(Alice, |facts| facts.name = "Esker".into());
    for query in ["industry=999999", "altitude=9", "created=yesterday", "owner=999999&country=FI", "parent=999999"] {
        let id = stored(&app, Alice, "accounts", query, "");
        let page = opened(&app, Alice, "/accounts", id).await;
        assert_eq!(names(&page), [""; 0], "{query}");
        assert_eq!(page.count(".flash.warn"), 1, "{query}: {}", page.text());
        page.assert_hides("/views/new").assert_says("\u{2068}0\u{2069} accounts");
        let file = app.get(Alice, &format!("/accounts/export?saved={id}&{query}")).await;
        assert_eq!(file.body.lines().count(), 1, "{query}: the file is as empty");
        app.db(|db| diesel::delete(saved_views::table.find(id)).execute(db).unwrap());
    }
    // Asked by hand it is left out, and said.
    assert_eq!(names(&app.get(Alice, "/accounts?industry=999999").await).len(), 4);
    // Of several values of which one must be met, those that are no more narrow the list: the others still count.
    let industry = app.directory().picks(PickList::Industry).next().unwrap().id;
    let id = stored(&app, Alice, "accounts", &format!("industry={industry}&industry=999999"), "");
    assert_eq!(opened(&app, Alice, "/accounts", id).await.count(".flash.warn"), 0);
}

async fn a_list_of_leads_one_does_not_have_shows_nothing(app: TestApp) {
    app.lead(Alice);
    let id = stored(&app, Ada, "leads", "view=mine", "");
    let page = opened(&app, Mark, "/leads", id).await.assert_says("a list of leads you do not have");
    assert_eq!(names(&page), [""; 0]);
    let file = app.get(Mark, &format!("/leads/export?view=mine&saved={id}")).await;
    assert_eq!(file.body.lines().count(), 1);
    assert_eq!(names(&opened(&app, Alice, "/leads", id).await).len(), 1);
}

async fn an_order_by_amounts_is_not_for_who_does_not_see_them(app: TestApp) {
    for (name, value) in [("Low", 100), ("High", 900), ("Middle", 500)] {
        app.lead_with(Alice, |lead| (lead.name, lead.value_minor) = (name.into(), Some(value)));
    }
    let id = stored(&app, Ada, "leads", "view=all", "value");
    let page = opened(&app, Mark, "/leads", id).await.assert_says("order of this view cannot be applied");
    assert_eq!(names(&page), ["Middle", "High", "Low"], "newest first, as the list has it");
    let page = opened(&app, Ada, "/leads", id).await;
    assert_eq!((names(&page), page.count(".flash.warn")), (vec!["High".into(), "Middle".into(), "Low".into()], 0));
}

async fn a_list_opens_with_what_was_chosen(app: TestApp) {
    accounts(&app);
    let view = save(&app, Alice, "/accounts?country=ES", &[("name", "Spain"), ("first", "on")]).await;
    let page = app.get(Alice, "/accounts").await.assert_says("opens with the view");
    assert_eq!(names(&page), ["Cumbre"]);
    // The way back, and everything the page does from there on.
    assert!(page.has_link("/accounts?saved=none"));
    let page = app.get(Alice, "/accounts?saved=none").await.assert_status(200);
    assert_eq!(names(&page).len(), 3);
    assert_eq!(page.form_value("saved").as_deref(), Some("none"), "a filter does not lead back into the view");
    let emptied = app.get(Alice, "/accounts").await;
    let chip = emptied.attributes("a.chip", "href").remove(0);
    assert_eq!(names(&app.get(Alice, &format!("/accounts{chip}")).await).len(), 3, "a condition can be taken off");
    app.get(Bob, "/accounts").await.assert_hides("Spain");
    app.post(Alice, "/views/first", &[("list", "accounts"), ("view", "none")]).await.assert_status(303);
    assert_eq!(names(&app.get(Alice, "/accounts").await).len(), 3);
    assert!(app.get(Alice, "/accounts").await.has_link(&view));
}

async fn a_list_opens_with_what_the_role_has(app: TestApp) {
    accounts(&app);
    let view = save(&app, Ada, "/accounts?country=FI", &[("name", "Finland"), ("shared", "everyone")]).await;
    let id = id_in(&view).to_string();
    let choice = [("list", "accounts"), ("sales_rep", id.as_str()), ("marketer", "")];
    app.post(Ada, "/views/first/roles", &choice).await.assert_goes_to("/views?list=accounts");
    assert_eq!(names(&app.get(Alice, "/accounts").await).len(), 2);
    assert_eq!(names(&app.get(Mona, "/accounts").await).len(), 3, "a manager has another role");
    // Who chose for themselves keeps that.
    app.post(Alice, "/views/first", &[("list", "accounts"), ("view", "none")]).await.assert_status(303);
    assert_eq!(names(&app.get(Alice, "/accounts").await).len(), 3);
    app.post(Alice, "/views/first", &[("list", "accounts"), ("view", "")]).await.assert_status(303);
    assert_eq!(names(&app.get(Alice, "/accounts").await).len(), 2);
    // One that only Ada may use is nobody's beginning.
    let own = [("name", "Finland"), ("shared", "private"), ("version", "1")];
    app.post(Ada, &format!("/views/{id}"), &own).await.assert_status(303);
    assert_eq!(names(&app.get(Alice, "/accounts").await).len(), 3);
}

async fn a_view_that_is_deleted_leaves_the_list_as_it_is(app: TestApp) {
    accounts(&app);
    let view = save(&app, Alice, "/accounts?country=ES", &[("name", "Spain"), ("first", "on")]).await;
    app.post(Alice, &format!("/views/{}/removal", id_in(&view)), &[]).await.assert_status(303);
    let page = app.get(Alice, "/accounts").await.assert_status(200).assert_says("is deleted");
    assert_eq!(names(&page).len(), 3);
    // An address somebody kept still asks what it says, and no more.
    assert_eq!(names(&app.get(Alice, &view).await), ["Cumbre"]);
}

async fn changes_of_views_are_journalled(app: TestApp) {
    let view = save(&app, Ada, "/accounts?country=ES", &[("name", "Spain"), ("shared", "everyone")]).await;
    let id = id_in(&view);
    let edit = [("name", "Iberia"), ("shared", "everyone"), ("version", "1")];
    app.post(Ada, &format!("/views/{id}"), &edit).await.assert_status(303);
    let choice = [("list", "accounts"), ("sales_rep", &id.to_string())];
    app.post(Ada, "/views/first/roles", &choice).await.assert_status(303);
    app.post(Ada, &format!("/views/{id}/removal"), &[]).await.assert_status(303);
    let of_view = journal::table.filter(journal::entity.eq(Entity::SavedView).and(journal::record_id.eq(id)));
    let told: Vec<Action> = app.db(|db| of_view.order(journal::id).select(journal::action).load(db).unwrap());
    assert_eq!(told, [Action::Created, Action::Edited, Action::Edited, Action::Removed]);
}

async fn every_control_of_a_list_can_be_saved(app: TestApp) {
    for list in ["/leads", "/opportunities", "/accounts", "/contacts"] {
        let page = app.get(Ada, list).await.assert_status(200);
        for name in page.attributes("form.filters [name]", "name") {
            let page = app.get(Ada, &format!("{list}?saved=7&{name}=1")).await.assert_status(200);
            assert!(!page.text_contains("no such condition"), "{list} has no word for its own {name}");
        }
    }
}

async fn a_quicker_colleague_is_not_saved_over_unseen(app: TestApp) {
    let view = save(&app, Ada, "/accounts?q=north", &[("name", "Ours"), ("shared", "everyone")]).await;
    let contents = format!("/views/{}/contents", id_in(&view));
    let kept = || app.db(|db| saved_views::table.select(saved_views::query).first::<String>(db).unwrap());
    let first = app.get(Ada, &view.replace("north", "south")).await.form(&contents);
    let second = app.get(Ada, &view.replace("north", "west")).await.form(&contents);
    press(&app, &contents, &first).await;
    assert_eq!(kept(), "q=south");
    let back = press(&app, &contents, &second).await;
    assert_eq!(kept(), "q=south", "not unseen");
    let page = app.get(Ada, &back).await.assert_says("Nothing was saved");
    press(&app, &contents, &page.form(&contents)).await;
    assert_eq!(kept(), "q=west", "but knowingly");
}

/// Sends a form as it stands on its page; answers where it leads.
async fn press(app: &TestApp, to: &str, form: &[(String, String)]) -> String {
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    app.post(Ada, to, &form).await.assert_status(303).location().to_owned()
}

async fn a_view_of_anything_stays_a_link(app: TestApp) {
    let long =
        [format!("q={}", "x".repeat(10_000)), format!("columns={}", "name,".repeat(2_000)), "owner=1&".repeat(900)];
    for query in &long {
        let form = [("list", "accounts"), ("name", "Long"), ("shared", "team"), ("query", query.as_str())];
        let page = app.post(Mona, "/views", &form).await.assert_status(422);
        assert!(page.problem("name").is_some_and(|said| said.contains("too much")), "{:?}", page.problem("name"));
    }
    let form = [("list", "accounts"), ("name", "\u{200b}"), ("shared", "private"), ("query", "q=a")];
    app.post(Mona, "/views", &form).await.assert_status(422);
    let view = save(&app, Mona, "/accounts?q=a", &[("name", "Short"), ("shared", "team")]).await;
    for query in &long {
        app.post(Mona, &format!("/views/{}/contents", id_in(&view)), &[("query", query)]).await.assert_status(303);
    }
    assert!(app.get(Mona, "/accounts").await.body.len() < 40 * 1024);
}

async fn a_view_of_a_team_is_kept_in_order_when_its_owner_has_left(app: TestApp) {
    let id = id_in(&save(&app, Mona, "/accounts?q=north", &[("name", "Norths view"), ("shared", "team")]).await);
    let own = id_in(&save(&app, Mona, "/accounts?q=mine", &[("name", "Monas own"), ("shared", "private")]).await);
    app.get(Ada, "/accounts").await.assert_hides("Norths view");
    app.get(Ada, "/views?list=accounts").await.assert_says("Norths view").assert_hides("Monas own");
    app.get(Ada, &format!("/views/{own}")).await.assert_status(404);
    app.post(Ada, &format!("/views/{own}/removal"), &[]).await.assert_status(404);
    app.get(Ada, &format!("/views/{id}")).await.assert_status(200);
    app.post(Ada, &format!("/views/{id}/removal"), &[]).await.assert_status(303);
    app.get(Mona, "/views?list=accounts").await.assert_hides("Norths view").assert_says("Monas own");
}

//! Tags: the company's words on records, and lists narrowed by them.

use fursa::db::Ids;
use fursa::leads::LeadState;
use fursa::records::Listed;

use crate::support::*;

both!(
    a_word_is_one_tag_however_it_is_typed,
    whoever_may_change_a_record_chooses_among_the_companys_words,
    a_closed_lead_keeps_its_tags,
    every_kind_of_record_carries_tags,
    a_list_is_narrowed_to_what_carries_a_tag,
    a_common_tag_and_a_rare_one_find_the_same_records,
    a_merged_tag_is_found_as_the_other_and_comes_apart_again,
    a_tag_is_renamed_and_retired_and_stays_where_it_is,
    a_hidden_record_shows_in_no_list_of_tags,
);

fn tag(app: &TestApp, name: &str) -> i64 {
    app.directory().tags.iter().find(|tag| tag.name == name).unwrap().id
}

fn carried<R: Listed>(app: &TestApp, id: i64) -> Vec<String> {
    let record = app.tx(Ada, |tx| R::load(tx, &[id]).unwrap().pop().unwrap());
    let directory = app.directory();
    directory.tag_names(record.tags()).into_iter().map(str::to_owned).collect()
}

async fn put(app: &TestApp, who: Who, record: &str, words: &str) -> Page {
    app.post(who, &format!("{record}/tags"), &[("tags", words)]).await
}

async fn a_word_is_one_tag_however_it_is_typed(app: TestApp) {
    let lead = app.lead(Alice);
    let page = format!("/leads/{}", lead.id);
    put(&app, Alice, &page, "vip").await.assert_goes_to(&format!("{page}#tags"));
    put(&app, Alice, &page, " VIP, partner ; vip").await.assert_status(303);
    assert_eq!(carried::<fursa::leads::Lead>(&app, lead.id), ["Partner", "VIP"]);
    let shown = app.get(Alice, &page).await.assert_status(200);
    assert_eq!(shown.texts("#tags li a"), ["Partner", "VIP"]);
    let said = shown.text().replace(['\u{2068}', '\u{2069}'], "");
    assert!(said.contains("Tags: VIP → Partner and VIP"), "{said}");
    let vip = tag(&app, "VIP");
    app.post(Alice, &format!("{page}/tags/{vip}/removal"), &[]).await.assert_status(303);
    app.post(Alice, &format!("{page}/tags/{vip}/removal"), &[]).await.assert_status(303);
    assert_eq!(carried::<fursa::leads::Lead>(&app, lead.id), ["Partner"]);
}

async fn whoever_may_change_a_record_chooses_among_the_companys_words(app: TestApp) {
    let lead = app.lead(Alice);
    let page = format!("/leads/{}", lead.id);
    let refused = put(&app, Alice, &page, "VIP, Kestrel <b>").await.assert_status(422);
    assert!(refused.problem("tags").is_some_and(|problem| problem.contains("Kestrel <b>")));
    assert_eq!(refused.form_value("tags").as_deref(), Some("VIP, Kestrel <b>"));
    assert_eq!(carried::<fursa::leads::Lead>(&app, lead.id), [""; 0], "all or nothing");
    put(&app, Alice, &page, " , ").await.assert_status(422);
    put(&app, Ada, &page, "Kestrel, VIP").await.assert_status(303);
    put(&app, Alice, &page, &"x".repeat(41)).await.assert_status(422);
    assert_eq!(carried::<fursa::leads::Lead>(&app, lead.id), ["Kestrel", "VIP"]);
    assert_eq!(app.directory().tags.iter().filter(|tag| tag.name == "Kestrel").count(), 1);
    let many: Vec<String> = (0..19).map(|n| format!("Word {n}")).collect();
    put(&app, Ada, &page, &many.join(",")).await.assert_status(422).assert_says("at most 20 tags");
}

async fn a_closed_lead_keeps_its_tags(app: TestApp) {
    let vip = tag(&app, "VIP");
    let lead = app.lead_with(Alice, |lead| {
        lead.state = LeadState::Disqualified;
        lead.tags = Ids::of([vip]);
    });
    let page = format!("/leads/{}", lead.id);
    put(&app, Alice, &page, "partner").await.assert_status(403);
    app.post(Ada, &format!("{page}/tags/{vip}/removal"), &[]).await.assert_status(403);
    let shown = app.get(Alice, &page).await;
    assert_eq!((shown.texts("#tags li a"), shown.count("#tags form")), (vec!["VIP".to_owned()], 0));
    assert!(shown.has_link(&format!("/leads?view=all&tag={vip}")));
}

async fn every_kind_of_record_carries_tags(app: TestApp) {
    let pages = [
        format!("/leads/{}", app.lead(Alice).id),
        format!("/accounts/{}", app.account(Alice).id),
        format!("/contacts/{}", app.contact(Alice).id),
        format!("/opportunities/{}", app.opportunity(Alice).id),
    ];
    for page in &pages {
        put(&app, Alice, page, "VIP").await.assert_status(303);
        let shown = app.get(Alice, page).await.assert_status(200);
        assert_eq!(shown.texts("#tags li a"), ["VIP"], "{page}");
        let (list, _) = shown.links().into_iter().find(|(_, name)| name == "VIP").unwrap();
        let listed = app.get(Alice, &list).await.assert_status(200);
        assert_eq!((listed.count("tbody tr"), listed.texts("tbody th .tag")), (1, vec!["VIP".to_owned()]), "{list}");
        assert_eq!(listed.count(".chips .chip"), 1, "{list}");
        let (kind, query) = list.split_once('?').unwrap();
        let file = if kind == "/opportunities" { "/opportunities.csv".to_owned() } else { format!("{kind}/export") };
        let file = app.get(Alice, &format!("{file}?{query}")).await.assert_status(200);
        assert!(file.body.lines().nth(1).is_some_and(|row| row.contains("VIP")), "{}", file.body);
    }
    let vip = app.directory().tags.iter().find(|tag| tag.name == "VIP").unwrap().id;
    let settings = app.get(Ada, &format!("/settings/tags/{vip}")).await.assert_says("4 records");
    let lists: Vec<(String, String)> = settings.links().into_iter().filter(|(to, _)| to.contains("tag=")).collect();
    assert_eq!(lists.len(), 4, "each number leads to its rows");
    for (list, name) in lists {
        assert!(name.ends_with(" 1"), "{name}");
        assert_eq!(app.get(Ada, &list).await.count("tbody tr"), 1, "{list}");
    }
}

async fn titles(app: &TestApp, who: Who, query: &str) -> Vec<String> {
    app.get(who, &format!("/leads?view=all&sort=name&{query}")).await.assert_status(200).texts("tbody th a")
}

async fn a_list_is_narrowed_to_what_carries_a_tag(app: TestApp) {
    let (vip, partner) = (tag(&app, "VIP"), tag(&app, "Partner"));
    for (name, owner, tags) in [
        ("Ann", Alice, vec![vip]),
        ("Ben", Alice, vec![vip, partner]),
        ("Cid", Bob, vec![partner]),
        ("Dan", Bob, vec![]),
    ] {
        app.lead_with(owner, |lead| (lead.name, lead.tags) = (name.into(), Ids::of(tags)));
    }
    assert_eq!(titles(&app, Mona, &format!("tag={vip}")).await, ["Ann", "Ben"]);
    assert_eq!(titles(&app, Mona, "tag=vip").await, ["Ann", "Ben"], "a tag may be asked for by name");
    assert_eq!(titles(&app, Mona, &format!("tag={vip}&tag={partner}")).await, ["Ann", "Ben", "Cid"]);
    assert_eq!(titles(&app, Mona, "tag=none").await, ["Dan"]);
    assert_eq!(titles(&app, Mona, &format!("tag={partner}&owner={}", app.id(Alice).unwrap())).await, ["Ben"]);
    assert_eq!(titles(&app, Mona, &format!("tag={partner}&q=cid")).await, ["Cid"]);
    assert_eq!(titles(&app, Alice, &format!("tag={partner}")).await, ["Ben"], "within reach");
    assert_eq!(titles(&app, Ada, &format!("tag={partner}")).await, ["Ben", "Cid"]);
    assert_eq!(titles(&app, Mona, "tag=987654321").await.len(), 4, "what makes no sense narrows nothing");
    let page = app.get(Mona, &format!("/leads?view=all&tag={vip}")).await;
    assert_eq!(page.texts(".result li"), ["\u{2068}2\u{2069} leads"]);
    assert_eq!(page.form_value("tag"), Some(vip.to_string()));
}

/// Both ways to the records of a tag: along the list, and from the tag.
async fn a_common_tag_and_a_rare_one_find_the_same_records(app: TestApp) {
    let (vip, partner) = (tag(&app, "VIP"), tag(&app, "Partner"));
    app.tx(Ada, |tx| {
        let source = tx.directory.picks(fursa::directory::PickList::LeadSource).next().unwrap().id;
        let status = tx.directory.pick_by_code(fursa::directory::PickList::LeadStatus, "new").unwrap().id;
        let team = tx.directory.teams.root().unwrap().id;
        for n in 0..1_100_i64 {
            let tags = Ids::of([vip].into_iter().chain((n % 20 == 0).then_some(partner)));
            let name = format!("Lead {n:04}");
            let start = fursa::leads::LeadFacts::starting(status, source, "EUR", team, tx.now);
            fursa::leads::insert(tx, fursa::leads::LeadFacts { name, tags, ..start }).unwrap();
        }
    });
    for who in [Ada, Alice] {
        assert_eq!(titles(&app, who, &format!("tag={vip}")).await[..2], ["Lead 0000", "Lead 0001"]);
        assert_eq!(titles(&app, who, &format!("tag={partner}")).await[..2], ["Lead 0000", "Lead 0020"]);
        for (of, count) in [(vip, "1,100"), (partner, "55")] {
            let page = app.get(who, &format!("/leads?view=all&tag={of}")).await;
            assert_eq!(page.texts(".result li"), [format!("\u{2068}{count}\u{2069} leads")]);
        }
    }
}

async fn a_merged_tag_is_found_as_the_other_and_comes_apart_again(app: TestApp) {
    let (vip, partner) = (tag(&app, "VIP"), tag(&app, "Partner"));
    for (name, tags) in [("Ann", vec![vip]), ("Ben", vec![vip, partner]), ("Cid", vec![partner])] {
        app.lead_with(Alice, |lead| (lead.name, lead.tags) = (name.into(), Ids::of(tags)));
    }
    let merger = format!("/settings/tags/{partner}/merger");
    let itself = partner.to_string();
    app.post(Ada, &merger, &[("into", &itself)]).await.assert_status(422);
    app.post(Ada, &merger, &[("into", &vip.to_string())]).await.assert_goes_to("/settings/tags");
    app.get(Ada, "/settings/tags").await.assert_says("merged into \u{2068}VIP\u{2069}");
    for asked in [vip, partner] {
        assert_eq!(titles(&app, Alice, &format!("tag={asked}")).await, ["Ann", "Ben", "Cid"]);
    }
    let page = app.get(Alice, "/leads?view=all&sort=name").await;
    assert_eq!(page.texts("tbody th .tag"), ["VIP", "VIP", "VIP"]);
    let lead = app.lead(Alice);
    put(&app, Alice, &format!("/leads/{}", lead.id), "partner").await.assert_status(303);
    assert_eq!(carried::<fursa::leads::Lead>(&app, lead.id), ["VIP"], "the old word stands for the other");
    app.post(Ada, &format!("/settings/tags/{vip}/merger"), &[("into", &itself)]).await.assert_status(422);
    app.post(Ada, &format!("{merger}/removal"), &[]).await.assert_status(303);
    assert_eq!(titles(&app, Alice, &format!("tag={partner}")).await, ["Ben", "Cid"]);
}

async fn a_tag_is_renamed_and_retired_and_stays_where_it_is(app: TestApp) {
    let vip = tag(&app, "VIP");
    let lead = app.lead_with(Alice, |lead| lead.tags = Ids::of([vip]));
    let (page, settings) = (format!("/leads/{}", lead.id), format!("/settings/tags/{vip}"));
    let edit = |name, version| [("name", name), ("active", "on"), ("version", version)];
    app.post(Ada, &settings, &edit("partner", "1")).await.assert_status(422);
    app.post(Ada, &settings, &edit("A, B", "1")).await.assert_status(422);
    app.post(Ada, &settings, &edit("Key account", "1")).await.assert_status(303);
    assert_eq!(app.get(Alice, &page).await.texts("#tags li a"), ["Key account"]);
    app.post(Ada, &settings, &[("name", "Key account"), ("version", "2")]).await.assert_status(303);
    assert_eq!(app.get(Alice, &page).await.texts("#tags li a"), ["Key account"]);
    let other = format!("/leads/{}", app.lead(Alice).id);
    put(&app, Alice, &other, "key account").await.assert_status(422).assert_says("no longer in use");
    assert_eq!(app.get(Alice, &other).await.texts("#words option"), ["Partner"]);
    app.post(Ada, "/settings/tags", &[("name", " Distributor ")]).await.assert_status(303);
    app.post(Ada, "/settings/tags", &[("name", "DISTRIBUTOR")]).await.assert_status(422);
}

async fn a_hidden_record_shows_in_no_list_of_tags(app: TestApp) {
    let vip = tag(&app, "VIP");
    let before = app.get(Charlie, &format!("/leads?view=all&tag={vip}")).await.text();
    app.lead_with(Alice, |lead| (lead.name, lead.tags) = ("Kestrel".into(), Ids::of([vip])));
    let after = app.get(Charlie, &format!("/leads?view=all&tag={vip}")).await.assert_hides("Kestrel").text();
    assert_eq!(before, after);
}

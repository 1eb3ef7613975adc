//! Possible duplicates: met in any spelling, told only as far as the viewer may see.

use fursa::duplicates::{self, Found, KeyKind, Keys};
use fursa::journal::Entity;
use fursa::sharing::With;

use crate::support::*;

both!(
    one_customer_is_met_in_any_spelling,
    a_name_in_another_script_is_a_hint,
    a_record_nobody_may_see_is_told_by_its_team_only,
    hidden_ones_take_no_hints_place,
    colleagues_are_no_duplicates,
    a_record_is_not_its_own_duplicate,
    what_may_be_the_same_is_merged_by_who_may,
    no_number_of_hidden_ones_hides_one_that_is_seen,
);

fn found(app: &TestApp, who: Who, keys: &Keys) -> Found {
    app.tx(who, |tx| duplicates::find(tx, keys, None).unwrap())
}

async fn one_customer_is_met_in_any_spelling(app: TestApp) {
    let account = app.account_with(Alice, |facts| {
        facts.name = "Bałtyk Shipping Sp. z o.o.".into();
        facts.website = "https://www.baltyk.example/en".into();
        facts.phones = "22 123 45 67".into();
        facts.country = "PL".into();
    });
    let contact = app.contact_with(Alice, |facts| facts.emails = "Jan.Kos@Mail.example".into());
    let reasons = |keys: Keys| {
        let found = found(&app, Alice, &keys);
        found.shown.iter().map(|one| (one.entity, one.id, one.reasons.clone())).collect::<Vec<_>>()
    };
    let meets = |keys: Keys, kind: KeyKind| {
        reasons(keys)
            .iter()
            .any(|(entity, id, kinds)| (*entity, *id) == (Entity::Account, account.id) && kinds.contains(&kind))
    };
    assert!(meets(Keys::new("PL").company("BALTYK SHIPPING"), KeyKind::Company));
    let german = app.account_with(Alice, |facts| facts.name = "Krottenmüller & Söhne GmbH".into());
    let same = found(&app, Alice, &Keys::new("").company("Krottenmueller & Soehne Gesellschaft mbH"));
    assert_eq!((same.shown[0].id, same.shown[0].is_strong()), (german.id, true));
    assert!(meets(Keys::new("PL").website("baltyk.example"), KeyKind::Domain));
    assert!(meets(Keys::new("DE").phones("+48 (22) 123-45-67"), KeyKind::Phone));
    let by_mail = reasons(Keys::new("").emails("jan.kos@mail.EXAMPLE"));
    assert_eq!(by_mail, [(Entity::Contact, contact.id, vec![KeyKind::Email])]);
}

async fn a_name_in_another_script_is_a_hint(app: TestApp) {
    app.contact_with(Alice, |facts| facts.name = "Abdul Rahman".into());
    let found = found(&app, Alice, &Keys::new("").person("عبدالرحمن"));
    assert_eq!(found.shown[0].name, "Abdul Rahman");
    assert_eq!(found.shown[0].reasons, [KeyKind::Sound]);
    assert!(!found.shown[0].is_strong());
}

/// That fewer hints are shown would tell that there are records one may not see.
async fn hidden_ones_take_no_hints_place(app: TestApp) {
    let shown = |app: &TestApp| {
        let found = found(app, Alice, &Keys::new("").person("عبدالرحمن"));
        found.shown.iter().map(|one| one.name.clone()).collect::<Vec<_>>()
    };
    for _ in 0..4 {
        app.lead_with(Charlie, |facts| facts.name = "Abdul Rahman".into());
    }
    app.lead_with(Alice, |facts| facts.name = "Abdel Rahman".into());
    assert_eq!(shown(&app), ["Abdel Rahman"]);
}

async fn a_record_nobody_may_see_is_told_by_its_team_only(app: TestApp) {
    app.lead_with(Charlie, |facts| {
        facts.name = "Secret Sam".into();
        facts.emails = "sam@secret.example".into();
    });
    let keys = Keys::new("").emails("sam@secret.example");
    let told = found(&app, Alice, &keys);
    assert_eq!((told.shown.len(), told.hidden), (0, vec!["South".to_owned()]));
    assert_eq!(found(&app, Charlie, &keys).shown[0].name, "Secret Sam");
    let fields = [("name", "Sam"), ("emails", "sam@secret.example")];
    let page = app.post(Alice, "/contacts", &fields).await.assert_status(422);
    page.assert_says("South").assert_hides("Secret Sam");
    let hint = found(&app, Alice, &Keys::new("").person("Secrit Sym"));
    assert_eq!(hint, Found::default(), "a mere likeness says nothing of hidden records");
}

async fn colleagues_are_no_duplicates(app: TestApp) {
    app.contact_with(Alice, |facts| facts.emails = "ola@cable.example".into());
    let page = app.post(Alice, "/contacts", &[("name", "Piotr Zima"), ("emails", "piotr@cable.example")]).await;
    page.assert_status(303);
}

async fn a_record_is_not_its_own_duplicate(app: TestApp) {
    let account = app.account(Alice);
    let keys = account.keys("PL");
    let found = app.tx(Alice, |tx| duplicates::find(tx, &keys, Some((Entity::Account, account.id))).unwrap());
    assert_eq!(found, Found::default());
}

/// Two that are shown may be one: whoever may change one of them is led to where it is merged.
async fn what_may_be_the_same_is_merged_by_who_may(app: TestApp) {
    let typed = [("name", "Piotr Zima"), ("emails", "piotr@zima.example")];
    let own = app.contact_with(Alice, |contact| contact.emails = "piotr@zima.example".into());
    let twin = app.contact_with(Alice, |contact| contact.emails = "piotr@zima.example".into());
    let page = app.post(Alice, "/contacts", &typed).await.assert_status(422);
    for contact in [&own, &twin] {
        assert!(page.has_link(&format!("/contacts/{}/merger", contact.id)), "{:?}", page.links());
    }
    let merger = app.get(Alice, &format!("/contacts/{}/merger", own.id)).await.assert_status(200);
    assert!(merger.has_link(&format!("/contacts/{}/merger?with={}", own.id, twin.id)));
    // Who sees it by a share and may not change it, is led nowhere.
    app.share(Entity::Contact, own.id, With::Person(app.id(Charlie).unwrap()), false);
    let page = app.post(Charlie, "/contacts", &typed).await.assert_status(422);
    assert!(page.has_link(&format!("/contacts/{}", own.id)));
    assert!(!page.has_link(&format!("/contacts/{}/merger", own.id)));
}

/// More than are looked at, all of them newer: who sees one of them is told of it, whatever its place.
async fn no_number_of_hidden_ones_hides_one_that_is_seen(app: TestApp) {
    let known = |emails: &mut String, name: &mut String| {
        (*emails, *name) = ("office@harbour.example".into(), "Grace Hopper".into());
    };
    let own = app.lead_with(Alice, |lead| known(&mut lead.emails, &mut lead.name));
    let shared = app.lead_with(Charlie, |lead| known(&mut lead.emails, &mut lead.name));
    app.share(Entity::Lead, shared.id, With::Person(app.id(Bob).unwrap()), false);
    for _ in 0..201 {
        app.lead_with(Charlie, |lead| known(&mut lead.emails, &mut lead.name));
    }
    let shown = |who: Who| {
        let found = found(&app, who, &Keys::new("").emails("office@harbour.example").person("Grace Hopper"));
        (found.shown.iter().map(|one| one.id).collect::<Vec<_>>(), found.hidden)
    };
    assert_eq!(shown(Alice), (vec![own.id], vec!["South".to_owned()]));
    assert_eq!(shown(Bob), (vec![shared.id], vec!["South".to_owned()]));
    assert_eq!(shown(Ada).0.len(), 10);
}

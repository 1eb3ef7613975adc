//! Undoing what was done about who sees a record, where others have done something about it since.

use diesel::prelude::*;
use fursa::db::schema::shares;
use fursa::journal::Entity;
use fursa::sharing::With;

use super::cases::shared;
use crate::support::*;

both!(
    who_is_shown_it_otherwise_since_is_asked_about,
    others_it_is_shared_with_since_stay,
    who_ended_what_they_saw_it_by_may_take_that_back,
);

/// With whom a lead is shared, to edit or to read.
fn of(app: &TestApp, lead: i64) -> Vec<(Option<i64>, bool)> {
    let of_lead = shares::table.filter(shares::entity.eq("lead").and(shares::record_id.eq(lead)));
    app.db(|db| of_lead.order(shares::person_id).select((shares::person_id, shares::may_edit)).load(db).unwrap())
}

async fn undo_of(app: &TestApp, who: Who, page: &Page) -> String {
    let shown = app.get(who, page.location()).await.assert_status(200);
    shown.attributes(".flash form", "action").pop().unwrap()
}

async fn who_is_shown_it_otherwise_since_is_asked_about(app: TestApp) {
    for (keep, expected) in [("mine", vec![]), ("theirs", vec![(app.id(Bob), false)])] {
        let lead = app.lead(Alice).id;
        let page = shared(&app, format!("/leads/{lead}"), Bob).await;
        let undo = undo_of(&app, Alice, &page).await;
        let bob = format!("person-{}", app.id(Bob).unwrap());
        let less = [("with", bob.as_str()), ("access", "read")];
        app.post(Mona, &format!("/leads/{lead}/shares"), &less).await.assert_status(303);
        let asked = app.post(Alice, &undo, &[]).await.assert_status(409);
        let asked = asked.assert_says("may read it");
        let mut form = asked.form(&undo);
        for (_, value) in form.iter_mut().filter(|(name, _)| name.starts_with("choice-")) {
            keep.clone_into(value);
        }
        let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(of(&app, lead), [(app.id(Bob), false)], "nothing is done before the answer");
        app.post(Alice, &undo, &form).await.assert_status(303);
        assert_eq!(of(&app, lead), expected, "{keep}");
    }
}

async fn others_it_is_shared_with_since_stay(app: TestApp) {
    let lead = app.lead(Alice).id;
    let page = shared(&app, format!("/leads/{lead}"), Bob).await;
    let undo = undo_of(&app, Alice, &page).await;
    app.share(Entity::Lead, lead, With::Person(app.id(Charlie).unwrap()), true);
    app.post(Alice, &undo, &[]).await.assert_status(303);
    assert_eq!(of(&app, lead), [(app.id(Charlie), true)]);
}

/// Charlie sees the lead by the share alone. Once Alice has ended it herself, taking back that he did is no way in.
async fn who_ended_what_they_saw_it_by_may_take_that_back(app: TestApp) {
    for ended_again in [false, true] {
        let lead = app.lead(Alice).id;
        shared(&app, format!("/leads/{lead}"), Charlie).await.assert_status(303);
        let end = |app: &TestApp| {
            let of_lead = shares::table.filter(shares::record_id.eq(lead));
            let share: i64 = app.db(|db| of_lead.select(shares::id).first(db).unwrap());
            format!("/leads/{lead}/shares/{share}/removal")
        };
        let page = app.post(Charlie, &end(&app), &[]).await.assert_status(303);
        let undo = undo_of(&app, Charlie, &page).await;
        if ended_again {
            shared(&app, format!("/leads/{lead}"), Charlie).await.assert_status(303);
            app.post(Alice, &end(&app), &[]).await.assert_status(303);
        }
        let page = app.post(Charlie, &undo, &[]).await.assert_status(303);
        let told = app.get(Charlie, page.location()).await.assert_status(200);
        assert_eq!(told.text_contains("you may not change it any more"), ended_again);
        assert_eq!(of(&app, lead).is_empty(), ended_again);
    }
}

//! The tree of teams, and what it shows to whom.

use diesel::prelude::*;
use fursa::db::schema::teams;

use super::{person, resend};
use crate::support::*;

both!(
    a_team_never_becomes_part_of_itself,
    moving_a_team_moves_what_its_managers_see,
    who_moves_sees_otherwise_from_the_next_page_on,
    a_peopled_team_stays_in_use,
    a_team_that_shares_shows_its_records,
);

async fn a_team_never_becomes_part_of_itself(app: TestApp) {
    let (north, below) = (app.team("North"), app.team("North-East"));
    let path = format!("/settings/teams/{north}");
    for parent in [north, below] {
        let page = resend(&app, &path, &path, &[("parent_id", &parent.to_string())]).await.assert_status(422);
        assert!(page.problem("parent_id").is_some());
    }
    let root = app.team("Fjord Trading");
    let root_path = format!("/settings/teams/{root}");
    resend(&app, &root_path, &root_path, &[("parent_id", &north.to_string())]).await.assert_status(303);
    let parent: Option<i64> = app.db(|db| teams::table.find(root).select(teams::parent_id).first(db).unwrap());
    assert_eq!(parent, None, "the team at the top stays there");
}

async fn moving_a_team_moves_what_its_managers_see(app: TestApp) {
    let lead = app.lead(Alice);
    let sees = |who: Who| app.tx(who, |tx| fursa::leads::find(tx, lead.id).is_ok());
    assert!(sees(Mona));
    let (below, south) = (app.team("North-East"), app.team("South").to_string());
    let path = format!("/settings/teams/{below}");
    resend(&app, &path, &path, &[("parent_id", &south)]).await.assert_goes_to("/settings/teams");
    assert!(!sees(Mona));
    assert!(sees(Alice));
    let manager = app.hire("Stella", "sales_manager", "South");
    assert!(sees(manager));
}

async fn who_moves_sees_otherwise_from_the_next_page_on(app: TestApp) {
    let northern = app.lead_with(Bob, |lead| lead.name = "Northern light".into());
    let southern = app.lead_with(Charlie, |lead| lead.name = "Southern cross".into());
    let (north, south) = (format!("/leads/{}", northern.id), format!("/leads/{}", southern.id));
    app.get(Mona, &north).await.assert_status(200);
    app.get(Mona, &south).await.assert_status(404);
    app.get(Mona, "/leads?view=team").await.assert_says("Northern light").assert_hides("Southern cross");
    let (mona, team) = (person(app.id(Mona)), app.team("South").to_string());
    resend(&app, &mona, &mona, &[("team_id", &team)]).await.assert_goes_to("/settings/people");
    app.get(Mona, &north).await.assert_status(404);
    app.get(Mona, &south).await.assert_status(200);
    app.get(Mona, "/leads?view=team").await.assert_says("Southern cross").assert_hides("Northern light");
}

async fn a_peopled_team_stays_in_use(app: TestApp) {
    let path = format!("/settings/teams/{}", app.team("South"));
    app.get(Ada, &path).await.assert_status(200);
    let root = app.team("Fjord Trading").to_string();
    let off = [("name", "South"), ("parent_id", root.as_str()), ("version", "1")];
    app.post(Ada, &path, &off).await.assert_status(422).assert_says("Move its people");
    let fields = [("name", "South"), ("parent_id", root.as_str())];
    app.post(Ada, "/settings/teams", &fields).await.assert_status(422);
    let fields = [("name", "Coast"), ("parent_id", root.as_str())];
    app.post(Ada, "/settings/teams", &fields).await.assert_goes_to("/settings/teams");
    let path = format!("/settings/teams/{}", app.team("Coast"));
    let off = [("name", "Coast"), ("parent_id", root.as_str()), ("version", "1")];
    app.post(Ada, &path, &off).await.assert_goes_to("/settings/teams");
}

async fn a_team_that_shares_shows_its_records(app: TestApp) {
    let lead = app.lead(Alice);
    let sees = |who: Who| app.tx(who, |tx| fursa::leads::find(tx, lead.id).is_ok());
    assert!(!sees(Bob));
    let path = format!("/settings/teams/{}", app.team("North-East"));
    resend(&app, &path, &path, &[("shares_records", "on")]).await.assert_status(303);
    assert!(sees(Bob));
    assert!(!sees(Charlie));
}

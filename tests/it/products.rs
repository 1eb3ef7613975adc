//! The catalogue.

use fursa::products;

use crate::support::*;

both!(
    a_manager_keeps_the_catalogue,
    a_product_is_known_in_any_spelling,
    a_product_no_longer_offered_stays_in_the_catalogue,
    two_people_edit_a_product,
);

async fn a_manager_keeps_the_catalogue(app: TestApp) {
    let fields =
        [("name", "Rudder"), ("family", "Steering"), ("price", "1,250.00"), ("currency", "USD"), ("active", "on")];
    app.post(Mona, "/products", &fields).await.assert_status(303);
    app.get(Alice, "/products").await.assert_says("Rudder").assert_says("$1,250.00");
    app.post(Alice, "/products", &[("name", "Sail")]).await.assert_status(403);
}

async fn a_product_is_known_in_any_spelling(app: TestApp) {
    app.post(Mona, "/products", &[("name", "GTX Pro"), ("active", "on")]).await.assert_status(303);
    let page = app.post(Mona, "/products", &[("name", "gtx-PRO")]).await.assert_status(422);
    assert!(page.problem("name").is_some());
    let found = app.tx(Alice, |tx| products::find_by_key(tx, "GTXPro").unwrap()).unwrap();
    assert_eq!(found.name, "GTX Pro");
    assert!(app.tx(Alice, |tx| products::find_by_key(tx, "GTX Basic").unwrap()).is_none());
}

async fn a_product_no_longer_offered_stays_in_the_catalogue(app: TestApp) {
    let id = app.tx(Ada, |tx| products::find_by_key(tx, "Anchor").unwrap().unwrap().id);
    let fields = [("version", "1"), ("name", "Anchor"), ("price", "1200"), ("currency", "EUR")];
    app.post(Ada, &format!("/products/{id}/edit"), &fields).await.assert_status(303);
    app.get(Alice, "/products").await.assert_says("Anchor no longer offered");
    app.get(Alice, "/opportunities/new").await.assert_status(200).assert_hides(">Anchor<");
}

async fn two_people_edit_a_product(app: TestApp) {
    let id = app.tx(Ada, |tx| products::find_by_key(tx, "Anchor").unwrap().unwrap().id);
    let path = format!("/products/{id}/edit");
    let with = |price: &'static str| {
        [("version", "1"), ("name", "Anchor"), ("price", price), ("currency", "EUR"), ("active", "on")]
    };
    app.post(Ada, &path, &with("1300")).await.assert_status(303);
    app.post(Mona, &path, &with("1400")).await.assert_status(409).assert_says("€1,300.00").assert_says("€1,400.00");
}

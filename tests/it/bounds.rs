//! What is beyond reason is refused wherever it is typed: an amount that spoils every sum it is in.

use crate::support::*;

both!(huge_amounts_are_refused_and_large_ones_add_up);

/// One minor unit more than the largest amount there is, and far more.
const HUGE: [&str; 3] = ["10,000,000,000,000.01", "92233720368547758.07", "45000000000000000"];

async fn huge_amounts_are_refused_and_large_ones_add_up(app: TestApp) {
    let stage = app.stage("Discovery").to_string();
    app.account(Alice);
    let file = |amount: &'static str| {
        let form = vec![
            ("name", "Big"),
            ("account", "Arctic Oy"),
            ("amount", amount),
            ("currency", "EUR"),
            ("stage_id", stage.as_str()),
        ];
        let app = &app;
        async move { app.post(Alice, "/opportunities/new", &form).await }
    };
    for huge in HUGE {
        let page = file(huge).await.assert_status(422);
        assert!(page.problem("amount").is_some_and(|said| said.contains("smaller")), "{huge}");
        let lead = [("name", "Lena"), ("value", huge), ("currency", "EUR")];
        let page = app.post(Alice, "/leads", &lead).await.assert_status(422);
        assert!(page.problem("value").is_some_and(|said| said.contains("smaller")), "{huge}");
        let account = [("name", "Arctic"), ("revenue", huge), ("currency", "EUR")];
        app.post(Alice, "/accounts", &account).await.assert_status(422);
        let product = [("name", "Ship"), ("price", huge), ("currency", "EUR")];
        app.post(Ada, "/products", &product).await.assert_status(422);
    }
    for _ in 0..20 {
        file("10,000,000,000,000").await.assert_status(303);
    }
    for path in
        ["/pipeline", "/opportunities?currency=EUR", "/pipeline?q=Big", "/opportunities?q=Big", "/", "/accounts/1"]
    {
        app.get(Alice, path).await.assert_status(200).assert_says("200,000,000,000,000");
    }
}

//! A phone: 375 pixels wide, touched with a finger. A lead is filed and a deal moved on the way to the next customer,
//! and no page has to be pushed sideways to be read.

use crate::driver::Kind;
use crate::support::{TestApp, Who};
use crate::workplace::workplace;

/// What makes the page wider than the screen: the innermost elements that stick out of it and of nothing that scrolls.
const TOO_WIDE: &str = "const all = document.documentElement; \
    if (all.scrollWidth <= 375) return ''; \
    const kept = at => at && at !== all && (getComputedStyle(at).overflowX !== 'visible' || kept(at.parentElement)); \
    const wide = [...document.body.querySelectorAll('*')].filter(at => at.getBoundingClientRect().right > 376 && !kept(at)); \
    const innermost = wide.filter(at => !wide.some(other => other !== at && at.contains(other))); \
    return all.scrollWidth + ': ' + innermost.map(at => at.outerHTML.slice(0, 160)).join('\\n')";

/// A name as long as they come, without a place to break it.
const LONG: &str = "Donaudampfschifffahrtsgesellschaftskapitänsmützenfabrik GmbH & Co. Kommanditgesellschaft";

#[actix_web::test]
async fn a_lead_is_filed_and_a_deal_moved_on_a_phone() {
    let Some(work) = workplace::<TestApp>(Kind::Phone).await else { return };
    let window = &work.window;
    work.app.opportunity(Who::Alice);
    window.sign_in(Who::Alice).await;
    window.click("summary[data-key=n]").await;
    window.press("Lead").await;
    window.fill("name", "Grace Hopper").await;
    window.fill("phone", "+48 600 700 800").await;
    window.press("Add lead").await;
    window.shows("Grace Hopper is filed.").await;
    // The navigation opens over the page, and closes with the page it leads to.
    window.click("[popovertarget=nav]").await;
    window.press("Pipeline").await;
    window.arrives("/pipeline").await;
    // A finger scrolls; cards are moved on their page.
    assert_eq!(window.count("[draggable=true]").await, 0);
    window.click("#deal-1 a[href*='/move?']").await;
    window.tick("Proposal").await;
    window.press("Move").await;
    window.shows("Forty anchors is in Proposal now.").await;
    window.has(&format!("#stage-{} #deal-1", work.app.stage("Proposal"))).await;
}

#[actix_web::test]
async fn no_page_is_wider_than_the_phone() {
    let Some(work) = workplace::<TestApp>(Kind::Phone).await else { return };
    let (app, window) = (&work.app, &work.window);
    let lead = app.lead_with(Who::Alice, |lead| {
        lead.company = LONG.into();
        lead.emails = format!("{}@example.com", "very.long.".repeat(5));
    });
    let account = app.account_with(Who::Alice, |account| account.name = LONG.into());
    let deal = app.opportunity_with(Who::Alice, |deal| {
        deal.name = LONG.into();
        deal.account_id = Some(account.id);
        deal.amount_minor = Some(123_456_789_01);
    });
    let contact = app.contact_with(Who::Alice, |contact| contact.name = LONG.into());
    window.sign_in(Who::Ada).await;
    let fixed = [
        "/",
        "/agenda",
        "/agenda?view=week",
        "/agenda?view=month",
        "/team",
        "/notifications",
        "/profile/notifications",
        "/profile/calendars",
        "/mails",
        "/mails/new?about=lead-1",
        "/mails/templates/new",
        "/settings/mail",
        "/activities/new",
        "/leads?view=all",
        "/leads/pool",
        "/leads/new",
        "/pipeline",
        "/opportunities",
        "/opportunities/new",
        "/accounts",
        "/contacts",
        "/products",
        "/search?q=donau",
        "/imports",
        "/profile",
        "/settings",
        "/settings/people",
        "/settings/pipelines/1",
    ];
    let records = [("leads", lead.id), ("opportunities", deal.id), ("accounts", account.id), ("contacts", contact.id)];
    let records = records.iter().flat_map(|(kind, id)| ["", "/edit"].map(|way| format!("/{kind}/{id}{way}")));
    let asking = [format!("/leads/{}/qualification", lead.id), format!("/opportunities/{}/move", deal.id)];
    let mut wrong = Vec::new();
    // In English, and in words forty per cent longer.
    let pages = fixed.map(str::to_owned).into_iter().chain(records).chain(asking);
    for page in pages.flat_map(|page| [format!("{page}{}lang=en-XA", if page.contains('?') { '&' } else { '?' }), page])
    {
        window.go(&page).await;
        let found = window.ask(TOO_WIDE, &[]).await;
        wrong.extend(found.as_str().filter(|found| !found.is_empty()).map(|found| format!("{page} {found}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

//! Search: what is found, by whom, however it is spelled, on both databases alike.

use diesel::sql_types::BigInt;
use fursa::config::Config;
use fursa::db::Db;
use fursa::db::sql::Sql;
use fursa::leads::access;
use fursa::listing::{Table, upkeep};
use fursa::{records, search};

use crate::support::*;

both!(
    names_are_found_without_their_accents,
    letters_of_two_scripts_that_are_one_meet,
    words_are_found_from_their_first_letter_on,
    a_number_is_found_by_its_end_in_any_format,
    a_number_is_found_however_it_was_filed,
    what_was_filed_before_an_upgrade_is_found_by_its_new_words,
    an_address_is_found,
    a_search_stays_within_reach,
    a_word_that_everybody_has_finds_ones_own,
    a_changed_record_is_found_by_what_it_says_now,
    signs_of_query_languages_find_nothing_and_break_nothing,
    the_page_groups_what_it_finds,
);

/// The ids of the leads somebody finds.
fn found(app: &TestApp, who: Who, typed: &str) -> Vec<i64> {
    app.tx(who, |tx| {
        let scope = access::visible(&tx.viewer);
        search::ids(tx, Table::Leads, &scope, typed, 10).unwrap()
    })
}

fn named(app: &TestApp, name: &str) -> i64 {
    let facts = |lead: &mut fursa::leads::LeadFacts| {
        lead.name = name.into();
        (lead.company, lead.emails) = (String::new(), String::new());
    };
    app.lead_with(Alice, facts).id
}

async fn a_word_that_everybody_has_finds_ones_own(app: TestApp) {
    let own = named(&app, "Frequent Flyer");
    for n in 0..210 {
        app.lead_with(Charlie, |lead| lead.name = format!("Frequent {n}"));
    }
    assert_eq!(found(&app, Alice, "frequent"), [own]);
    let newer = named(&app, "Frequent Again");
    assert_eq!(found(&app, Alice, "freq"), [newer, own]);
}

async fn names_are_found_without_their_accents(app: TestApp) {
    let (lukasz, jose) = (named(&app, "Łukasz Żak"), named(&app, "José Núñez"));
    assert_eq!(found(&app, Alice, "lukasz"), [lukasz]);
    assert_eq!(found(&app, Alice, "ŁUKASZ zak"), [lukasz]);
    assert_eq!(found(&app, Alice, "jose"), [jose]);
}

async fn letters_of_two_scripts_that_are_one_meet(app: TestApp) {
    // The same name with Persian and with Arabic kaf and yeh.
    let (persian, arabic) = (named(&app, "کریمی"), named(&app, "كريمي"));
    assert_eq!(found(&app, Alice, "كريمي"), [arabic, persian]);
    assert_eq!(found(&app, Alice, "کریمی"), [arabic, persian]);
    let whole = named(&app, "یزدانی\u{200C}پور");
    let (apart, joined) = (named(&app, "یزدانی پور"), named(&app, "یزدانیپور"));
    assert_eq!(found(&app, Alice, "یزدانی پور"), [apart, whole]);
    assert_eq!(found(&app, Alice, "یزدانی\u{200C}پور"), [joined, apart, whole]);
    let bengali = named(&app, "মারিয়া রহমান");
    assert_eq!(found(&app, Alice, "রহমান"), [bengali]);
    assert_eq!(found(&app, Alice, "মারি"), [bengali]);
}

async fn words_are_found_from_their_first_letter_on(app: TestApp) {
    let maria = named(&app, "Maria Li");
    named(&app, "Emil Katz");
    assert_eq!(found(&app, Alice, "li"), [maria], "not inside Emil");
    assert_eq!(found(&app, Alice, "l m"), [maria]);
    assert!(found(&app, Alice, "maria katz").is_empty(), "all words must match");
}

async fn a_number_is_found_by_its_end_in_any_format(app: TestApp) {
    let lead = app.lead_with(Alice, |lead| lead.phones = "+48 22 123-45-67".into()).id;
    let typed = ["4567", "123 45 67", "(22) 123-45-67", "+48221234567", "0048 22 1234567", "022 123 45 67", "۴۵۶۷"];
    for number in typed {
        assert_eq!(found(&app, Alice, number), [lead], "{number}");
    }
    assert!(found(&app, Alice, "1234").is_empty(), "the middle of a number is not its end");
    assert!(found(&app, Alice, "0").is_empty());
}

async fn a_number_is_found_however_it_was_filed(app: TestApp) {
    let filed = |phones: &str, country: &str| {
        let facts = |lead: &mut fursa::leads::LeadFacts| (lead.phones, lead.country) = (phones.into(), country.into());
        app.lead_with(Alice, facts).id
    };
    let home = filed("22 123 45 67", "");
    let german = filed("+49 (0)30 777 44 11", "DE");
    let extended = filed("+48 (22) 123-99-88 ext. 77", "PL");
    let searches = [
        ("+48 22 123 45 67", home),
        ("0048221234567", home),
        ("+49 30 7774411", german),
        ("030 777 44 11", german),
        ("+49 (0)30 777 44 11", german),
        ("1239988", extended),
        ("+48 (22) 123-99-88 ext. 77", extended),
    ];
    for (typed, lead) in searches {
        assert_eq!(found(&app, Alice, typed), [lead], "{typed}");
    }
    assert!(found(&app, Alice, "77").is_empty(), "an extension is no end of a number");
}

async fn what_was_filed_before_an_upgrade_is_found_by_its_new_words(app: TestApp) {
    let lead = app.lead_with(Alice, |lead| lead.phones = "22 123 45 67".into()).id;
    app.account_with(Alice, |account| account.phones = "22 123 45 67".into());
    app.contact_with(Alice, |contact| contact.phones = "22 123 45 67".into());
    app.opportunity(Alice);
    let tables = ["leads", "accounts", "contacts", "opportunities"];
    app.db(|db| {
        for table in tables {
            Sql::new(&format!("UPDATE {table} SET search_text = 'old'")).run(db).unwrap();
        }
        Sql::new("DELETE FROM identity_keys").run(db).unwrap();
        Sql::new("UPDATE organization SET words_stale = ").bind(true).run(db).unwrap();
    });
    assert!(found(&app, Alice, "+48221234567").is_empty());
    let config = Config { database_url: app.database_url().to_owned(), ..Config::default() };
    drop(fursa::cli::open(config, app.clock().clone()).unwrap());
    assert_eq!(found(&app, Alice, "+48221234567"), [lead]);
    app.db(|db| {
        assert!(!records::is_stale(db).unwrap());
        let count = |db: &mut Db, sql: &str| Sql::new(sql).one::<(BigInt,), (i64,)>(db).unwrap().0;
        for table in tables {
            assert_eq!(count(db, &format!("SELECT COUNT(*) FROM {table} WHERE search_text = 'old'")), 0, "{table}");
        }
        assert_eq!(count(db, "SELECT COUNT(*) FROM identity_keys WHERE kind = 'phone'"), 3);
    });
}

async fn an_address_is_found(app: TestApp) {
    let lead = app.lead_with(Alice, |lead| lead.emails = "grace.hopper@navy.example".into()).id;
    for typed in ["grace.hopper@navy.example", "grace.h", "navy", "Hopper@Navy"] {
        assert_eq!(found(&app, Alice, typed), [lead], "{typed}");
    }
}

async fn a_search_stays_within_reach(app: TestApp) {
    let own = named(&app, "Zeynep Kaya");
    let pool = app.lead_with(Nobody, |lead| lead.name = "Zeynep Pool".into()).id;
    assert_eq!(found(&app, Alice, "zeynep"), [pool, own]);
    assert_eq!(found(&app, Mona, "zeynep"), [pool, own]);
    assert_eq!(found(&app, Ada, "zeynep"), [pool, own]);
    assert_eq!(found(&app, Bob, "zeynep"), [pool]);
    assert_eq!(found(&app, Charlie, "zeynep"), [pool]);
    assert!(found(&app, Sam, "zeynep").is_empty());
}

async fn a_changed_record_is_found_by_what_it_says_now(app: TestApp) {
    let lead = app.lead_with(Alice, |lead| lead.name = "Before".into());
    let charlie = app.id(Charlie);
    let south = app.team("South");
    app.tx(Ada, |tx| {
        let facts =
            fursa::leads::LeadFacts { name: "After".into(), owner_id: charlie, team_id: south, ..lead.facts.clone() };
        fursa::leads::save(tx, fursa::journal::Action::Edited, &lead, facts).unwrap().unwrap()
    });
    assert!(found(&app, Ada, "before").is_empty());
    assert_eq!(found(&app, Charlie, "after"), [lead.id]);
    assert!(found(&app, Alice, "after").is_empty(), "rule 41: gone from the old owner's searches at once");
    app.db(|db| upkeep::rebuild(db).unwrap());
    assert_eq!(found(&app, Charlie, "after"), [lead.id], "an index made afresh finds the same");
}

async fn signs_of_query_languages_find_nothing_and_break_nothing(app: TestApp) {
    named(&app, "Maria Li");
    for typed in
        ["\"", "*", "'", "' OR 1=1 --", "NEAR(", "maria AND NOT", "(((", "a:b:*", "%", "_", "\\", "!&|", ":*", "\u{0}"]
    {
        app.get(Alice, &format!("/search?q={}", url(typed))).await.assert_status(200);
        let _ = found(&app, Alice, typed);
    }
    assert!(found(&app, Alice, "%").is_empty());
    assert!(found(&app, Alice, "").is_empty());
}

async fn the_page_groups_what_it_finds(app: TestApp) {
    for n in 0..11 {
        app.lead_with(Alice, |lead| lead.name = format!("Grace Lead{n}"));
    }
    app.account_with(Alice, |account| account.name = "Grace Brothers".into());
    app.contact_with(Alice, |contact| contact.name = "Grace Contact".into());
    app.opportunity_with(Charlie, |deal| deal.name = "Grace Deal".into());
    let page = app.get(Alice, "/search?q=grace").await.assert_status(200);
    assert_eq!(page.count("main th a[href^='/leads/']"), 10, "the first ten");
    assert!(page.has_link("/leads?q=grace&view=all"), "and the way to all of them");
    let page = page.assert_says("Grace Brothers").assert_says("Grace Contact").assert_hides("Grace Deal");
    drop(page);
    app.get(Alice, "/search?q=nobodyatall").await.assert_status(200).assert_says("nobodyatall");
    app.get(Alice, "/search").await.assert_status(200);
}

fn url(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

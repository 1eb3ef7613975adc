//! Lists: the same predicate makes page, count and file; pages meet without gap or double; addresses that were tampered
//! with do no harm.

use std::collections::BTreeSet;

use diesel::sql_types::BigInt;
use fursa::access::{Branch, Scope, Sensitive};
use fursa::db::sql::Sql;
use fursa::fields::Kind;
use fursa::journal::Entity;
use fursa::leads::access;
use fursa::listing::{
    Asked, Count, Direction, Filter, ListSpec, PAGE_ROWS, Page, Segment, Sort, SortKind, Table, count_exactly, export,
    page,
};
use fursa::sharing::With;

use crate::support::*;

both!(
    pages_meet_without_gap_or_double_in_every_order,
    count_list_and_file_agree_for_every_viewer_and_filter,
    the_way_back_leads_through_the_same_pages,
    what_makes_no_sense_is_said_and_left_out,
    a_place_that_was_tampered_with_is_the_first_page,
    an_amount_one_may_not_see_cannot_be_sorted_by,
    a_condition_on_an_amount_stops_the_view_of_who_may_not_see_it,
    search_words_narrow_a_list,
    a_search_says_nothing_of_how_much_is_out_of_reach,
    what_is_frequent_and_what_is_rare_is_listed_alike,
    what_a_manager_owns_in_other_teams_is_on_their_list_once,
    who_reaches_very_many_teams_sees_each_record_once,
);

const LEADS: ListSpec = ListSpec {
    table: Table::Leads,
    sorts: &[
        Sort::new("created", "leads-field-created-at", "leads.created_at", SortKind::Instant, Direction::Down),
        Sort::new("name", "leads-field-name", "leads.sort_name", SortKind::Text, Direction::Up),
        Sort::new("value", "leads-field-value", "COALESCE(leads.value_minor, -1)", SortKind::Number, Direction::Down)
            .of(Sensitive::Amounts),
    ],
    filters: &[
        Filter::new("status", "leads-field-status", "leads.status_id", Kind::Pick),
        Filter::new("owner", "leads-field-owner", "leads.owner_id", Kind::Person),
        Filter::new("created", "leads-field-created-at", "leads.created_at", Kind::Instant),
        Filter::new("country", "leads-field-country", "leads.country", Kind::Country),
    ],
    segments: &[Segment::OPEN, Segment::CLOSED, Segment::ALL],
};

/// Two hundred leads of all owners and none, some over, many with the same name.
fn fill(app: &TestApp) {
    let owners = [Alice, Bob, Charlie, Mona, Nobody];
    let (new, contacted) = {
        let directory = app.directory();
        let status = |name: &str| directory.picks.iter().find(|item| item.name == name).unwrap().id;
        (status("New"), status("Contacted"))
    };
    for n in 0..200_i64 {
        app.lead_with(owners[(n % 5) as usize], |lead| {
            lead.name = format!("Lead {}", n % 7);
            lead.status_id = if n % 3 == 0 { new } else { contacted };
            lead.value_minor = (n % 4 != 0).then_some(n % 11);
            lead.country = if n % 2 == 0 { "PL" } else { "IR" }.into();
            lead.created_at -= chrono::Duration::hours(n / 2);
            if n % 6 == 0 {
                lead.state = fursa::leads::LeadState::Disqualified;
            }
        });
    }
}

fn asked(app: &TestApp, who: Who, query: &str) -> Page {
    app.tx(who, |tx| page(tx, &LEADS, &access::visible(&tx.viewer), &Asked::parse(query)).unwrap())
}

/// All pages of a list, one after the other.
fn leaf(app: &TestApp, who: Who, query: &str) -> Vec<Vec<i64>> {
    let (mut pages, mut next) = (Vec::new(), query.to_owned());
    loop {
        let page = asked(app, who, next.trim_start_matches('?'));
        pages.push(page.ids.clone());
        if page.next.is_empty() {
            return pages;
        }
        next = page.next;
    }
}

fn file(app: &TestApp, who: Who, query: &str) -> Vec<i64> {
    let mut ids = Vec::new();
    app.tx(who, |tx| {
        let scope = access::visible(&tx.viewer);
        export(tx, &LEADS, &scope, &Asked::parse(query), |_, chunk| {
            ids.extend_from_slice(chunk);
            Ok(())
        })
        .unwrap();
    });
    ids
}

async fn pages_meet_without_gap_or_double_in_every_order(app: TestApp) {
    fill(&app);
    for sort in ["created", "-created", "name", "-name", "value", "-value"] {
        let pages = leaf(&app, Ada, &format!("state=all&sort={sort}"));
        assert_eq!(pages.iter().map(Vec::len).collect::<Vec<_>>(), [PAGE_ROWS; 5], "{sort}");
        let all: Vec<i64> = pages.concat();
        assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), 200, "{sort}: no lead twice");
        assert_eq!(all, file(&app, Ada, &format!("state=all&sort={sort}")), "{sort}: the file has the same order");
    }
}

async fn count_list_and_file_agree_for_every_viewer_and_filter(app: TestApp) {
    fill(&app);
    let [bob, mona] = [Bob, Mona].map(|who| With::Person(app.id(who).unwrap()));
    let [south, north] = ["South", "North"].map(|team| With::Team(app.team(team)));
    for (n, id) in file(&app, Ada, "state=all").into_iter().enumerate().filter(|(n, _)| n % 3 == 0) {
        app.share(Entity::Lead, id, [bob, south, mona, north][n % 4], n % 2 == 0);
    }
    let status = app.directory().picks.iter().find(|item| item.name == "New").unwrap().id;
    let (alice, nobody) = (app.id(Alice).unwrap(), "none");
    let queries = [
        String::new(),
        "state=closed".into(),
        "state=all".into(),
        format!("status={status}"),
        format!("status={status}&country=IR"),
        format!("owner={alice}"),
        format!("owner={alice}&status={status}"),
        format!("owner={nobody}"),
        "owner=me&state=all".into(),
        "created-from=2026-11-20&created-to=2026-11-21".into(),
        "q=lead+3".into(),
        "q=lead&country=PL&state=all&sort=name".into(),
        "country=BD".into(),
    ];
    for who in [Alice, Bob, Charlie, Mona, Sam, Ada] {
        for query in &queries {
            let listed: BTreeSet<i64> = leaf(&app, who, query).concat().into_iter().collect();
            let filed = file(&app, who, query);
            assert_eq!(filed.iter().copied().collect::<BTreeSet<_>>(), listed, "{who:?} {query}");
            assert_eq!(filed.len(), listed.len(), "{who:?} {query}: no row twice");
            let counted = app.tx(who, |tx| {
                let scope = access::visible(&tx.viewer);
                count_exactly(tx, &LEADS, &scope, &Asked::parse(query)).unwrap()
            });
            assert_eq!(counted, listed.len() as i64, "{who:?} {query}");
            if query == "state=all" && [Bob, Charlie].contains(&who) {
                assert!(listed.len() > 80, "{who:?} sees more than their own and the pool");
            }
            // A search counts what its page has found, and the rest when asked for.
            let is_cut = query.starts_with("q=") && counted > PAGE_ROWS as i64;
            let said = if is_cut { Count::AtLeast(PAGE_ROWS as i64) } else { Count::Exact(counted) };
            assert_eq!(asked(&app, who, query).count, said, "{who:?} {query}");
            assert_eq!(
                asked(&app, who, &format!("{query}&count=exact")).count,
                Count::Exact(counted),
                "{who:?} {query}"
            );
        }
    }
    let seen = leaf(&app, Alice, "state=all").concat();
    let mine: usize = 40 + 40;
    assert_eq!(seen.len(), mine, "her own and the company's pool");
}

async fn the_way_back_leads_through_the_same_pages(app: TestApp) {
    fill(&app);
    let first = asked(&app, Ada, "sort=name&state=all");
    assert!(first.previous.is_empty() && first.first.is_empty());
    let second = asked(&app, Ada, first.next.trim_start_matches('?'));
    let third = asked(&app, Ada, second.next.trim_start_matches('?'));
    assert_eq!(asked(&app, Ada, third.previous.trim_start_matches('?')).ids, second.ids);
    let back = asked(&app, Ada, second.previous.trim_start_matches('?'));
    assert_eq!(back.ids, first.ids);
    assert!(back.previous.is_empty(), "the first page has none before it");
    assert_eq!(asked(&app, Ada, third.first.trim_start_matches('?')).ids, first.ids);
}

async fn what_makes_no_sense_is_said_and_left_out(app: TestApp) {
    app.lead(Alice);
    let page = asked(&app, Alice, "status=banana&created-from=yesterday&sort=no&state=never&nonsense=1");
    assert_eq!(page.ids.len(), 1);
    assert_eq!(page.chips.iter().map(|chip| chip.wrong).collect::<Vec<_>>(), [true, true]);
    assert!(page.chips[0].label.contains("banana"));
    assert!(!page.chips[0].href.contains("status"));
}

async fn a_place_that_was_tampered_with_is_the_first_page(app: TestApp) {
    fill(&app);
    let first = asked(&app, Ada, "");
    for place in ["x", "%00", "bmFtZQox", "' OR 1=1"] {
        assert_eq!(asked(&app, Ada, &format!("after={place}")).ids, first.ids);
        assert_eq!(asked(&app, Ada, &format!("before={place}")).ids, first.ids);
    }
    let of_another_order = asked(&app, Ada, "sort=name").next.replace("sort=name", "sort=created");
    assert_eq!(asked(&app, Ada, of_another_order.trim_start_matches('?')).ids, first.ids);
}

async fn an_amount_one_may_not_see_cannot_be_sorted_by(app: TestApp) {
    fill(&app);
    let heads = |page: &Page| page.heads.iter().map(|head| head.name).collect::<Vec<_>>();
    assert_eq!(heads(&asked(&app, Ada, "")), ["created", "name", "value"]);
    let marks = asked(&app, Mark, "sort=value");
    assert_eq!(heads(&marks), ["created", "name"]);
    assert_eq!(marks.ids, asked(&app, Mark, "").ids);
}

/// A saved view must not show more than it was meant to: by hand the condition is left out.
async fn a_condition_on_an_amount_stops_the_view_of_who_may_not_see_it(app: TestApp) {
    const OF_VALUE: Filter = Filter {
        group: Some(Sensitive::Amounts),
        ..Filter::new("worth", "leads-field-value", "leads.value_minor", Kind::Number)
    };
    const BY_VALUE: ListSpec = ListSpec { filters: &[OF_VALUE], ..LEADS };
    fill(&app);
    let listed = |who: Who, query: &str| {
        app.tx(who, |tx| page(tx, &BY_VALUE, &access::visible(&tx.viewer), &Asked::parse(query)).unwrap())
    };
    assert!(!listed(Ada, "worth=7&saved=1").ids.is_empty());
    assert_eq!(listed(Ada, "worth=7&saved=1").flags, Vec::<String>::new());
    let stopped = listed(Mark, "worth=7&saved=1");
    assert_eq!((stopped.ids.len(), stopped.count, stopped.flags.len()), (0, Count::Exact(0), 1));
    assert!(!stopped.chips[0].label.contains('7'), "{}", stopped.chips[0].label);
    assert_eq!(listed(Mark, "worth=7").ids, listed(Mark, "").ids);
}

async fn search_words_narrow_a_list(app: TestApp) {
    let maria = app.lead_with(Alice, |lead| lead.name = "Maria Lisowska".into()).id;
    app.lead_with(Alice, |lead| (lead.name, lead.company) = ("Maria Rossi".into(), "Acme".into()));
    app.lead_with(Charlie, |lead| lead.name = "Maria Lisowska Charlie".into());
    let page = asked(&app, Alice, "q=liso+maria");
    assert_eq!(page.ids, [maria]);
    assert_eq!(page.chips.len(), 1);
    assert_eq!(page.clear, "?");
    assert!(asked(&app, Alice, "q=!!!").ids.is_empty());
}

/// Leads that meet a condition again and again, until some values are no longer rare.
fn multiply(app: &TestApp, which: &str) {
    let columns = "state, status_id, name, company, emails, source_id, value_minor, currency, country, owner_id, team_id, \
                   closed_at, created_at, updated_at, sort_name, search_text";
    let double = format!("INSERT INTO leads ({columns}) SELECT {columns} FROM leads WHERE {which}");
    app.db(|db| (0..4).for_each(|_| assert!(Sql::new(&double).run(db).unwrap() > 0)));
}

/// The ids of a list as its conditions say, without ranges, counts or keys.
fn plainly(app: &TestApp, who: Who, condition: &str, order: &str) -> Vec<i64> {
    app.tx(who, |tx| {
        let reach = access::visible(&tx.viewer).words("leads");
        let sql = format!("SELECT id FROM leads WHERE {reach} AND state = 'open' AND {condition} ORDER BY {order}");
        Sql::new(&sql).load::<(BigInt,), (i64,)>(tx.db).unwrap().into_iter().map(|(id,)| id).collect()
    })
}

async fn what_is_frequent_and_what_is_rare_is_listed_alike(app: TestApp) {
    fill(&app);
    multiply(&app, "1 = 1");
    let status = |name: &str| app.directory().picks.iter().find(|item| item.name == name).unwrap().id;
    let (rare, frequent) = (status("New"), status("Contacted"));
    let narrowed = [
        (format!("status={rare}"), format!("status_id = {rare}")),
        (format!("status={frequent}"), format!("status_id = {frequent}")),
        (format!("status={frequent}&country=IR"), format!("status_id = {frequent} AND country = 'IR'")),
        (format!("status={rare}&status={frequent}&country=PL"), "country = 'PL'".to_owned()),
    ];
    let orders = [("created", "created_at DESC, id DESC"), ("name", "sort_name, id")];
    for who in [Alice, Mona, Ada] {
        for (query, condition) in &narrowed {
            for (sort, order) in orders {
                let listed = leaf(&app, who, &format!("{query}&sort={sort}")).concat();
                assert_eq!(listed, plainly(&app, who, condition, order), "{who:?} {query} {sort}");
            }
        }
    }
}

async fn a_search_says_nothing_of_how_much_is_out_of_reach(app: TestApp) {
    fill(&app);
    let before = asked(&app, Alice, "q=lead");
    assert_eq!(before.count, Count::AtLeast(PAGE_ROWS as i64), "more than a page");
    multiply(&app, &format!("owner_id = {}", app.id(Charlie).unwrap()));
    let after = asked(&app, Alice, "q=lead");
    assert_eq!((after.ids, after.count, after.next), (before.ids, before.count, before.next));
}

async fn what_a_manager_owns_in_other_teams_is_on_their_list_once(app: TestApp) {
    let (here, there, over) = (app.lead(Mona), app.lead(Mona), app.lead(Mona));
    let south = app.team("South");
    let moved = format!("UPDATE leads SET team_id = {south} WHERE id IN ({}, {})", there.id, over.id);
    let closed = format!("UPDATE leads SET state = 'disqualified' WHERE id = {}", over.id);
    app.db(|db| [moved, closed].map(|sql| Sql::new(&sql).run(db).unwrap()));
    assert_eq!(leaf(&app, Mona, "sort=-created").concat(), [here.id, there.id]);
    assert_eq!(leaf(&app, Mona, "state=closed").concat(), [over.id]);
    assert_eq!(leaf(&app, Mona, "state=all&sort=-created").concat(), [here.id, there.id, over.id]);
}

async fn who_reaches_very_many_teams_sees_each_record_once(app: TestApp) {
    fill(&app);
    let everywhere = Scope::of((1..=60).map(Branch::Team).chain([Branch::Owner(app.id(Alice).unwrap())]));
    let listed =
        |scope: &Scope| app.tx(Ada, |tx| page(tx, &LEADS, scope, &Asked::parse("state=all&sort=name")).unwrap());
    let (many, all) = (listed(&everywhere), listed(&Scope::everything()));
    assert_eq!((many.ids, many.count), (all.ids, all.count));
}

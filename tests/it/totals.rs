//! Board totals and counters: after a long random history they are what the records say, for every kind of viewer.

use std::collections::BTreeMap;

use diesel::prelude::*;
use fursa::db::schema::opportunities;
use fursa::db::sql::Sql;
use fursa::directory::StageKind;
use fursa::fields::Kind;
use fursa::journal::Entity;
use fursa::listing::{
    Asked, Direction, Filter, ListSpec, Part, Query, Segment, Sort, SortKind, Table, count_exactly, upkeep,
};
use fursa::opportunities::{Depth, StageTotal, Window, access, cards, list_totals, totals};
use fursa::sharing::With;
use fursa::values::money::{self, Currency};
use fursa::values::number::LARGEST_AMOUNT;
use fursa::values::percent::Percent;

use crate::support::*;

both!(
    totals_are_what_the_deals_say_after_a_long_history,
    a_filtered_board_adds_up_what_it_shows,
    doctor_finds_and_mends_a_wrong_total,
);

const DEALS: ListSpec = ListSpec {
    table: Table::Opportunities,
    sorts: &[Sort::new("created", "", "opportunities.created_at", SortKind::Instant, Direction::Down)],
    filters: &[
        Filter::new("owner", "opportunities-field-owner", "opportunities.owner_id", Kind::Person),
        Filter::new("stage", "opportunities-field-stage", "opportunities.stage_id", Kind::Stage),
    ],
    segments: &[Segment::ALL],
};

/// Numbers that look random and are the same in every run (xorshift).
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: i64) -> i64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as i64 % n
    }

    fn one<T: Clone>(&mut self, of: &[T]) -> T {
        of[self.below(of.len() as i64) as usize].clone()
    }
}

/// One random change of one deal, or a new one, or one less.
fn happen(app: &TestApp, dice: &mut Dice, ids: &mut Vec<i64>) {
    let stages = app.directory().stages.clone();
    let owners: Vec<Option<i64>> = [Alice, Bob, Charlie, Mona, Nobody].map(|who| app.id(who)).to_vec();
    let teams = ["North", "North-East", "South", "Fjord Trading"].map(|name| app.team(name));
    let amount = match dice.below(9) {
        0 => None,
        1 => Some(LARGEST_AMOUNT - dice.below(1_000)),
        _ => Some(dice.below(2_000_001) - 1_000_000),
    };
    if !ids.is_empty() && dice.below(12) == 0 {
        let person = dice.one(&owners).filter(|_| dice.below(2) == 0);
        let with = person.map_or_else(|| With::Team(dice.one(&teams)), With::Person);
        app.share(Entity::Opportunity, dice.one(ids), with, dice.below(2) == 0);
        return;
    }
    if ids.len() < 10 || dice.below(5) == 0 {
        let (currency, probability) = (dice.one(&["EUR", "USD", "JPY"]), dice.below(10_001));
        let deal = app.opportunity_with(Nobody, |deal| {
            (deal.amount_minor, deal.currency, deal.probability) = (amount, currency.to_owned(), probability);
            (deal.owner_id, deal.team_id) = (dice.one(&owners), dice.one(&teams));
        });
        return ids.push(deal.id);
    }
    let id = dice.one(ids);
    let row = || opportunities::table.find(id);
    let stage = dice.one(&stages);
    let day = chrono::NaiveDate::from_ymd_opt(2026, 10, 1).unwrap() + chrono::Days::new(dice.below(52) as u64);
    let closed = (stage.kind != StageKind::Open).then_some(day);
    let actual = (stage.kind == StageKind::Won).then(|| dice.below(5_000));
    let (owner, team, currency) = (dice.one(&owners), dice.one(&teams), dice.one(&["EUR", "USD"]));
    let (what, probability) = (dice.below(9), dice.below(10_001));
    app.db(|db| {
        match what {
            // Moving closes and reopens too, whatever the stage is.
            0..=2 => diesel::update(row())
                .set((
                    opportunities::stage_id.eq(stage.id),
                    opportunities::closed_on.eq(closed),
                    opportunities::actual_minor.eq(actual),
                    opportunities::probability.eq(stage.probability),
                ))
                .execute(db),
            3 => diesel::update(row()).set(opportunities::amount_minor.eq(amount)).execute(db),
            4 => diesel::update(row()).set(opportunities::probability.eq(probability)).execute(db),
            5 => diesel::update(row())
                .set((opportunities::owner_id.eq(owner), opportunities::team_id.eq(team)))
                .execute(db),
            6 => diesel::update(row()).set(opportunities::currency.eq(currency)).execute(db),
            7 => diesel::update(row()).set(opportunities::name.eq("Another name")).execute(db),
            _ => {
                ids.retain(|known| *known != id);
                for table in ["stage_spells", "closures"] {
                    Sql::new(&format!("DELETE FROM {table} WHERE opportunity_id = ")).bind(id).run(db).unwrap();
                }
                diesel::delete(row()).execute(db)
            }
        }
        .unwrap();
    });
}

type Row = (i64, Option<i64>, i64, String, Option<i64>, Option<i64>, i64, Option<chrono::NaiveDate>);

/// The totals added up deal by deal, by the pure rule.
fn naive(app: &TestApp, who: Who, since: Option<chrono::NaiveDate>) -> Vec<StageTotal> {
    let rows: Vec<Row> = app.tx(who, |tx| {
        opportunities::table
            .filter(access::visible(&tx.viewer).condition("opportunities"))
            .select((
                opportunities::stage_id,
                opportunities::owner_id,
                opportunities::team_id,
                opportunities::currency,
                opportunities::amount_minor,
                opportunities::actual_minor,
                opportunities::probability,
                opportunities::closed_on,
            ))
            .load(tx.db)
            .unwrap()
    });
    let directory = app.directory();
    let today = app.tx(who, |tx| tx.company_today());
    let mut sums: BTreeMap<(i64, String, chrono::NaiveDate), StageTotal> = BTreeMap::new();
    for (stage_id, _, _, currency, amount, actual, probability, closed_on) in rows {
        if closed_on.is_some_and(|day| since.is_some_and(|since| day < since)) {
            continue;
        }
        let chance = Percent::new(probability as i32).unwrap();
        let worth = if closed_on.is_some() { actual.or(amount) } else { amount }.unwrap_or(0);
        let weighted = match directory.stage(stage_id).unwrap().kind {
            StageKind::Open => money::weighted(worth, chance),
            StageKind::Won => worth,
            StageKind::Lost => 0,
        };
        let rated_on = match directory.stage(stage_id).unwrap().kind {
            StageKind::Open => today,
            StageKind::Won | StageKind::Lost => {
                let rate = directory.rates.on(Currency::USD, closed_on.unwrap()).unwrap();
                since.map_or(rate.valid_from, |since| since.max(rate.valid_from))
            }
        };
        let key = (stage_id, currency.clone(), rated_on);
        let empty = StageTotal { stage_id, currency, rated_on, n: 0, amount_minor: 0, weighted_minor: 0 };
        let sum = sums.entry(key).or_insert(empty);
        sum.n += 1;
        sum.amount_minor += worth;
        sum.weighted_minor += weighted;
    }
    sums.into_values().collect()
}

/// How many deals the viewer sees only because they are shared.
fn naive_shared(tx: &mut fursa::db::Tx<'_>) -> i64 {
    let visible = access::visible(&tx.viewer);
    let apart = visible.clone().sharing(None);
    let count = |tx: &mut fursa::db::Tx<'_>, scope: fursa::access::Scope| {
        let seen = opportunities::table.filter(scope.condition("opportunities"));
        seen.count().get_result::<i64>(tx.db).unwrap()
    };
    count(tx, visible) - count(tx, apart)
}

async fn totals_are_what_the_deals_say_after_a_long_history(app: TestApp) {
    for (day, rate) in [("2026-10-09", "0.5"), ("2026-10-30", "0.6"), ("2026-11-15", "0.7")] {
        let form = [("currency", "USD"), ("valid_from", day), ("rate", rate)];
        app.post(Ada, "/settings/rates", &form).await.assert_status(303);
    }
    let (mut dice, mut ids) = (Dice(20_261_122), Vec::new());
    let pipeline = app.directory().pipelines[0].id;
    let since = chrono::NaiveDate::from_ymd_opt(2026, 10, 23).unwrap();
    for round in 1..=1000 {
        happen(&app, &mut dice, &mut ids);
        if round % 200 != 0 {
            continue;
        }
        for who in [Alice, Mona, Ada] {
            for (window, from) in [(Window::All, None), (Window::Since(since), Some(since))] {
                let kept = app.tx(who, |tx| {
                    let query = Query::of(tx, &DEALS, &access::visible(&tx.viewer), &Asked::parse(""));
                    totals(tx, pipeline, &query, window).unwrap()
                });
                assert_eq!(kept, naive(&app, who, from), "{who:?} after {round} changes");
            }
            let counted = app.tx(who, |tx| {
                let scope = access::visible(&tx.viewer);
                count_exactly(tx, &DEALS, &scope, &Asked::parse("")).unwrap()
            });
            assert_eq!(counted, naive(&app, who, None).iter().map(|row| row.n).sum::<i64>());
        }
    }
    assert!(ids.len() > 20, "the history left deals to add up");
    let shared = app.tx(Alice, naive_shared);
    assert!(shared > 0, "the history left deals shared from outside");
    let wrong: i64 = app.db(|db| upkeep::wrong_rows(db).unwrap().iter().map(|(_, wrong)| wrong).sum());
    assert_eq!(wrong, 0);
}

async fn a_filtered_board_adds_up_what_it_shows(app: TestApp) {
    let (mut dice, mut ids) = (Dice(7), Vec::new());
    (0..300).for_each(|_| happen(&app, &mut dice, &mut ids));
    let pipeline = app.directory().pipelines[0].id;
    let stages: Vec<_> = app.directory().stages_of(pipeline).cloned().collect();
    for who in [Alice, Mona, Ada] {
        let sums = |asked: Asked| {
            app.tx(who, |tx| {
                let query = Query::of(tx, &DEALS, &access::visible(&tx.viewer), &asked);
                let listed = list_totals(tx, &query, &[pipeline], false).unwrap().unwrap();
                let shown = cards(tx, &stages, &query, Window::All, |_| Depth { shown: 1000, there: 1000 }).unwrap();
                (totals(tx, pipeline, &query, Window::All).unwrap(), listed, shown)
            })
        };
        let (all, listed, shown) = sums(Asked::parse(""));
        assert_eq!(all, listed, "{who:?}: the list comes to what the board comes to");
        for stage in &stages {
            let n: i64 = all.iter().filter(|row| row.stage_id == stage.id).map(|row| row.n).sum();
            let cards: Vec<i64> = shown.iter().filter(|(at, _)| *at == stage.id).map(|(_, id)| *id).collect();
            assert_eq!(cards.len() as i64, n, "{who:?} sees every deal of {} once", stage.name);
        }
        // A condition every deal meets narrows nothing: the same figures, added up deal by deal.
        let met = || Sql::new("opportunities.id > ").bind(0);
        assert_eq!(sums(Asked::parse("").only(met())), (all.clone(), listed.clone(), shown.clone()), "{who:?}");
        assert_eq!(sums(Asked::parse("").also(Part::ALL, vec![met()])), (all, listed, shown), "{who:?}");
        // One owner and one stage are kept; asked for together with something more they are added up.
        for narrow in [format!("owner={}", app.id(Alice).unwrap()), format!("stage={}", stages[0].id)] {
            let kept = sums(Asked::parse(&narrow));
            assert_eq!(sums(Asked::parse(&narrow).also(Part::ALL, vec![met()])), kept, "{who:?} {narrow}");
        }
    }
}

async fn doctor_finds_and_mends_a_wrong_total(app: TestApp) {
    app.opportunity(Alice);
    app.lead(Alice);
    let wrong = |app: &TestApp| app.db(|db| upkeep::wrong_rows(db).unwrap());
    assert!(wrong(&app).iter().all(|(_, rows)| *rows == 0));
    app.db(|db| Sql::new("UPDATE deal_totals SET amount_minor = amount_minor + 1").run(db).unwrap());
    app.db(|db| Sql::new("DELETE FROM record_counts").run(db).unwrap());
    app.db(|db| Sql::new("DELETE FROM timeline WHERE host = 'lead'").run(db).unwrap());
    assert!(wrong(&app).iter().all(|(_, rows)| *rows > 0));
    app.db(|db| upkeep::rebuild(db).unwrap());
    assert!(wrong(&app).iter().all(|(_, rows)| *rows == 0));
}

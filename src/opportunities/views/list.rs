//! The list as a page.

use askama::Template;

use super::board::SumsView;
use super::filters::{Filters, chips, cleared, tag};
use crate::access::Sensitive;
use crate::bulk::Many;
use crate::db::Tx;
use crate::directory::StageKind;
use crate::listing::{Asked, Cells, Chip, Column, Head, Page, Table};
use crate::opportunities::Opportunity;
use crate::opportunities::board::Card;
use crate::opportunities::list;
use crate::opportunities::quiet::{Life, Signs};
use crate::opportunities::sums::Sums;
use crate::saved_views::Bar;
use crate::tags::Tagged;
use crate::web::{Ui, routes};

/// One row, as it reads.
pub struct Row {
    id: i64,
    name: String,
    customer: String,
    stage: String,
    colour: i64,
    tag: &'static str,
    open: bool,
    value: String,
    day: Option<(String, String)>,
    step: String,
    owner: String,
    signs: Signs,
    tags: Vec<String>,
}

/// The list.
#[derive(Template)]
#[template(path = "opportunities/list.html")]
pub struct ListPage {
    ui: Ui,
    filters: Filters,
    page: Page,
    bar: Bar,
    columns: Vec<Column>,
    cells: Cells,
    chips: Vec<Chip>,
    clear: String,
    rows: Vec<Row>,
    sums: Option<SumsView>,
    /// The list added up however many it has, where it is not.
    sums_href: String,
    board_href: String,
    file_href: String,
    states: Vec<(&'static str, String, bool)>,
    sells: bool,
    /// What can be done with ticked rows; nothing on an empty list.
    many: Option<Many>,
}

impl ListPage {
    /// The page of a list.
    pub fn of(
        tx: &Tx<'_>,
        asked: &Asked,
        page: Page,
        (cards, columns, cells): (Vec<(i64, Card)>, Vec<Column>, Cells),
        sums: Option<&Sums>,
    ) -> ListPage {
        let segments = list::SPEC.segments.iter();
        let now = page.segment;
        let state = |segment: &crate::listing::Segment| {
            let href = asked.with("state", segment.name).on(routes::OPPORTUNITIES);
            (tx.text.t(segment.label), href, *segment == now)
        };
        ListPage {
            filters: Filters::of(tx, asked, &["stage"]),
            chips: chips(tx, asked, page.chips.clone()),
            columns,
            cells,
            bar: Bar::of(tx, Table::Opportunities, asked, &page.flags),
            clear: cleared(asked, &[]).on(routes::OPPORTUNITIES),
            rows: cards.into_iter().map(|(stage, card)| row(tx, stage, card)).collect(),
            sums: sums.and_then(|sums| SumsView::of(tx, sums)),
            sums_href: match sums {
                None if tx.viewer.sees(Sensitive::Amounts) => asked.counting_all().href(),
                None | Some(_) => String::new(),
            },
            board_href: asked.on(routes::PIPELINE),
            file_href: asked.on("/opportunities.csv"),
            // messages: listing-open listing-closed listing-all
            states: segments.map(state).collect(),
            sells: tx.viewer.sells(),
            many: Many::of::<Opportunity>(tx).filter(|_| !page.ids.is_empty()),
            ui: Ui::of(tx),
            page,
        }
    }

    /// What the line above the table says.
    fn result(&self) -> Vec<String> {
        let count = self.ui.args(
            "opportunities-count",
            &[("n", self.page.count.number().into()), ("shown", self.page.count.shown(&self.ui).into())],
        );
        let Some(sums) = &self.sums else { return vec![count] };
        match sums.is_converted() {
            true => {
                let worth = self.ui.a("opportunities-converted", "sum", sums.amount());
                vec![count, worth, self.ui.t("opportunities-rates").to_owned()]
            }
            false => vec![count, sums.amount().to_owned()],
        }
    }

    fn head(&self, name: &str) -> Head {
        self.page.head(name).cloned().unwrap_or(Head { name: "", label: "", href: String::new(), direction: "" })
    }
}

fn row(tx: &Tx<'_>, stage: i64, card: Card) -> Row {
    let stage = tx.directory.stage(stage);
    let kind = stage.map_or(StageKind::Open, |stage| stage.kind);
    let life = Life {
        spoken_on: tx.text.local_date(card.spoken_at),
        next_step: &card.next_step,
        next_step_on: card.next_step_on,
        expected_close: card.day,
    };
    let worth = card.amount_minor.filter(|_| tx.viewer.sees(Sensitive::Amounts));
    Row {
        id: card.id,
        stage: stage.map(|stage| stage.name.clone()).unwrap_or_default(),
        colour: stage.map_or(1, |stage| stage.colour),
        tag: tag(kind),
        open: kind == StageKind::Open,
        value: worth.map(|minor| tx.text.money_whole(minor, &card.currency)).unwrap_or_default(),
        day: card.day.map(|day| (day.to_string(), tx.text.date(day))),
        owner: tx.directory.person_name(card.owner_id).to_owned(),
        tags: Tagged::in_row(tx, &card.tags),
        signs: stage.map(|stage| life.signs(stage, tx.today())).unwrap_or_default(),
        name: card.name,
        customer: card.customer,
        step: card.next_step,
    }
}

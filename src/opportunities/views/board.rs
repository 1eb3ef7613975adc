//! The board as a page, and the columns of it that a move changes.

use askama::Template;

use super::filters::{Filters, chips, cleared};
use crate::access::{Scope, Sensitive};
use crate::db::Tx;
use crate::directory::{Pipeline, Stage, StageKind};
use crate::listing::{self, Asked, Chip};
use crate::opportunities::board::{self, Card, Column};
use crate::opportunities::quiet::{Life, Signs};
use crate::opportunities::sums::{Part, Sums};
use crate::opportunities::{access, list};
use crate::web::{Choice, Ui, routes};

/// One card, as it reads.
pub struct CardView {
    id: i64,
    version: i64,
    name: String,
    customer: String,
    value: String,
    /// The day as machines and as people read it.
    day: Option<(String, String)>,
    owner: String,
    initials: String,
    step: String,
    signs: Signs,
    movable: bool,
}

impl CardView {
    fn class(&self) -> String {
        let words = [
            ("quiet", self.signs.quiet_days.is_some()),
            ("late", self.signs.late_days.is_some()),
            ("unplanned", self.signs.unplanned),
        ];
        words.into_iter().filter(|(_, on)| *on).map(|(word, _)| format!(" {word}")).collect()
    }

    fn href(&self) -> String {
        routes::opportunity(self.id)
    }

    /// Has a last line: a mark, or the way to move it?
    fn has_foot(&self) -> bool {
        self.movable || self.signs.late_days.is_some() || self.signs.quiet_days.is_some()
    }
}

/// One column, as it reads.
pub struct ColumnView {
    id: i64,
    name: String,
    colour: i64,
    /// Do its deals still have a chance to weigh?
    is_open: bool,
    count: String,
    /// Days without contact after which its deals are quiet.
    quiet_days: Option<i64>,
    /// Sum and weighted sum; none for who may not see amounts.
    sums: Option<SumsView>,
    cards: Vec<CardView>,
    /// All of the column as a list, where there is more than is shown.
    more: String,
    /// The column to jump to from here.
    next: Option<i64>,
}

/// What a column comes to.
pub struct SumsView {
    amount: String,
    weighted: String,
    /// Each currency for itself, where there is more than the company's.
    parts: Vec<String>,
    /// Currencies without a rate: in no total.
    missing: Vec<&'static str>,
}

impl SumsView {
    /// The sums as they read; none for who may not see amounts.
    pub fn of(tx: &Tx<'_>, sums: &Sums) -> Option<SumsView> {
        let text = &tx.text;
        let whole = |minor: i64, code: &str| text.money_whole(minor, code);
        let own = sums.amount.currency.as_str();
        tx.viewer.sees(Sensitive::Amounts).then(|| SumsView {
            amount: whole(sums.amount.minor, own),
            weighted: whole(sums.weighted.minor, own),
            parts: match sums.is_mixed() {
                true => sums.parts.iter().map(|part| part_in_words(tx, sums, part)).collect(),
                false => Vec::new(),
            },
            missing: sums.missing.iter().map(|currency| currency.as_str()).collect(),
        })
    }

    /// All of it in the company's currency.
    pub fn amount(&self) -> &str {
        &self.amount
    }

    /// Is there a currency without a rate?
    pub fn has_missing(&self) -> bool {
        !self.missing.is_empty()
    }

    /// Was anything converted?
    pub fn is_converted(&self) -> bool {
        !self.parts.is_empty()
    }

    /// Each currency for itself.
    pub fn parts(&self) -> &[String] {
        &self.parts
    }

    /// How many currencies there are.
    pub fn currencies(&self, ui: &Ui) -> String {
        ui.n("opportunities-currencies", i64::try_from(self.parts.len()).unwrap_or(i64::MAX))
    }

    /// Codes without a rate, as a list.
    pub fn missing(&self, ui: &Ui) -> String {
        ui.list(&self.missing.iter().map(|code| (*code).to_owned()).collect::<Vec<_>>())
    }
}

/// What a column comes to in one currency; weighted too, where no total has it because there is no rate.
fn part_in_words(tx: &Tx<'_>, sums: &Sums, part: &Part) -> String {
    let whole = |minor| tx.text.money_whole(minor, part.currency.as_str());
    match sums.missing.contains(&part.currency) {
        true => tx.text.row(&[&whole(part.amount), &tx.text.a("opportunities-weighted", "sum", whole(part.weighted))]),
        false => whole(part.amount),
    }
}

/// The board.
#[derive(Template)]
#[template(path = "opportunities/board.html")]
pub struct BoardPage {
    ui: Ui,
    filters: Filters,
    /// What it is narrowed by, and the board without any of it.
    chips: Vec<Chip>,
    clear: String,
    pipeline: Option<Pipeline>,
    pipelines: Vec<Choice>,
    columns: Vec<ColumnView>,
    /// Stages that ticked cards can be moved to.
    targets: Vec<Choice>,
    list_href: String,
    closed_href: String,
    shows_all_closed: bool,
    sells: bool,
    open_count: i64,
    /// The board as it is asked for: where a card that is moved leads back to.
    back: String,
}

/// Two columns, after a move.
#[derive(Template)]
#[template(path = "opportunities/columns.html")]
pub struct ColumnsFragment {
    ui: Ui,
    columns: Vec<ColumnView>,
    status: String,
    /// Where the move is taken back; none where nothing was moved.
    undo: Option<String>,
    /// The board they are a part of.
    back: String,
}

impl BoardPage {
    /// The board of a pipeline.
    pub fn of(tx: &Tx<'_>, pipeline: Option<Pipeline>, columns: Vec<Column>, asked: &Asked) -> BoardPage {
        let id = pipeline.as_ref().map(|pipeline| pipeline.id);
        let current = id.map(|id| id.to_string()).unwrap_or_default();
        let pipelines = tx.directory.active_pipelines();
        let several = pipelines.clone().count() > 1;
        let listed = if several { asked.with("pipeline", &current) } else { asked.clone() };
        let all = board::shows_all_closed(asked);
        let stages = columns.iter().map(|column| &column.stage);
        BoardPage {
            back: tx.page.here.clone(),
            filters: Filters::of(tx, asked, if several { &["pipeline"] } else { &[] }),
            chips: chips(tx, asked, listing::chips(tx, &list::SPEC, asked, &["pipeline"])),
            clear: cleared(asked, &["pipeline", "closed"]).on(routes::PIPELINE),
            pipelines: pipelines.map(|row| Choice::new(row.id.to_string(), row.name.clone(), &current)).collect(),
            targets: stages.map(|stage| Choice::new(stage.id.to_string(), stage.name.clone(), "")).collect(),
            list_href: listed.on(routes::OPPORTUNITIES),
            closed_href: asked.with("closed", if all { "" } else { "all" }).on(routes::PIPELINE),
            shows_all_closed: all,
            sells: tx.viewer.sells(),
            open_count: columns
                .iter()
                .filter(|column| column.stage.kind == StageKind::Open)
                .map(|c| c.sums.count)
                .sum(),
            columns: views(tx, columns, asked),
            ui: Ui::of(tx),
            pipeline,
        }
    }

    /// The pipeline's name, where there is more than one.
    fn heading(&self) -> String {
        self.named().map_or_else(
            || self.ui.t("shell-nav-pipeline").to_owned(),
            |name| self.ui.a("opportunities-board-title", "pipeline", name),
        )
    }

    /// The same for the browser's tab.
    fn title(&self) -> String {
        self.named().map_or_else(
            || self.ui.t("shell-nav-pipeline").to_owned(),
            |name| self.ui.plain("opportunities-board-title", &[("pipeline", name.into())]),
        )
    }

    fn named(&self) -> Option<&str> {
        self.pipeline.as_ref().filter(|_| self.pipelines.len() > 1).map(|pipeline| pipeline.name.as_str())
    }

    /// What the line above the board says.
    fn result(&self) -> Vec<String> {
        let is_converted = self.columns.iter().filter_map(|column| column.sums.as_ref()).any(SumsView::is_converted);
        let rates = is_converted.then(|| self.ui.t("opportunities-rates").to_owned());
        std::iter::once(self.ui.n("opportunities-open-count", self.open_count)).chain(rates).collect()
    }

    fn days() -> i64 {
        i64::try_from(board::CLOSED_DAYS).unwrap_or(i64::MAX)
    }
}

impl ColumnsFragment {
    /// These columns and what is said of the move.
    pub fn of(
        tx: &Tx<'_>,
        columns: Vec<Column>,
        asked: &Asked,
        status: String,
        undo: Option<String>,
    ) -> ColumnsFragment {
        ColumnsFragment {
            columns: views(tx, columns, asked),
            ui: Ui::of(tx),
            status,
            undo,
            back: asked.on(routes::PIPELINE),
        }
    }
}

fn views(tx: &Tx<'_>, columns: Vec<Column>, asked: &Asked) -> Vec<ColumnView> {
    let editable = access::editable(&tx.viewer);
    columns.into_iter().map(|column| view(tx, column, asked, &editable)).collect()
}

fn view(tx: &Tx<'_>, column: Column, asked: &Asked, editable: &Scope) -> ColumnView {
    let Column { stage, cards, shown, sums } = column;
    let shown = i64::try_from(shown).unwrap_or(i64::MAX);
    let more = if sums.count > shown { more(tx, &stage, asked) } else { String::new() };
    let mut following = tx.directory.stages_of(stage.pipeline_id).skip_while(|other| other.id != stage.id).skip(1);
    ColumnView {
        id: stage.id,
        name: stage.name.clone(),
        colour: stage.colour,
        is_open: stage.kind == StageKind::Open,
        count: tx.text.number(sums.count),
        quiet_days: Some(stage.quiet_days).filter(|days| stage.kind == StageKind::Open && *days > 0),
        sums: SumsView::of(tx, &sums),
        cards: cards.into_iter().map(|card| card_view(tx, &stage, card, editable)).collect(),
        next: following.next().map(|next| next.id),
        more,
    }
}

/// The whole column as a list, in the column's order and within the same days.
fn more(tx: &Tx<'_>, stage: &Stage, asked: &Asked) -> String {
    let of_stage = asked.with("stage", &stage.id.to_string()).with("pipeline", "");
    let rows = match stage.kind {
        StageKind::Open => of_stage,
        StageKind::Won | StageKind::Lost if board::shows_all_closed(asked) => of_stage.with("state", "closed"),
        StageKind::Won | StageKind::Lost => {
            of_stage.with("state", "closed").with("closed-on-from", &board::closed_since(tx).to_string())
        }
    };
    rows.on(routes::OPPORTUNITIES)
}

fn card_view(tx: &Tx<'_>, stage: &Stage, card: Card, editable: &Scope) -> CardView {
    let life = Life {
        spoken_on: tx.text.local_date(card.spoken_at),
        next_step: &card.next_step,
        next_step_on: card.next_step_on,
        expected_close: card.day,
    };
    let owner = tx.directory.person_name(card.owner_id).to_owned();
    let value = card.amount_minor.filter(|_| tx.viewer.sees(Sensitive::Amounts));
    CardView {
        signs: life.signs(stage, tx.today()),
        value: value.map(|minor| tx.text.money_whole(minor, &card.currency)).unwrap_or_default(),
        day: card.day.map(|day| (day.to_string(), tx.text.day_month(day))),
        initials: initials(&owner),
        movable: editable.reaches(card.id, card.owner_id, card.team_id),
        step: if stage.kind == StageKind::Open { card.next_step } else { String::new() },
        id: card.id,
        version: card.version,
        name: card.name,
        customer: card.customer,
        owner,
    }
}

/// The first letters of the first and the last name.
pub fn initials(name: &str) -> String {
    let firsts: Vec<char> = name.split_whitespace().filter_map(|word| word.chars().next()).collect();
    match firsts.as_slice() {
        [] => String::new(),
        [only] => only.to_string(),
        [first, .., last] => format!("{first}{last}"),
    }
}

/// Marks as the filter offers them.
pub fn marks(tx: &Tx<'_>, asked: &Asked) -> Vec<Choice> {
    let current = asked.value("mark");
    let any = Choice::new("", tx.text.t("opportunities-any"), current);
    // messages: opportunities-mark-*
    let name = |mark: &list::Mark| tx.text.t(&format!("opportunities-mark-{}", mark.name()));
    std::iter::once(any)
        .chain(list::Mark::ALL.iter().map(|mark| Choice::new(mark.name(), name(mark), current)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_of_the_first_and_the_last_name() {
        assert_eq!(initials("Ana Maria de Souza"), "AS");
        assert_eq!(initials("Żaneta"), "Ż");
        assert_eq!(initials(""), "");
    }
}

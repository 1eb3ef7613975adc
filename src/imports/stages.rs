//! Stages by their names in other people's files: what being in one means, in which order they come, and which column
//! says when a deal came into one.

use crate::directory::StageKind;
use crate::values::text;

/// Words, in plain letters, that a stage of deals bought has in its name.
const WON: [&str; 11] =
    ["won", "win", "closedwon", "dealwon", "gewonnen", "ganado", "ganada", "wygrana", "wygrany", "gagne", "signed"];
/// The same for deals not bought.
const LOST: [&str; 15] = [
    "lost",
    "closedlost",
    "deallost",
    "loss",
    "dead",
    "cancelled",
    "canceled",
    "abandoned",
    "rejected",
    "verloren",
    "perdido",
    "perdida",
    "przegrana",
    "przegrany",
    "perdu",
];

/// How stages mostly follow one another, by how their names begin.
const ORDER: [&str; 20] = [
    "new", "lead", "open", "inbound", "prospect", "contact", "appoint", "qualif", "discover", "need", "engag", "meet",
    "demo", "present", "analy", "propos", "quot", "negot", "decision", "contract",
];

/// What being in a stage of this name means.
pub fn kind(name: &str) -> StageKind {
    let words = text::words(name);
    let has = |known: &[&str]| words.iter().any(|word| known.contains(&word.as_str()));
    if has(&LOST) {
        StageKind::Lost
    } else if has(&WON) {
        StageKind::Won
    } else {
        StageKind::Open
    }
}

/// Does a column of outcomes say with this word that there is none yet?
pub fn says_open(word: &str) -> bool {
    const OPEN: [&str; 9] =
        ["open", "active", "in progress", "pending", "offen", "abierto", "abierta", "otwarte", "ouvert"];
    OPEN.contains(&text::words(word).join(" ").as_str())
}

/// Does a column of yes and no say no?
pub fn says_no(word: &str) -> bool {
    matches!(text::fold(word).as_str(), "false" | "no" | "0" | "n" | "nein" | "nie" | "non" | "falsch")
}

/// The stages of a new pipeline, in order: open ones as sales mostly go, else as the file names them; then won, then lost.
pub fn ordered(names: &[String]) -> Vec<(String, StageKind)> {
    let mut stages: Vec<(String, StageKind)> = names.iter().map(|name| (name.clone(), kind(name))).collect();
    for (name, kind) in [("Open", StageKind::Open), ("Won", StageKind::Won), ("Lost", StageKind::Lost)] {
        if !stages.iter().any(|(_, known)| *known == kind) {
            stages.push((name.to_owned(), kind));
        }
    }
    stages.sort_by_key(|(name, kind)| (*kind as u8, place(name)));
    stages
}

fn place(name: &str) -> usize {
    let folded = text::fold(name);
    ORDER.iter().position(|begin| folded.starts_with(begin)).unwrap_or(ORDER.len())
}

/// The default probability of the open stage at this place of so many, in basis points of whole percents.
pub fn probability(kind: StageKind, place: usize, open: usize) -> i64 {
    match kind {
        StageKind::Won => 10_000,
        StageKind::Lost => 0,
        StageKind::Open => ((place + 1) * 100 / (open + 1)) as i64 * 100,
    }
}

/// Does a column such as `engage_date` or `Date entered "Engaging"` say when a deal came into the stage?
pub fn is_named_after(header: &str, stage: &str) -> bool {
    const AROUND: [&str; 10] = ["date", "entered", "on", "at", "since", "stage", "in", "into", "deal", "the"];
    let words = text::words(header);
    if !words.iter().any(|word| matches!(word.as_str(), "date" | "entered" | "since")) {
        return false;
    }
    let named: String = words.into_iter().filter(|word| !AROUND.contains(&word.as_str())).collect();
    let stage = text::words(stage).concat();
    let common = named.chars().zip(stage.chars()).take_while(|(a, b)| a == b).count();
    let longer = named.chars().count().max(stage.chars().count());
    common >= 4 && common * 2 > longer
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn won_and_lost_are_known_by_name() {
        for (name, expected) in [
            ("Won", StageKind::Won),
            ("Closed Won", StageKind::Won),
            ("closed-lost", StageKind::Lost),
            ("closedwon", StageKind::Won),
            ("closedlost", StageKind::Lost),
            ("Verloren", StageKind::Lost),
            ("Wonder", StageKind::Open),
            ("Negotiation", StageKind::Open),
        ] {
            assert_eq!(kind(name), expected, "{name}");
        }
    }

    #[test]
    fn a_new_pipeline_goes_from_first_contact_to_the_end() {
        let named = ["Won", "Engaging", "Lost", "Prospecting"].map(str::to_owned);
        let names: Vec<String> = ordered(&named).into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["Prospecting", "Engaging", "Won", "Lost"]);
        assert_eq!(ordered(&["Talking".to_owned()]).len(), 3);
        assert_eq!(ordered(&["Won".to_owned()])[0], ("Open".to_owned(), StageKind::Open));
    }

    #[test]
    fn chances_grow_towards_the_end() {
        let of = |place| probability(StageKind::Open, place, 2);
        assert_eq!((of(0), of(1)), (3300, 6600));
    }

    #[test]
    fn a_column_is_known_by_the_stage_it_is_named_after() {
        assert!(is_named_after("engage_date", "Engaging"));
        assert!(is_named_after("Date entered \"Qualified to buy\"", "Qualified To Buy"));
        assert!(!is_named_after("close_date", "Engaging"));
        assert!(!is_named_after("engagement score", "Engaging"));
        assert!(!is_named_after("Contract date", "Contact made"));
    }
}

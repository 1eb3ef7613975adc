//! The people of the demonstration company and the tree of their teams, as the founders wrote them down.

use chrono::Weekday;
use chrono_tz::Tz;

use super::calendar::Office;
use super::cultures::{self as of, Culture};
use crate::access::Role;

/// The password of all five who can sign in.
pub const PASSWORD: &str = "fursa-demo";

/// The address of the rep whose desk is shown first; the others of the five are in `PEOPLE` beside her.
pub const REP: &str = "rep@fursa.example";

/// The manager of several teams among the five.
pub const MANAGER: &str = "manager@fursa.example";

/// The administrator among the five.
pub const ADMIN: &str = "admin@fursa.example";

/// What ends the addresses of those who can sign in.
const DOOR: &str = "@fursa.example";

/// A team.
pub struct TeamSeed {
    /// Its name.
    pub name: &'static str,
    /// Place of the team above it in [`TEAMS`].
    pub above: Option<usize>,
    /// Do its members see each other's records?
    pub shares: bool,
    /// Where it sells; nothing for a team that does not.
    pub market: Option<Market>,
}

/// Where a team sells.
#[derive(Clone, Copy)]
pub struct Market {
    /// When its people work.
    pub office: Office,
    /// Whom it sells to, by weight.
    pub customers: &'static [(&'static Culture, i64)],
}

const GULF_WEEK: [Weekday; 2] = [Weekday::Fri, Weekday::Sat];

const fn selling(office: Office, customers: &'static [(&'static Culture, i64)]) -> Option<Market> {
    Some(Market { office, customers })
}

const fn team(name: &'static str, above: usize, market: Option<Market>) -> TeamSeed {
    TeamSeed { name, above: Some(above), shares: false, market }
}

/// The tree of teams, three levels deep.
pub const TEAMS: [TeamSeed; 9] = [
    TeamSeed { name: "Jua Energy", above: None, shares: false, market: None },
    team("Europe", 0, None),
    team("Growth markets", 0, None),
    team("Customer care", 0, None),
    team(
        "Central Europe",
        1,
        selling(Office::new(Tz::Europe__Warsaw), &[(&of::POLAND, 55), (&of::GERMANY, 38), (&of::SWITZERLAND, 7)]),
    ),
    team("Southern Europe", 1, selling(Office::new(Tz::Europe__Madrid), &[(&of::SPAIN, 58), (&of::TURKEY, 42)])),
    TeamSeed {
        shares: true,
        ..team(
            "Nordics",
            1,
            selling(Office::new(Tz::Europe__Stockholm), &[(&of::SWEDEN, 45), (&of::NORWAY, 30), (&of::DENMARK, 25)]),
        )
    },
    team("East Africa", 2, selling(Office::new(Tz::Africa__Nairobi), &[(&of::KENYA, 78), (&of::TANZANIA, 22)])),
    team(
        "Gulf and South Asia",
        2,
        selling(
            Office { zone: Tz::Asia__Dubai, weekend: GULF_WEEK },
            &[(&of::BANGLADESH, 44), (&of::EMIRATES, 32), (&of::IRAN, 24)],
        ),
    ),
];

/// Somebody of the company.
pub struct PersonSeed {
    /// Name.
    pub name: &'static str,
    /// Address.
    pub email: &'static str,
    /// Role.
    pub role: Role,
    /// Place of the team in [`TEAMS`].
    pub team: usize,
    /// How much of the team's business is theirs, in percent of a full load.
    pub load: i64,
    /// How well they sell, in percent.
    pub skill: i64,
    /// Zone of their clock, where it is not the company's.
    pub zone: &'static str,
    /// Days since they left; nothing for who is still here.
    pub left: Option<i64>,
}

impl PersonSeed {
    /// One of those who can sign in?
    pub fn signs_in(&self) -> bool {
        self.email.ends_with(DOOR)
    }
}

const fn staff(name: &'static str, email: &'static str, role: Role, team: usize) -> PersonSeed {
    PersonSeed { name, email, role, team, load: 0, skill: 100, zone: "", left: None }
}

const fn head(name: &'static str, email: &'static str, team: usize) -> PersonSeed {
    PersonSeed { load: 20, skill: 118, ..staff(name, email, Role::SalesManager, team) }
}

const fn rep(name: &'static str, email: &'static str, team: usize, load: i64, skill: i64) -> PersonSeed {
    PersonSeed { load, skill, ..staff(name, email, Role::SalesRep, team) }
}

const fn at(zone: &'static str, person: PersonSeed) -> PersonSeed {
    PersonSeed { zone, ..person }
}

/// Everybody.
#[rustfmt::skip]
pub const PEOPLE: [PersonSeed; 41] = [
    PersonSeed { load: 6, ..staff("Tahmina Rahman", ADMIN, Role::Admin, 0) },
    head("Henrik Dahl", "henrik.dahl@jua.example", 0),
    staff("Nadia Kamau", "nadia.kamau@jua.example", Role::Marketer, 0),
    staff("Paulina Król", "paulina.krol@jua.example", Role::Marketer, 0),
    head("Andrés Molina", MANAGER, 1),
    head("Samira Haddad", "samira.haddad@jua.example", 2),
    staff("Lars Nygaard", "supportmanager@fursa.example", Role::SupportManager, 3),
    staff("Amina Otieno", "support@fursa.example", Role::SupportAgent, 3),
    staff("Ewa Zając", "ewa.zajac@jua.example", Role::SupportAgent, 3),
    staff("Joaquín Prieto", "joaquin.prieto@jua.example", Role::SupportAgent, 3),
    at("Asia/Dhaka", staff("Rubina Haque", "rubina.haque@jua.example", Role::SupportAgent, 3)),
    at("Africa/Nairobi", staff("Brian Mutua", "brian.mutua@jua.example", Role::SupportAgent, 3)),
    head("Marek Sokołowski", "marek.sokolowski@jua.example", 4),
    rep("Zofia Wiśniewska", REP, 4, 34, 112),
    rep("Katrin Lange", "katrin.lange@jua.example", 4, 120, 104),
    rep("Łukasz Górski", "lukasz.gorski@jua.example", 4, 105, 92),
    rep("Jürgen Köhler", "juergen.koehler@jua.example", 4, 90, 81),
    rep("Beata Mazur", "beata.mazur@jua.example", 4, 110, 121),
    rep("Tobias Frei", "tobias.frei@jua.example", 4, 70, 97),
    head("Carmen Vidal", "carmen.vidal@jua.example", 5),
    rep("Pablo Ortiz", "pablo.ortiz@jua.example", 5, 115, 109),
    rep("Elif Şahin", "elif.sahin@jua.example", 5, 125, 117),
    rep("Núria Soler", "nuria.soler@jua.example", 5, 95, 88),
    rep("Emre Öztürk", "emre.ozturk@jua.example", 5, 100, 96),
    PersonSeed { left: Some(170), ..rep("Gonzalo Rivas", "gonzalo.rivas@jua.example", 5, 80, 74) },
    head("Ingrid Lindqvist", "ingrid.lindqvist@jua.example", 6),
    rep("Björn Åkesson", "bjorn.akesson@jua.example", 6, 105, 101),
    rep("Solveig Haugen", "solveig.haugen@jua.example", 6, 100, 114),
    rep("Rasmus Holm", "rasmus.holm@jua.example", 6, 85, 86),
    rep("Märta Öberg", "marta.oberg@jua.example", 6, 95, 99),
    at("Africa/Nairobi", head("Wanjiru Kimani", "wanjiru.kimani@jua.example", 7)),
    at("Africa/Nairobi", rep("Baraka Odhiambo", "baraka.odhiambo@jua.example", 7, 130, 119)),
    at("Africa/Nairobi", rep("Mercy Cherono", "mercy.cherono@jua.example", 7, 110, 103)),
    at("Africa/Nairobi", rep("Juma Hassan", "juma.hassan@jua.example", 7, 95, 90)),
    at("Africa/Nairobi", rep("Neema Mushi", "neema.mushi@jua.example", 7, 90, 98)),
    at("Asia/Dubai", head("Omar Al Hashimi", "omar.alhashimi@jua.example", 8)),
    at("Asia/Dhaka", rep("Tanvir Chowdhury", "tanvir.chowdhury@jua.example", 8, 120, 108)),
    at("Asia/Dhaka", rep("Nusrat Jahan", "nusrat.jahan@jua.example", 8, 115, 116)),
    at("Asia/Dubai", rep("Layla Khoury", "layla.khoury@jua.example", 8, 100, 94)),
    at("Asia/Dubai", rep("Reza Karimi", "reza.karimi@jua.example", 8, 90, 102)),
    at("Asia/Dubai", rep("Yousef Qasim", "yousef.qasim@jua.example", 8, 80, 85)),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_people_can_sign_in_one_of_each_kind() {
        let five: Vec<&str> = PEOPLE.iter().filter(|person| person.signs_in()).map(|person| person.email).collect();
        let expected = [ADMIN, MANAGER, "supportmanager@fursa.example", "support@fursa.example", REP];
        assert_eq!(five, expected);
    }

    #[test]
    fn who_sells_has_a_market_in_their_own_team_or_below_it() {
        let below = |team: usize| (0..TEAMS.len()).filter(move |other| TEAMS[*other].above == Some(team));
        for person in PEOPLE.iter().filter(|person| person.load > 0) {
            let own = TEAMS[person.team].market.is_some();
            let under = below(person.team).any(|team| TEAMS[team].market.is_some() || below(team).next().is_some());
            assert!(own || under, "{}", person.name);
        }
    }

    #[test]
    fn no_two_people_share_a_name_or_an_address() {
        let mut seen = std::collections::HashSet::new();
        for person in &PEOPLE {
            assert!(seen.insert(person.name) && seen.insert(person.email), "{}", person.name);
        }
    }
}

//! What people, companies and places are called in the countries the demonstration company sells to.
//!
//! Mail goes to hosts under `.example`, which no post office will ever serve.

mod africa;
mod central;
mod east;
mod nordic;
mod south;

pub use africa::{KENYA, TANZANIA};
pub use central::{GERMANY, POLAND, SWITZERLAND};
pub use east::{BANGLADESH, EMIRATES, IRAN};
pub use nordic::{DENMARK, NORWAY, SWEDEN};
pub use south::{SPAIN, TURKEY};

use super::chance::Chance;
use crate::values::text;

/// The names of one country. Lists are words with blanks between; `_` stands for a blank inside a name, `=` parts how a
/// name is written from how it is spelled in Latin letters, `:` a trade from its industry, `/` a city from its postcode.
pub struct Culture {
    /// ISO 3166 code.
    pub country: &'static str,
    /// Currencies people pay in, by weight.
    pub currencies: &'static [(&'static str, i64)],
    /// First names of women.
    pub women: &'static str,
    /// First names of men.
    pub men: &'static str,
    /// Family names.
    pub families: &'static str,
    /// Family names of women, where they differ.
    pub women_families: &'static str,
    /// What companies are called.
    pub brands: &'static str,
    /// What companies do.
    pub trades: &'static str,
    /// How a company's name is put together of `{brand}` and `{trade}`.
    pub forms: &'static [&'static str],
    /// Cities with their postcodes, a digit for every `#`.
    pub cities: &'static str,
    /// Streets.
    pub streets: &'static str,
    /// An address of `{street}` and a house number for `#`.
    pub address: &'static str,
    /// Phone of an office.
    pub landline: &'static str,
    /// Phone in a pocket.
    pub mobile: &'static str,
}

/// A name as it is written at home, and in Latin letters.
#[derive(Clone, Debug)]
pub struct Name {
    /// As people write it.
    pub written: String,
    /// As it is spelled in an address of the net.
    pub latin: String,
}

/// A company by name.
#[derive(Clone, Debug)]
pub struct Company {
    /// Its full name.
    pub name: String,
    /// Host of its site and mail.
    pub host: String,
    /// Code of its industry.
    pub industry: &'static str,
}

/// A place.
#[derive(Clone, Debug)]
pub struct Place {
    /// Street and house.
    pub street: String,
    /// Postcode.
    pub postcode: String,
    /// City.
    pub city: Name,
}

impl Culture {
    /// Somebody's full name.
    pub fn person(&self, chance: &mut Chance) -> Name {
        let is_woman = chance.hits(46);
        let first = name(one(chance, if is_woman { self.women } else { self.men }));
        let of_women = is_woman && !self.women_families.is_empty();
        let last = name(one(chance, if of_women { self.women_families } else { self.families }));
        Name {
            written: format!("{} {}", first.written, last.written),
            latin: format!("{} {}", first.latin, last.latin),
        }
    }

    /// Some company.
    pub fn company(&self, chance: &mut Chance) -> Company {
        let brand = name(one(chance, self.brands));
        let (trade, industry) = one(chance, self.trades).split_once(':').unwrap_or(("", "other"));
        let trade = name(trade);
        let full = chance.of(self.forms).replace("{brand}", &brand.written).replace("{trade}", &trade.written);
        Company { name: full, host: format!("{}.example", slug(&[&brand.latin, &trade.latin], "-")), industry }
    }

    /// Some place.
    pub fn place(&self, chance: &mut Chance) -> Place {
        let (city, postcode) = one(chance, self.cities).split_once('/').unwrap_or_default();
        let street = self.address.replace("{street}", &one(chance, self.streets).replace('_', " "));
        let house = chance.between(1, 148).to_string();
        Place {
            street: street.replace('#', &house),
            postcode: chance.digits(postcode).replace('_', " "),
            city: name(city),
        }
    }
}

impl Name {
    /// Their address at a host.
    pub fn email(&self, host: &str) -> String {
        format!("{}@{host}", slug(&[&self.latin], "."))
    }
}

fn one(chance: &mut Chance, list: &'static str) -> &'static str {
    let words: Vec<&str> = list.split_whitespace().collect();
    chance.of(&words)
}

fn name(word: &str) -> Name {
    let (written, latin) = word.split_once('=').unwrap_or((word, word));
    Name { written: written.replace('_', " "), latin: latin.replace('_', " ") }
}

/// The words of names as they stand in an address.
fn slug(names: &[&str], between: &str) -> String {
    names.iter().flat_map(|name| text::words(name)).collect::<Vec<_>>().join(between)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::values::phone::Phone;

    const ALL: [&Culture; 13] = [
        &POLAND,
        &GERMANY,
        &SWITZERLAND,
        &SPAIN,
        &TURKEY,
        &SWEDEN,
        &NORWAY,
        &DENMARK,
        &KENYA,
        &TANZANIA,
        &BANGLADESH,
        &EMIRATES,
        &IRAN,
    ];

    #[test]
    fn every_country_names_people_companies_and_places() {
        let mut chance = Chance::new(5);
        for culture in ALL {
            for _ in 0..60 {
                let (person, company, place) =
                    (culture.person(&mut chance), culture.company(&mut chance), culture.place(&mut chance));
                let address = person.email(&company.host);
                assert!(address.is_ascii() && crate::values::email::Email::parse(&address).is_ok(), "{address}");
                assert!(!place.city.written.is_empty() && !place.street.contains('{'), "{place:?}");
                assert!(!company.name.contains(['{', '_', '=']), "{company:?}");
            }
        }
    }

    #[test]
    fn every_phone_can_be_dialled() {
        let mut chance = Chance::new(6);
        for culture in ALL {
            for pattern in [culture.landline, culture.mobile] {
                let typed = chance.digits(pattern);
                let phone = Phone::parse(&typed, Some(culture.country)).unwrap();
                assert!(phone.e164_key.len() >= 9, "{typed}");
            }
        }
    }
}

//! A contact as a card for an address book: vCard 3.0 (RFC 2426), which every phone and mail program takes.

/// The most bytes of a line before it is folded.
const FOLD_AT: usize = 75;

/// What stands on the card.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Card {
    /// Full name.
    pub name: String,
    /// The company.
    pub company: String,
    /// What they are there.
    pub title: String,
    /// Addresses, the main one first.
    pub emails: Vec<String>,
    /// Numbers, the main one first.
    pub phones: Vec<String>,
    /// Web address.
    pub website: String,
    /// Street, city, region, postcode, country.
    pub address: [String; 5],
}

impl Card {
    /// The file.
    pub fn written(&self) -> String {
        let mut lines = vec!["BEGIN:VCARD".to_owned(), "VERSION:3.0".to_owned()];
        // Which word is the family name differs from people to people: the whole name stands in its place.
        lines.push(format!("N:{};;;;", escaped(&self.name)));
        lines.push(format!("FN:{}", escaped(&self.name)));
        lines.extend(line("ORG", &self.company));
        lines.extend(line("TITLE", &self.title));
        lines.extend(all("EMAIL;TYPE=INTERNET", &self.emails));
        lines.extend(all("TEL;TYPE=VOICE", &self.phones));
        if self.address.iter().any(|part| !part.is_empty()) {
            let parts: Vec<String> = self.address.iter().map(|part| escaped(part)).collect();
            lines.push(format!("ADR;TYPE=WORK:;;{}", parts.join(";")));
        }
        lines.extend(line("URL", &self.website));
        lines.push("END:VCARD".to_owned());
        lines.iter().map(|line| format!("{}\r\n", folded(line))).collect()
    }
}

fn line(name: &str, value: &str) -> Option<String> {
    (!value.is_empty()).then(|| format!("{name}:{}", escaped(value)))
}

/// Each value on a line, the first marked as the preferred one.
fn all<'a>(name: &'a str, values: &'a [String]) -> impl Iterator<Item = String> + 'a {
    values.iter().enumerate().map(move |(place, value)| {
        let preferred = if place == 0 { ",PREF" } else { "" };
        format!("{name}{preferred}:{}", escaped(value))
    })
}

fn escaped(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for c in value.replace("\r\n", "\n").chars() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' | '\r' => out.push_str("\\n"),
            _ => out.push(c),
        }
    }
    out
}

/// A long line goes on after a line end and a blank; never inside a character.
fn folded(line: &str) -> String {
    let mut out = String::with_capacity(line.len() + 8);
    let mut bytes = 0;
    for c in line.chars() {
        if bytes + c.len_utf8() > FOLD_AT {
            out.push_str("\r\n ");
            bytes = 1;
        }
        out.push(c);
        bytes += c.len_utf8();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_with_a_meaning_are_escaped() {
        assert_eq!(escaped("Kowalski; Syn, S.A.\\\r\nŁódź"), "Kowalski\\; Syn\\, S.A.\\\\\\nŁódź");
    }

    #[test]
    fn no_line_is_longer_than_the_format_allows_and_none_breaks_a_character() {
        let card = Card { name: "ওয়াহিদুজ্জামান ".repeat(20), ..Card::default() };
        let written = card.written();
        assert!(written.split("\r\n").all(|line| line.len() <= FOLD_AT));
        assert!(written.replace("\r\n ", "").contains(&format!("FN:{}", card.name)));
    }

    #[test]
    fn what_is_not_known_is_not_on_the_card() {
        let card = Card { name: "Li".into(), ..Card::default() };
        assert_eq!(card.written(), "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Li;;;;\r\nFN:Li\r\nEND:VCARD\r\n");
    }
}

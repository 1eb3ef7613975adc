//! Who is named in a text: `@` and the name of a colleague.

/// Those of these people who are named in a text, each once: `@Anna Kowalska`, or `@Anna` where there is one Anna only. The
/// longest name that fits is meant.
pub fn named<'a>(text: &str, people: impl Iterator<Item = (i64, &'a str)>) -> Vec<i64> {
    let people: Vec<(i64, String)> = people.map(|(id, name)| (id, name.to_lowercase())).collect();
    let mut found = Vec::new();
    let lower = text.to_lowercase();
    for (at, _) in lower.match_indices('@') {
        // An address of mail names nobody.
        let is_address = lower[..at].chars().next_back().is_some_and(char::is_alphanumeric);
        let said = &lower[at + 1..];
        if let Some(id) = (!is_address).then(|| meant(said, &people)).flatten().filter(|id| !found.contains(id)) {
            found.push(id);
        }
    }
    found
}

/// Who is meant by what follows the sign.
fn meant(said: &str, people: &[(i64, String)]) -> Option<i64> {
    let fits = |name: &str| !name.is_empty() && said.strip_prefix(name).is_some_and(ends);
    let whole = people.iter().filter(|(_, name)| fits(name)).max_by_key(|(_, name)| name.len());
    let by_first_name = || {
        let mut all = people.iter().filter(|(_, name)| name.split_whitespace().next().is_some_and(fits));
        all.next().filter(|_| all.next().is_none())
    };
    whole.or_else(by_first_name).map(|(id, _)| *id)
}

/// Does a name end here?
fn ends(rest: &str) -> bool {
    !rest.chars().next().is_some_and(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PEOPLE: [(i64, &str); 5] =
        [(1, "Anna Kowalska"), (2, "Anna Nowak"), (3, "Łukasz Górski"), (4, "Bo"), (5, "রুবিনা হক")];

    fn in_text(text: &str) -> Vec<i64> {
        named(text, PEOPLE.into_iter())
    }

    #[test]
    fn a_colleague_is_named_by_their_whole_name_or_an_only_first_name() {
        assert_eq!(in_text("Ask @anna nowak, then @Łukasz: he knows."), [2, 3]);
        assert_eq!(in_text("@Bo"), [4]);
        assert_eq!(in_text("(@রুবিনা হক)"), [5]);
        assert_eq!(in_text("@Bo and @bo again"), [4]);
    }

    #[test]
    fn a_name_several_have_an_address_and_a_longer_word_name_nobody() {
        assert!(in_text("@Anna").is_empty());
        assert!(in_text("mail bo@bo.example").is_empty());
        assert!(in_text("@Boat @ Bo @").is_empty());
    }
}

//! Nobody locks the company out (rule 45).

/// Somebody as far as this rule looks at them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Keeper {
    /// Their id.
    pub id: i64,
    /// An administrator who is active and has an address to sign in with?
    pub can_administer: bool,
}

/// Would nobody be left to administer, once this person can or cannot?
pub(super) fn leaves_nobody(people: &[Keeper], person: i64, can_administer: bool) -> bool {
    let others = people.iter().any(|keeper| keeper.id != person && keeper.can_administer);
    !others && !can_administer
}

#[cfg(test)]
mod tests {
    use super::*;

    const ADA: Keeper = Keeper { id: 1, can_administer: true };
    const BOB: Keeper = Keeper { id: 2, can_administer: false };
    const EVE: Keeper = Keeper { id: 3, can_administer: true };

    #[test]
    fn the_last_administrator_stays() {
        assert!(leaves_nobody(&[ADA, BOB], 1, false));
        assert!(!leaves_nobody(&[ADA, BOB], 1, true));
        assert!(!leaves_nobody(&[ADA, BOB, EVE], 1, false));
    }

    #[test]
    fn somebody_else_may_change_freely() {
        assert!(!leaves_nobody(&[ADA, BOB], 2, false));
    }
}

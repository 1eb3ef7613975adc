//! How long a deal has been in each stage (rule 24): the sum of its stays there, the present one still growing.

use chrono::{Duration, NaiveDateTime};

use super::Spell;

/// A stage and all the time spent in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StageTime {
    /// The stage.
    pub stage_id: i64,
    /// How often the deal came into it.
    pub stays: usize,
    /// All stays together.
    pub total: Duration,
}

impl StageTime {
    /// Whole days of it.
    pub fn days(&self) -> i64 {
        self.total.num_days()
    }
}

/// The time in each stage, in the order the deal first came there. A stay that would end before it began counts nothing.
pub fn by_stage(spells: &[Spell], now: NaiveDateTime) -> Vec<StageTime> {
    let mut times: Vec<StageTime> = Vec::new();
    for spell in spells {
        let length = spell.length(now);
        match times.iter_mut().find(|time| time.stage_id == spell.stage_id) {
            Some(time) => {
                time.stays += 1;
                time.total += length;
            }
            None => times.push(StageTime { stage_id: spell.stage_id, stays: 1, total: length }),
        }
    }
    times
}

impl Spell {
    /// How long the stay was, or has been so far.
    pub fn length(&self, now: NaiveDateTime) -> Duration {
        (self.left_at.unwrap_or(now) - self.entered_at).max(Duration::zero())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::directory::StageKind;
    use crate::opportunities::samples::instant;

    fn spell(stage_id: i64, from: NaiveDateTime, to: Option<NaiveDateTime>) -> Spell {
        let (stage_name, stage_kind) = (String::new(), StageKind::Open);
        Spell { stage_id, stage_name, stage_kind, entered_at: from, left_at: to, moved_by: None }
    }

    #[test]
    fn stays_in_the_same_stage_add_up_and_the_present_one_grows() {
        let spells = [
            spell(1, instant(1), Some(instant(3))),
            spell(2, instant(3), Some(instant(4))),
            spell(1, instant(4), None),
        ];
        let times = by_stage(&spells, instant(9));
        let figures: Vec<_> = times.iter().map(|time| (time.stage_id, time.stays, time.days())).collect();
        assert_eq!(figures, [(1, 2, 7), (2, 1, 1)]);
    }

    proptest! {
        #[test]
        fn the_stages_share_the_whole_life_of_a_deal(
            stays in prop::collection::vec((1_i64..6, 0_i64..1_000_000), 1..40), last in 0_i64..1_000_000
        ) {
            let mut at = instant(1);
            let mut spells = Vec::new();
            for (stage, seconds) in &stays {
                let next = at + Duration::seconds(*seconds);
                spells.push(spell(*stage, at, Some(next)));
                at = next;
            }
            spells.last_mut().unwrap().left_at = None;
            let now = spells.last().unwrap().entered_at + Duration::seconds(last);
            let total = by_stage(&spells, now).iter().fold(Duration::zero(), |sum, time| sum + time.total);
            prop_assert_eq!(total, now - instant(1));
            prop_assert_eq!(by_stage(&spells, now).iter().map(|time| time.stays).sum::<usize>(), stays.len());
        }
    }
}

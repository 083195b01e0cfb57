//! A correct tracker, written as a table of states, with each entry changed in turn.

#![cfg(feature = "testing")]

use mock_messenger::{Messenger, NotifyOn, OVER_QUOTA, QuotaSpec, URGENT_WARNING, WARNING};

const LIMIT: usize = 100;

/// A tracker of crossings. Its state is the number of levels that have fired, its input a band of usage, counted from the
/// lowest, and its output a level, or 0 for no message.
#[derive(Clone, PartialEq)]
struct Table {
    /// The lowest usage of each band but the first.
    bands: Vec<usize>,
    says: Vec<Vec<usize>>,
    next: Vec<Vec<usize>>,
}

impl Table {
    /// Re-arms a level whenever usage is below it.
    fn of_crossings() -> Self {
        let entries = |entry: fn(usize, usize) -> usize| {
            (0..4).map(|fired| (0..4).map(|reached| entry(fired, reached)).collect()).collect()
        };
        Self {
            bands: vec![75, 90, 100],
            says: entries(|fired, reached| if reached > fired { reached } else { 0 }),
            next: entries(|_, reached| reached),
        }
    }

    /// Re-arms all levels below 70, which adds a band from there to the first level.
    fn rearmed_below_70() -> Self {
        let entries = |entry: fn(usize, usize) -> usize| {
            (0..4).map(|fired| (0..5).map(|band| entry(fired, band)).collect()).collect()
        };
        Self {
            bands: vec![70, 75, 90, 100],
            says: entries(|fired, band| if band > fired + 1 { band - 1 } else { 0 }),
            next: entries(|fired, band| if band == 0 { 0 } else { fired.max(band - 1) }),
        }
    }

    fn spec(&self) -> QuotaSpec<'static> {
        let spec = QuotaSpec::book(LIMIT).notify_on(NotifyOn::Crossing).random_walks(0);
        if self.bands.contains(&70) { spec.rearm_below_percent(70) } else { spec }
    }

    fn passes(&self) -> bool {
        let checked = self.spec().check(|messenger, usage| {
            let mut fired = 0;
            for value in usage {
                let band = self.bands.partition_point(|from| *from <= value);
                match self.says[fired][band] {
                    0 => {}
                    level => messenger.send([WARNING, URGENT_WARNING, OVER_QUOTA][level - 1]),
                }
                fired = self.next[fired][band];
            }
        });
        checked.is_ok()
    }

    /// Returns all tables that differ from this one in one entry.
    fn with_one_mistake(&self) -> Vec<Self> {
        let mut all = Vec::new();
        for fired in 0..4 {
            for band in 0..=self.bands.len() {
                for other in 0..4 {
                    let mut wrong = [self.clone(), self.clone()];
                    wrong[0].says[fired][band] = other;
                    wrong[1].next[fired][band] = other;
                    all.extend(wrong);
                }
            }
        }
        all.retain(|wrong| wrong != self);
        all
    }
}

#[test]
fn no_wrong_entry_in_a_tracker_of_crossings_survives() {
    let right = Table::of_crossings();
    assert!(right.passes());
    assert_eq!(right.with_one_mistake().len(), 4 * 4 * (3 + 3));
    for wrong in right.with_one_mistake() {
        assert!(!wrong.passes(), "says {:?}, next {:?}", wrong.says, wrong.next);
    }
}

#[test]
fn no_wrong_entry_in_a_tracker_with_hysteresis_survives() {
    let right = Table::rearmed_below_70();
    assert!(right.passes());
    assert_eq!(right.with_one_mistake().len(), 4 * 5 * (3 + 3));
    for wrong in right.with_one_mistake() {
        assert!(!wrong.passes(), "says {:?}, next {:?}", wrong.says, wrong.next);
    }
}

/// A tracker that remembers all usages, and drops one message after a certain history.
#[test]
fn no_wrong_message_after_four_usages_survives() {
    let usages = [0, 75, 90, 100];
    // All 256 histories would take too long.
    for number in (0..256).step_by(15) {
        let history = [number / 64, number / 16 % 4, number / 4 % 4, number % 4].map(|band| usages[band]);
        let checked = QuotaSpec::book(LIMIT).random_walks(0).check(|messenger, usage| {
            let mut seen = Vec::new();
            for value in usage {
                let forgets = seen == history && value == 100;
                seen.push(value);
                let level = usages.partition_point(|from| *from <= value) - 1;
                if level > 0 && !forgets {
                    messenger.send([WARNING, URGENT_WARNING, OVER_QUOTA][level - 1]);
                }
            }
        });
        let violation = checked.expect_err("survives");
        assert_eq!(violation.walk(), [&history[..], &[100]].concat());
    }
}

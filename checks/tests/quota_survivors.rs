//! Trackers that are wrong in ways that a shorter battery misses. Each of them has to be caught.

#![cfg(all(feature = "testing", target_pointer_width = "64"))]
// The mistakes are made on purpose.
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_precision_loss,
    clippy::type_complexity
)]

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use mock_messenger::{
    Messenger, NotifyOn, OVER_QUOTA, QuotaSpec, QuotaViolation, SyncRecordingMessenger, URGENT_WARNING,
    UsageWalk, WARNING,
};

const TEXTS: [&str; 3] = [WARNING, URGENT_WARNING, OVER_QUOTA];

/// The number of levels that usage reaches, computed correctly.
fn level(value: usize, limit: usize) -> usize {
    let reaches = |percent: u128| value > 0 && value as u128 * 100 >= limit as u128 * percent;
    [75, 90, 100].into_iter().filter(|percent| reaches(*percent)).count()
}

/// Checks a tracker that decides on each usage which level to send, from 1 to 3, or 0 for none.
fn check<T: FnMut(usize) -> usize>(
    spec: &QuotaSpec<'_>,
    tracker: impl Fn(usize) -> T,
) -> Result<(), QuotaViolation> {
    spec.check(|messenger: &Arc<SyncRecordingMessenger>, usage: UsageWalk| {
        let mut tracker = tracker(usage.limit());
        for value in usage {
            if let Some(index) = tracker(value).checked_sub(1) {
                messenger.send(TEXTS[index]);
            }
        }
    })
}

fn on_update(limit: usize) -> QuotaSpec<'static> {
    QuotaSpec::book(limit)
}

fn on_crossing(limit: usize) -> QuotaSpec<'static> {
    QuotaSpec::book(limit).notify_on(NotifyOn::Crossing)
}

/// A correct tracker of crossings, which also counts.
#[derive(Default)]
struct Crossings {
    limit: usize,
    before: usize,
    updates: usize,
    messages: usize,
    rests: usize,
}

impl Crossings {
    fn new(limit: usize) -> Self {
        Self { limit, ..Self::default() }
    }

    fn update(&mut self, value: usize) -> usize {
        let level = level(value, self.limit);
        let crossed = if level > self.before { level } else { 0 };
        self.rests = if level == self.before { self.rests + 1 } else { 0 };
        self.before = level;
        self.updates += 1;
        self.messages += usize::from(crossed > 0);
        crossed
    }
}

/// Asserts that trackers of crossings with a fault that depends on what they have counted are caught.
#[track_caller]
fn assert_crossings_caught(faults: &[(&str, fn(&Crossings, usize, usize) -> usize)]) {
    for (name, fault) in faults {
        let caught = check(&on_crossing(1_000), |limit| {
            let mut crossings = Crossings::new(limit);
            move |value| {
                let crossed = crossings.update(value);
                fault(&crossings, value, crossed)
            }
        });
        assert!(caught.is_err(), "{name} survives");
    }
}

#[test]
fn the_correct_trackers_of_this_file_pass() {
    check(&on_update(100), |limit| move |value| level(value, limit)).unwrap();
    check(&on_crossing(1_000), |limit| {
        let mut crossings = Crossings::new(limit);
        move |value| crossings.update(value)
    })
    .unwrap();
}

/// Whether a usage of a limit reaches a percentage.
type Reaches = fn(usize, usize, usize) -> bool;

#[test]
fn arithmetic_that_is_right_for_a_limit_of_100_is_caught_at_another_limit() {
    let faults: &[(&str, Reaches)] = &[
        ("the level is cut", |v, l, p| v > 0 && v as u128 >= l as u128 * p as u128 / 100),
        ("the level is rounded", |v, l, p| v > 0 && v as u128 >= (l as u128 * p as u128 + 50) / 100),
        ("the level is rounded to even", |v, l, p| {
            v > 0
                && v as u128
                    >= (l as u128 * p as u128).div_ceil(100).next_multiple_of(2) - u128::from(p % 2 == 1)
        }),
        ("the limit is divided first", |v, l, p| v > 0 && v >= l / 100 * p),
        ("f32", |v, l, p| v > 0 && v as f32 / l as f32 >= p as f32 / 100.0),
        ("f64", |v, l, p| v > 0 && v as f64 / l as f64 >= p as f64 / 100.0),
        ("f64, share of the limit", |v, l, p| v > 0 && v as f64 >= l as f64 * (p as f64 / 100.0)),
        ("the percentage is rounded", |v, l, p| (v as u128 * 100 + l as u128 / 2) / l as u128 >= p as u128),
        ("per mille is rounded", |v, l, p| (v as u128 * 1_000 + l as u128 / 2) / l as u128 >= p as u128 * 10),
        ("the rest in per cent is cut", |v, l, p| {
            (l.saturating_sub(v)) as u128 * 100 / l as u128 <= 100 - p as u128
        }),
        ("the limit in a u8", |v, l, p| v > 0 && v as u128 * 100 >= u128::from(l as u8) * p as u128),
        ("the limit in a u16", |v, l, p| v > 0 && v as u128 * 100 >= u128::from(l as u16) * p as u128),
        ("the limit in a u32", |v, l, p| v > 0 && v as u128 * 100 >= u128::from(l as u32) * p as u128),
        ("the product of the limit wraps", |v, l, p| v > 0 && v >= l.wrapping_mul(p).div_ceil(100)),
        ("the product of the limit saturates", |v, l, p| v > 0 && v >= l.saturating_mul(p).div_ceil(100)),
        ("thousands", |v, l, p| {
            let unit = if l < 1_000 { 1 } else { 1_000 };
            v > 0 && (v / unit) as u128 * 100 >= (l / unit) as u128 * p as u128
        }),
        ("powers of two", |v, l, p| {
            let (used, limit) = if l < 1_000 { (v, l) } else { (v / 1_024, l / 1_000) };
            v > 0 && used as u128 * 100 >= limit as u128 * p as u128
        }),
        ("strict at 75%, where that is no whole number", |v, l, p| {
            let (used, due) = (v as u128 * 100, l as u128 * p as u128);
            v > 0
                && if p == 75 && !l.is_multiple_of(4) {
                    used > due.next_multiple_of(100)
                } else {
                    used >= due
                }
        }),
    ];
    for (name, reaches) in faults {
        let tracker = |limit: usize| {
            move |value: usize| [75, 90, 100].into_iter().filter(|p| reaches(value, limit, *p)).count()
        };
        assert!(check(&on_update(100), tracker).is_err(), "{name} survives");
    }
}

#[test]
fn products_and_percentages_in_32_bits_are_caught_relative_to_the_limit() {
    let faults: &[(&str, Reaches)] = &[
        ("per cent in a u32", |v, l, p| (v as u128 * 100 / l as u128) as u32 >= p as u32),
        ("per mille in a u32", |v, l, p| (v as u128 * 1_000 / l as u128) as u32 >= p as u32 * 10),
        ("basis points in a u32", |v, l, p| (v as u128 * 10_000 / l as u128) as u32 >= p as u32 * 100),
        ("parts per million in a u32", |v, l, p| {
            (v as u128 * 1_000_000 / l as u128) as u32 >= p as u32 * 10_000
        }),
        ("per cent in an i16", |v, l, p| (v as u128 * 100 / l as u128) as i16 >= p as i16),
        ("the ratio in a u8", |v, l, p| {
            let whole = (v / l) as u8;
            whole >= 1 || v as u128 * 100 >= l as u128 * p as u128 && v < l
        }),
    ];
    for limit in [3, 7, 1_000, 12_345, 1 << 20] {
        for (name, reaches) in faults {
            let caught = check(&on_update(limit).limits([limit]), |limit| {
                move |value: usize| {
                    [75, 90, 100].into_iter().filter(|p| value > 0 && reaches(value, limit, *p)).count()
                }
            });
            assert!(caught.is_err(), "{name} survives at {limit}");
        }
    }
}

#[test]
fn messages_above_the_limit_are_caught() {
    let by_doubling = check(&on_crossing(1_000), |limit| {
        let (mut crossings, mut last) = (Crossings::new(limit), 0);
        move |value| {
            let crossed = crossings.update(value);
            let doubled = value > limit && last > limit && value >= last.saturating_mul(2);
            last = value;
            if doubled { 3 } else { crossed }
        }
    });
    by_doubling.unwrap_err();
    let per_limit = check(&on_crossing(1_000), |limit| {
        let (mut crossings, mut last) = (Crossings::new(limit), 0);
        move |value| {
            let crossed = crossings.update(value);
            let further = value / limit > last && last > 0;
            last = value / limit;
            if further { 3 } else { crossed }
        }
    });
    per_limit.unwrap_err();
    let cached = check(&on_update(1_000), |limit| {
        let mut cache = HashMap::new();
        move |value: usize| *cache.entry(value as u32).or_insert_with(|| level(value, limit))
    });
    cached.unwrap_err();
}

#[test]
fn reminders_and_fatigue_between_the_levels_are_caught() {
    assert_crossings_caught(&[
        (
            "a reminder after 5 updates",
            |c, _, sent| if c.rests == 5 && c.before > 0 { c.before } else { sent },
        ),
        (
            "a reminder after 12 updates",
            |c, _, sent| if c.rests == 12 && c.before > 0 { c.before } else { sent },
        ),
        ("a reminder after 12 updates at 800", |c, value, sent| {
            if c.rests == 12 && (760..890).contains(&value) { 1 } else { sent }
        }),
        (
            "a reminder after 200 updates at the limit",
            |c, _, sent| if c.rests == 200 && c.before == 3 { 3 } else { sent },
        ),
    ]);
    let quiet = check(&on_update(1_000), |limit| {
        let mut repeats = HashMap::new();
        move |value: usize| {
            let count = repeats.entry(value).or_insert(0);
            *count += 1;
            if *count > 24 && level(value, limit) == 1 && value != 750 { 0 } else { level(value, limit) }
        }
    });
    quiet.unwrap_err();
}

#[test]
fn a_wrong_message_after_a_history_is_caught() {
    // Bands: 0 below all levels, 1 to 3 from the levels on.
    let histories: [&[usize]; 6] = [
        &[3, 1, 2, 1, 3],
        &[1, 3, 1, 2, 3, 1],
        &[2, 2, 0, 1, 2, 0],
        &[3, 0, 3, 0, 2, 1],
        &[0, 1, 0, 3, 2, 3],
        &[1, 1, 1, 2, 2, 2],
    ];
    for history in histories {
        let forgets = check(&on_update(1_000), |limit| {
            let mut seen = Vec::new();
            move |value| {
                let level = level(value, limit);
                let is_wrong = seen.ends_with(history) && level > 0;
                seen.push(level);
                if is_wrong { 0 } else { level }
            }
        });
        assert!(forgets.is_err(), "{history:?} survives");
    }
    for history in [[1, 0, 1, 0], [0, 2, 0, 1], [3, 0, 1, 0], [2, 3, 2, 0], [0, 0, 3, 0]] {
        let rearmed = on_crossing(1_000).rearm_below_percent(70);
        let forgets = check(&rearmed, |limit| {
            let (mut seen, mut fired) = (Vec::new(), 0);
            move |value| {
                let level = level(value, limit);
                if (value as u128) * 100 < limit as u128 * 70 {
                    fired = 0;
                }
                let is_wrong = seen.ends_with(&history) && level == 3;
                seen.push(level);
                let crossed = if level > fired { level } else { 0 };
                fired = fired.max(level);
                if is_wrong { 0 } else { crossed }
            }
        });
        assert!(forgets.is_err(), "{history:?} survives with a re-arm point");
    }
}

#[test]
fn rate_limits_and_caps_are_caught() {
    assert_crossings_caught(&[
        ("a cap of 50 messages", |c, _, sent| if c.messages > 50 { 0 } else { sent }),
        ("a cap of 500 messages", |c, _, sent| if c.messages > 500 { 0 } else { sent }),
        ("a cap of 1,000 messages", |c, _, sent| if c.messages > 1_000 { 0 } else { sent }),
        ("message 300 lost", |c, _, sent| if c.messages == 300 { 0 } else { sent }),
        ("a u16 of messages", |c, _, sent| if c.messages.is_multiple_of(1 << 16) { 0 } else { sent }),
        (
            "a u16 of updates",
            |c, _, sent| if c.updates.is_multiple_of(1 << 16) && c.before > 0 { c.before } else { sent },
        ),
        ("an i16 of rests", |c, _, sent| if c.rests == 1 << 15 { c.before } else { sent }),
        ("a reminder after 1,000 rests", |c, _, sent| if c.rests == 1_000 { c.before } else { sent }),
        ("a reminder after 300 rests", |c, _, sent| if c.rests == 300 { c.before } else { sent }),
        (
            "samples after 600 updates",
            |c, _, sent| if c.updates > 600 && c.updates.is_multiple_of(2) { 0 } else { sent },
        ),
    ]);
    let window = |most: usize, updates: usize| {
        check(&on_crossing(1_000).rearm_below_percent(70), move |limit| {
            let (mut fired, mut sent_at, mut now) = (0, Vec::new(), 0_usize);
            move |value| {
                now += 1;
                let level = level(value, limit);
                if (value as u128) * 100 < limit as u128 * 70 {
                    fired = 0;
                }
                let crossed = if level > fired { level } else { 0 };
                fired = fired.max(level);
                sent_at.retain(|sent| now - sent < updates);
                if crossed == 0 || sent_at.len() >= most {
                    return 0;
                }
                sent_at.push(now);
                crossed
            }
        })
    };
    window(usize::MAX, 1).unwrap();
    window(5, 10).unwrap_err();
    window(40, 64).unwrap_err();
}

#[test]
fn memories_of_flaps_and_silences_are_caught() {
    let flaps = check(&on_crossing(1_000), |limit| {
        let (mut crossings, mut flaps, mut last) = (Crossings::new(limit), 0, 0);
        move |value| {
            flaps = match (last, value) {
                (749, 750) => flaps + 1,
                (750, 749) => flaps,
                _ => 0,
            };
            last = value;
            let crossed = crossings.update(value);
            if flaps == 15 { 0 } else { crossed }
        }
    });
    flaps.unwrap_err();
    let cleared_set = check(&on_crossing(1_000), |limit| {
        let (mut crossings, mut sent, mut number) = (Crossings::new(limit), HashSet::new(), 0);
        move |value| {
            let crossed = crossings.update(value);
            if crossed > 0 {
                number += 1;
                if sent.len() == 50 {
                    sent.clear();
                    return 0;
                }
                sent.insert(number);
            }
            crossed
        }
    });
    cleared_set.unwrap_err();
    for silence in [13, 37, 300] {
        let idle = check(&on_update(1_000), |limit| {
            let mut silent = 0;
            move |value| {
                let level = level(value, limit);
                let is_wrong = level > 0 && silent == silence;
                silent = if level == 0 { silent + 1 } else { 0 };
                if is_wrong { 0 } else { level }
            }
        });
        assert!(idle.is_err(), "{silence} silent updates survive");
    }
    let generations = check(&on_crossing(1_000), |limit| {
        // Each level that re-arms begins a new generation; a level has fired if it did so in this one.
        let (mut generation, mut fired) = (0_u8, [None; 4]);
        move |value| {
            let level = level(value, limit);
            if level == 0 {
                generation = generation.wrapping_add(1);
            } else {
                fired[level + 1..].fill(None);
            }
            let crossed = if level > 0 && fired[level] != Some(generation) { level } else { 0 };
            for passed in &mut fired[1..=level] {
                *passed = Some(generation);
            }
            crossed
        }
    });
    generations.unwrap_err();
}

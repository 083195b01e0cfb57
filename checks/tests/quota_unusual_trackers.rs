//! Trackers that are wrong, and trackers that are right, in ways that are not the usual ones.

#![cfg(all(feature = "testing", target_pointer_width = "64"))]
// The mistakes are made on purpose.
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss
)]

use std::collections::{BTreeMap, HashMap, VecDeque};

use mock_messenger::{Messenger, NotifyOn, QuotaSpec, QuotaViolation, UsageChange};

const PERCENTS: [usize; 3] = [75, 90, 100];
const TEXTS: [&str; 3] = ["at 75%", "at 90%", "at 100%"];

fn book() -> QuotaSpec<'static> {
    QuotaSpec::new(100).at_percent(75, TEXTS[0]).at_percent(90, TEXTS[1]).at_percent(100, TEXTS[2])
}

fn crossings() -> QuotaSpec<'static> {
    book().notify_on(NotifyOn::Crossing)
}

fn reaches(value: usize, limit: usize, percent: usize) -> bool {
    value > 0 && value as u128 * 100 >= limit as u128 * percent as u128
}

fn level(value: usize, limit: usize) -> usize {
    PERCENTS.iter().filter(|percent| reaches(value, limit, **percent)).count()
}

fn check<T: FnMut(usize) -> usize>(
    spec: &QuotaSpec<'_>,
    tracker: impl Fn(usize) -> T,
) -> Result<(), QuotaViolation> {
    spec.check(|messenger, usage| {
        let mut tracker = tracker(usage.limit());
        for value in usage {
            if let Some(index) = tracker(value).checked_sub(1) {
                messenger.send(TEXTS[index]);
            }
        }
    })
}

/// Checks a tracker that is updated with changes, for the level that it takes usage for.
fn check_changes<T: FnMut(UsageChange) -> usize>(tracker: impl Fn(usize) -> T) -> Result<(), QuotaViolation> {
    book().check(|messenger, usage| {
        let mut tracker = tracker(usage.limit());
        for change in usage.changes() {
            if let Some(index) = tracker(change).checked_sub(1) {
                messenger.send(TEXTS[index]);
            }
        }
    })
}

#[track_caller]
fn assert_caught(checked: Result<(), QuotaViolation>) {
    assert!(checked.is_err(), "the faulty tracker survives");
}

#[test]
fn numbers_that_are_compared_as_text() {
    assert_caught(check(&book(), |limit| {
        move |value| {
            let reaches = |percent: u128| value.to_string() >= (limit as u128 * percent / 100).to_string();
            if value == 0 { 0 } else { [75, 90, 100].into_iter().filter(|percent| reaches(*percent)).count() }
        }
    }));
}

#[test]
fn a_total_that_is_added_up_in_single_precision() {
    assert_caught(check_changes(|limit| {
        let mut used = 0_f32;
        move |change| {
            match change {
                UsageChange::Consume(amount) => used += amount as f32,
                UsageChange::Release(amount) => used = (used - amount as f32).max(0.0),
            }
            level(used as usize, limit)
        }
    }));
}

#[test]
fn changes_in_thirty_two_bits() {
    assert_caught(check_changes(|limit| {
        let mut used = 0_i64;
        move |change| {
            used += match change {
                UsageChange::Consume(amount) => i64::from(amount as i32),
                UsageChange::Release(amount) => -i64::from(amount as i32),
            };
            level(used.max(0) as usize, limit)
        }
    }));
}

#[test]
fn the_median_of_three_usages() {
    assert_caught(check(&book(), |limit| {
        let mut last = VecDeque::from([0, 0]);
        move |value| {
            let mut three = [last[0], last[1], value];
            last.rotate_left(1);
            last[1] = value;
            three.sort_unstable();
            level(three[1].max(if three[0] == 0 { value } else { 0 }), limit)
        }
    }));
}

#[test]
fn a_level_that_has_to_be_seen_twice_on_the_way_down() {
    assert_caught(check(&book(), |limit| {
        let mut confirmed = 0;
        let mut seen = 0;
        move |value| {
            let level = level(value, limit);
            if level > confirmed || level == seen {
                confirmed = level;
            }
            seen = level;
            confirmed
        }
    }));
}

#[test]
fn two_levels_that_share_a_bit() {
    assert_caught(check(&crossings(), |limit| {
        let mut fired = 0_u8;
        move |value| {
            let level = level(value, limit);
            let bit = |level: usize| 1 << (level % 2);
            for above in level + 1..=3 {
                fired &= !bit(above);
            }
            let is_new = level > 0 && fired & bit(level) == 0;
            for reached in 1..=level {
                fired |= bit(reached);
            }
            if is_new { level } else { 0 }
        }
    }));
}

#[test]
fn kibibytes_that_are_cut_before_they_are_compared() {
    let spec = book().limits([1 << 20, 1_000_000, usize::MAX]);
    assert_caught(check(&spec, |limit| move |value| level(value >> 10, limit >> 10)));
}

#[test]
fn a_cache_by_the_last_three_digits() {
    assert_caught(check(&book(), |limit| {
        let mut known = HashMap::new();
        move |value| {
            let level = level(value, limit);
            *known.entry((value % 1_000, value > limit)).or_insert(level)
        }
    }));
}

#[test]
fn marks_that_are_forgotten_every_sixty_four_messages() {
    assert_caught(check(&crossings(), |limit| {
        let (mut fired, mut sent) = (0, 0);
        move |value| {
            let level = level(value, limit);
            let is_new = level > fired;
            sent += usize::from(is_new);
            fired = if sent == 64 { 0 } else { level };
            sent %= 64;
            if is_new { level } else { 0 }
        }
    }));
}

#[test]
fn a_level_that_rearms_only_if_usage_stays_below_it_for_two_updates() {
    assert_caught(check(&crossings(), |limit| {
        let (mut fired, mut below) = (0, 0);
        move |value| {
            let level = level(value, limit);
            below = if level < fired { below + 1 } else { 0 };
            if below == 2 || value == 0 {
                fired = fired.min(level);
            }
            let is_new = level > fired;
            fired = fired.max(level);
            if is_new { level } else { 0 }
        }
    }));
}

#[test]
fn a_smoothed_usage() {
    assert_caught(check(&book(), |limit| {
        let mut smooth = None;
        move |value| {
            let before = smooth.unwrap_or(value);
            let usage =
                if value < before { (value as u128 * 31 + before as u128) / 32 } else { value as u128 };
            smooth = Some(usage as usize);
            level(usage as usize, limit)
        }
    }));
}

#[test]
fn a_map_of_ranges_is_right() {
    check(&crossings(), |limit| {
        let mut trips = BTreeMap::from([(0, 0)]);
        for (index, percent) in PERCENTS.into_iter().enumerate() {
            trips.insert((limit as u128 * percent as u128).div_ceil(100), index + 1);
        }
        let mut before = 0;
        move |value| {
            let level = *trips.range(..=value as u128).next_back().unwrap().1;
            let is_new = level > std::mem::replace(&mut before, level);
            if is_new { level } else { 0 }
        }
    })
    .unwrap();
}

#[test]
fn a_tracker_of_what_is_left_is_right() {
    check(&book(), |limit| {
        move |value| match limit.checked_sub(value) {
            None | Some(0) => 3,
            Some(left) if left as u128 * 10 <= limit as u128 => 2,
            Some(left) if left as u128 * 4 <= limit as u128 => 1,
            Some(_) => 0,
        }
    })
    .unwrap();
}

#[test]
fn marks_in_a_bit_mask_are_right_with_a_rearm_point() {
    check(&crossings().rearm_below_percent(70), |limit| {
        let mut fired = 0_u8;
        move |value| {
            let reached = (1_u8 << level(value, limit)) - 1;
            if !reaches(value, limit, 70) {
                fired = 0;
            }
            let new = reached & !fired;
            fired |= reached;
            8 - new.leading_zeros() as usize
        }
    })
    .unwrap();
}

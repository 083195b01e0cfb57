//! Trackers with one mistake each, after bugs of real quota systems. None shares code with the crate's own tracker.

use mock_messenger::{Messenger, OVER_QUOTA, URGENT_WARNING, WARNING};

/// Takes a usage.
pub(crate) type Tracker<'m> = Box<dyn FnMut(usize) + 'm>;

/// A mistake, and where it shows.
pub(crate) struct Fault {
    pub(crate) name: &'static str,
    /// The policy that the tracker should have.
    pub(crate) policy: Policy,
    pub(crate) limit: usize,
    /// A short walk on which it sends a wrong message, found by hand, not by the battery.
    pub(crate) shown_by: &'static [usize],
    pub(crate) tracker: for<'m> fn(&'m dyn Messenger, usize) -> Tracker<'m>,
}

/// The levels are always the ones of the Book: 75%, 90% and 100%.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Policy {
    EveryUpdate,
    /// The same, and [`FAR_OVER`] at 150%.
    EveryUpdateTo150,
    Crossing,
    CrossingRearmedBelow70,
}

pub(crate) const FAR_OVER: &str = "Error: You are 50% over your quota!";

const MAX: usize = usize::MAX;
const LEVELS: [(u128, &str); 3] = [(75, WARNING), (90, URGENT_WARNING), (100, OVER_QUOTA)];

pub(crate) const FAULTS: &[Fault] = {
    use Policy::{Crossing, CrossingRearmedBelow70, EveryUpdate, EveryUpdateTo150};
    &[
        // Mistakes in the comparison.
        fault("strict_at_75", EveryUpdate, 100, &[75], strict_at_75),
        fault("strict_at_90", EveryUpdate, 100, &[90], strict_at_90),
        fault("strict_at_100", EveryUpdate, 100, &[100], strict_at_100),
        fault("strict_everywhere", EveryUpdate, 100, &[75], strict_everywhere),
        fault("one_unit_early", EveryUpdate, 1000, &[749], one_unit_early),
        fault("one_unit_late", EveryUpdate, 1000, &[750], one_unit_late),
        fault("one_percent_early", EveryUpdate, 1000, &[740], one_percent_early),
        fault("equal_instead_of_at_least", EveryUpdate, 100, &[76], equal_instead_of_at_least),
        fault("silent_at_exactly_the_limit", EveryUpdate, 100, &[100], silent_at_exactly_the_limit),
        fault("silent_beyond_the_limit", EveryUpdate, 100, &[101], silent_beyond_the_limit),
        // Mistakes in the choice of the level and the text.
        fault("lowest_level_wins", EveryUpdate, 100, &[90], lowest_level_wins),
        fault("all_levels_at_once", EveryUpdate, 100, &[90], all_levels_at_once),
        fault("never_sends_90", EveryUpdate, 100, &[90], never_sends_90),
        fault("silent_at_90", EveryUpdate, 100, &[90], silent_at_90),
        fault("texts_swapped", EveryUpdate, 100, &[75], texts_swapped),
        fault("typo_at_90", EveryUpdate, 100, &[90], typo_at_90),
        fault("sends_twice", EveryUpdate, 100, &[75], sends_twice),
        // Arithmetic.
        fault("divides_first", EveryUpdate, 100, &[75], divides_first),
        fault("divides_the_limit_first", EveryUpdate, 199, &[75], divides_the_limit_first),
        fault("percent_in_a_u8", EveryUpdate, 100, &[256], percent_in_a_u8),
        fault("percent_rounded", EveryUpdate, 1000, &[745], percent_rounded),
        fault("single_precision", EveryUpdate, 1 << 30, &[(1 << 30) - 1], single_precision),
        fault("double_precision", EveryUpdate, MAX, &[MAX - 1], double_precision),
        fault("hundredfold_wraps", EveryUpdate, 100, &[MAX / 100 + 1], hundredfold_wraps),
        fault("hundredfold_panics", EveryUpdate, 100, &[MAX], hundredfold_panics),
        fault("usage_in_a_u32", EveryUpdate, 100, &[1 << 32], usage_in_a_u32),
        // Mistakes in timing.
        fault("once_where_every_update_is_due", EveryUpdate, 100, &[75, 75], only_on_crossing),
        fault("every_update_where_once_is_due", Crossing, 100, &[75, 75], on_every_update),
        fault("never_rearms", Crossing, 100, &[75, 0, 75], never_rearms),
        fault("rearms_only_at_zero", Crossing, 100, &[75, 1, 75], rearms_only_at_zero),
        fault("one_flag_for_all_levels", Crossing, 100, &[75, 90], one_flag_for_all_levels),
        fault("sends_on_the_way_down", Crossing, 100, &[90, 75], sends_on_the_way_down),
        fault("rearms_too_early", CrossingRearmedBelow70, 100, &[75, 74, 75], rearms_below_each_level),
        fault("tires_after_three_crossings", Crossing, 100, &[75, 0, 75, 0, 75, 0, 75], tires_after_three),
        // Further mistakes, written before the walks were.
        fault("looks_before_it_stores", EveryUpdate, 100, &[75], looks_before_it_stores),
        fault("takes_totals_for_deltas", EveryUpdate, 100, &[25, 50], takes_totals_for_deltas),
        fault("both_ends_inclusive", Crossing, 100, &[75, 75], both_ends_inclusive),
        fault("counts_what_is_left_in_percent", EveryUpdate, 1000, &[741], counts_what_is_left_in_percent),
        fault("zero_is_unlimited", EveryUpdate, 0, &[1], zero_is_unlimited),
        fault("high_water_mark", Crossing, 100, &[90, 75, 90], high_water_mark),
        fault("drops_repeated_texts", Crossing, 100, &[75, 0, 75], drops_repeated_texts),
        fault("cools_down_for_an_update", Crossing, 100, &[75, 90], cools_down_for_an_update),
        fault("clamps_usage_to_the_limit", EveryUpdateTo150, 100, &[150], clamps_usage_to_the_limit),
        fault(
            "rearms_at_the_rearm_point",
            CrossingRearmedBelow70,
            100,
            &[75, 70, 75],
            rearms_at_the_rearm_point,
        ),
        fault("a_jump_marks_one_level", Crossing, 100, &[90, 90], a_jump_marks_one_level),
        fault("saturates", EveryUpdate, MAX, &[MAX / 100 + 1], saturates),
        fault("tolerates_an_epsilon", EveryUpdate, 1 << 50, &[(3 << 48) - 1], tolerates_an_epsilon),
        fault("starts_where_it_is_put", Crossing, 100, &[75], starts_where_it_is_put),
        fault("reminds_every_tenth_update", Crossing, 100, &[75; 11], reminds_every_tenth_update),
        fault("reminds_every_hundredth_update", Crossing, 100, &[75; 101], reminds_every_hundredth_update),
        fault("sends_only_on_a_rise", EveryUpdate, 100, &[75, 75], sends_only_on_a_rise),
        fault("counts_crossings_in_a_u8", Crossing, 100, FLAPPING, counts_crossings_in_a_u8),
        fault("rearms_the_top_level_only", Crossing, 100, &[90, 0, 75], rearms_the_top_level_only),
    ]
};

/// 75 and 0 in turn, until 75 was reached for the 256th time.
const FLAPPING: &[usize] = &{
    let mut walk = [0; 511];
    let mut step = 0;
    while step < walk.len() {
        walk[step] = 75;
        step += 2;
    }
    walk
};

const fn fault(
    name: &'static str,
    policy: Policy,
    limit: usize,
    shown_by: &'static [usize],
    tracker: for<'m> fn(&'m dyn Messenger, usize) -> Tracker<'m>,
) -> Fault {
    Fault { name, policy, limit, shown_by, tracker }
}

// A correct comparison, for those whose mistake is elsewhere. Levels are counted from 1; 0 is none.

fn reaches(value: usize, limit: usize, percent: u128) -> bool {
    value > 0 && value as u128 * 100 >= limit as u128 * percent
}

fn level(value: usize, limit: usize) -> usize {
    LEVELS.iter().filter(|(percent, _)| reaches(value, limit, *percent)).count()
}

fn send(messenger: &dyn Messenger, level: usize) {
    if let Some(index) = level.checked_sub(1) {
        messenger.send(LEVELS[index].1);
    }
}

/// A tracker that sends the level on every update.
fn each_update<'m>(messenger: &'m dyn Messenger, level: impl Fn(usize) -> usize + 'm) -> Tracker<'m> {
    Box::new(move |value| send(messenger, level(value)))
}

/// A tracker on every update, whose mistake is how it decides whether a percentage is reached.
fn comparing<'m>(messenger: &'m dyn Messenger, reaches: impl Fn(usize, u8) -> bool + 'm) -> Tracker<'m> {
    each_update(messenger, move |value| {
        if reaches(value, 100) {
            3
        } else if reaches(value, 90) {
            2
        } else {
            usize::from(reaches(value, 75))
        }
    })
}

fn hundredfold(value: usize) -> u128 {
    value as u128 * 100
}

fn strict_at<'m>(messenger: &'m dyn Messenger, limit: usize, strict: &'m [u8]) -> Tracker<'m> {
    comparing(messenger, move |value, percent| {
        let due = limit as u128 * u128::from(percent);
        if strict.contains(&percent) { hundredfold(value) > due } else { hundredfold(value) >= due }
    })
}

fn strict_at_75(messenger: &dyn Messenger, limit: usize) -> Tracker<'_> {
    strict_at(messenger, limit, &[75])
}

fn strict_at_90(messenger: &dyn Messenger, limit: usize) -> Tracker<'_> {
    strict_at(messenger, limit, &[90])
}

fn strict_at_100(messenger: &dyn Messenger, limit: usize) -> Tracker<'_> {
    strict_at(messenger, limit, &[100])
}

fn strict_everywhere(messenger: &dyn Messenger, limit: usize) -> Tracker<'_> {
    strict_at(messenger, limit, &[75, 90, 100])
}

fn one_unit_early(messenger: &dyn Messenger, limit: usize) -> Tracker<'_> {
    each_update(messenger, move |value| level(value.saturating_add(1), limit))
}

fn one_unit_late(messenger: &dyn Messenger, limit: usize) -> Tracker<'_> {
    each_update(messenger, move |value| level(value.saturating_sub(1), limit))
}

fn one_percent_early(messenger: &dyn Messenger, limit: usize) -> Tracker<'_> {
    comparing(messenger, move |value, percent| {
        hundredfold(value) >= limit as u128 * u128::from(percent.saturating_sub(1))
    })
}

fn equal_instead_of_at_least(messenger: &dyn Messenger, limit: usize) -> Tracker<'_> {
    comparing(messenger, move |value, percent| hundredfold(value) / limit as u128 == u128::from(percent))
}

fn silent_at_exactly_the_limit(messenger: &dyn Messenger, limit: usize) -> Tracker<'_> {
    each_update(messenger, move |value| if value == limit { 0 } else { level(value, limit) })
}

fn silent_beyond_the_limit(messenger: &dyn Messenger, limit: usize) -> Tracker<'_> {
    each_update(messenger, move |value| match hundredfold(value) / limit as u128 {
        75..90 => 1,
        90..100 => 2,
        100 => 3,
        _ => 0,
    })
}

fn lowest_level_wins(messenger: &dyn Messenger, limit: usize) -> Tracker<'_> {
    each_update(messenger, move |value| level(value, limit).min(1))
}

fn all_levels_at_once(messenger: &dyn Messenger, limit: usize) -> Tracker<'_> {
    Box::new(move |value| (1..=level(value, limit)).for_each(|level| send(messenger, level)))
}

fn never_sends_90(messenger: &dyn Messenger, limit: usize) -> Tracker<'_> {
    each_update(messenger, move |value| match level(value, limit) {
        2 => 1,
        level => level,
    })
}

fn silent_at_90(messenger: &dyn Messenger, limit: usize) -> Tracker<'_> {
    each_update(messenger, move |value| match level(value, limit) {
        2 => 0,
        level => level,
    })
}

fn texts_swapped(messenger: &dyn Messenger, limit: usize) -> Tracker<'_> {
    each_update(messenger, move |value| match level(value, limit) {
        1 => 2,
        2 => 1,
        level => level,
    })
}

fn typo_at_90(messenger: &dyn Messenger, limit: usize) -> Tracker<'_> {
    Box::new(move |value| match level(value, limit) {
        2 => messenger.send("Urgent warning: You've used up over 90% of your qouta!"),
        level => send(messenger, level),
    })
}

fn sends_twice(messenger: &dyn Messenger, limit: usize) -> Tracker<'_> {
    Box::new(move |value| {
        send(messenger, level(value, limit));
        send(messenger, level(value, limit));
    })
}

fn divides_first(messenger: &dyn Messenger, limit: usize) -> Tracker<'_> {
    comparing(messenger, move |value, percent| (value / limit).saturating_mul(100) >= usize::from(percent))
}

fn divides_the_limit_first(messenger: &dyn Messenger, limit: usize) -> Tracker<'_> {
    comparing(messenger, move |value, percent| value >= limit / 100 * usize::from(percent))
}

#[allow(clippy::cast_possible_truncation)]
fn percent_in_a_u8(messenger: &dyn Messenger, limit: usize) -> Tracker<'_> {
    comparing(messenger, move |value, percent| (hundredfold(value) / limit as u128) as u8 >= percent)
}

fn percent_rounded(messenger: &dyn Messenger, limit: usize) -> Tracker<'_> {
    comparing(messenger, move |value, percent| {
        (hundredfold(value) + limit as u128 / 2) / limit as u128 >= u128::from(percent)
    })
}

#[allow(clippy::cast_precision_loss)]
fn single_precision(messenger: &dyn Messenger, limit: usize) -> Tracker<'_> {
    comparing(messenger, move |value, percent| value as f32 / limit as f32 >= f32::from(percent) / 100.0)
}

#[allow(clippy::cast_precision_loss)]
fn double_precision(messenger: &dyn Messenger, limit: usize) -> Tracker<'_> {
    comparing(messenger, move |value, percent| value as f64 / limit as f64 >= f64::from(percent) / 100.0)
}

fn hundredfold_wraps(messenger: &dyn Messenger, limit: usize) -> Tracker<'_> {
    comparing(messenger, move |value, percent| {
        value.wrapping_mul(100) >= limit.wrapping_mul(usize::from(percent))
    })
}

fn hundredfold_panics(messenger: &dyn Messenger, limit: usize) -> Tracker<'_> {
    comparing(messenger, move |value, percent| {
        let hundredfold = value.checked_mul(100).expect("attempt to multiply with overflow");
        hundredfold >= limit * usize::from(percent)
    })
}

#[allow(clippy::cast_possible_truncation)]
fn usage_in_a_u32(messenger: &dyn Messenger, limit: usize) -> Tracker<'_> {
    each_update(messenger, move |value| level(value as u32 as usize, limit))
}

fn on_every_update(messenger: &dyn Messenger, limit: usize) -> Tracker<'_> {
    each_update(messenger, move |value| level(value, limit))
}

/// A correct tracker of crossings, for trackers whose mistake is elsewhere and for specifications that need another one.
fn only_on_crossing(messenger: &dyn Messenger, limit: usize) -> Tracker<'_> {
    let mut fired = 0;
    Box::new(move |value| {
        let level = level(value, limit);
        if level > fired {
            send(messenger, level);
        }
        fired = level;
    })
}

fn never_rearms(messenger: &dyn Messenger, limit: usize) -> Tracker<'_> {
    let mut fired = 0;
    Box::new(move |value| {
        let level = level(value, limit);
        if level > fired {
            send(messenger, level);
            fired = level;
        }
    })
}

fn rearms_only_at_zero(messenger: &dyn Messenger, limit: usize) -> Tracker<'_> {
    let mut fired = 0;
    Box::new(move |value| {
        let level = level(value, limit);
        if value == 0 {
            fired = 0;
        }
        if level > fired {
            send(messenger, level);
            fired = level;
        }
    })
}

fn one_flag_for_all_levels(messenger: &dyn Messenger, limit: usize) -> Tracker<'_> {
    let mut fired = false;
    Box::new(move |value| {
        let level = level(value, limit);
        if level > 0 && !fired {
            send(messenger, level);
        }
        fired = level > 0;
    })
}

fn sends_on_the_way_down(messenger: &dyn Messenger, limit: usize) -> Tracker<'_> {
    let mut fired = 0;
    Box::new(move |value| {
        let level = level(value, limit);
        if level != fired {
            send(messenger, level);
        }
        fired = level;
    })
}

/// Correct without a re-arm point.
fn rearms_below_each_level(messenger: &dyn Messenger, limit: usize) -> Tracker<'_> {
    only_on_crossing(messenger, limit)
}

fn tires_after_three(messenger: &dyn Messenger, limit: usize) -> Tracker<'_> {
    let mut fired = 0;
    let mut crossings = 0;
    Box::new(move |value| {
        let level = level(value, limit);
        if level > fired && crossings < 3 {
            crossings += 1;
            send(messenger, level);
        }
        fired = level;
    })
}

fn looks_before_it_stores(messenger: &dyn Messenger, limit: usize) -> Tracker<'_> {
    let mut stored = 0;
    Box::new(move |value| {
        send(messenger, level(stored, limit));
        stored = value;
    })
}

fn takes_totals_for_deltas(messenger: &dyn Messenger, limit: usize) -> Tracker<'_> {
    let mut total: usize = 0;
    Box::new(move |value| {
        total = total.saturating_add(value);
        send(messenger, level(total, limit));
    })
}

/// Ruby's `between?(previous, current)`, which includes the previous value.
fn both_ends_inclusive(messenger: &dyn Messenger, limit: usize) -> Tracker<'_> {
    let mut previous = 0;
    Box::new(move |value| {
        let crossed = LEVELS.iter().rposition(|(percent, _)| {
            let due = limit as u128 * percent;
            hundredfold(previous) <= due && due <= hundredfold(value)
        });
        send(messenger, crossed.map_or(0, |index| index + 1));
        previous = value;
    })
}

fn counts_what_is_left_in_percent(messenger: &dyn Messenger, limit: usize) -> Tracker<'_> {
    comparing(messenger, move |value, percent| {
        hundredfold(limit.saturating_sub(value)) / limit as u128 <= u128::from(100 - percent)
    })
}

fn zero_is_unlimited(messenger: &dyn Messenger, limit: usize) -> Tracker<'_> {
    each_update(messenger, move |value| if limit == 0 { 0 } else { level(value, limit) })
}

/// Re-arms when usage is below every level, and not before.
fn high_water_mark(messenger: &dyn Messenger, limit: usize) -> Tracker<'_> {
    let mut highest = 0;
    Box::new(move |value| {
        let level = level(value, limit);
        if level > highest {
            send(messenger, level);
        }
        highest = if level == 0 { 0 } else { highest.max(level) };
    })
}

fn drops_repeated_texts(messenger: &dyn Messenger, limit: usize) -> Tracker<'_> {
    let mut before = 0;
    let mut last_sent = 0;
    Box::new(move |value| {
        let level = level(value, limit);
        if level > before && level != last_sent {
            send(messenger, level);
            last_sent = level;
        }
        before = level;
    })
}

fn cools_down_for_an_update(messenger: &dyn Messenger, limit: usize) -> Tracker<'_> {
    let mut fired = 0;
    let mut cooling = false;
    Box::new(move |value| {
        let level = level(value, limit);
        let sends = level > fired && !cooling;
        if sends {
            send(messenger, level);
        }
        fired = level;
        cooling = sends;
    })
}

fn clamps_usage_to_the_limit(messenger: &dyn Messenger, limit: usize) -> Tracker<'_> {
    Box::new(move |value| {
        let value = value.min(limit);
        if reaches(value, limit, 150) {
            messenger.send(FAR_OVER);
        } else {
            send(messenger, level(value, limit));
        }
    })
}

fn rearms_at_the_rearm_point(messenger: &dyn Messenger, limit: usize) -> Tracker<'_> {
    let mut fired = 0;
    Box::new(move |value| {
        let level = level(value, limit);
        if hundredfold(value) <= limit as u128 * 70 {
            fired = 0;
        }
        if level > fired {
            send(messenger, level);
            fired = level;
        }
    })
}

fn a_jump_marks_one_level(messenger: &dyn Messenger, limit: usize) -> Tracker<'_> {
    let mut fired = [false; 4];
    Box::new(move |value| {
        let reached = level(value, limit);
        for fired in &mut fired[reached + 1..] {
            *fired = false;
        }
        if let Some(level) = (1..=reached).rev().find(|level| !fired[*level]) {
            fired[level] = true;
            send(messenger, level);
        }
    })
}

fn saturates(messenger: &dyn Messenger, limit: usize) -> Tracker<'_> {
    comparing(messenger, move |value, percent| {
        value.saturating_mul(100) >= limit.saturating_mul(usize::from(percent))
    })
}

#[allow(clippy::cast_precision_loss)]
fn tolerates_an_epsilon(messenger: &dyn Messenger, limit: usize) -> Tracker<'_> {
    comparing(messenger, move |value, percent| {
        value as f64 / limit as f64 * 100.0 + 1e-9 >= f64::from(percent)
    })
}

fn starts_where_it_is_put(messenger: &dyn Messenger, limit: usize) -> Tracker<'_> {
    let mut before = None;
    Box::new(move |value| {
        let level = level(value, limit);
        if level > before.unwrap_or(level) {
            send(messenger, level);
        }
        before = Some(level);
    })
}

fn reminds_every_tenth_update(messenger: &dyn Messenger, limit: usize) -> Tracker<'_> {
    reminds(messenger, limit, 10)
}

fn reminds_every_hundredth_update(messenger: &dyn Messenger, limit: usize) -> Tracker<'_> {
    reminds(messenger, limit, 100)
}

fn reminds(messenger: &dyn Messenger, limit: usize, every: usize) -> Tracker<'_> {
    let mut fired = 0;
    let mut rested = 0;
    Box::new(move |value| {
        let level = level(value, limit);
        rested = if level == fired { rested + 1 } else { 0 };
        if level > fired || rested == every {
            send(messenger, level);
            rested = 0;
        }
        fired = level;
    })
}

fn sends_only_on_a_rise(messenger: &dyn Messenger, limit: usize) -> Tracker<'_> {
    let mut before = 0;
    Box::new(move |value| {
        if value > before {
            send(messenger, level(value, limit));
        }
        before = value;
    })
}

fn counts_crossings_in_a_u8(messenger: &dyn Messenger, limit: usize) -> Tracker<'_> {
    let mut fired = 0;
    let mut crossings: u8 = 0;
    Box::new(move |value| {
        let level = level(value, limit);
        if level > fired {
            crossings = crossings.wrapping_add(1);
            if crossings > 0 {
                send(messenger, level);
            }
        }
        fired = level;
    })
}

fn rearms_the_top_level_only(messenger: &dyn Messenger, limit: usize) -> Tracker<'_> {
    let mut fired = [false; 4];
    Box::new(move |value| {
        let reached = level(value, limit);
        if let Some(top) = (reached + 1..4).rev().find(|level| fired[*level]) {
            fired[top] = false;
        }
        if reached > 0 && !fired[reached] {
            send(messenger, reached);
        }
        for fired in &mut fired[..=reached] {
            *fired = true;
        }
    })
}

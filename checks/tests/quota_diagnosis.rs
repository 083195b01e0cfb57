//! The probable causes that `QuotaSpec` names: each has a tracker here that has the mistake, and a near miss, which is
//! wrong in a similar way and must not be given the same cause.

#![cfg(all(feature = "testing", target_pointer_width = "64"))]
// The mistakes are made on purpose.
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::float_cmp
)]

use mock_messenger::{Messenger, NotifyOn, QuotaSpec, QuotaViolation};

/// What a tracker remembers.
#[derive(Default)]
struct Memory {
    limit: usize,
    before: usize,
    fired: [bool; 3],
    highest: usize,
    last: usize,
    sum: usize,
    count: usize,
    flag: bool,
}

const PERCENTS: [usize; 3] = [75, 90, 100];
const TEXTS: [&str; 5] = ["at 75%", "at 90%", "at 100%", "a text of no level", "another"];

/// Returns the numbers of the messages to send: 1 to 3 for the levels, 4 and 5 for texts of no level.
type Tracker = fn(&mut Memory, usize) -> Vec<usize>;

#[derive(Clone, Copy)]
enum Policy {
    Update,
    Crossing,
    RearmBelow70,
}
use Policy::{Crossing, RearmBelow70, Update};

fn spec(policy: Policy, limit: usize) -> QuotaSpec<'static> {
    let spec =
        QuotaSpec::new(limit).at_percent(75, TEXTS[0]).at_percent(90, TEXTS[1]).at_percent(100, TEXTS[2]);
    match policy {
        Update => spec,
        Crossing => spec.notify_on(NotifyOn::Crossing),
        RearmBelow70 => spec.notify_on(NotifyOn::Crossing).rearm_below_percent(70),
    }
}

fn check(spec: &QuotaSpec<'_>, tracker: Tracker) -> Result<(), QuotaViolation> {
    spec.check(|messenger, usage| {
        let mut memory = Memory { limit: usage.limit(), ..Memory::default() };
        for value in usage {
            for number in tracker(&mut memory, value) {
                messenger.send(TEXTS[number - 1]);
            }
            memory.before = value;
        }
    })
}

/// Returns the highest level for which `reaches` holds.
fn highest(reaches: impl Fn(usize) -> bool) -> usize {
    PERCENTS.into_iter().rposition(reaches).map_or(0, |index| index + 1)
}

fn level(value: usize, limit: usize) -> usize {
    highest(|percent| value > 0 && value as u128 * 100 >= limit as u128 * percent as u128)
}

/// Sends the level on each update.
fn send(level: usize) -> Vec<usize> {
    if level > 0 { vec![level] } else { vec![] }
}

/// Sends the highest of the newly reached levels, and forgets those that `rearms`.
fn cross(memory: &mut Memory, level: usize, rearms: impl Fn(usize) -> bool) -> Vec<usize> {
    let mut crossed = 0;
    for index in 0..3 {
        memory.fired[index] &= !rearms(index + 1);
        if level > index && !memory.fired[index] {
            memory.fired[index] = true;
            crossed = index + 1;
        }
    }
    send(crossed)
}

/// A correct tracker of crossings.
fn crossing(memory: &mut Memory, value: usize) -> Vec<usize> {
    let level = level(value, memory.limit);
    cross(memory, level, |passed| passed > level)
}

fn below_70(value: usize, limit: usize) -> bool {
    value == 0 || (value as u128 * 100) < limit as u128 * 70
}

/// Half of the causes are about a percentage that is compared in another way.
macro_rules! comparing {
    (|$value:ident, $limit:ident, $percent:ident| $reaches:expr) => {
        |memory, $value| {
            let $limit = memory.limit;
            send(highest(|$percent| $value > 0 && $reaches))
        }
    };
}

/// A part of the cause, the policy and the limit, the tracker with the mistake, and the near miss.
type Row = (&'static str, Policy, usize, Tracker, Tracker);

const COMPARISONS: &[Row] = &[
    (
        "> where >= was meant?",
        Update,
        100,
        comparing!(|v, l, p| v as u128 * 100 > l as u128 * p as u128),
        comparing!(|v, l, p| v as u128 * 100 > l as u128 * p as u128 + 100),
    ),
    (
        "off by one?",
        Update,
        1_000,
        comparing!(|v, l, p| v as u128 > (l as u128 * p as u128).div_ceil(100)),
        comparing!(|v, l, p| v as u128 > (l as u128 * p as u128).div_ceil(100) + 1),
    ),
    (
        "off by one per cent?",
        Update,
        1_000,
        comparing!(|v, l, p| v as u128 * 100 >= l as u128 * (p as u128 - 1)),
        comparing!(|v, l, p| v as u128 * 1_000 >= l as u128 * (p as u128 * 10 - 5)),
    ),
    (
        "fires only at exactly the number of the level",
        Update,
        100,
        |m, v| {
            send(
                PERCENTS
                    .iter()
                    .position(|p| v as u128 * 100 / m.limit as u128 == *p as u128)
                    .map_or(0, |i| i + 1),
            )
        },
        |m, v| {
            send(if v as u128 * 100 / m.limit as u128 == 75 {
                1
            } else {
                level(v, m.limit).max(2) % 4 * usize::from(level(v, m.limit) > 1)
            })
        },
    ),
    (
        "silent at exactly the limit",
        Update,
        100,
        |m, v| send(if v == m.limit { 0 } else { level(v, m.limit) }),
        |m, v| send(if v == m.limit || v == m.limit - 1 { 0 } else { level(v, m.limit) }),
    ),
    (
        "silent beyond the limit",
        Update,
        100,
        |m, v| send(if v > m.limit { 0 } else { level(v, m.limit) }),
        |m, v| send(if v > m.limit.saturating_mul(2) { 0 } else { level(v, m.limit) }),
    ),
    (
        "a remaining amount that underflows?",
        Update,
        100,
        |m, v| {
            let left = m.limit.wrapping_sub(v) as u128 * 100;
            send(highest(|p| v > 0 && left <= m.limit as u128 * (100 - p as u128)))
        },
        |m, v| {
            let left = m.limit.abs_diff(v) as u128 * 100;
            send(highest(|p| v > 0 && left <= m.limit as u128 * (100 - p as u128)))
        },
    ),
    (
        "value / limit is cut to a whole number",
        Update,
        100,
        comparing!(|v, l, p| v as u128 / l as u128 * 100 >= p as u128),
        comparing!(|v, l, p| v as u128 * 10 / l as u128 * 10 >= p as u128),
    ),
    (
        "limit / 100 is cut to a whole number",
        Update,
        199,
        comparing!(|v, l, p| v as u128 >= l as u128 / 100 * p as u128),
        comparing!(|v, l, p| v as u128 >= l as u128 / 10 * p as u128 / 10 - 1),
    ),
    (
        "limit * percent / 100 is cut to a whole number: compare value * 100 instead?",
        Update,
        100,
        comparing!(|v, l, p| v as u128 >= l as u128 * p as u128 / 100),
        comparing!(|v, l, p| v as u128 >= l as u128 * p as u128 / 100 - 1),
    ),
    (
        "is the percentage rounded?",
        Update,
        1_000,
        comparing!(|v, l, p| (v as u128 * 100 + l as u128 / 2) / l as u128 >= p as u128),
        comparing!(|v, l, p| (v as u128 * 100 + l as u128 / 4) / l as u128 >= p as u128),
    ),
    (
        "is the percentage rounded?",
        Update,
        100,
        comparing!(|v, l, p| (v as u128 * 1_000 + l as u128 / 2) / l as u128 >= p as u128 * 10),
        comparing!(|v, l, p| (v as u128 * 1_000 + l as u128 / 8) / l as u128 >= p as u128 * 10),
    ),
    (
        "rounded up",
        Update,
        1_000,
        comparing!(|v, l, p| l.saturating_sub(v) as u128 * 100 / l as u128 <= 100 - p as u128),
        comparing!(|v, l, p| l.saturating_sub(v) as u128 * 20 / l as u128 * 5 <= 100 - p as u128),
    ),
    (
        "the percentage is cut to 8 bits",
        Update,
        100,
        comparing!(|v, l, p| (v as u128 * 100 / l as u128) as u8 >= p as u8),
        comparing!(|v, l, p| (v as u128 * 100 / l as u128) as i8 >= p as i8),
    ),
    (
        "the percentage is cut to 32 bits",
        Update,
        1_000,
        comparing!(|v, l, p| (v as u128 * 100 / l as u128) as u32 >= p as u32),
        comparing!(|v, l, p| (v as u128 * 100 / l as u128) % 4_294_967_295 >= p as u128),
    ),
    (
        "f32 cannot represent",
        Update,
        100,
        comparing!(|v, l, p| v as f32 / l as f32 >= p as f32 / 100.0),
        comparing!(|v, l, p| v as f32 / l as f32 >= p as f32 / 100.0 - 0.01),
    ),
    (
        "f64 cannot represent",
        Update,
        100,
        comparing!(|v, l, p| v as f64 / l as f64 >= p as f64 / 100.0),
        comparing!(|v, l, p| v as f64 / l as f64 >= p as f64 / 100.0 - 0.01),
    ),
    (
        "value * 100 overflows u64",
        Update,
        100,
        comparing!(|v, l, p| v.wrapping_mul(100) as u128 / l as u128 >= p as u128),
        comparing!(|v, l, p| v.wrapping_mul(100) as u128 / l as u128 >= p as u128 - 1),
    ),
    (
        "value * 100 overflows i64",
        Update,
        100,
        comparing!(|v, l, p| (v as i64).wrapping_mul(100) >= (l as i64).wrapping_mul(p as i64)),
        comparing!(|v, l, p| (v as i64).wrapping_mul(100).wrapping_abs() >= (l as i64).wrapping_mul(p as i64)),
    ),
    (
        "value * 1000 overflows u64",
        Update,
        usize::MAX,
        comparing!(|v, l, p| v.wrapping_mul(1_000) / l >= p * 10),
        comparing!(|v, l, p| v.wrapping_mul(1_024) / l >= p * 10),
    ),
    (
        "value * 100 overflows u32: multiply as u128?",
        Update,
        100,
        comparing!(|v, l, p| (v as u32).wrapping_mul(100) >= (l as u32).wrapping_mul(p as u32)),
        comparing!(|v, l, p| (v as u32).wrapping_mul(128) >= (l as u32).wrapping_mul(p as u32)),
    ),
    (
        "value * 100 saturates",
        Update,
        usize::MAX,
        comparing!(|v, l, p| v.saturating_mul(100) >= l.saturating_mul(p)),
        comparing!(|v, l, p| v.saturating_mul(100) >= l.saturating_mul(p) - 100),
    ),
    (
        "limit * percent overflows u64",
        Update,
        100,
        comparing!(|v, l, p| v >= l.wrapping_mul(p) / 100),
        comparing!(|v, l, p| v >= l.wrapping_mul(p) / 128),
    ),
    (
        "is it a percentage of the remaining amount?",
        Update,
        100,
        comparing!(|v, l, p| v as u128 * 100 >= l.saturating_sub(v) as u128 * p as u128),
        comparing!(|v, l, p| v as u128 * 100 >= l.saturating_sub(v) as u128 * (p as u128 + 1)),
    ),
    (
        "are per cent and per mille mixed?",
        Update,
        1_000,
        comparing!(|v, l, p| v as u128 * 1_000 >= l as u128 * p as u128),
        comparing!(|v, l, p| v as u128 * 900 >= l as u128 * p as u128),
    ),
    (
        "are units of 1000 and of 1024 mixed?",
        Update,
        1_000,
        comparing!(|v, l, p| v as u128 * 1_000 * 100 >= l as u128 * 1_024 * p as u128),
        comparing!(|v, l, p| v as u128 * 1_000 * 100 >= l as u128 * 1_048 * p as u128),
    ),
    (
        "is a limit of 0 taken for unlimited?",
        Update,
        0,
        |m, v| send(if m.limit == 0 { 0 } else { level(v, m.limit) }),
        |m, v| send(if m.limit == 0 && v < 3 { 0 } else { level(v, m.limit) }),
    ),
    (
        "the percentage is cut to 16 bits",
        Update,
        1_000,
        comparing!(|v, l, p| usize::from((v as u128 * 100 / l as u128) as u16) >= p),
        comparing!(|v, l, p| (v as u128 * 100 / l as u128) as i16 >= p as i16),
    ),
];

const MESSAGES: &[Row] = &[
    ("sends nothing at all", Update, 100, |_, _| vec![], |m, v| send(if v == m.limit { 3 } else { 0 })),
    (
        "sends the lowest level where the highest is due",
        Update,
        100,
        |m, v| send(level(v, m.limit).min(1)),
        |m, v| send(level(v, m.limit).min(2)),
    ),
    (
        "sends every level where only the highest is due",
        Update,
        100,
        |m, v| (1..=level(v, m.limit)).collect(),
        |m, v| (1..=level(v, m.limit)).rev().collect(),
    ),
    (
        "sends each message twice",
        Update,
        100,
        |m, v| send(level(v, m.limit)).repeat(2),
        |m, v| send(level(v, m.limit)).repeat(3),
    ),
    (
        "never sends the level at 90%",
        Update,
        100,
        |m, v| send([0, 1, 1, 3][level(v, m.limit)]),
        |m, v| send([0, 1, 3, 3][level(v, m.limit)]),
    ),
    (
        "sends only the highest level",
        Update,
        100,
        |m, v| send([0, 0, 0, 3][level(v, m.limit)]),
        |m, v| send([0, 0, 2, 3][level(v, m.limit)]),
    ),
    (
        "sends nothing where the level at 90% is due",
        Update,
        100,
        |m, v| send([0, 1, 0, 3][level(v, m.limit)]),
        |m, v| send([0, 0, 0, 3][level(v, m.limit)]),
    ),
    (
        "the messages at 75% and at 90% are swapped?",
        Update,
        100,
        |m, v| send([0, 2, 1, 3][level(v, m.limit)]),
        |m, v| send([0, 2, 3, 1][level(v, m.limit)]),
    ),
    (
        "sends the message at 90% where the one at 75% is due",
        Update,
        100,
        |m, v| send([0, 2, 2, 3][level(v, m.limit)]),
        |m, v| send([0, 2, 1, 3][level(v, m.limit)]),
    ),
    (
        "the message at 90% differs from the specified one",
        Update,
        100,
        |m, v| send([0, 1, 4, 3][level(v, m.limit)]),
        |m, v| send([0, 4, 4, 3][level(v, m.limit)]),
    ),
    (
        "no message is the specified one",
        Crossing,
        100,
        |m, v| crossing(m, v).into_iter().map(|_| 4).collect(),
        |m, v| crossing(m, v).into_iter().map(|level| if level == 2 { 2 } else { 5 }).collect(),
    ),
];

const USAGES: &[Row] = &[
    (
        "compares the usage of the update before",
        Update,
        100,
        |m, _| send(level(m.before, m.limit)),
        |m, v| send(level(m.before.max(v), m.limit)),
    ),
    (
        "adds each usage to the ones before",
        Update,
        100,
        |m, v| {
            m.sum = m.sum.saturating_add(v);
            send(level(m.sum, m.limit))
        },
        |m, v| send(level(m.before.saturating_add(v), m.limit)),
    ),
    (
        "starts at 0 again beyond the limit",
        Update,
        100,
        |m, v| send(level(v % m.limit, m.limit)),
        |m, v| send(level(if v > m.limit { v % m.limit } else { v }, m.limit)),
    ),
    (
        "sees only the low 32 bits of usage",
        Update,
        100,
        |m, v| send(level(v as u32 as usize, m.limit)),
        |m, v| send(level(v % 4_294_967_295, m.limit)),
    ),
    (
        "sees only the low 16 bits of usage",
        Update,
        100,
        |m, v| send(level(usize::from(v as u16), m.limit)),
        |m, v| send(level((v as i16).max(0) as usize, m.limit)),
    ),
];

/// A tracker of crossings that re-arms a level where the condition on level, usage, limit and reached level holds.
macro_rules! rearming {
    (|$passed:ident, $value:ident, $limit:ident, $level:ident| $rearms:expr) => {
        |memory, $value| {
            let $limit = memory.limit;
            let $level = level($value, $limit);
            cross(memory, $level, |$passed| $rearms)
        }
    };
}

const TIMINGS: &[Row] = &[
    (
        "sends on every update, where a level is due once",
        Crossing,
        100,
        |m, v| send(level(v, m.limit)),
        |m, v| send(if v == m.before && v > m.limit { 0 } else { level(v, m.limit) }),
    ),
    ("sends a level once, where it is due on every update", Update, 100, crossing, |m, v| {
        m.count += 1;
        let crossed = crossing(m, v);
        if m.count < 4 { send(level(v, m.limit)) } else { crossed }
    }),
    (
        "sends each level once and never again",
        Crossing,
        100,
        rearming!(|_passed, v, l, level| v == l && level == 9),
        rearming!(|passed, v, _l, _level| passed == 1 && v == 0),
    ),
    (
        "re-arms only at a usage of 0",
        Crossing,
        100,
        rearming!(|_passed, v, _l, _level| v == 0),
        rearming!(|_passed, v, l, _level| v < l / 2),
    ),
    (
        "re-arms a level only when usage is below all of them",
        Crossing,
        100,
        rearming!(|_passed, _v, _l, level| level == 0),
        rearming!(|passed, _v, _l, level| level == 0 || (passed == 3 && level < 2)),
    ),
    (
        "not below its re-arm point",
        RearmBelow70,
        100,
        crossing,
        rearming!(|passed, v, l, level| below_70(v, l) || (passed == 3 && level < 3)),
    ),
    (
        "re-arms at the re-arm point: <= where < was meant?",
        RearmBelow70,
        100,
        rearming!(|_passed, v, l, _level| v as u128 * 100 <= l as u128 * 70),
        rearming!(|_passed, v, l, _level| v as u128 * 100 <= l as u128 * 71),
    ),
    (
        "re-arm point: is the percentage rounded",
        RearmBelow70,
        1_000,
        rearming!(|_passed, v, l, _level| v == 0 || (v as u128 * 100 + l as u128 / 2) / (l as u128) < 70),
        rearming!(|_passed, v, l, _level| v == 0 || (v as u128 * 100 + l as u128 / 4) / (l as u128) < 70),
    ),
    (
        "re-arm point: limit * percent / 100 is cut",
        RearmBelow70,
        101,
        rearming!(|_passed, v, l, _level| v == 0 || (v as u128) < l as u128 * 70 / 100),
        rearming!(|_passed, v, l, _level| v == 0 || (v as u128) < l as u128 * 70 / 100 - 1),
    ),
    (
        "re-arm point: f64",
        RearmBelow70,
        100,
        rearming!(|_passed, v, l, _level| v as f64 / l as f64 * 100.0 < 70.0),
        rearming!(|_passed, v, l, _level| v as f64 / (l as f64) < 0.699),
    ),
    (
        "a jump marks only the level that it sends",
        Crossing,
        100,
        |m, v| {
            let reached = level(v, m.limit);
            m.fired[reached..].fill(false);
            let next = (0..reached).rev().find(|index| !m.fired[*index]);
            next.map_or(vec![], |index| {
                m.fired[index] = true;
                vec![index + 1]
            })
        },
        |m, v| {
            let reached = level(v, m.limit);
            m.fired[reached..].fill(false);
            let next = (0..reached).find(|index| !m.fired[*index]);
            next.map_or(vec![], |index| {
                m.fired[index] = true;
                vec![index + 1]
            })
        },
    ),
    (
        "one flag for all levels",
        Crossing,
        100,
        |m, v| {
            let level = level(v, m.limit);
            let was_over = std::mem::replace(&mut m.flag, level > 0);
            send(if was_over { 0 } else { level })
        },
        |m, v| {
            let level = level(v, m.limit);
            let was_over = std::mem::replace(&mut m.flag, level > 1);
            send(if was_over { 0 } else { level })
        },
    ),
    (
        "sends whenever the level changes",
        Crossing,
        100,
        |m, v| {
            let level = level(v, m.limit);
            let before = std::mem::replace(&mut m.highest, level);
            send(if level == before { 0 } else { level })
        },
        |m, v| {
            let level = level(v, m.limit);
            let before = std::mem::replace(&mut m.highest, level);
            send(if level == before || (before == 3 && level == 2) { 0 } else { level })
        },
    ),
    (
        "sends only when usage rises",
        Update,
        100,
        |m, v| send(if v > m.before { level(v, m.limit) } else { 0 }),
        |m, v| send(if v > m.before || v > m.limit { level(v, m.limit) } else { 0 }),
    ),
    (
        "sends only when usage falls",
        Update,
        100,
        |m, v| send(if v < m.before { level(v, m.limit) } else { 0 }),
        |m, v| send(if v <= m.before { level(v, m.limit) } else { 0 }),
    ),
    (
        "fires again when usage was exactly at the level",
        Crossing,
        12_345,
        |m, v| {
            let (old, new, l) = (m.before as u128 * 100, v as u128 * 100, m.limit as u128);
            send(
                PERCENTS
                    .iter()
                    .rposition(|p| old <= l * *p as u128 && l * *p as u128 <= new)
                    .map_or(0, |i| i + 1),
            )
        },
        |m, v| {
            let (old, new, l) = (m.before as u128 * 100, v as u128 * 100, m.limit as u128);
            send(
                PERCENTS
                    .iter()
                    .rposition(|p| old <= l * *p as u128 && l * *p as u128 <= new + 99)
                    .map_or(0, |i| i + 1),
            )
        },
    ),
    (
        "does not send what the first usage reaches",
        Crossing,
        100,
        |m, v| {
            m.count += 1;
            let crossed = crossing(m, v);
            if m.count == 1 { vec![] } else { crossed }
        },
        |m, v| {
            m.count += 1;
            let crossed = crossing(m, v);
            if m.count < 3 { vec![] } else { crossed }
        },
    ),
    (
        "drops a message that is the same as the last one sent",
        Crossing,
        100,
        |m, v| {
            let crossed = crossing(m, v);
            let is_new =
                crossed.first().is_some_and(|level| std::mem::replace(&mut m.last, *level) != *level);
            if is_new { crossed } else { vec![] }
        },
        |m, v| {
            let crossed = crossing(m, v);
            let is_new = crossed.first().is_some_and(|level| std::mem::replace(&mut m.last, *level) < *level);
            if is_new { crossed } else { vec![] }
        },
    ),
    (
        "fires again at each further per cent",
        Crossing,
        100,
        |m, v| {
            let (crossed, level) = (crossing(m, v), level(v, m.limit));
            let percent = usize::try_from(v as u128 * 100 / m.limit as u128).unwrap_or(usize::MAX);
            let further = level > 0 && percent > m.last;
            if level == 0 {
                m.last = 0;
            } else if further || !crossed.is_empty() {
                m.last = percent;
            }
            if crossed.is_empty() && further { vec![level] } else { crossed }
        },
        |m, v| {
            let (crossed, level) = (crossing(m, v), level(v, m.limit));
            let tens = usize::try_from(v as u128 * 10 / m.limit as u128).unwrap_or(usize::MAX);
            let further = level > 0 && tens > m.last;
            if level == 0 {
                m.last = 0;
            } else if further || !crossed.is_empty() {
                m.last = tens;
            }
            if crossed.is_empty() && further { vec![level] } else { crossed }
        },
    ),
    (
        "fires again after 7 updates",
        Crossing,
        100,
        |m, v| reminding(m, v, 7),
        |m, v| {
            let crossed = reminding(m, v, 7);
            if m.sum > 1 { vec![] } else { crossed }
        },
    ),
    (
        "re-arms one level per update",
        Crossing,
        100,
        |m, v| {
            let level = level(v, m.limit);
            let is_higher = level > m.highest;
            m.highest = level.max(m.highest.saturating_sub(1));
            send(if is_higher { level } else { 0 })
        },
        |m, v| {
            let level = level(v, m.limit);
            let is_higher = level > m.highest;
            m.highest = level.max(m.highest.saturating_sub(2));
            send(if is_higher { level } else { 0 })
        },
    ),
];

/// A tracker of crossings that reminds after some updates without a change of the level.
fn reminding(m: &mut Memory, value: usize, updates: usize) -> Vec<usize> {
    let (crossed, level) = (crossing(m, value), level(value, m.limit));
    m.count = if crossed.is_empty() && level == m.highest { m.count + 1 } else { 0 };
    m.highest = level;
    if m.count == updates {
        m.count = 0;
        m.sum += 1;
        return send(level);
    }
    crossed
}

#[track_caller]
fn assert_named(rows: &[Row]) {
    let mut wrong = Vec::new();
    for (cause, policy, limit, faulty, near_miss) in rows {
        let name = |tracker: Tracker| match check(&spec(*policy, *limit), tracker) {
            Ok(()) => "no violation".to_owned(),
            Err(violation) => violation.cause().unwrap_or("no cause").to_owned(),
        };
        let (named, missed) = (name(*faulty), name(*near_miss));
        if !named.contains(cause) {
            wrong.push(format!("{cause}\n  faulty tracker: {named}"));
        }
        if missed.contains(cause) || missed == "no violation" {
            wrong.push(format!("{cause}\n  near miss: {missed}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn comparisons_are_named() {
    assert_named(COMPARISONS);
}

#[test]
fn mistakes_in_messages_are_named() {
    assert_named(MESSAGES);
}

#[test]
fn mistakes_in_usages_are_named() {
    assert_named(USAGES);
}

#[test]
fn mistakes_in_timing_are_named() {
    assert_named(TIMINGS);
}

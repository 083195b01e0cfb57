//! Thirty faults of real trackers, each as it is: the probable cause has to be the right one, and none may be wrong.

#![cfg(all(feature = "testing", target_pointer_width = "64"))]
// The mistakes are made on purpose.
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss
)]

use std::sync::mpsc;
use std::thread;

use mock_messenger::{Messenger, NotifyOn, QuotaSpec, QuotaViolation, Usage};

#[derive(Default)]
struct Memory {
    limit: usize,
    before: usize,
    fired: [bool; 3],
    told: usize,
    sum: usize,
    last: usize,
}

const PERCENTS: [usize; 3] = [75, 90, 100];
const TEXTS: [&str; 4] = ["at 75%", "at 90%", "at 100%", "something else"];

/// Returns the numbers of the messages to send, from 1.
type Tracker = fn(&mut Memory, usize) -> Vec<usize>;

fn book() -> QuotaSpec<'static> {
    QuotaSpec::new(100).at_percent(75, TEXTS[0]).at_percent(90, TEXTS[1]).at_percent(100, TEXTS[2])
}

fn crossing() -> QuotaSpec<'static> {
    book().notify_on(NotifyOn::Crossing)
}

fn rearmed() -> QuotaSpec<'static> {
    crossing().rearm_below_percent(70)
}

fn causes(spec: &QuotaSpec<'_>, tracker: Tracker) -> String {
    let violation = spec.check(|messenger, usage| {
        let mut memory = Memory { limit: usage.limit(), ..Memory::default() };
        for value in usage {
            for number in tracker(&mut memory, value) {
                messenger.send(TEXTS[number - 1]);
            }
            memory.before = value;
        }
    });
    cause(violation)
}

fn cause(checked: Result<(), QuotaViolation>) -> String {
    checked.expect_err("the fault is caught").cause().unwrap_or("no cause").to_owned()
}

fn highest(reaches: impl Fn(usize) -> bool) -> usize {
    PERCENTS.into_iter().rposition(reaches).map_or(0, |index| index + 1)
}

fn level(value: usize, limit: usize) -> usize {
    highest(|percent| value > 0 && value as u128 * 100 >= limit as u128 * percent as u128)
}

fn send(level: usize) -> Vec<usize> {
    if level > 0 { vec![level] } else { vec![] }
}

fn cross(memory: &mut Memory, value: usize, rearms: impl Fn(usize) -> bool) -> Vec<usize> {
    let level = level(value, memory.limit);
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

/// Compares each percentage, on every update.
macro_rules! compares {
    (|$value:ident, $limit:ident, $percent:ident| $reaches:expr) => {
        |memory, $value| {
            let $limit = memory.limit;
            send(highest(|$percent| $value > 0 && $reaches))
        }
    };
}

/// The cause that has to be named, what may be named beside it because it explains the same, the specification, the
/// tracker.
type Row = (&'static str, &'static str, fn() -> QuotaSpec<'static>, Tracker);

const COMPARISONS: &[Row] = &[
    ("> where >= was meant?", "", book, compares!(|v, l, p| v as u128 * 100 > l as u128 * p as u128)),
    ("off by one?", "", book, compares!(|v, l, p| v as u128 >= (l as u128 * p as u128).div_ceil(100) - 1)),
    (
        "value / limit is cut to a whole number: multiply before dividing?",
        "sends only the highest level: are the others missing?",
        book,
        compares!(|v, l, p| v / l * 100 >= p),
    ),
    ("limit * percent / 100 is cut", "", book, compares!(|v, l, p| v as u128 >= l as u128 * p as u128 / 100)),
    ("f32 cannot represent", "", book, compares!(|v, l, p| v as f32 / l as f32 >= p as f32 / 100.0)),
    (
        "f64 cannot represent",
        "",
        || QuotaSpec::new(100).at_percent(29, TEXTS[0]),
        |memory, v| send(usize::from(v as f64 / memory.limit as f64 * 100.0 >= 29.0)),
    ),
    (
        "the percentage is cut to 8 bits",
        "",
        book,
        compares!(|v, l, p| usize::from((v as u128 * 100 / l as u128) as u8) >= p),
    ),
    (
        "sees only the low 32 bits of usage",
        "",
        book,
        compares!(|v, l, p| level(v as u32 as usize, l) >= level(p, 100)),
    ),
    (
        "value * 100 overflows i64",
        "",
        book,
        compares!(|v, l, p| (v as i64).wrapping_mul(100) >= (l as i64).wrapping_mul(p as i64)),
    ),
    (
        "value * 1000 overflows u64",
        "",
        || book().limits([usize::MAX, 12_345]),
        compares!(|v, l, p| v.wrapping_mul(1_000) / l >= p * 10),
    ),
    (
        "value * 1000 overflows i64",
        "",
        || book().limits([100, usize::MAX]),
        compares!(|v, l, p| (v as i64).wrapping_mul(1_000) >= (l as i64).wrapping_mul(p as i64 * 10)),
    ),
    ("limit * percent overflows u64", "", book, compares!(|v, l, p| v >= l.wrapping_mul(p) / 100)),
    (
        "a remaining amount that underflows?",
        "",
        book,
        compares!(|v, l, p| l.wrapping_sub(v) as u128 * 100 <= l as u128 * (100 - p as u128)),
    ),
    (
        "is the percentage rounded?",
        "",
        book,
        compares!(|v, l, p| (v as u128 * 1_000 + l as u128 / 2) / l as u128 >= p as u128 * 10),
    ),
    (
        "are units of 1000 and of 1024 mixed?",
        "",
        book,
        compares!(|v, l, p| v as u128 * 1_024 / l as u128 >= p as u128 * 10),
    ),
];

const TIMING: &[Row] = &[
    ("sends on every update, where a level is due once", "", crossing, |m, v| send(level(v, m.limit))),
    ("sends each level once and never again", "", crossing, |m, v| cross(m, v, |_| false)),
    (
        "fires again when usage was exactly at the level",
        "",
        || crossing().limits([12_345]),
        |m, v| {
            let (old, new) = (m.before as u128 * 100, v as u128 * 100);
            send(highest(|p| old <= m.limit as u128 * p as u128 && m.limit as u128 * p as u128 <= new))
        },
    ),
    ("sends only when usage falls", "", book, |m, v| send(if v < m.before { level(v, m.limit) } else { 0 })),
    (
        "re-arm point: is the percentage rounded?",
        "",
        || rearmed().limits([1_000]),
        |m, v| {
            let rearms = (v as u128 * 100 + m.limit as u128 / 2) / (m.limit as u128) < 70;
            cross(m, v, |_| rearms)
        },
    ),
    ("re-arm point: f64 cannot represent", "", rearmed, |m, v| {
        let rearms = v as f64 / m.limit as f64 * 100.0 < 70.0;
        cross(m, v, |_| rearms)
    }),
    ("fires again at each further per cent", "", crossing, |m, v| {
        let level = level(v, m.limit);
        let percent = usize::try_from(v as u128 * 100 / m.limit as u128).unwrap_or(usize::MAX);
        let fires = level > 0 && (percent > m.last || !cross(m, v, |passed| passed > level).is_empty());
        m.last = if level == 0 {
            0
        } else if fires {
            percent
        } else {
            m.last
        };
        m.fired = [level > 0, level > 1, level > 2];
        send(if fires { level } else { 0 })
    }),
    ("re-arms one level per update", "", crossing, |m, v| {
        let level = level(v, m.limit);
        let is_higher = level > m.told;
        m.told = level.max(m.told.saturating_sub(1));
        send(if is_higher { level } else { 0 })
    }),
    ("adds each usage to the ones before", "", book, |m, v| {
        m.sum = m.sum.saturating_add(v);
        send(level(m.sum, m.limit))
    }),
    (
        "sends only the highest level",
        "value / limit is cut to a whole number: multiply before dividing?",
        book,
        |m, v| send(if level(v, m.limit) == 3 { 3 } else { 0 }),
    ),
    ("the message at 90% differs from the specified one", "", book, |m, v| {
        send([0, 1, 4, 3][level(v, m.limit)])
    }),
    ("sends every level where only the highest is due", "", book, |m, v| (1..=level(v, m.limit)).collect()),
];

#[track_caller]
fn assert_right(rows: &[Row]) {
    for (right, beside, spec, tracker) in rows {
        let causes = causes(&spec(), *tracker);
        assert!(causes.contains(right), "{right}: {causes}");
        for other in causes.split("\nor ").filter(|cause| !cause.contains(right)) {
            assert_eq!(&other, beside, "{right}: {causes}");
        }
    }
}

#[test]
fn fifteen_faults_of_comparisons_are_named_right() {
    assert_eq!(COMPARISONS.len(), 15);
    assert_right(COMPARISONS);
}

#[test]
fn twelve_faults_of_timing_and_messages_are_named_right() {
    assert_eq!(TIMING.len(), 12);
    assert_right(TIMING);
}

#[test]
fn a_tracker_that_batches_does_not_put_the_blame_on_the_scenario_alone() {
    let batches = book().check(|messenger, usage| {
        let (limit, mut outbox) = (usage.limit(), Vec::new());
        for value in usage {
            outbox.extend(send(level(value, limit)));
        }
        for number in outbox {
            messenger.send(TEXTS[number - 1]);
        }
    });
    let cause = cause(batches);
    assert!(cause.contains("does the code under test collect them"), "{cause}");
    assert!(cause.contains("or does the scenario"), "{cause}");
}

#[test]
fn a_thread_that_is_not_waited_for_after_each_usage_is_named() {
    // The worker starts when the channel closes, the latest moment at which a thread can get to run.
    let late = book().check(|messenger, usage| {
        let (limit, (sender, receiver)) = (usage.limit(), mpsc::channel());
        for value in usage {
            sender.send(value).unwrap();
        }
        drop(sender);
        thread::scope(|scope| {
            scope.spawn(|| {
                for value in receiver {
                    for number in send(level(value, limit)) {
                        messenger.send(TEXTS[number - 1]);
                    }
                }
            });
        });
    });
    let cause = cause(late);
    assert!(cause.contains("is a thread not waited for"), "{cause}");
}

fn texts(text: fn(Usage) -> String) -> QuotaSpec<'static> {
    QuotaSpec::new(100).at_percent_with(75, text)
}

/// Returns the cause for a tracker that sends what `text` makes of the usage now and before.
fn cause_of_text(due: fn(Usage) -> String, text: fn(Usage, Usage) -> String) -> String {
    cause(texts(due).check(|messenger, usage| {
        let max = usage.limit();
        let mut before = Usage { value: 0, max };
        for value in usage {
            let now = Usage { value, max };
            if level(value, max) > 0 {
                messenger.send(&text(now, before));
            }
            before = now;
        }
    }))
}

#[test]
fn wrong_numbers_in_messages_are_named() {
    let used = |usage: Usage| format!("{}: used {} of {}", "75%", usage.value, usage.max);
    assert_eq!(
        cause_of_text(used, |now, before| format!("75%: used {} of {}", before.value, now.max)),
        "a number in the message is that of the update before"
    );
    assert_eq!(
        cause_of_text(used, |now, _| format!("75%: used {} of {}", now.max, now.value)),
        "usage and limit are swapped in the message"
    );
    let left = |usage: Usage| format!("{} left", usage.remaining());
    assert_eq!(
        cause_of_text(left, |now, _| format!("{} left", now.max.wrapping_sub(now.value))),
        "the remaining amount underflows in the message"
    );
    let percent = |usage: Usage| format!("{}% used", usage.percent());
    assert_eq!(
        cause_of_text(percent, |now, _| {
            format!("{}% used", (now.value as u128 * 100 + now.max as u128 / 2) / now.max as u128)
        }),
        "the percentage in the message is rounded up"
    );
    assert_eq!(
        cause_of_text(percent, |now, _| format!("{}% used", now.percent() & 0xff)),
        "a number in the message is cut to 8 bits"
    );
    // Near misses: numbers that are wrong in another way, and now and then right.
    assert_eq!(
        cause_of_text(used, |now, before| format!("75%: used {} of {}", before.value / 2, now.max)),
        "no cause"
    );
    assert_eq!(
        cause_of_text(percent, |now, _| format!("{}% used", now.percent() + 2)),
        "the message at 75% differs from the specified one"
    );
}

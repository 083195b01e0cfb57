//! The policies of `QuotaSpec`: correct trackers in various designs pass, and one mistake in each is caught.

#![cfg(all(feature = "testing", target_pointer_width = "64"))]

use std::collections::{BTreeMap, BTreeSet};

use mock_messenger::{
    Messenger, NotifyOn, OVER_QUOTA, QuotaSpec, QuotaViolation, QuotaViolationKind as Kind, URGENT_WARNING,
    UsageStep, WARNING,
};

const LEVELS: [(u128, &str); 3] = [(75, WARNING), (90, URGENT_WARNING), (100, OVER_QUOTA)];
const LIMITS: [usize; 12] = [100, 0, 1, 2, 3, 7, 10, 101, 1_000, 12_345, usize::MAX - 1, usize::MAX];

fn reaches(value: usize, limit: usize, percent: u128) -> bool {
    value > 0 && value as u128 * 100 >= limit as u128 * percent
}

fn on_crossing() -> QuotaSpec<'static> {
    QuotaSpec::book(100).notify_on(NotifyOn::Crossing).limits(LIMITS)
}

/// Checks a tracker that returns the texts to send for each usage.
fn check<T: FnMut(usize) -> Vec<&'static str>>(
    spec: &QuotaSpec<'_>,
    tracker: impl Fn(usize) -> T,
) -> Result<(), QuotaViolation> {
    spec.check(|messenger, usage| {
        let mut tracker = tracker(usage.limit());
        for value in usage {
            for text in tracker(value) {
                messenger.send(text);
            }
        }
    })
}

#[test]
fn each_level() {
    #[derive(PartialEq)]
    enum Fault {
        None,
        HighestFirst,
        OnlyHighest,
        SkipsMiddle,
        AllOnEachCrossing,
    }
    let check = |fault: Fault| {
        check(&on_crossing().each_level(), |limit| {
            // Event-sourced: which levels did the last usage reach, and which does this one.
            let mut before = BTreeSet::new();
            let fault = &fault;
            move |value| {
                let now: BTreeSet<_> =
                    LEVELS.into_iter().filter(|(percent, _)| reaches(value, limit, *percent)).collect();
                let mut crossed: Vec<_> = now.difference(&before).copied().collect();
                match fault {
                    Fault::HighestFirst => crossed.reverse(),
                    Fault::OnlyHighest => crossed = crossed.pop().into_iter().collect(),
                    Fault::SkipsMiddle if crossed.len() == 3 => drop(crossed.remove(1)),
                    Fault::AllOnEachCrossing if !crossed.is_empty() => {
                        crossed = now.iter().copied().collect();
                    }
                    Fault::None | Fault::SkipsMiddle | Fault::AllOnEachCrossing => {}
                }
                before = now;
                crossed.into_iter().map(|(_, text)| text).collect()
            }
        })
    };
    check(Fault::None).unwrap();
    for fault in [Fault::HighestFirst, Fault::OnlyHighest, Fault::SkipsMiddle, Fault::AllOnEachCrossing] {
        check(fault).unwrap_err();
    }
}

#[test]
fn levels_at_one_usage_may_be_reported_in_any_order() {
    for is_reversed in [false, true] {
        check(&on_crossing().each_level(), |limit| {
            let mut fired = [false; 3];
            move |value| {
                let mut points = BTreeMap::<u128, Vec<&str>>::new();
                for (index, (percent, text)) in LEVELS.into_iter().enumerate() {
                    let reached = reaches(value, limit, percent);
                    if reached && !fired[index] {
                        points.entry((limit as u128 * percent).div_ceil(100)).or_default().push(text);
                    }
                    fired[index] = reached;
                }
                if is_reversed {
                    for tied in points.values_mut() {
                        tied.reverse();
                    }
                }
                points.into_values().flatten().collect()
            }
        })
        .unwrap();
    }
}

/// Drives a tracker with resets, which are `None`.
fn check_latched<T: FnMut(Option<usize>, usize) -> Vec<&'static str>>(
    tracker: impl Fn() -> T,
) -> Result<(), QuotaViolation> {
    QuotaSpec::book(100).notify_on(NotifyOn::Crossing).latched().check(|messenger, usage| {
        let (mut limit, mut used, mut tracker) = (usage.limit(), 0, tracker());
        for step in usage.steps() {
            match step {
                UsageStep::Use(value) => used = value,
                UsageStep::SetLimit(new) => limit = new,
                UsageStep::Reset => {
                    used = 0;
                    tracker(None, limit);
                    continue;
                }
                _ => continue,
            }
            for text in tracker(Some(used), limit) {
                messenger.send(text);
            }
        }
    })
}

#[test]
fn latched() {
    #[derive(Clone, Copy, PartialEq)]
    enum Fault {
        None,
        RearmsAtZero,
        RearmsBelowLowest,
        ResetForgetsOnlyHighest,
        FiresLowerLevelsLater,
    }
    let check = |fault: Fault| {
        check_latched(|| {
            let mut sent = 0;
            move |value: Option<usize>, limit| {
                let Some(value) = value else {
                    sent = if fault == Fault::ResetForgetsOnlyHighest { sent.min(2) } else { 0 };
                    return Vec::new();
                };
                let level = LEVELS.iter().filter(|(percent, _)| reaches(value, limit, *percent)).count();
                if (fault == Fault::RearmsAtZero && value == 0)
                    || (fault == Fault::RearmsBelowLowest && level == 0)
                {
                    sent = 0;
                }
                if level <= sent {
                    return Vec::new();
                }
                sent = if fault == Fault::FiresLowerLevelsLater { sent + 1 } else { level };
                vec![LEVELS[level - 1].1]
            }
        })
    };
    check(Fault::None).unwrap();
    for fault in [
        Fault::RearmsAtZero,
        Fault::RearmsBelowLowest,
        Fault::ResetForgetsOnlyHighest,
        Fault::FiresLowerLevelsLater,
    ] {
        check(fault).unwrap_err();
    }
}

#[test]
fn a_margin_for_each_level() {
    let spec = QuotaSpec::new(100)
        .at_percent(50, "half")
        .rearm_margin(20)
        .at_remaining(10, "ten left")
        .rearm_margin(5);
    let spec = spec.notify_on(NotifyOn::Crossing);
    // Alarms with the usage at which each goes off again, in units of a limit of 100.
    let check = |off: [usize; 2]| {
        check(&spec, |_| {
            let mut alarms = [false; 2];
            move |value| {
                let mut crossed = Vec::new();
                for (index, (on, text)) in [(50, "half"), (90, "ten left")].into_iter().enumerate() {
                    alarms[index] &= value >= off[index];
                    if value >= on && !alarms[index] {
                        alarms[index] = true;
                        crossed.push(text);
                    }
                }
                crossed.pop().into_iter().collect()
            }
        })
    };
    check([30, 85]).unwrap();
    for off in [[29, 85], [31, 85], [30, 84], [30, 86], [30, 30], [50, 90]] {
        check(off).unwrap_err();
    }
}

#[test]
fn a_message_when_usage_falls_again() {
    #[derive(Clone, Copy, PartialEq)]
    enum Fault {
        None,
        AtEveryUpdate,
        NeverBelowTwo,
        WithoutHavingFired,
        AtLevel,
    }
    let check = |fault: Fault| {
        let spec = QuotaSpec::new(100)
            .at_percent(80, "high")
            .cleared("normal")
            .at_percent(95, "critical")
            .cleared("high again");
        check(&spec.notify_on(NotifyOn::Crossing), |limit| {
            let mut before = 0;
            move |value| {
                let mut level =
                    [80, 95].into_iter().filter(|percent| reaches(value, limit, *percent)).count();
                if fault == Fault::AtLevel && before == 1 && value as u128 * 100 == limit as u128 * 80 {
                    level = 0;
                }
                let texts = match (before, level) {
                    (0, 0) if fault == Fault::WithoutHavingFired && value > 0 => vec!["normal"],
                    (2, 0) if fault == Fault::NeverBelowTwo => vec!["high again"],
                    (1 | 2, 0) => vec!["normal"],
                    (2, 1) => vec!["high again"],
                    (1, 1) if fault == Fault::AtEveryUpdate => vec!["high"],
                    (0, 1) => vec!["high"],
                    (0 | 1, 2) => vec!["critical"],
                    _ => vec![],
                };
                before = level;
                texts
            }
        })
    };
    check(Fault::None).unwrap();
    for fault in [Fault::AtEveryUpdate, Fault::NeverBelowTwo, Fault::WithoutHavingFired, Fault::AtLevel] {
        check(fault).unwrap_err();
    }
}

#[test]
fn all_levels_may_clear_with_the_same_message() {
    let spec = |text: &'static str| {
        let spec = QuotaSpec::new(100)
            .at_percent(80, "high")
            .cleared("normal")
            .at_percent(95, "critical")
            .cleared("normal");
        check(&spec.notify_on(NotifyOn::Crossing), move |limit| {
            let mut before = 0;
            move |value| {
                let level = [80, 95].into_iter().filter(|percent| reaches(value, limit, *percent)).count();
                let sent = if level > before { Some(["high", "critical"][level - 1]) } else { None };
                let sent = if level < before { Some(text) } else { sent };
                before = level;
                sent.into_iter().collect()
            }
        })
    };
    spec("normal").unwrap();
    assert_eq!(spec("high").unwrap_err().kind(), Kind::WrongLevel);
}

#[test]
fn a_cleared_message_with_numbers() {
    let spec =
        QuotaSpec::new(100).at_percent(80, "high").cleared_with(|usage| format!("down to {}", usage.value));
    let spec = spec.notify_on(NotifyOn::Crossing);
    let check = |is_right: bool| {
        spec.check(|messenger, usage| {
            let (limit, mut is_high, mut before) = (usage.limit(), false, 0);
            for value in usage {
                let was_high = std::mem::replace(&mut is_high, reaches(value, limit, 80));
                match (was_high, is_high) {
                    (false, true) => messenger.send("high"),
                    (true, false) => {
                        messenger.send(&format!("down to {}", if is_right { value } else { before }));
                    }
                    _ => {}
                }
                before = value;
            }
        })
    };
    check(true).unwrap();
    assert_eq!(check(false).unwrap_err().kind(), Kind::UnknownMessage);
}

#[test]
fn the_first_reading_is_silent() {
    let check = |is_right: bool| {
        check(&on_crossing().first_reading_is_silent(), |limit| {
            let mut before = if is_right { None } else { Some(0) };
            move |value| {
                let level = LEVELS.iter().filter(|(percent, _)| reaches(value, limit, *percent)).count();
                let crossed = before.is_some_and(|before| level > before);
                before = Some(level);
                if crossed { vec![LEVELS[level - 1].1] } else { vec![] }
            }
        })
    };
    check(true).unwrap();
    assert_eq!(check(false).unwrap_err().walk().len(), 1);
}

#[test]
fn zero_is_unlimited() {
    let check = |spec: &QuotaSpec<'_>, is_unlimited: bool| {
        check(spec, |limit| {
            move |value| match LEVELS.iter().rfind(|(percent, _)| reaches(value, limit, *percent)) {
                Some((_, text)) if !(is_unlimited && limit == 0) => vec![*text],
                _ => vec![],
            }
        })
    };
    check(&QuotaSpec::book(100).zero_is_unlimited(), true).unwrap();
    let violation = check(&QuotaSpec::book(100).zero_is_unlimited(), false).unwrap_err();
    assert_eq!((violation.limit(), violation.kind()), (0, Kind::Unexpected));
    check(&QuotaSpec::book(0), false).unwrap();
    check(&QuotaSpec::book(0), true).unwrap_err();
}

#[test]
fn what_is_left_instead_of_what_is_used() {
    let spec = QuotaSpec::new(100)
        .at_remaining_percent(20, "low")
        .at_remaining_percent(5, "critical")
        .at_remaining(0, "empty");
    let spec = spec.limits(LIMITS);
    let check = |low: fn(u128, u128) -> bool| {
        check(&spec, |limit| {
            move |used| {
                let (left, limit) = (limit.saturating_sub(used) as u128, limit as u128);
                match used {
                    0 => vec![],
                    _ if left == 0 => vec!["empty"],
                    _ if left * 100 <= limit * 5 => vec!["critical"],
                    _ if low(left, limit) => vec!["low"],
                    _ => vec![],
                }
            }
        })
    };
    check(|left, limit| left * 100 <= limit * 20).unwrap();
    check(|left, limit| left * 100 < limit * 20).unwrap_err();
    check(|left, limit| left * 100 / limit <= 20).unwrap_err();
    check(|left, limit| left <= limit / 5 + 1).unwrap_err();
    check(|left, limit| left <= limit.div_ceil(5)).unwrap_err();
}

#[test]
fn settings_that_contradict_each_other_are_rejected_by_name() {
    let level = || QuotaSpec::new(100).at_percent(75, "x");
    let crossing = || level().notify_on(NotifyOn::Crossing);
    let on_update =
        "with NotifyOn::Update, which repeats on every update: use `.notify_on(NotifyOn::Crossing)`";
    let latched = "for latched levels, which only a reset re-arms";
    let rejected = [
        (level().each_level(), format!("`each_level` {on_update}")),
        (level().latched(), format!("`latched` {on_update}")),
        (level().first_reading_is_silent(), format!("`first_reading_is_silent` {on_update}")),
        (level().cleared("y"), format!("a cleared message for the level at 75% {on_update}")),
        (level().rearm_margin(3), format!("a re-arm margin for the level at 75% {on_update}")),
        (crossing().latched().rearm_below_percent(50), format!("a re-arm point of 50% {latched}")),
        (crossing().rearm_margin(3).latched(), format!("a re-arm margin for the level at 75% {latched}")),
        (crossing().cleared("y").latched(), format!("a cleared message for the level at 75% {latched}")),
        (
            crossing().rearm_margin(75),
            "a re-arm margin of 75 for the level at 75%: usage is never below the resulting re-arm point"
                .to_owned(),
        ),
        (
            QuotaSpec::new(100).cleared("y").at_percent(75, "x"),
            "`cleared` before the first level: call it after the level to which it applies".to_owned(),
        ),
        (
            QuotaSpec::new(100).rearm_margin(1).at_percent(75, "x"),
            "`rearm_margin` before the first level: call it after the level to which it applies".to_owned(),
        ),
        (
            QuotaSpec::new(100).at_remaining_percent(100, "x"),
            "a level at 100% remaining, which usage always reaches: the highest is 99%".to_owned(),
        ),
        (
            QuotaSpec::new(100).at_percent(90, "x").at_remaining_percent(10, "y"),
            "a level at 90% and a level at 10% remaining, which are reached at the same usage: add one of them".to_owned(),
        ),
        (
            QuotaSpec::new(100).at_remaining(0, "x").at_percent(100, "y"),
            "a level at 0 remaining and a level at 100%, which are reached at the same usage: add one of them".to_owned(),
        ),
        (level().threads(0), "no threads: use at least one".to_owned()),
        (
            level().limits([]),
            "an empty list of limits: remove `limits` to check the default limits".to_owned(),
        ),
        (
            level().zero_is_unlimited().limits([0]),
            "only a limit of 0, which is unlimited: add another limit, because code that sends nothing would pass".to_owned(),
        ),
    ];
    for (spec, text) in rejected {
        let violation =
            spec.check(|_, _| -> () { panic!("a rejected specification is not run") }).unwrap_err();
        assert_eq!((violation.kind(), violation.to_string()), (Kind::Rejected, text));
    }
}

//! Bugs that were reported to public projects, modelled in a few lines: each is caught, and the corrected code passes.

#![cfg(all(feature = "testing", target_pointer_width = "64"))]

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Barrier};
use std::thread;

use mock_messenger::{
    Messenger, NotifyOn, OVER_QUOTA, QuotaSpec, QuotaViolation, SyncRecordingMessenger, URGENT_WARNING,
    UsageStep, UsageWalk, WARNING, predicate,
};

type Sink = Arc<SyncRecordingMessenger>;

/// Asserts that the code is caught with its bug, and passes without it.
#[track_caller]
fn assert_caught(spec: &QuotaSpec<'_>, scenario: impl Fn(&Sink, UsageWalk, bool)) -> QuotaViolation {
    if let Err(violation) = spec.check(|messenger, usage| scenario(messenger, usage, false)) {
        panic!("without the bug: {violation}");
    }
    spec.check(|messenger, usage| scenario(messenger, usage, true)).expect_err("the bug survives")
}

fn reaches(value: usize, limit: usize, percent: usize) -> bool {
    value > 0 && value as u128 * 100 >= limit as u128 * percent as u128
}

/// A proxy that alerts on each request over budget instead of once (BerriAI/litellm, issue 3738).
#[test]
fn an_alert_on_each_request() {
    let spec = QuotaSpec::new(100).at_percent(85, "budget alert").notify_on(NotifyOn::Crossing);
    let violation = assert_caught(&spec, |messenger, usage, has_bug| {
        let (limit, mut alerted) = (usage.limit(), false);
        for spend in usage {
            let is_over = reaches(spend, limit, 85);
            if is_over && (has_bug || !alerted) {
                messenger.send("budget alert");
            }
            alerted = is_over;
        }
    });
    assert_eq!(violation.cause(), Some("sends on every update, where a level is due once"));
}

/// The soft budget is not checked if a hard one is set (BerriAI/litellm, issue 10491).
#[test]
fn a_soft_level_hidden_by_the_hard_one() {
    let spec = QuotaSpec::new(100).at_percent(80, "soft budget").at_percent(100, "hard budget");
    assert_caught(&spec, |messenger, usage, has_bug| {
        let limit = usage.limit();
        for spend in usage {
            if reaches(spend, limit, 100) {
                messenger.send("hard budget");
            } else if !has_bug && reaches(spend, limit, 80) {
                messenger.send("soft budget");
            }
        }
    });
}

/// The warning at 85% says how much is left (BerriAI/litellm, issue 31618).
#[test]
fn a_text_with_the_complement_of_the_percentage() {
    let spec = QuotaSpec::new(100)
        .at_percent_with(85, |usage| predicate::str::contains(format!("{}%", usage.percent())));
    assert_caught(&spec, |messenger, usage, has_bug| {
        let limit = usage.limit();
        for spend in usage.filter(|spend| reaches(*spend, limit, 85)) {
            let percent = spend as u128 * 100 / limit.max(1) as u128;
            let shown = if has_bug { 100_u128.saturating_sub(percent) } else { percent };
            messenger.send(&format!("you have used {shown}% of your budget"));
        }
    });
}

/// Two workers cross the budget at the same time, and both alert (BerriAI/litellm, issue 32011).
#[test]
fn two_workers_that_both_alert() {
    let spec =
        QuotaSpec::new(100).at_percent(100, "budget exceeded").notify_on(NotifyOn::Crossing).threads(2);
    // The first time, both workers check before either of them marks.
    let (between, meetings) = (Barrier::new(2), AtomicUsize::new(0));
    let violation = assert_caught(&spec, |messenger, usage, has_bug| {
        let limit = usage.limit();
        let alerted = AtomicUsize::new(0);
        thread::scope(|scope| {
            for part in usage.threads() {
                scope.spawn(|| {
                    for spend in part {
                        let is_over = usize::from(reaches(spend, limit, 100));
                        let before = if has_bug {
                            let before = alerted.load(Ordering::SeqCst);
                            if is_over > before && meetings.fetch_add(1, Ordering::SeqCst) < 2 {
                                between.wait();
                            }
                            alerted.store(is_over, Ordering::SeqCst);
                            before
                        } else {
                            alerted.swap(is_over, Ordering::SeqCst)
                        };
                        if is_over > before {
                            messenger.send("budget exceeded");
                        }
                    }
                });
            }
        });
    });
    assert_eq!(violation.sent(), ["budget exceeded", "budget exceeded"]);
}

/// The usage at which a rule matches is cut to a whole number (Dovecot, `quota_warning_match`).
#[test]
fn a_level_that_is_cut() {
    let spec = QuotaSpec::new(100).at_percent(95, "mailbox nearly full");
    let violation = assert_caught(&spec, |messenger, usage, has_bug| {
        let limit = usage.limit() as u128;
        let level = if has_bug { limit * 95 / 100 } else { (limit * 95).div_ceil(100) };
        for _ in usage.filter(|bytes| *bytes > 0 && *bytes as u128 >= level) {
            messenger.send("mailbox nearly full");
        }
    });
    assert_eq!(violation.limit(), 12_345);
}

/// The alarm of a high watermark goes off at the watermark, not above it (emqx, issue 6948).
#[test]
fn an_alarm_at_the_watermark() {
    let spec = QuotaSpec::new(100).above_percent(80, "high memory usage");
    assert_caught(&spec, |messenger, usage, has_bug| {
        let limit = usage.limit() as u128;
        for memory in usage {
            let (used, mark) = (memory as u128 * 100, limit * 80);
            if memory > 0 && (used > mark || has_bug && used == mark) {
                messenger.send("high memory usage");
            }
        }
    });
}

/// A budget that is spent exactly is called exceeded (monize, issue 133).
#[test]
fn exactly_the_budget_is_not_over_it() {
    let spec = QuotaSpec::new(100).at_percent(90, "nearly spent").above_percent(100, "over budget");
    assert_caught(&spec, |messenger, usage, has_bug| {
        let limit = usage.limit();
        for spent in usage {
            if spent > limit || has_bug && spent == limit && spent > 0 {
                messenger.send("over budget");
            } else if reaches(spent, limit, 90) {
                messenger.send("nearly spent");
            }
        }
    });
}

/// An alert fires if the old usage was at most the threshold and the new one exceeds it (useautumn/autumn, 1706).
#[test]
fn an_alert_one_unit_late() {
    let spec =
        QuotaSpec::new(1_000).at_value(500, "half of the credits are used").notify_on(NotifyOn::Crossing);
    let violation = assert_caught(&spec, |messenger, usage, has_bug| {
        let mut old = 0;
        for new in usage {
            let crosses = if has_bug { old <= 500 && new > 500 } else { old < 500 && new >= 500 };
            if crosses {
                messenger.send("half of the credits are used");
            }
            old = new;
        }
    });
    assert_eq!(violation.cause(), Some("fires at 501, due at 500: > where >= was meant?"));
}

/// The range between two readings includes both ends (Seagate/cortx-motr, issue 250).
#[test]
fn a_range_with_both_ends() {
    let spec = QuotaSpec::new(1_000).at_value(700, "space is low").notify_on(NotifyOn::Crossing);
    let violation = assert_caught(&spec, |messenger, usage, has_bug| {
        let mut old = 0;
        for new in usage {
            if (old < 700 || has_bug && old == 700) && 700 <= new {
                messenger.send("space is low");
            }
            old = new;
        }
    });
    assert!(violation.cause().unwrap().contains("<= where < was meant?"), "{violation}");
}

/// Of several levels crossed at once, only the lowest is reported (an AWS sample, issue 90).
#[test]
fn only_the_lowest_of_the_crossed_levels() {
    let spec = QuotaSpec::book(100).notify_on(NotifyOn::Crossing).each_level();
    assert_caught(&spec, |messenger, usage, has_bug| {
        let (limit, mut fired) = (usage.limit(), [false; 3]);
        for value in usage {
            let mut has_sent = false;
            for (index, (percent, text)) in
                [(75, WARNING), (90, URGENT_WARNING), (100, OVER_QUOTA)].into_iter().enumerate()
            {
                let is_reached = reaches(value, limit, percent);
                if is_reached && !fired[index] && !(has_bug && has_sent) {
                    messenger.send(text);
                    has_sent = true;
                }
                fired[index] = is_reached;
            }
        }
    });
}

/// The product of the limit and the level overflows, and the largest number means unlimited (meganz/sdk, 1383).
#[test]
fn a_product_of_the_limit_that_overflows() {
    let spec = QuotaSpec::new(100).at_percent(90, "storage is almost full");
    let violation = assert_caught(&spec, |messenger, usage, has_bug| {
        let limit = usage.limit();
        let exact = (limit as u128 * 90).div_ceil(100);
        let level = if has_bug { (limit.wrapping_mul(90).div_ceil(100)) as u128 } else { exact };
        for _ in usage.filter(|bytes| *bytes > 0 && *bytes as u128 >= level) {
            messenger.send("storage is almost full");
        }
    });
    assert_eq!(violation.limit(), usize::MAX);
}

/// A hundredfold of the used bytes overflows (Alluxio, issue 13748).
#[test]
fn a_product_of_usage_that_overflows() {
    let spec = QuotaSpec::new(100).at_percent(80, "tier is almost full");
    let violation = assert_caught(&spec, |messenger, usage, has_bug| {
        let limit = usage.limit() as u128;
        for bytes in usage.filter(|bytes| *bytes > 0) {
            let hundredfold = if has_bug { bytes.wrapping_mul(100) as u128 } else { bytes as u128 * 100 };
            if hundredfold / limit >= 80 {
                messenger.send("tier is almost full");
            }
        }
    });
    assert_eq!(violation.cause(), Some("value * 100 overflows u64: multiply as u128?"));
}

/// An account without a quota is over its quota of 0 (nextcloud/mail, issue 9269).
#[test]
fn no_quota_is_not_a_quota_of_zero() {
    let spec = QuotaSpec::new(100).at_percent(90, "mailbox is full").zero_is_unlimited();
    assert_caught(&spec, |messenger, usage, has_bug| {
        let limit = usage.limit();
        for bytes in usage {
            if (limit > 0 || has_bug) && reaches(bytes, limit, 90) {
                messenger.send("mailbox is full");
            }
        }
    });
}

/// Nothing happens when the limit is lowered below the usage (redis, issue 429).
#[test]
fn a_limit_that_is_lowered_below_usage() {
    let spec = QuotaSpec::new(100).at_percent(100, "maxmemory is exceeded").notify_on(NotifyOn::Crossing);
    let violation = assert_caught(&spec, |messenger, usage, has_bug| {
        let (mut limit, mut used, mut fired) = (usage.limit(), 0, false);
        for step in usage.steps() {
            match step {
                UsageStep::Use(value) => used = value,
                UsageStep::SetLimit(new) => limit = new,
                UsageStep::Reset => (used, fired) = (0, false),
                _ => continue,
            }
            if has_bug && matches!(step, UsageStep::SetLimit(_)) {
                continue;
            }
            let is_over = reaches(used, limit, 100);
            if is_over && !fired {
                messenger.send("maxmemory is exceeded");
            }
            fired = is_over;
        }
    });
    assert_eq!(
        violation.cause(),
        Some("does not check usage when the limit changes, only at the next update")
    );
}

/// The first usage of a period is compared with the last one of the period before (getlago/lago-api, 6132).
#[test]
fn usage_of_the_last_period() {
    let spec = QuotaSpec::new(100).at_percent(50, "half of the plan is used").notify_on(NotifyOn::Crossing);
    assert_caught(&spec, |messenger, usage, has_bug| {
        let (mut limit, mut previous) = (usage.limit(), 0);
        let mut used = 0;
        for step in usage.steps() {
            let before = limit;
            match step {
                UsageStep::Use(value) => used = value,
                UsageStep::SetLimit(new) => limit = new,
                UsageStep::Reset => {
                    used = 0;
                    previous = if has_bug { previous } else { 0 };
                    continue;
                }
                _ => continue,
            }
            if reaches(used, limit, 50) && !reaches(previous, before, 50) {
                messenger.send("half of the plan is used");
            }
            previous = used;
        }
    });
}

/// After a restart, everything is reported again (acmon, issue 29).
#[test]
fn a_restart_that_reports_again() {
    let spec = QuotaSpec::new(100).at_percent(90, "disk is filling").notify_on(NotifyOn::Crossing);
    let violation = assert_caught(&spec, |messenger, usage, has_bug| {
        let (mut limit, mut used, mut fired) = (usage.limit(), 0, false);
        for step in usage.steps() {
            match step {
                UsageStep::Use(value) => used = value,
                UsageStep::SetLimit(new) => limit = new,
                UsageStep::Reset => (used, fired) = (0, false),
                _ => {
                    fired &= !has_bug;
                    continue;
                }
            }
            let is_reached = reaches(used, limit, 90);
            if is_reached && !fired {
                messenger.send("disk is filling");
            }
            fired = is_reached;
        }
    });
    assert_eq!(violation.cause(), Some("forgets at a restart which levels have fired"));
}

/// A warning is marked as sent although sending it failed (altarwed, issue 609).
#[test]
fn a_failed_warning_that_counts_as_sent() {
    let spec = QuotaSpec::new(100).at_percent(80, "guest list is almost full").notify_on(NotifyOn::Crossing);
    let violation = assert_caught(&spec, |_, usage, has_bug| {
        let (limit, mailer, mut is_sent) = (usage.limit(), usage.fallible_messenger(), false);
        for guests in usage {
            if !reaches(guests, limit, 80) {
                is_sent = false;
            } else if !is_sent {
                let delivered = mailer.try_send("guest list is almost full").is_ok();
                is_sent = delivered || has_bug;
            }
        }
    });
    assert_eq!(
        violation.cause(),
        Some("counts a level as fired although its message could not be delivered")
    );
}

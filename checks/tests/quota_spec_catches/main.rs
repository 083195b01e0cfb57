//! Trackers with one mistake each, which `QuotaSpec` has to catch, and the report about each.
//!
//! `UPDATE_REPORTS=1` updates the reports.

// Some of the mistakes only show above 2³².
#![cfg(all(feature = "testing", target_pointer_width = "64"))]

mod faulty_trackers;

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use faulty_trackers::{FAR_OVER, FAULTS, Fault, Policy};
use mock_messenger::{
    LimitTracker, NotifyOn, OVER_QUOTA, QuotaSpec, QuotaViolation, QuotaViolationKind, RecordingMessenger,
    Threshold, URGENT_WARNING, WARNING,
};

/// The messages sent at each usage of a walk.
type Sent = Vec<Vec<String>>;

fn sent_by(fault: &Fault) -> Sent {
    let messenger = RecordingMessenger::new();
    let mut tracker = (fault.tracker)(&messenger, fault.limit);
    let mut sent = Sent::new();
    for value in fault.shown_by {
        tracker(*value);
        sent.push(messenger.take().into_iter().collect());
    }
    sent
}

fn due(fault: &Fault) -> Sent {
    let messenger = RecordingMessenger::new();
    let mut levels = vec![
        Threshold::at_percent(75, WARNING),
        Threshold::at_percent(90, URGENT_WARNING),
        Threshold::at_percent(100, OVER_QUOTA),
    ];
    if fault.policy == Policy::EveryUpdateTo150 {
        levels.push(Threshold::at_percent(150, FAR_OVER));
    }
    let builder = LimitTracker::builder(&messenger, fault.limit).thresholds(levels);
    let builder = match fault.policy {
        Policy::EveryUpdate | Policy::EveryUpdateTo150 => builder.notify_on(NotifyOn::Update),
        Policy::Crossing => builder.notify_on(NotifyOn::Crossing),
        Policy::CrossingRearmedBelow70 => builder.notify_on(NotifyOn::Crossing).rearm_below_percent(70),
    };
    let mut tracker = builder.build().unwrap();
    let mut due = Sent::new();
    for value in fault.shown_by {
        tracker.set_value(*value);
        due.push(messenger.take().into_iter().collect());
    }
    due
}

fn spec(fault: &Fault) -> QuotaSpec<'static> {
    let spec = QuotaSpec::book(fault.limit);
    match fault.policy {
        Policy::EveryUpdate => spec,
        Policy::EveryUpdateTo150 => spec.at_percent(150, FAR_OVER),
        Policy::Crossing => spec.notify_on(NotifyOn::Crossing),
        Policy::CrossingRearmedBelow70 => spec.notify_on(NotifyOn::Crossing).rearm_below_percent(70),
    }
}

fn check(fault: &Fault) -> Result<(), QuotaViolation> {
    spec(fault).check(|messenger, usage| {
        let mut tracker = (fault.tracker)(messenger, usage.limit());
        for value in usage {
            tracker(value);
        }
    })
}

static VIOLATIONS: LazyLock<Vec<QuotaViolation>> =
    LazyLock::new(|| FAULTS.iter().map(|fault| check(fault).expect_err(fault.name)).collect());

#[test]
fn each_of_them_goes_wrong_at_the_end_of_its_walk() {
    for fault in FAULTS {
        let name = fault.name;
        let due = due(fault);
        let Ok(sent) = catch_unwind(AssertUnwindSafe(|| sent_by(fault))) else {
            assert_eq!(name, "hundredfold_panics");
            continue;
        };
        let first_wrong = due.iter().zip(&sent).position(|(due, sent)| due != sent);
        assert_eq!(first_wrong, Some(fault.shown_by.len() - 1), "{name}: due {due:?}, sent {sent:?}");
    }
}

#[test]
fn each_of_them_is_caught_on_a_walk_as_short_as_can_be() {
    for (fault, violation) in FAULTS.iter().zip(&*VIOLATIONS) {
        assert!(violation.walk().len() <= fault.shown_by.len(), "{}: {:?}", fault.name, violation.walk());
        assert_eq!(violation.value(), violation.walk().last().copied(), "{}", fault.name);
    }
}

/// Mistakes that hardly anybody makes, and that are not worth a candidate.
const UNEXPLAINED: [&str; 3] =
    ["cools_down_for_an_update", "counts_crossings_in_a_u8", "tires_after_three_crossings"];

#[test]
fn each_of_them_is_explained_or_listed() {
    for (fault, violation) in FAULTS.iter().zip(&*VIOLATIONS) {
        let is_listed = UNEXPLAINED.contains(&fault.name);
        assert_eq!(violation.cause().is_none(), is_listed, "{}:\n{violation}", fault.name);
        let panics = violation.kind() == QuotaViolationKind::Panicked;
        assert_eq!(panics, fault.name == "hundredfold_panics");
    }
}

#[test]
fn each_of_them_gives_its_report() {
    let mut wrong = Vec::new();
    for (fault, violation) in FAULTS.iter().zip(&*VIOLATIONS) {
        let report = format!("{}\n", without_lines(&violation.to_string()));
        let path = reports().join(format!("{}.txt", fault.name));
        if std::env::var_os("UPDATE_REPORTS").is_some() {
            fs::write(path, report).unwrap();
        } else if fs::read_to_string(&path).unwrap_or_default() != report {
            wrong.push(format!("{}:\n{report}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{} reports are not as on file:\n\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn there_is_no_report_without_a_tracker() {
    let mut on_file: Vec<_> = fs::read_dir(reports())
        .unwrap()
        .map(|entry| entry.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned())
        .collect();
    let mut names: Vec<_> = FAULTS.iter().map(|fault| fault.name).collect();
    on_file.sort_unstable();
    names.sort_unstable();
    assert_eq!(on_file, names);
}

#[test]
fn the_same_tracker_gives_the_same_report() {
    for (fault, violation) in FAULTS.iter().zip(&*VIOLATIONS).take(5) {
        assert_eq!(check(fault).unwrap_err().to_string(), violation.to_string());
    }
}

#[test]
fn the_documentation_shows_a_report_that_is_on_file() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../src/quota_spec/spec.rs");
    let source = fs::read_to_string(source).unwrap();
    let documentation: Vec<_> = source.lines().filter_map(|line| line.strip_prefix("///")).collect();
    let report = fs::read_to_string(reports().join("strict_at_75.txt")).unwrap();
    let report: Vec<_> =
        report.lines().map(|line| if line.is_empty() { String::new() } else { format!(" {line}") }).collect();
    assert!(documentation.windows(report.len()).any(|shown| shown == report), "{report:#?}");
}

fn reports() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/quota_spec_catches/reports")
}

/// The report without the lines of `faulty_trackers.rs`, which move whenever it is edited.
fn without_lines(report: &str) -> String {
    let without = |line: &str| match line.split_once(".rs:") {
        Some((before, _)) => {
            let (before, _) = before.rsplit_once("  ").unwrap();
            format!("{before}  faulty_trackers.rs")
        }
        None => line.to_owned(),
    };
    report.lines().map(without).collect::<Vec<_>>().join("\n")
}

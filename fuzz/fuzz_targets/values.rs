//! Reports on typed calls are bounded and deterministic, contain only printable characters, and state correct counts.

#![no_main]

use arbitrary::Arbitrary;
use libfuzzer_sys::fuzz_target;
use mock_messenger::{Mismatch, Recorder};
use mock_messenger_fuzz::values::{Call, Change};

#[derive(Arbitrary, Debug)]
struct Scene {
    calls: Vec<Call>,
    changes: Vec<Change>,
}

fuzz_target!(|scene: Scene| {
    let recorder = Recorder::new();
    for call in &scene.calls {
        recorder.record(call.clone());
    }
    let mut expected = scene.calls.clone();
    for change in scene.changes {
        change.apply(&mut expected);
    }
    let calls = recorder.calls();
    let mut checks: Vec<Result<(), Mismatch>> = vec![
        calls.check_exactly(&expected),
        calls.check_exactly_in_any_order(&expected),
        calls.check_count(expected.len()),
    ];
    if let Some(first) = expected.first() {
        checks.push(calls.check_in_order(&expected));
        checks.push(calls.check_consecutive(&expected));
        checks.push(calls.check_first(first).map(drop));
        checks.push(calls.check_once(first).map(drop));
        checks.push(calls.check_never(first));
    }
    for check in checks {
        let Err(mismatch) = check else { continue };
        let report = mismatch.to_string();
        assert_eq!(report, mismatch.to_string());
        assert!(report.lines().count() < 100, "{report}");
        assert!(report.len() < 100_000, "{report}");
        assert!(report.chars().all(|c| c == '\n' || !c.is_control()), "{report:?}");
        if let Some(headline) = report.lines().next() {
            let labelled = report.lines().filter(|line| line.trim_start().starts_with("altered [")).count();
            if let Some(count) = number_before(headline, " altered") {
                assert!(labelled <= count, "{report}");
            }
        }
    }
});

fn number_before(headline: &str, word: &str) -> Option<usize> {
    let before = headline.split(word).next().filter(|before| before.len() < headline.len())?;
    before.rsplit(' ').next()?.replace(',', "").parse().ok()
}

//! The report on a quota violation is bounded and contains only printable characters, whatever a tracker sends.

#![no_main]

use arbitrary::Arbitrary;
use libfuzzer_sys::fuzz_target;
use mock_messenger::{Messenger, NotifyOn, QuotaSpec};
use mock_messenger_fuzz::Text;

/// A tracker that warns from certain percentages, but omits some of the warnings.
#[derive(Arbitrary, Debug)]
struct Scene {
    levels: Vec<(u8, Text)>,
    warns_on_crossing: bool,
    expects_crossing: bool,
    repeats: u8,
    forgets_above: u8,
}

fuzz_target!(|scene: Scene| {
    let notify_on = if scene.expects_crossing { NotifyOn::Crossing } else { NotifyOn::Update };
    let violation = QuotaSpec::book(100).notify_on(notify_on).check(|messenger, usage| {
        let limit = usage.limit();
        let mut last = None;
        for value in usage {
            let percent = (value as u128 * 100 / limit.max(1) as u128).min(255) as u8;
            let level =
                scene.levels.iter().filter(|(from, _)| *from <= percent).max_by_key(|(from, _)| *from);
            let is_new = last != level.map(|(from, _)| *from);
            last = level.map(|(from, _)| *from);
            let Some((_, text)) = level.filter(|_| is_new || !scene.warns_on_crossing) else { continue };
            if percent > scene.forgets_above {
                continue;
            }
            for _ in 0..=scene.repeats % 3 {
                messenger.send(&text.0);
            }
        }
    });
    let Err(violation) = violation else { return };
    let report = violation.to_string();
    assert!(report.lines().count() < 200, "{report}");
    assert!(report.len() < 100_000, "{report}");
    assert!(report.chars().all(|c| c == '\n' || !c.is_control()), "{report:?}");
});

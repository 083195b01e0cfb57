//! What `QuotaSpec` has to catch: trackers with one mistake each.

// Some of the mistakes only show above 2³².
#![cfg(target_pointer_width = "64")]

mod faulty_trackers;

use faulty_trackers::{Asked, FAR_OVER, FAULTS, Fault};
use mock_messenger::{
    LimitTracker, NotifyOn, OVER_QUOTA, RecordingMessenger, Threshold, URGENT_WARNING, WARNING,
};

/// What is sent at each usage of a walk.
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
    if fault.asked == Asked::EveryUpdateTo150 {
        levels.push(Threshold::at_percent(150, FAR_OVER));
    }
    let builder = LimitTracker::builder(&messenger, fault.limit).thresholds(levels);
    let builder = match fault.asked {
        Asked::EveryUpdate | Asked::EveryUpdateTo150 => builder.notify_on(NotifyOn::Update),
        Asked::Crossing => builder.notify_on(NotifyOn::Crossing),
        Asked::CrossingRearmedBelow70 => builder.notify_on(NotifyOn::Crossing).rearm_below_percent(70),
    };
    let mut tracker = builder.build().unwrap();
    let mut due = Sent::new();
    for value in fault.shown_by {
        tracker.set_value(*value);
        due.push(messenger.take().into_iter().collect());
    }
    due
}

#[test]
fn each_of_them_goes_wrong_at_the_end_of_its_walk() {
    for fault in FAULTS {
        let name = fault.name;
        let (due, sent) = (panics_or(|| due(fault)).unwrap(), panics_or(|| sent_by(fault)));
        let Some(sent) = sent else {
            assert_eq!(name, "hundredfold_panics");
            continue;
        };
        let first_wrong = due.iter().zip(&sent).position(|(due, sent)| due != sent);
        assert_eq!(first_wrong, Some(fault.shown_by.len() - 1), "{name}: due {due:?}, sent {sent:?}");
    }
}

fn panics_or<T>(f: impl FnOnce() -> T) -> Option<T> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(f)).ok()
}

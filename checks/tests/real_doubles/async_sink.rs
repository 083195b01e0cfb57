//! An asynchronous sink of events, with assertions only on their types.

use std::future::Future;
use std::pin::Pin;

#[derive(Clone, Debug)]
pub(crate) enum Event {
    DetectorTriggered { detector: u32 },
    Simulated { profit: u64 },
    Submitted { bundle: String },
}

impl Event {
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::DetectorTriggered { .. } => "DetectorTriggered",
            Self::Simulated { .. } => "Simulated",
            Self::Submitted { .. } => "Submitted",
        }
    }
}

pub(crate) trait EventSink: Send + Sync {
    fn publish(&self, event: Event) -> Pin<Box<dyn Future<Output = ()> + Send + '_>>;
}

pub(crate) async fn run(sink: &dyn EventSink, skips_simulation: bool) {
    sink.publish(Event::DetectorTriggered { detector: 7 }).await;
    if !skips_simulation {
        sink.publish(Event::Simulated { profit: 12 }).await;
    }
    sink.publish(Event::Submitted { bundle: "0xab".to_owned() }).await;
}

/// Runs a future that is ready at the first poll.
fn now<F: Future>(future: F) -> F::Output {
    let mut future = std::pin::pin!(future);
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    match future.as_mut().poll(&mut context) {
        std::task::Poll::Ready(output) => output,
        std::task::Poll::Pending => panic!("the future waits"),
    }
}

mod by_hand {
    use std::future::Future;
    use std::pin::Pin;
    use std::sync::Mutex;

    use super::{Event, EventSink, now, run};

    #[derive(Default)]
    struct CollectingSink {
        events: Mutex<Vec<Event>>,
    }

    impl CollectingSink {
        fn kinds(&self) -> Vec<&'static str> {
            self.events.lock().unwrap().iter().map(Event::kind).collect()
        }
    }

    impl EventSink for CollectingSink {
        fn publish(&self, event: Event) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
            Box::pin(async move {
                self.events.lock().unwrap().push(event);
            })
        }
    }

    #[test]
    fn a_trigger_is_simulated_before_it_is_submitted() {
        let sink = CollectingSink::default();
        now(run(&sink, false));
        assert_eq!(sink.kinds(), ["DetectorTriggered", "Simulated", "Submitted"]);
        let events = sink.events.lock().unwrap();
        assert!(matches!(events[0], Event::DetectorTriggered { detector: 7 }));
        assert!(matches!(&events[1], Event::Simulated { profit } if *profit > 0));
        assert!(matches!(&events[2], Event::Submitted { bundle } if bundle == "0xab"));
    }
}

mod with_the_crate {
    use std::future::{Future, ready};
    use std::pin::Pin;

    use mock_messenger::{SyncRecorder, matching};

    use super::{Event, EventSink, now, run};

    impl EventSink for SyncRecorder<Event> {
        fn publish(&self, event: Event) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
            self.record(event);
            Box::pin(ready(()))
        }
    }

    #[test]
    fn a_trigger_is_simulated_before_it_is_submitted() {
        let sink = SyncRecorder::new();
        now(run(&sink, false));
        sink.calls().map(Event::kind).assert_exactly(["DetectorTriggered", "Simulated", "Submitted"]);
        sink.calls().assert_first(matching!(Event::DetectorTriggered { detector: 7 }));
        sink.calls().assert_once(matching!(Event::Simulated { profit: 1.. }));
        sink.calls().assert_last(matching!(Event::Submitted { bundle } if bundle == "0xab"));
    }

    #[test]
    fn a_skipped_simulation_is_named() {
        let sink = SyncRecorder::new();
        now(run(&sink, true));
        let kinds = sink.calls().map(Event::kind);
        let report = crate::report_of(kinds.check_exactly(["DetectorTriggered", "Simulated", "Submitted"]));
        assert!(report.contains("missing     \"Simulated\""), "{report}");
    }
}

//! A debounced watcher that sends to a channel.

use std::sync::mpsc::Sender;

#[derive(Debug, PartialEq)]
pub(crate) enum Change {
    Create(String),
    Modify(String),
}

/// Reports the changes of a batch, each once.
pub(crate) fn debounce(batch: &[(&str, bool)], forgets_duplicates: bool, handler: &Sender<Change>) {
    let mut last = None;
    for change in batch {
        if !forgets_duplicates && last == Some(change) {
            continue;
        }
        last = Some(change);
        let (path, is_new) = *change;
        let change = if is_new { Change::Create(path.to_owned()) } else { Change::Modify(path.to_owned()) };
        let _ = handler.send(change);
    }
}

const BATCH: [(&str, bool); 3] = [("/a", true), ("/a", false), ("/a", false)];

mod by_hand {
    use std::sync::mpsc;
    use std::time::{Duration, Instant};

    use super::{BATCH, Change, debounce};

    #[test]
    fn a_repeated_change_is_reported_once() {
        let (sender, receiver) = mpsc::channel();
        debounce(&BATCH, false, &sender);
        let deadline = Instant::now() + Duration::from_secs(10);
        let mut changes = Vec::new();
        while changes.len() < 2 && Instant::now() < deadline {
            match receiver.recv_timeout(Duration::from_millis(100)) {
                Ok(change) => changes.push(change),
                Err(mpsc::RecvTimeoutError::Timeout) => {}
                Err(mpsc::RecvTimeoutError::Disconnected) => break,
            }
        }
        assert_eq!(changes.len(), 2, "the watcher was too slow");
        assert_eq!(changes[0], Change::Create("/a".to_owned()));
        assert_eq!(changes[1], Change::Modify("/a".to_owned()));
        assert!(receiver.try_recv().is_err(), "a change was reported twice");
    }
}

mod with_the_crate {
    use std::sync::mpsc;

    use mock_messenger::Transcript;

    use super::{BATCH, Change, debounce};

    fn changes(forgets_duplicates: bool) -> Transcript<Change> {
        let (sender, receiver) = mpsc::channel();
        debounce(&BATCH, forgets_duplicates, &sender);
        receiver.try_iter().collect()
    }

    #[test]
    fn a_repeated_change_is_reported_once() {
        changes(false).assert_exactly([Change::Create("/a".into()), Change::Modify("/a".into())]);
    }

    #[test]
    fn a_change_that_is_reported_twice_is_named() {
        let expected = [Change::Create("/a".into()), Change::Modify("/a".into())];
        let report = crate::report_of(changes(true).check_exactly(expected));
        assert!(report.contains("extra") && report.contains("Modify(\"/a\")"), "{report}");
    }
}

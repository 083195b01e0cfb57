//! User code that panics or is re-entrant, doubles that are leaked or dropped during a panic, and unusual contents.

#![cfg(feature = "testing")]

mod support;

use std::cell::{Cell, RefCell};
use std::fmt;
use std::future::Future;
use std::mem;
use std::pin::pin;
use std::rc::{Rc, Weak};
use std::sync::{Arc, OnceLock};
use std::task::{Context, Wake, Waker};
use std::thread;
use std::time::Duration;

use mock_messenger::{
    LimitTracker, Messenger, Mismatch, Recorder, RecordingMessenger, SyncLimitTracker, SyncRecorder,
    SyncRecordingMessenger, Threshold, Transcript, Usage, matcher, messenger, predicate,
};
use support::reentrant::Recording;
use support::{catch, panic_of, sent};

// A panic in user code reaches the test unchanged, and the doubles stay usable.

#[test]
fn a_panic_in_a_matcher_comes_out_of_every_assertion_and_leaves_the_transcript_whole() {
    let sent = sent(&["a", "b"]);
    let bad = || |m: &str| if m == "b" { panic!("the matcher is broken") } else { false };
    let panics = [
        panic_of(|| sent.assert_exactly([matcher(|_: &str| true), matcher(bad())])),
        panic_of(|| sent.assert_exactly_in_any_order([bad(), bad()])),
        panic_of(|| sent.assert_in_order([bad()])),
        panic_of(|| sent.assert_consecutive([bad()])),
        panic_of(|| sent.assert_once(bad()).len()),
        panic_of(|| sent.assert_times(1, bad())),
        panic_of(|| sent.assert_any(bad()).len()),
        panic_of(|| sent.assert_all(bad())),
        panic_of(|| sent.assert_never(bad())),
        panic_of(|| sent.assert_first(bad()).len()),
        panic_of(|| sent.assert_last(bad()).len()),
        panic_of(|| sent.assert_nth(1, bad()).len()),
        panic_of(|| sent.assert_once(predicate::function(bad())).len()),
        panic_of(|| sent.filter(bad()).len()),
    ];
    for caught in panics {
        assert_eq!(caught.message, "the matcher is broken");
        assert_eq!(caught.file, file!());
    }
    sent.assert_exactly(["a", "b"]);
}

#[test]
fn a_panic_in_a_matcher_of_a_wait_leaves_the_recorder_working() {
    let messenger = SyncRecordingMessenger::new();
    messenger.send("a");
    let wait = |m: &str| -> bool { panic!("broken by {m}") };
    assert_eq!(panic_of(|| messenger.wait_for(Duration::MAX, wait)).message, "broken by a");
    let check = |_: &Transcript<str>| -> Result<(), Mismatch> { panic!("the check is broken") };
    assert_eq!(panic_of(|| messenger.eventually(Duration::MAX, check)).message, "the check is broken");
    let mut context = Context::from_waker(Waker::noop());
    let polled = panic_of(|| pin!(messenger.until(check)).as_mut().poll(&mut context));
    assert_eq!(polled.message, "the check is broken");
    messenger.send("b");
    messenger.wait_for_at_least(Duration::ZERO, 2).assert_exactly(["a", "b"]);
}

/// A call whose trait implementations panic while `BROKEN` is set.
struct Broken(&'static str);

thread_local! {
    static BROKEN: Cell<bool> = const { Cell::new(false) };
}

fn with_broken<V>(f: impl FnOnce() -> V) -> String {
    BROKEN.set(true);
    let caught = catch(f);
    BROKEN.set(false);
    caught.err().map(|caught| caught.message).unwrap_or_default()
}

fn panic_if_broken(what: &str) {
    assert!(!BROKEN.get(), "{what} is broken");
}

impl fmt::Debug for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        panic_if_broken("Debug");
        f.write_str(self.0)
    }
}

impl PartialEq for Broken {
    fn eq(&self, other: &Self) -> bool {
        panic_if_broken("PartialEq");
        self.0 == other.0
    }
}

impl Clone for Broken {
    fn clone(&self) -> Self {
        panic!("a call was cloned")
    }
}

impl Drop for Broken {
    fn drop(&mut self) {
        if !thread::panicking() {
            panic_if_broken("Drop");
        }
    }
}

#[test]
fn a_debug_that_panics_spoils_its_own_entry_of_the_report() {
    let recorder = Recorder::new();
    recorder.record(Broken("a"));
    let nobody = |_: &Broken| false;
    let spoilt = "[0] <its Debug panicked: Debug is broken>";
    assert!(with_broken(|| recorder.calls().assert_once(nobody).0.len()).contains(spoilt));
    assert_eq!(with_broken(|| format!("{recorder:?}")), "Debug is broken");
    recorder.record(Broken("b"));
    assert_eq!(format!("{:?}", recorder.calls()), "[a, b]");

    let shared = SyncRecorder::new();
    shared.record(Broken("a"));
    assert_eq!(with_broken(|| format!("{shared:?}")), "Debug is broken");
    assert!(with_broken(|| shared.wait_for(Duration::ZERO, nobody).len()).contains(spoilt));
    shared.record(Broken("b"));
    shared.calls().assert_count(2);
}

#[test]
fn a_panic_in_an_equality_comes_out_and_leaves_the_transcript_whole() {
    let recorder = Recorder::new();
    recorder.record(Broken("a"));
    recorder.record(Broken("b"));
    let (calls, wanted) = (recorder.calls(), [Broken("b"), Broken("a")]);
    assert_eq!(with_broken(|| calls.assert_exactly_in_any_order(&wanted)), "PartialEq is broken");
    assert_eq!(with_broken(|| calls.assert_in_order(&wanted)), "PartialEq is broken");
    assert_eq!(with_broken(|| calls == wanted), "PartialEq is broken");
    calls.assert_exactly_in_any_order(&wanted);
}

#[test]
fn calls_are_never_cloned() {
    let recorder = Recorder::new();
    recorder.record(Broken("a"));
    let calls = recorder.calls();
    assert_eq!(calls.clone().into_iter().map(|call| call.0).collect::<String>(), "a");
    calls.filter(|_| true).assert_once(&Broken("a"));
    assert_eq!(recorder.take(), calls);
    let shared = SyncRecorder::new();
    shared.record(Broken("a"));
    shared.wait_for_at_least(Duration::ZERO, 1).assert_exactly([&Broken("a")]);
    shared.take().assert_count(1);
}

#[test]
fn a_panic_in_the_drop_of_a_call_comes_out_of_clear_and_leaves_the_recorder_working() {
    let recorder = Recorder::new();
    recorder.record(Broken("a"));
    assert_eq!(with_broken(|| recorder.clear()), "Drop is broken");
    assert!(recorder.is_empty());
    recorder.record(Broken("b"));
    recorder.calls().assert_exactly([&Broken("b")]);

    let shared = SyncRecorder::new();
    shared.record(Broken("a"));
    assert_eq!(with_broken(|| shared.clear()), "Drop is broken");
    assert!(shared.is_empty());
    shared.record(Broken("b"));
    shared.calls().assert_exactly([&Broken("b")]);
}

#[test]
fn a_panic_in_a_real_messenger_leaves_the_spy_before_it_with_the_message() {
    let spy = RecordingMessenger::new();
    let real = messenger::from_fn(|_| panic!("no connection"));
    let caught = panic_of(|| messenger::tee(&spy, real).send("hello"));
    assert_eq!(caught.message, "no connection");
    spy.sent().assert_exactly(["hello"]);
}

#[test]
fn a_panic_in_a_messenger_leaves_the_trackers_with_the_value_and_able_to_go_on() {
    let broken = Cell::new(true);
    let spy = RecordingMessenger::new();
    let real = messenger::from_fn(|_| assert!(!broken.get(), "no connection"));
    let mut tracker = LimitTracker::new(messenger::tee(&spy, &real), 100);
    assert_eq!(panic_of(|| tracker.set_value(80)).message, "no connection");
    assert_eq!(tracker.value(), 80);
    broken.set(false);
    tracker.set_value(80);
    spy.take().assert_count(2);

    broken.set(true);
    let shared = SyncLimitTracker::new(messenger::tee(&spy, &real), 100);
    assert_eq!(panic_of(|| shared.set_value(80)).message, "no connection");
    broken.set(false);
    shared.set_value(95);
    assert_eq!(shared.value(), 95);
    spy.sent().assert_count(2);
}

#[test]
fn a_panic_in_the_text_of_a_threshold_sends_nothing_and_leaves_the_tracker_able_to_go_on() {
    let spy = SyncRecordingMessenger::new();
    let text = |usage: Usage| match usage.value {
        80 => panic!("no words for it"),
        value => format!("at {value}"),
    };
    let tracker = LimitTracker::builder(&spy, 100).thresholds([Threshold::at_percent(75, text)]);
    let mut tracker = tracker.build().unwrap();
    assert_eq!(panic_of(|| tracker.set_value(80)).message, "no words for it");
    spy.sent().assert_nothing();
    tracker.set_value(81);
    spy.sent().assert_exactly(["at 81"]);
}

// Re-entrant user code can use the double, wherever it is called from.

#[test]
fn a_matcher_may_send_take_and_assert() {
    let messenger = RecordingMessenger::new();
    messenger.send("a");
    messenger.send("b");
    let reentrant = |m: &str| {
        messenger.send("from the matcher");
        messenger.sent().assert_any("from the matcher");
        drop(messenger.take());
        m == "b"
    };
    let sent = messenger.sent();
    assert_eq!(sent.assert_once(reentrant), "b");
    sent.assert_exactly_in_any_order([matcher(reentrant), matcher("a")]);
    sent.assert_consecutive([matcher("a"), matcher(reentrant)]);
    assert!(sent.check_all(reentrant).is_err());
    assert!(sent.check_first(reentrant).is_err());
    assert!(messenger.is_empty());
}

#[test]
fn a_matcher_may_use_the_transcript_that_it_is_asked_about() {
    let sent = sent(&["a", "b", "a"]);
    let repeated = |m: &str| sent.check_times(2.., m).is_ok();
    sent.assert_times(2, repeated);
    sent.assert_exactly([matcher(repeated), matcher("b"), matcher(repeated)]);
    assert!(sent.check_exactly_in_any_order([repeated, repeated, repeated]).is_err());
}

#[test]
fn a_matcher_or_check_of_a_wait_may_send_take_and_wait() {
    let messenger = SyncRecordingMessenger::new();
    messenger.send("a");
    let reentrant = |m: &str| {
        messenger.send("from the matcher");
        messenger.wait_for(Duration::ZERO, "from the matcher").assert_any("from the matcher");
        drop(messenger.take());
        m == "a"
    };
    messenger.wait_for(Duration::MAX, reentrant).assert_once("a");
    messenger.eventually(Duration::MAX, |sent| {
        messenger.send("from the check");
        messenger.clear();
        messenger.send("again");
        sent.check_once("again")
    });
}

#[derive(Clone)]
struct Alone(Weak<Recorder<Reentrant>>);

type Reentrant = support::reentrant::ReentrantCall<Alone>;

impl Recording for Alone {
    fn record_below(&self, max: usize, call: impl FnOnce() -> Reentrant) {
        if let Some(recorder) = self.0.upgrade().filter(|recorder| recorder.calls().len() < max) {
            recorder.record(call());
        }
    }
}

#[test]
fn debug_equality_and_drop_of_a_call_may_record() {
    let recorder = Rc::new(Recorder::new());
    let call = |name| Reentrant { name, recorder: Alone(Rc::downgrade(&recorder)) };
    recorder.record(call("first"));
    assert!(recorder.calls().check_once(call("other")).is_err());
    assert!(format!("{recorder:?}").contains("first"));
    let names: Vec<_> = recorder.calls().iter().map(|call| call.name).collect();
    assert!(names.contains(&"from Debug") && names.contains(&"from PartialEq"), "{names:?}");
    recorder.clear();
    recorder.calls().assert_exactly([|call: &Reentrant| call.name == "from Drop"]);
    recorder.clear();
    assert!(recorder.is_empty());
}

/// A waker that sends when it is woken.
struct Sending(SyncRecordingMessenger);

impl Wake for Sending {
    fn wake(self: Arc<Self>) {
        self.0.send("from the waker");
        self.0.sent().assert_any("from the waker");
    }
}

#[test]
fn a_waker_may_send_when_it_is_woken() {
    let sending = Arc::new(Sending(SyncRecordingMessenger::new()));
    let waker = Waker::from(Arc::clone(&sending));
    let mut context = Context::from_waker(&waker);
    let mut waiting = pin!(sending.0.until(|sent| sent.check_count(4)));
    assert!(waiting.as_mut().poll(&mut context).is_pending());
    sending.0.send("one");
    sending.0.sent().assert_exactly(["one", "from the waker"]);
    assert!(waiting.as_mut().poll(&mut context).is_pending());
    sending.0.send("two");
    assert!(waiting.as_mut().poll(&mut context).is_ready());
}

/// A waker that sends when it is dropped.
struct Parting(Arc<SyncRecordingMessenger>);

impl Wake for Parting {
    fn wake(self: Arc<Self>) {}
}

impl Drop for Parting {
    fn drop(&mut self) {
        self.0.send("from the dropped waker");
    }
}

#[test]
fn a_waker_may_send_when_it_is_dropped() {
    let messenger = Arc::new(SyncRecordingMessenger::new());
    let parting = || Waker::from(Arc::new(Parting(Arc::clone(&messenger))));
    {
        let mut waiting = pin!(messenger.until(|sent| sent.check_count(100)));
        for _ in 0..3 {
            let waker = parting();
            assert!(waiting.as_mut().poll(&mut Context::from_waker(&waker)).is_pending());
        }
    }
    messenger.sent().assert_times(3, "from the dropped waker");
}

#[test]
fn a_messenger_may_come_back_to_its_shared_tracker() {
    static TRACKER: OnceLock<SyncLimitTracker<Box<dyn Messenger + Send + Sync>>> = OnceLock::new();
    static SPY: OnceLock<SyncRecordingMessenger> = OnceLock::new();
    let spy = SPY.get_or_init(SyncRecordingMessenger::new);
    let messenger = messenger::from_fn(move |message| {
        spy.send(message);
        if let Some(tracker) = TRACKER.get().filter(|tracker| tracker.value() < 100) {
            tracker.consume(20);
        }
    });
    TRACKER.get_or_init(|| SyncLimitTracker::new(Box::new(messenger), 100)).set_value(80);
    assert_eq!(TRACKER.get().map(SyncLimitTracker::value), Some(100));
    spy.sent().assert_count(2);
}

// Doubles can be leaked, or dropped during a panic.

#[test]
fn a_leaked_double_disturbs_nobody() {
    let messenger = RecordingMessenger::new();
    messenger.send("a");
    let sent = messenger.sent();
    mem::forget(messenger);
    sent.assert_exactly(["a"]);

    let shared = Arc::new(SyncRecordingMessenger::new());
    mem::forget(Arc::clone(&shared));
    mem::forget(shared.sent());
    mem::forget(shared.until(|_| Ok(())));
    shared.send("a");
    shared.wait_for(Duration::ZERO, "a").assert_exactly(["a"]);
}

#[test]
fn a_wait_that_was_polled_and_leaked_keeps_no_send_from_arriving() {
    let messenger: &'static _ = Box::leak(Box::new(SyncRecordingMessenger::new()));
    let mut waiting = Box::pin(messenger.until(|sent| sent.check_count(9)));
    assert!(waiting.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
    mem::forget(waiting);
    for message in ["a", "b", "c"] {
        messenger.send(message);
    }
    messenger.sent().assert_exactly(["a", "b", "c"]);
}

#[test]
fn a_double_dropped_by_a_panic_adds_no_panic() {
    let seen = RefCell::new(None);
    let caught = panic_of(|| {
        let (messenger, shared) = (RecordingMessenger::new(), SyncRecordingMessenger::new());
        messenger.send("never asserted on");
        shared.send("nor this");
        let _waiting = shared.until(|_| Ok(()));
        seen.replace(Some(messenger.sent()));
        panic!("the first failure");
    });
    assert_eq!(caught.message, "the first failure");
    seen.take().unwrap().assert_exactly(["never asserted on"]);
}

#[test]
fn a_failed_assertion_drops_the_double_and_is_reported() {
    let caught = panic_of(|| {
        let calls = Recorder::new();
        calls.record(Broken("a"));
        calls.calls().assert_nothing();
    });
    assert!(caught.first_line().starts_with("expected"), "{caught:?}");
}

#[test]
fn a_snapshot_held_across_a_million_sends_stays_as_it_was() {
    let messenger = RecordingMessenger::new();
    for n in 0..1_000 {
        messenger.send(&n.to_string());
    }
    let before = messenger.sent();
    let half = before.filter(|m| m.len() == 2);
    for _ in 0..1_000_000 {
        messenger.send("more");
    }
    assert_eq!(messenger.len(), 1_001_000);
    before.assert_exactly((0..1_000).map(|n: u32| n.to_string()));
    half.assert_exactly((10..100).map(|n: u32| n.to_string()));
    drop(messenger);
    assert_eq!(before.last(), Some("999"));
}

// Doubles can record unusual contents.

#[test]
fn any_text_comes_back_as_it_was_sent() {
    let long = "\u{1f980}".repeat(500_000);
    let texts = [
        "",
        "\0",
        "\0\0\0\0",
        "\u{fffd}",
        &String::from_utf8_lossy(b"\xed\xa0\x80\xed\xb0\x80"), // lone surrogates
        "\u{5e9}\u{5dc}\u{5d5}\u{5dd} \u{645}\u{631}\u{62d}\u{628}\u{627}",
        "\u{202e}desrever\u{202c}",
        "e\u{301}\u{301}\u{301}",
        "\u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467}",
        "\u{10ffff}",
        "\u{1b}[31mred\u{1b}[0m",
        "line\nline\r\nline\r",
        " \t\u{a0}\u{2028}\u{2029}",
        &long,
        "",
        "",
    ];
    let (messenger, shared) = (RecordingMessenger::new(), SyncRecordingMessenger::new());
    for text in texts {
        messenger.send(text);
        shared.send(text);
    }
    messenger.sent().assert_exactly(texts);
    shared.sent().assert_exactly(texts);
    assert_eq!(messenger.messages(), texts);
    for text in texts {
        assert_eq!(messenger.sent().check_any(text).unwrap(), text);
    }
}

#[test]
fn a_report_on_any_text_shows_no_control_character_raw() {
    let odd = ["", "\0\0\0", "\u{1b}[31mred", "\u{202e}desrever", "a\rb", "\u{5e9}\u{5dc}", "\u{fffd}"];
    let sent = sent(&odd);
    for wanted in odd {
        let reports = [
            sent.check_never(wanted).unwrap_err().to_string(),
            sent.check_exactly([wanted]).unwrap_err().to_string(),
            sent.check_once(format!("{wanted}!")).unwrap_err().to_string(),
            sent.check_in_order([wanted, wanted]).unwrap_err().to_string(),
        ];
        for report in reports {
            let raw = |c: char| c.is_control() && c != '\n' || c == '\u{202e}';
            assert!(!report.contains(raw), "{report:?}");
        }
    }
}

#[test]
fn calls_without_a_size_are_counted() {
    let recorder = Recorder::new();
    for () in [(); 10_000] {
        recorder.record(());
    }
    let calls = recorder.calls();
    calls.assert_count(10_000);
    calls.assert_all(());
    calls.assert_nth(9_999, ());
    calls.assert_exactly(vec![(); 10_000]);
    assert!(calls.check_once(()).unwrap_err().to_string().lines().count() < 100);
}

#[test]
#[allow(clippy::large_stack_arrays)]
fn calls_that_are_huge_are_recorded_and_reported_in_bounds() {
    const HUGE: usize = 1 << 18;
    // In a debug build, the stack holds several copies of such a value.
    let big_stack = thread::Builder::new().stack_size(HUGE * 64);
    let test = || {
        let recorder = Recorder::new();
        for n in 0..10 {
            recorder.record([n; HUGE]);
        }
        let calls = recorder.calls();
        calls.assert_once(|call: &[u8; HUGE]| call[HUGE - 1] == 7);
        let mismatch = calls.check_once(|call: &[u8; HUGE]| call[0] == 10).unwrap_err();
        let report = mismatch.to_string();
        assert!(report.lines().count() < 100 && report.len() < HUGE, "{} bytes", report.len());
        assert_eq!(recorder.take().len(), 10);
    };
    big_stack.spawn(test).unwrap().join().unwrap();
}

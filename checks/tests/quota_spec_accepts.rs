//! Correct trackers that share only the trait with this crate, in various designs: each has to pass at every limit for
//! which it is correct.

#![cfg(all(feature = "testing", target_pointer_width = "64"))]

use std::collections::BTreeSet;
use std::future::Future;
use std::pin::pin;
use std::rc::Rc;
use std::sync::mpsc;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};

use mock_messenger::{
    Messenger, NotifyOn, OVER_QUOTA, QuotaSpec, SyncRecordingMessenger, URGENT_WARNING, UsageChange, WARNING,
    predicate,
};

const SMALL_LIMITS: [usize; 10] = [0, 1, 2, 3, 4, 7, 10, 100, 101, 1000];
const LIMITS: [usize; 14] =
    [0, 1, 2, 3, 4, 7, 10, 100, 101, 1000, (1 << 24) + 1, usize::MAX / 100 + 1, usize::MAX - 1, usize::MAX];

/// The tracker of the Book, word for word but for the name. A quotient of floats is right for small limits.
mod from_the_book {
    use super::Messenger;

    pub(crate) struct LimitTracker<'a, T: Messenger> {
        messenger: &'a T,
        value: usize,
        max: usize,
    }

    impl<'a, T: Messenger> LimitTracker<'a, T> {
        pub(crate) fn new(messenger: &'a T, max: usize) -> LimitTracker<'a, T> {
            LimitTracker { messenger, value: 0, max }
        }

        #[allow(clippy::cast_precision_loss)]
        pub(crate) fn set_value(&mut self, value: usize) {
            self.value = value;

            let percentage_of_max = self.value as f64 / self.max as f64;

            if percentage_of_max >= 1.0 {
                self.messenger.send("Error: You are over your quota!");
            } else if percentage_of_max >= 0.9 {
                self.messenger.send("Urgent warning: You've used up over 90% of your quota!");
            } else if percentage_of_max >= 0.75 {
                self.messenger.send("Warning: You've used up over 75% of your quota!");
            }
        }
    }
}

#[test]
fn the_tracker_of_the_book_is_right_for_small_limits() {
    for limit in SMALL_LIMITS {
        QuotaSpec::book(limit).limits([limit]).assert(|messenger, usage| {
            let mut tracker = from_the_book::LimitTracker::new(messenger, usage.limit());
            for value in usage {
                tracker.set_value(value);
            }
        });
    }
}

#[test]
fn the_tracker_of_the_book_is_wrong_for_large_ones() {
    for limit in [(1 << 53) + 1, 3_005_000_000_000_009, usize::MAX] {
        let violation = QuotaSpec::book(limit).check(|messenger, usage| {
            let mut tracker = from_the_book::LimitTracker::new(messenger, usage.limit());
            for value in usage {
                tracker.set_value(value);
            }
        });
        let violation = violation.unwrap_err();
        assert!(
            violation.cause().unwrap().contains("f64 cannot represent these numbers: compare integers?"),
            "{violation}"
        );
    }
}

/// Owns its messenger, behind a trait object, and remembers the usage before: half-open intervals, as Lago has them.
struct Edges {
    messenger: Arc<dyn Messenger + Send + Sync>,
    limit: u64,
    before: u64,
}

impl Edges {
    fn record(&mut self, now: u64) {
        let crosses = |percent: u128| {
            let reaches = |used: u64| {
                used > 0 && u128::from(used) >= (u128::from(self.limit) * percent).div_ceil(100).max(1)
            };
            !reaches(self.before) && reaches(now)
        };
        let texts = [(100, OVER_QUOTA), (90, URGENT_WARNING), (75, WARNING)];
        if let Some((_, text)) = texts.into_iter().find(|(percent, _)| crosses(*percent)) {
            self.messenger.send(text);
        }
        self.before = now;
    }
}

#[test]
fn a_tracker_of_edges_that_owns_its_messenger() {
    QuotaSpec::book(0).limits(LIMITS).notify_on(NotifyOn::Crossing).assert(|messenger, usage| {
        let messenger: Arc<SyncRecordingMessenger> = Arc::clone(messenger);
        let mut edges = Edges { messenger, limit: usage.limit() as u64, before: 0 };
        for value in usage {
            edges.record(value as u64);
        }
    });
}

/// Remembers which levels were fired, with hysteresis.
struct Alarms {
    messenger: Rc<dyn Messenger>,
    fired: BTreeSet<usize>,
    limit: usize,
}

impl Alarms {
    fn is_at(&self, value: usize, percent: usize) -> bool {
        value > 0 && value as u128 * 100 >= self.limit as u128 * percent as u128
    }

    fn observe(&mut self, value: usize) {
        if !self.is_at(value, 70) {
            self.fired.clear();
        }
        let news: Vec<_> =
            [75, 90, 100].into_iter().filter(|p| self.is_at(value, *p) && !self.fired.contains(p)).collect();
        self.fired.extend(&news);
        match news.last() {
            Some(75) => self.messenger.send("75% used"),
            Some(90) => self.messenger.send("90% used"),
            Some(_) => self.messenger.send("nothing left"),
            None => {}
        }
    }
}

#[test]
fn alarms_with_hysteresis_that_share_their_messenger() {
    QuotaSpec::new(0)
        .limits(LIMITS)
        .at_percent(75, predicate::str::starts_with("75%"))
        .at_percent(90, |message: &str| message.starts_with("90%"))
        .at_percent(100, "nothing left")
        .notify_on(NotifyOn::Crossing)
        .rearm_below_percent(70)
        .assert(|messenger, usage| {
            let messenger = Rc::new(Arc::clone(messenger));
            let mut alarms = Alarms { messenger, fired: BTreeSet::new(), limit: usage.limit() };
            for value in usage {
                alarms.observe(value);
            }
        });
}

/// Warns strictly above, as Nextcloud's `quota_warning` does, and says how much is used.
fn warn_above(messenger: &dyn Messenger, used: usize, limit: usize) -> Result<(), std::fmt::Error> {
    use std::fmt::Write as _;

    let mut text = String::new();
    let above = |percent: u128| used as u128 * 100 > limit as u128 * percent;
    if above(95) {
        write!(text, "critical: {used} of {limit}")?;
    } else if above(85) {
        write!(text, "warning: {used} of {limit}")?;
    } else {
        return Ok(());
    }
    messenger.send(&text);
    Ok(())
}

#[test]
fn a_function_that_can_fail_and_warns_strictly_above() {
    QuotaSpec::new(0)
        .limits(LIMITS)
        .above_percent(85, predicate::str::starts_with("warning"))
        .above_percent(95, predicate::str::starts_with("critical"))
        .assert(|messenger, usage| {
            let limit = usage.limit();
            for used in usage {
                warn_above(&**messenger, used, limit)?;
            }
            Ok::<_, std::fmt::Error>(())
        });
}

/// Counts down what is left, and takes changes.
struct Tickets<M> {
    left: usize,
    sold_too_many: usize,
    messenger: M,
}

impl<M: Messenger> Tickets<M> {
    fn sell(&mut self, amount: usize) {
        let served = amount.min(self.left);
        self.left -= served;
        self.sold_too_many += amount - served;
        self.report();
    }

    fn give_back(&mut self, amount: usize) {
        let settled = amount.min(self.sold_too_many);
        self.sold_too_many -= settled;
        self.left += amount - settled;
        self.report();
    }

    fn report(&self) {
        match (self.left, self.sold_too_many) {
            (0, 0) => self.messenger.send("sold out"),
            (0, _) => self.messenger.send("oversold"),
            (1..=10, _) => self.messenger.send("only a few left"),
            _ => {}
        }
    }
}

#[test]
fn a_counter_of_what_is_left_that_takes_changes() {
    QuotaSpec::new(500)
        .at_value(490, "only a few left")
        .at_percent(100, "sold out")
        .above_value(500, "oversold")
        .assert(|messenger, usage| {
            let mut tickets = Tickets { left: usage.limit(), sold_too_many: 0, messenger };
            for change in usage.changes() {
                match change {
                    UsageChange::Consume(amount) => tickets.sell(amount),
                    UsageChange::Release(amount) => tickets.give_back(amount),
                }
            }
        });
}

/// Reports over a channel, to a task of its own.
async fn report(messenger: Arc<SyncRecordingMessenger>, value: usize, limit: usize) {
    Yield(false).await;
    if value >= limit && value > 0 {
        messenger.send(OVER_QUOTA);
    }
}

/// Gives the executor a turn.
struct Yield(bool);

impl Future for Yield {
    type Output = ();

    fn poll(mut self: std::pin::Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if self.0 {
            return Poll::Ready(());
        }
        self.0 = true;
        context.waker().wake_by_ref();
        Poll::Pending
    }
}

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

fn block_on<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    loop {
        match future.as_mut().poll(&mut Context::from_waker(&waker)) {
            Poll::Ready(output) => return output,
            Poll::Pending => thread::park(),
        }
    }
}

#[test]
fn async_code_on_an_executor_of_ten_lines() {
    fn is_send<T: Send>(future: T) -> T {
        future
    }
    QuotaSpec::new(100).at_percent(100, OVER_QUOTA).assert(|messenger, usage| {
        let messenger = Arc::clone(messenger);
        block_on(is_send(async move {
            let limit = usage.limit();
            for value in usage {
                report(Arc::clone(&messenger), value, limit).await;
            }
        }));
    });
}

#[test]
fn async_code_on_tokio() {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    QuotaSpec::new(100).at_percent(100, OVER_QUOTA).assert(|messenger, usage| {
        runtime.block_on(async {
            let limit = usage.limit();
            for value in usage {
                let report = tokio::spawn(report(Arc::clone(messenger), value, limit));
                report.await?;
            }
            Ok::<_, tokio::task::JoinError>(())
        })
    });
}

/// A worker thread that is sent each usage, and answers when it has dealt with it.
#[test]
fn a_worker_on_a_thread_of_its_own() {
    let (usages, inbox) = mpsc::channel::<(Arc<SyncRecordingMessenger>, usize)>();
    let (answers, done) = mpsc::channel();
    let worker = thread::spawn(move || {
        for (messenger, value) in inbox {
            if value >= 8 {
                messenger.send("two left");
            }
            answers.send(()).unwrap();
        }
    });
    QuotaSpec::new(10).at_value(8, "two left").assert(|messenger, usage| {
        for value in usage {
            usages.send((Arc::clone(messenger), value)).unwrap();
            done.recv().unwrap();
        }
    });
    drop(usages);
    worker.join().unwrap();
}

/// Shared behind a lock, and sends each level once.
#[test]
fn a_shared_gauge_that_maps_levels_to_texts() {
    let texts = |level: usize| ["low on space", "very low on space", "out of space"][level - 1];
    let percents = [(80_u128, 1), (95, 2), (100, 3)];
    let spec = percents.iter().fold(QuotaSpec::new(0).limits(LIMITS), |spec, (percent, level)| {
        spec.at_percent(u32::try_from(*percent).unwrap(), texts(*level))
    });
    spec.notify_on(NotifyOn::Crossing).assert(|messenger, usage| {
        let limit = usage.limit() as u128;
        let gauge = Mutex::new(0);
        for value in usage {
            let reached = percents.iter().filter(|(percent, _)| {
                value > 0 && value as u128 >= limit * percent / 100 + u128::from(limit * percent % 100 > 0)
            });
            let level = reached.map(|(_, level)| *level).max().unwrap_or(0);
            let before = std::mem::replace(&mut *gauge.lock().unwrap(), level);
            if level > before {
                messenger.send(texts(level));
            }
        }
    });
}

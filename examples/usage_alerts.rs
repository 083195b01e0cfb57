//! A service whose clients share a quota. Each alert is sent once, to standard error and to a file. A second quota
//! demonstrates structured alerts, a failed delivery and a restart.
//!
//! ```console
//! cargo run --example usage_alerts -- [FILE]
//! ```
//!
//! The default file is `usage_alerts.log` in the directory for temporary files.

use std::env;
use std::error::Error;
use std::fs::File;
use std::io::Write;
use std::path::PathBuf;
use std::thread;

use mock_messenger::{
    Alert, LimitError, LimitTracker, Messenger, NotifyOn, SyncLimitTracker, Threshold, TrackerState, Usage,
    messenger,
};

/// Storage that many clients use concurrently.
pub(crate) struct Storage<M> {
    quota: SyncLimitTracker<M>,
}

impl<M: Messenger> Storage<M> {
    /// Creates storage with this capacity, which sends its alerts through `alerts`.
    ///
    /// Levels re-arm only below 70%, so usage that oscillates around a level does not repeat its alert.
    pub(crate) fn new(megabytes: usize, alerts: M) -> Result<Self, LimitError> {
        let quota = LimitTracker::builder(alerts, megabytes)
            .thresholds([
                Threshold::at_percent(80, |usage: Usage| format!("storage is filling up: {usage} MB used")),
                Threshold::at_percent(95, |usage: Usage| {
                    format!("storage is nearly full: {} MB left", usage.remaining())
                }),
                Threshold::at_percent(100, "storage is full"),
            ])
            .rearm_below_percent(70)
            .build_sync()?;
        Ok(Self { quota })
    }

    pub(crate) fn upload(&self, megabytes: usize) {
        self.quota.consume(megabytes);
    }

    pub(crate) fn delete(&self, megabytes: usize) {
        self.quota.release(megabytes);
    }

    pub(crate) fn usage(&self) -> Usage {
        self.quota.usage()
    }
}

/// Runs an action for each of four clients, each on its own thread.
pub(crate) fn clients<M: Messenger + Sync>(storage: &Storage<M>, action: impl Fn(&Storage<M>) + Sync) {
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| action(storage));
        }
    });
}

/// Creates a messenger that appends each alert to a file as one line, from any thread.
pub(crate) fn log_to(file: File) -> impl Messenger + Sync {
    messenger::from_fn(move |alert| {
        if let Err(error) = (&file).write_all(format!("{alert}\n").as_bytes()) {
            eprintln!("the alert could not be logged: {error}");
        }
    })
}

/// A monthly quota of requests. It returns the alerts, and the caller delivers them.
pub(crate) struct Requests {
    quota: LimitTracker<()>,
}

impl Requests {
    /// Starts a new quota, or continues from a saved state.
    pub(crate) fn new(limit: usize, saved: Option<TrackerState>) -> Result<Self, LimitError> {
        let thresholds = [
            Threshold::at_percent(80, "80% of the requests are used").cleared("requests are available again"),
            Threshold::at_remaining(0, "no requests are left"),
        ];
        let builder = LimitTracker::builder((), limit).thresholds(thresholds).notify_on(NotifyOn::Crossing);
        let quota = match saved {
            Some(state) => builder.resume(state).build()?,
            None => builder.build()?,
        };
        Ok(Self { quota })
    }

    /// Sets the number of requests, and delivers the alert, if any. If the delivery fails, the next update repeats the
    /// alert.
    pub(crate) fn update<E>(
        &mut self,
        count: usize,
        deliver: impl FnOnce(&Alert<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let Some(alert) = self.quota.set_value(count) else { return Ok(()) };
        let delivered = deliver(&alert);
        if delivered.is_err() {
            let threshold = alert.threshold().clone();
            self.quota.rearm(&threshold);
        }
        delivered
    }

    pub(crate) fn save(&self) -> TrackerState {
        self.quota.state()
    }
}

fn show_requests() -> Result<(), LimitError> {
    let page = |alert: &Alert<'_>| {
        let kind = if alert.is_clear() { "cleared" } else { "fired" };
        println!("  {kind} {} at {}: {}", alert.threshold().kind(), alert.usage(), alert.message());
        Ok(())
    };
    let mut requests = Requests::new(100, None)?;
    println!("80 requests, while the pager is down");
    if let Err(error) = requests.update(80, |_| Err("the pager is down")) {
        println!("  not delivered: {error}");
    }
    println!("81 requests, and the pager is back");
    requests.update(81, page).unwrap_or_else(|error: &str| println!("  not delivered: {error}"));

    println!("A restart, and 90 requests: nothing to report");
    let mut requests = Requests::new(100, Some(requests.save()))?;
    requests.update(90, page).unwrap_or_else(|error: &str| println!("  not delivered: {error}"));
    println!("10 requests in the next month");
    requests.update(10, page).unwrap_or_else(|error: &str| println!("  not delivered: {error}"));
    Ok(())
}

fn main() -> Result<(), Box<dyn Error>> {
    let path = env::args_os().nth(1).map_or_else(|| env::temp_dir().join("usage_alerts.log"), PathBuf::from);
    let standard_error = messenger::from_fn(|alert| eprintln!("  alert: {alert}"));
    let alerts = messenger::tee(standard_error, log_to(File::create(&path)?));
    let storage = Storage::new(1000, alerts)?;

    println!("Four clients upload 210 MB each");
    clients(&storage, |storage| (0..210).for_each(|_| storage.upload(1)));

    println!("They replace files, up and down across 80%: nothing to report");
    clients(&storage, |storage| {
        for _ in 0..100 {
            storage.delete(20);
            storage.upload(20);
        }
    });

    println!("They upload 30 MB more each");
    clients(&storage, |storage| (0..30).for_each(|_| storage.upload(1)));

    println!("They delete 80 MB each, which leaves less than 70%");
    clients(&storage, |storage| storage.delete(80));

    println!("They upload 50 MB each");
    clients(&storage, |storage| (0..50).for_each(|_| storage.upload(1)));

    println!("{} MB are used; the alerts are in {}", storage.usage(), path.display());

    show_requests()?;
    Ok(())
}

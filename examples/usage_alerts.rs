//! A service whose clients share a quota: each alert is given once, to standard error and to a file.
//!
//! ```console
//! cargo run --example usage_alerts -- [FILE]
//! ```
//!
//! Left out, the file is `usage_alerts.log` in the directory for temporary files.

use std::env;
use std::error::Error;
use std::fs::File;
use std::io::Write;
use std::path::PathBuf;
use std::thread;

use mock_messenger::{LimitError, LimitTracker, Messenger, SyncLimitTracker, Threshold, Usage, messenger};

/// Storage that many clients fill and empty at once.
pub(crate) struct Storage<M> {
    quota: SyncLimitTracker<M>,
}

impl<M: Messenger> Storage<M> {
    /// Storage of that many megabytes, watched by `alerts`.
    ///
    /// A level is told again only after usage was below 70%, so that files that come and go around a level are no news.
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

/// Four clients, each on a thread of its own, do the same at once.
pub(crate) fn clients<M: Messenger + Sync>(storage: &Storage<M>, action: impl Fn(&Storage<M>) + Sync) {
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| action(storage));
        }
    });
}

/// Appends each alert to a file, a line at a time, whichever thread it comes from.
pub(crate) fn log_to(file: File) -> impl Messenger + Sync {
    messenger::from_fn(move |alert| {
        if let Err(error) = (&file).write_all(format!("{alert}\n").as_bytes()) {
            eprintln!("the alert could not be logged: {error}");
        }
    })
}

fn main() -> Result<(), Box<dyn Error>> {
    let path = env::args_os().nth(1).map_or_else(|| env::temp_dir().join("usage_alerts.log"), PathBuf::from);
    let standard_error = messenger::from_fn(|alert| eprintln!("  alert: {alert}"));
    let alerts = messenger::tee(standard_error, log_to(File::create(&path)?));
    let storage = Storage::new(1000, alerts)?;

    println!("Four clients upload 210 MB each");
    clients(&storage, |storage| (0..210).for_each(|_| storage.upload(1)));

    println!("They replace files, up and down across 80%: no news");
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
    Ok(())
}

//! Async code in a single-threaded runtime: the test awaits what it expects, so that the sender gets its turn.

use std::sync::Arc;
use std::time::Duration;

use mock_messenger::{Mismatch, SyncRecorder, Transcript, described};
use tokio::time::{sleep, timeout};

/// What the code under test talks to. A double behind an async interface has to be `Send + Sync`.
trait Pager: Send + Sync {
    #[track_caller]
    fn page(&self, who: &str, attempt: u32);
}

#[derive(Debug, PartialEq)]
struct Page {
    who: String,
    attempt: u32,
}

#[derive(Default)]
struct PagerDouble {
    pages: SyncRecorder<Page>,
}

impl Pager for PagerDouble {
    fn page(&self, who: &str, attempt: u32) {
        self.pages.record(Page { who: who.to_owned(), attempt });
    }
}

/// The code under test: pages somebody again and again until they answer.
async fn page_until_answered(pager: Arc<dyn Pager>, who: &str) {
    for attempt in 1.. {
        pager.page(who, attempt);
        sleep(Duration::from_millis(1)).await;
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let pager = Arc::new(PagerDouble::default());
    let paging = tokio::spawn(page_until_answered(pager.clone(), "ann"));

    // `until` is a plain future; the time-out is the runtime's. A blocking wait would starve the task here.
    let thrice = pager.pages.until(|pages| pages.check_count(3..));
    let pages = timeout(Duration::from_secs(30), thrice).await.expect("ann is paged three times");
    paging.abort();
    pages.assert_all(|page: &Page| page.who == "ann");
    println!("ann was paged {:?}", [&pages[0], &pages[1], &pages[2]].map(|page| page.attempt));

    // Where the time-out elapses, the same check tells what is missing.
    let nobody_else = PagerDouble::default();
    nobody_else.page("bob", 1);
    let eve_is_paged = |pages: &Transcript<Page>| -> Result<(), Mismatch> {
        pages.check_any(described("to eve", |page: &Page| page.who == "eve"))?;
        Ok(())
    };
    if timeout(Duration::from_millis(20), nobody_else.pages.until(eve_is_paged)).await.is_err() {
        println!("\n{}", eve_is_paged(&nobody_else.pages.calls()).unwrap_err());
    }
}

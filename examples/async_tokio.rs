//! An async service with a background task, tested in a single-threaded runtime under paused time: retries with
//! back-off, quiet after shutdown, and the report of a wait that fails.

use std::future::{self, Future};
use std::time::Duration;

use mock_messenger::{Replies, SyncRecorder, described};
use tokio::sync::mpsc::{self, UnboundedSender};
use tokio::task::JoinHandle;
use tokio::time::sleep;

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum SmtpError {
    Busy,
    NoSuchUser,
}

/// What the service talks to.
///
/// An `async fn` in a trait is not `Send`, and a spawned task needs that, so the method is written as this plain `fn`.
/// `#[track_caller]` then shows the line of the service in reports.
pub(crate) trait Mailer: Clone + Send + Sync + 'static {
    #[track_caller]
    fn mail(&self, to: &str, body: &str) -> impl Future<Output = Result<(), SmtpError>> + Send;
}

/// The code under test: a background task that delivers mail, and tries again later if the server is busy.
pub(crate) struct Outbox {
    queue: UnboundedSender<(String, String)>,
    task: JoinHandle<()>,
}

impl Outbox {
    const ATTEMPTS: u32 = 3;

    pub(crate) fn start(mailer: impl Mailer) -> Self {
        let (queue, mut mails) = mpsc::unbounded_channel::<(String, String)>();
        let task = tokio::spawn(async move {
            while let Some((to, body)) = mails.recv().await {
                Self::deliver(&mailer, &to, &body).await;
            }
        });
        Self { queue, task }
    }

    async fn deliver(mailer: &impl Mailer, to: &str, body: &str) {
        for attempt in 1..=Self::ATTEMPTS {
            match mailer.mail(to, body).await {
                Err(SmtpError::Busy) if attempt < Self::ATTEMPTS => {
                    sleep(Duration::from_secs(2u64.pow(attempt))).await;
                }
                Ok(()) | Err(_) => return,
            }
        }
    }

    pub(crate) fn post(&self, to: &str, body: &str) {
        self.queue.send((to.to_owned(), body.to_owned())).expect("the task lives as long as this");
    }

    /// Delivers what has been posted, and ends the task.
    pub(crate) async fn shut_down(self) {
        drop(self.queue);
        self.task.await.expect("the task does not panic");
    }
}

#[derive(Debug, PartialEq)]
pub(crate) struct Mail {
    pub(crate) to: String,
    pub(crate) body: String,
}

/// A clone shares the log and the replies, so that the service can own one and the test another.
#[derive(Clone, Default)]
pub(crate) struct MailerDouble {
    pub(crate) mails: SyncRecorder<Mail>,
    pub(crate) replies: Replies<Result<(), SmtpError>>,
}

impl Mailer for MailerDouble {
    fn mail(&self, to: &str, body: &str) -> impl Future<Output = Result<(), SmtpError>> + Send {
        self.mails.record(Mail { to: to.to_owned(), body: body.to_owned() });
        future::ready(self.replies.try_next().unwrap_or(Ok(())))
    }
}

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    let minute = Duration::from_secs(60);
    let mailer = MailerDouble::default();
    let outbox = Outbox::start(mailer.clone());

    // The server is busy twice. Under paused time the back-off of six seconds takes none.
    mailer.replies.push(Err(SmtpError::Busy));
    mailer.replies.push(Err(SmtpError::Busy));
    outbox.post("ann", "Dear ann");
    let mails = mailer.mails.until_or(sleep(minute), |mails| mails.check_count(3)).await.unwrap();
    mails.assert_all(|mail: &Mail| mail.to == "ann");
    mailer.replies.assert_used_up();
    println!("ann: delivered at attempt {}", mails.len());

    // A user who does not exist is no reason to try again.
    mailer.mails.clear();
    mailer.replies.push(Err(SmtpError::NoSuchUser));
    outbox.post("eve", "Dear eve");
    mailer.mails.until_or(sleep(minute), |mails| mails.check_count(1)).await.unwrap();
    mailer.mails.quiet_until(sleep(minute)).await.unwrap();
    println!("eve: tried once");

    // A wait that fails returns the report of its last check.
    let to_bob = described("to bob", |mail: &Mail| mail.to == "bob");
    let bob = mailer.mails.until_or(sleep(minute), |mails| mails.check_any(&to_bob)).await;
    println!("\n{}", bob.unwrap_err());

    outbox.shut_down().await;
    mailer.mails.quiet_until(sleep(minute)).await.unwrap();
    println!("\nnothing after the shutdown");
}

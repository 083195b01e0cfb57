//! A test of an async service with a background task, in a single-threaded runtime with paused time. It covers retries
//! with back-off, silence after the shutdown, and the report of a failing wait.

use std::future::Future;
use std::time::Duration;

use tokio::sync::mpsc::{self, UnboundedSender};
use tokio::task::JoinHandle;
use tokio::time::sleep;

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum SmtpError {
    Busy,
    NoSuchUser,
}

/// The interface of the mail server.
///
/// A spawned task requires a future that is `Send`. That of an `async fn` in a trait need not be, so this method is
/// declared as a plain `fn`.
#[mock_messenger::double]
pub(crate) trait Mailer: Clone + Send + Sync + 'static {
    fn mail(&self, to: &str, body: &str) -> impl Future<Output = Result<(), SmtpError>> + Send;
}

/// The code under test: a background task that delivers mail, and retries later if the server is busy.
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

    /// Delivers the remaining mail, and ends the task.
    pub(crate) async fn shut_down(self) {
        drop(self.queue);
        self.task.await.expect("the task does not panic");
    }
}

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    let minute = Duration::from_secs(60);
    // Clones share the log and the replies: the service owns one, the test another.
    let mailer = MailerDouble::named("mailer");
    let outbox = Outbox::start(mailer.clone());

    // The server is busy twice. With paused time, the test does not have to wait for the back-off of six seconds.
    mailer.mail.replies([Err(SmtpError::Busy), Err(SmtpError::Busy)]).returns(Ok(()));
    outbox.post("ann", "Dear ann");
    let calls = mailer.recorder().until_or(sleep(minute), |calls| calls.check_count(3)).await.unwrap();
    calls.assert_all(MailerCall::mail("ann", ..));
    mailer.mail.assert_used_up();
    println!("ann: delivered at attempt {}", calls.len());

    // If the user is unknown, the service does not retry.
    mailer.recorder().clear();
    mailer.mail.replies([Err(SmtpError::NoSuchUser)]);
    outbox.post("eve", "Dear eve");
    mailer.recorder().until_or(sleep(minute), |calls| calls.check_count(1)).await.unwrap();
    mailer.recorder().quiet_until(sleep(minute)).await.unwrap();
    println!("eve: tried once");

    // A failing wait returns the report of its last check.
    let bob =
        mailer.recorder().until_or(sleep(minute), |calls| calls.check_any(MailerCall::mail("bob", ..))).await;
    println!("\n{}", bob.unwrap_err());

    outbox.shut_down().await;
    mailer.recorder().quiet_until(sleep(minute)).await.unwrap();
    println!("\nnothing after the shutdown");
}

//! The service of the example `async_tokio`, tested twice with the same tests: with the double that `#[double]` writes,
//! and with one that is written by hand.

#![cfg(feature = "macros")]

// Its `main` is not called here.
#[allow(dead_code)]
#[path = "../../examples/async_tokio.rs"]
mod async_tokio;

use std::time::Duration;

use async_tokio::Outbox;
use tokio::time::sleep;

const MINUTE: Duration = Duration::from_secs(60);

fn post(outbox: &Outbox, names: &[&str]) {
    for name in names {
        outbox.post(name, &format!("Dear {name}"));
    }
}

/// The tests, in the vocabulary that both doubles share.
macro_rules! tests {
    () => {
        use super::{MINUTE, Outbox, post, sleep};

        #[tokio::test(start_paused = true)]
        async fn mails_are_delivered_in_the_order_in_which_they_were_posted() {
            let mailer = double([]);
            let outbox = Outbox::start(mailer.clone());
            post(&outbox, &["ann", "bob"]);
            outbox.shut_down().await;
            log(&mailer).calls().assert_exactly([mail("ann"), mail("bob")]);
        }

        #[tokio::test(start_paused = true)]
        async fn a_busy_server_is_tried_again_until_it_answers() {
            let mailer = double([Err(SmtpError::Busy)]);
            let outbox = Outbox::start(mailer.clone());
            post(&outbox, &["ann", "bob"]);
            let all = || [mail("ann"), mail("ann"), mail("bob")];
            log(&mailer).until_or(sleep(MINUTE), |mails| mails.check_exactly(all())).await.unwrap();
            log(&mailer).quiet_until(sleep(MINUTE)).await.unwrap();
            assert_replies_used_up(&mailer);
        }

        #[tokio::test(start_paused = true)]
        async fn a_server_that_stays_busy_is_given_up_after_three_attempts() {
            let mailer = double([Err(SmtpError::Busy), Err(SmtpError::Busy), Err(SmtpError::Busy)]);
            let outbox = Outbox::start(mailer.clone());
            post(&outbox, &["ann", "bob"]);
            let mails = log(&mailer).until_or(sleep(MINUTE), |mails| mails.check_any(mail("bob"))).await;
            mails.unwrap().assert_exactly([mail("ann"), mail("ann"), mail("ann"), mail("bob")]);
        }

        #[tokio::test(start_paused = true)]
        async fn an_unknown_user_is_tried_once() {
            let mailer = double([Err(SmtpError::NoSuchUser)]);
            let outbox = Outbox::start(mailer.clone());
            post(&outbox, &["eve"]);
            log(&mailer).until_or(sleep(MINUTE), |mails| mails.check_once(mail("eve"))).await.unwrap();
            log(&mailer).quiet_until(sleep(MINUTE)).await.unwrap();
        }

        #[tokio::test(start_paused = true)]
        async fn the_report_shows_the_line_of_the_service_that_called() {
            let mailer = double([]);
            let outbox = Outbox::start(mailer.clone());
            post(&outbox, &["ann"]);
            let two = log(&mailer).until_or(sleep(MINUTE), |mails| mails.check_count(2)).await;
            let report = two.unwrap_err().to_string();
            let service = include_str!("../../examples/async_tokio.rs");
            let line =
                1 + service.lines().position(|line| line.contains("mailer.mail(to, body).await")).unwrap();
            assert!(report.contains(&format!("async_tokio.rs:{line}")), "{report}");
        }
    };
}

/// The double that the attribute writes.
mod written {
    use super::async_tokio::{MailerCall, MailerDouble, SmtpError};
    use mock_messenger::{CallLog, Expected};

    fn double(replies: impl IntoIterator<Item = Result<(), SmtpError>>) -> MailerDouble {
        let mailer = MailerDouble::new();
        mailer.mail.replies(replies).returns(Ok(()));
        mailer
    }

    fn log(mailer: &MailerDouble) -> &CallLog {
        mailer.recorder()
    }

    fn assert_replies_used_up(mailer: &MailerDouble) {
        mailer.mail.assert_used_up();
    }

    fn mail(to: &str) -> Expected<'_> {
        MailerCall::mail(to, format!("Dear {to}"))
    }

    tests! {}
}

/// The same by hand.
mod by_hand {
    use std::future::{self, Future};

    use super::async_tokio::{Mailer, SmtpError};
    use mock_messenger::{Replies, SyncRecorder};

    #[derive(Debug, PartialEq)]
    struct Mail {
        to: String,
        body: String,
    }

    #[derive(Clone)]
    struct MailerByHand {
        mails: SyncRecorder<Mail>,
        replies: Replies<Result<(), SmtpError>>,
    }

    impl Mailer for MailerByHand {
        fn mail(&self, to: &str, body: &str) -> impl Future<Output = Result<(), SmtpError>> + Send {
            self.mails.record(Mail { to: to.to_owned(), body: body.to_owned() });
            future::ready(self.replies.try_next().unwrap_or(Ok(())))
        }
    }

    fn double(replies: impl IntoIterator<Item = Result<(), SmtpError>>) -> MailerByHand {
        MailerByHand { mails: SyncRecorder::new(), replies: Replies::new(replies) }
    }

    fn log(mailer: &MailerByHand) -> &SyncRecorder<Mail> {
        &mailer.mails
    }

    fn assert_replies_used_up(mailer: &MailerByHand) {
        mailer.replies.assert_used_up();
    }

    fn mail(to: &str) -> Mail {
        Mail { to: to.to_owned(), body: format!("Dear {to}") }
    }

    tests! {}
}

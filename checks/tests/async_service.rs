//! The service of the example `async_tokio`, tested with a double that is written by hand.

#![cfg(feature = "testing")]

// Its `main` is not called here.
#[allow(dead_code)]
#[path = "../../examples/async_tokio.rs"]
mod async_tokio;

use std::time::Duration;

use async_tokio::{Mail, MailerDouble, Outbox, SmtpError};
use tokio::time::sleep;

const MINUTE: Duration = Duration::from_secs(60);

fn mail(to: &str) -> Mail {
    Mail { to: to.to_owned(), body: format!("Dear {to}") }
}

fn post(outbox: &Outbox, names: &[&str]) {
    for name in names {
        outbox.post(name, &format!("Dear {name}"));
    }
}

#[tokio::test(start_paused = true)]
async fn mails_are_delivered_in_the_order_in_which_they_were_posted() {
    let mailer = MailerDouble::default();
    let outbox = Outbox::start(mailer.clone());
    post(&outbox, &["ann", "bob"]);
    outbox.shut_down().await;
    mailer.mails.calls().assert_exactly([mail("ann"), mail("bob")]);
}

#[tokio::test(start_paused = true)]
async fn a_busy_server_is_tried_again_until_it_answers() {
    let mailer = MailerDouble::default();
    let outbox = Outbox::start(mailer.clone());
    mailer.replies.push(Err(SmtpError::Busy));
    post(&outbox, &["ann", "bob"]);
    let all = [mail("ann"), mail("ann"), mail("bob")];
    mailer.mails.until_or(sleep(MINUTE), |mails| mails.check_exactly(&all)).await.unwrap();
    mailer.mails.quiet_until(sleep(MINUTE)).await.unwrap();
    mailer.replies.assert_used_up();
}

#[tokio::test(start_paused = true)]
async fn a_server_that_stays_busy_is_given_up_after_three_attempts() {
    let mailer = MailerDouble::default();
    let outbox = Outbox::start(mailer.clone());
    for _ in 0..3 {
        mailer.replies.push(Err(SmtpError::Busy));
    }
    post(&outbox, &["ann", "bob"]);
    let bob_is_next = |mail: &Mail| mail.to == "bob";
    let mails = mailer.mails.until_or(sleep(MINUTE), |mails| mails.check_any(bob_is_next)).await;
    mails.unwrap().assert_exactly([mail("ann"), mail("ann"), mail("ann"), mail("bob")]);
}

#[tokio::test(start_paused = true)]
async fn an_unknown_user_is_tried_once() {
    let mailer = MailerDouble::default();
    let outbox = Outbox::start(mailer.clone());
    mailer.replies.push(Err(SmtpError::NoSuchUser));
    post(&outbox, &["eve"]);
    mailer.mails.until_or(sleep(MINUTE), |mails| mails.check_count(1)).await.unwrap();
    mailer.mails.quiet_until(sleep(MINUTE)).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn the_report_shows_the_line_of_the_service_that_called() {
    let mailer = MailerDouble::default();
    let outbox = Outbox::start(mailer.clone());
    post(&outbox, &["ann"]);
    let report = mailer.mails.until_or(sleep(MINUTE), |mails| mails.check_count(2)).await.unwrap_err();
    let service = include_str!("../../examples/async_tokio.rs");
    let line = 1 + service.lines().position(|line| line.contains("mailer.mail(to, body).await")).unwrap();
    assert!(report.to_string().contains(&format!("async_tokio.rs:{line}")), "{report}");
}

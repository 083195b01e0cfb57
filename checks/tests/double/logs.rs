//! Several doubles, their names, their logs, and finding calls in them.

use std::sync::Arc;
use std::thread;
use std::time::Duration;

use mock_messenger::{Call, CallLog, Expected, FoundCall, Kept, Transcript, double, matcher, predicate};

#[double]
trait Mailer {
    fn mail(&self, to: &str, body: &str);
    fn ping(&self);
}

#[double]
trait Clock {
    fn tick(&self) -> u64;
}

#[test]
fn doubles_in_one_log_keep_their_order_and_recipients() {
    let log = CallLog::new();
    let owner = MailerDouble::named_in_log("owner", &log);
    let support = MailerDouble::named_in_log("support", &log);
    let clock = ClockDouble::in_log(&log);
    owner.mail("ann", "hi");
    support.mail("bob", "ho");
    clock.tick();
    support.ping();

    log.calls().assert_exactly([
        owner.mail.with(("ann", ..)),
        MailerCall::mail("bob", "ho"),
        ClockCall::tick(),
        support.ping.any(),
    ]);
    log.calls().assert_never(owner.mail.with(("bob", ..)));
    log.calls().assert_never(owner.ping.any());
    owner.calls().assert_exactly([MailerCall::mail("ann", "hi")]);
    support.calls().assert_exactly([MailerCall::mail("bob", "ho"), MailerCall::ping()]);
    clock.tick.calls().assert_once(());
    assert_eq!(clock.tick.calls().original_index(0), Some(2));
    let forms: Vec<String> = log.calls().iter().map(|call| format!("{call:?}")).collect();
    assert_eq!(
        forms,
        [
            r#"owner.mail(to: "ann", body: "hi")"#,
            r#"support.mail(to: "bob", body: "ho")"#,
            "Clock.tick()",
            "support.ping()"
        ]
    );
}

#[test]
fn a_call_knows_its_method_and_recipient() {
    let named = MailerDouble::named("owner");
    named.ping();
    let call: Arc<Call> = named.calls().assert_once(MailerCall::ping());
    assert_eq!((call.method(), call.recipient(), call.answer()), ("ping", "owner", None));
    assert_eq!(format!("{call:?}"), "ping()");
    let unnamed = MailerDouble::new();
    unnamed.ping();
    assert_eq!(unnamed.calls()[0].recipient(), "Mailer");
}

#[test]
fn the_name_of_a_double_stands_above_its_log() {
    let named = MailerDouble::named("owner");
    named.ping();
    let report = named.calls().check_nothing().unwrap_err().to_string();
    assert!(report.contains("recorded by `owner`:"), "{report}");
}

#[test]
fn what_an_assertion_finds_is_owned() {
    let mailer = MailerDouble::new();
    mailer.mail("ann", "Dear ann");
    let found: FoundCall<MailerDouble, 0> = mailer.mail.calls().assert_once(("ann", ..));
    let (to, body): &(Kept<String>, Kept<String>) = &found;
    assert_eq!((to.as_str(), body.as_str()), ("ann", "Dear ann"));
    assert_eq!(format!("{found:?}"), r#"mail(to: "ann", body: "Dear ann")"#);
    assert_eq!(format!("{body:?}"), "\"Dear ann\"");
    assert_ne!(*body, "Dear bob");
}

#[test]
fn views_are_indexed_filtered_and_projected() {
    let mailer = MailerDouble::new();
    mailer.ping();
    mailer.mail("ann", "a");
    mailer.mail("bob", "b");
    let mails = mailer.mail.calls();
    assert_eq!((mails.len(), mails.is_empty(), mailer.ping.calls().len()), (2, false, 1));
    assert_eq!(mails[1].0, "bob");
    assert_eq!(mails.get(0).unwrap().1, "a");
    assert!(mails.get(2).is_none());
    assert_eq!(mails.first().unwrap().0, "ann");
    assert_eq!(mails.last().unwrap().0, "bob");
    assert_eq!(mails.iter().rev().map(|(to, _)| to.as_str()).collect::<Vec<_>>(), ["bob", "ann"]);
    assert_eq!(mails.original_index(1), Some(2));
    assert_eq!(mails.location(0).unwrap().line() + 1, mails.location(1).unwrap().line());
    mails.filter(|(to, _)| to == "bob").assert_exactly([("bob", "b")]);
    mails.except(("ann", ..)).assert_exactly([("bob", "b")]);
    let projected: Transcript<String> = mails.map(|(to, _)| to.to_uppercase());
    projected.assert_exactly(["ANN", "BOB"]);
    mails.as_transcript().assert_once(MailerCall::mail("bob", ..));
    let report = mails.context("round 2").check_nothing().unwrap_err().to_string();
    assert!(report.starts_with("round 2"), "{report}");
    assert_eq!(format!("{:?}", mails.clone()), format!("{mails:?}"));
    let out_of_range = crate::support::panic_of(|| mails[2].0.len());
    assert!(out_of_range.file.ends_with("logs.rs"), "{}", out_of_range.file);
}

#[test]
fn an_expectation_is_built_apart_from_its_assertion() {
    fn greeting(to: &str) -> Expected<'_> {
        MailerCall::mail(to, predicate::str::starts_with("Dear"))
    }
    let mailer = MailerDouble::new();
    mailer.mail("ann", "Dear ann");
    mailer.calls().assert_exactly(["ann"].map(greeting));
    mailer.mail.calls().assert_exactly(["ann"].map(greeting));
    mailer.calls().assert_once(matcher(greeting("ann")));
    assert_eq!(
        format!("{:?}", greeting("ann")),
        r#"Expected("that matches mail(to: \"ann\", body: <that starts with \"Dear\">)")"#
    );
}

#[test]
fn the_recorder_waits_for_calls_of_other_threads() {
    let mailer = MailerDouble::new();
    let copy = mailer.clone();
    let thread = thread::spawn(move || {
        copy.ping();
        copy.mail("ann", "late");
    });
    let patience = Duration::from_secs(60);
    mailer.recorder().wait_for(patience, MailerCall::mail("ann", "late"));
    mailer.recorder().wait_for_at_least(patience, 2);
    mailer.recorder().eventually(patience, |calls| calls.check_once(mailer.ping.any()));
    thread.join().unwrap();
    let late = mailer.recorder().try_wait_for(Duration::ZERO, MailerCall::mail("bob", ..)).unwrap_err();
    assert!(late.to_string().contains(r#"mail(to: "ann", body: "late")"#), "{late}");
    mailer.recorder().assert_quiet_for(Duration::from_millis(1));
}

#[tokio::test(flavor = "current_thread")]
async fn the_recorder_waits_in_async_code() {
    let mailer = MailerDouble::new();
    let copy = mailer.clone();
    let task = tokio::spawn(async move { copy.ping() });
    mailer.recorder().until(|calls| calls.check_once(MailerCall::ping())).await;
    task.await.unwrap();
    mailer.recorder().quiet_until(std::future::ready(())).await.unwrap();
}

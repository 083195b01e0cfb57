//! Every assertion and check, on the calls of one method and on those of all methods.

use mock_messenger::{
    Call, Expected, Mismatch, MismatchKind, PredicateBooleanExt as _, Transcript, assert_together, double,
    predicate,
};

use crate::support::{panic_of, plain};

#[double]
trait Mailer {
    fn mail(&self, to: &str, copies: u32);
    fn ping(&self, host: &str);
}

/// Creates a log of four calls: two mails at the indices 0 and 2, and two pings at 1 and 3.
fn mailer() -> MailerDouble {
    let mailer = MailerDouble::new();
    mailer.mail("ann", 1);
    mailer.ping("a");
    mailer.mail("bob", 2);
    mailer.ping("b");
    mailer
}

#[test]
fn every_assertion_holds_on_a_view_of_several_arguments() {
    let mails = mailer().mail.calls();
    mails.assert_count(2);
    mails.assert_count(1..);
    mails.assert_exactly([("ann", 1), ("bob", 2)]);
    mails.assert_exactly_in_any_order([("bob", 2), ("ann", 1)]);
    mails.assert_in_order([("ann", ..)]);
    mails.assert_in_any_order([("bob", 2), ("ann", 1)]);
    mails.assert_consecutive([("ann", 1), ("bob", 2)]);
    mails.assert_times(2, (predicate::str::starts_with(""), ..));
    mails.assert_all((.., predicate::lt(3)));
    mails.assert_never(("eve", ..));
    assert_eq!(mails.assert_once(("bob", 2)).1, 2);
    assert_eq!(mails.assert_any((.., predicate::gt(1))).0, "bob");
    assert_eq!(mails.assert_first(("ann", ..)).1, 1);
    assert_eq!(mails.assert_last(("bob", ..)).1, 2);
    assert_eq!(mails.assert_nth(1, ("bob", ..)).1, 2);
    MailerDouble::new().mail.calls().assert_nothing();
    MailerDouble::new().mail.calls().assert_exactly([]);
}

#[test]
fn every_assertion_holds_on_a_view_of_one_argument() {
    let pings = mailer().ping.calls();
    pings.assert_exactly(["a", "b"]);
    pings.assert_exactly(vec!["a", "b"]);
    pings.assert_exactly(&["a", "b"]);
    pings.assert_exactly(["a", "b"].iter().copied());
    pings.assert_exactly_in_any_order(["b", "a"]);
    pings.assert_in_order([predicate::eq("b")]);
    pings.assert_in_any_order(["b"]);
    pings.assert_consecutive(["a", "b"]);
    pings.assert_times(1..=2, |host: &str| host.len() == 1);
    pings.assert_all(predicate::str::is_empty().not());
    pings.assert_never("c");
    assert_eq!(pings.assert_once("a").0, "a");
    assert_eq!(pings.assert_any("b").0, "b");
    assert_eq!(pings.assert_first("a").0, "a");
    assert_eq!(pings.assert_last("b").0, "b");
    assert_eq!(pings.assert_nth(0, "a").0, "a");
}

#[test]
fn every_assertion_holds_on_the_calls_of_all_methods() {
    let calls: Transcript<Call> = mailer().calls();
    calls.assert_count(4);
    calls.assert_exactly([
        MailerCall::mail("ann", 1),
        MailerCall::ping("a"),
        MailerCall::mail(.., predicate::gt(1)),
        MailerCall::ping(|host: &str| host == "b"),
    ]);
    calls.assert_exactly_in_any_order([
        MailerCall::ping("b"),
        MailerCall::ping("a"),
        MailerCall::mail("bob", 2),
        MailerCall::mail("ann", 1),
    ]);
    calls.assert_in_order([MailerCall::mail("ann", ..), MailerCall::ping("b")]);
    calls.assert_in_any_order([MailerCall::ping("b"), MailerCall::mail("ann", ..)]);
    calls.assert_consecutive([MailerCall::ping("a"), MailerCall::mail("bob", 2)]);
    calls.assert_times(2, MailerCall::ping(..));
    calls.assert_never(MailerCall::ping("c"));
    calls.assert_all(|call: &Call| call.method() != "flush");
    calls.assert_once(MailerCall::ping("a"));
    calls.assert_any(MailerCall::mail(.., ..));
    calls.assert_first(MailerCall::mail("ann", 1));
    calls.assert_last(MailerCall::ping("b"));
    calls.assert_nth(2, MailerCall::mail("bob", 2));
    calls
        .except(MailerCall::ping(..))
        .assert_exactly([MailerCall::mail("ann", 1), MailerCall::mail("bob", 2)]);
    MailerDouble::new().calls().assert_nothing();
}

type Checks<V> = Vec<(MismatchKind, Result<V, Mismatch>)>;

#[test]
fn every_check_on_a_view_fails_with_its_kind() {
    let mails = mailer().mail.calls();
    let unit: Checks<()> = vec![
        (MismatchKind::Nothing, mails.check_nothing()),
        (MismatchKind::Count, mails.check_count(3)),
        (MismatchKind::Exactly, mails.check_exactly([("ann", 1)])),
        (MismatchKind::ExactlyInAnyOrder, mails.check_exactly_in_any_order([("ann", 1), ("ann", 1)])),
        (MismatchKind::InOrder, mails.check_in_order([("bob", 2), ("ann", 1)])),
        (MismatchKind::InAnyOrder, mails.check_in_any_order([("eve", 2)])),
        (MismatchKind::Consecutive, mails.check_consecutive([("bob", 2), ("ann", 1)])),
        (MismatchKind::Times, mails.check_times(2, ("ann", ..))),
        (MismatchKind::All, mails.check_all(("ann", ..))),
        (MismatchKind::Never, mails.check_never(("ann", ..))),
        (MismatchKind::Once, mails.check_once(("eve", ..)).map(drop)),
        (MismatchKind::Any, mails.check_any(("eve", ..)).map(drop)),
        (MismatchKind::First, mails.check_first(("bob", ..)).map(drop)),
        (MismatchKind::Last, mails.check_last(("ann", ..)).map(drop)),
        (MismatchKind::Nth, mails.check_nth(2, ("ann", ..)).map(drop)),
    ];
    for (kind, result) in unit {
        let mismatch = result.expect_err("the check passed");
        assert_eq!(mismatch.kind(), kind, "{mismatch}");
        assert!(mismatch.to_string().contains("`mail`"), "{mismatch}");
    }
}

#[test]
fn every_assertion_on_a_view_panics_at_its_line() {
    let mails = mailer().mail.calls();
    let line = line!() + 2;
    let panics = [
        panic_of(|| mails.assert_nothing()),
        panic_of(|| mails.assert_count(3)),
        panic_of(|| mails.assert_exactly([("ann", 1)])),
        panic_of(|| mails.assert_exactly_in_any_order([("ann", 1)])),
        panic_of(|| mails.assert_in_order([("eve", 1)])),
        panic_of(|| mails.assert_in_any_order([("eve", 1)])),
        panic_of(|| mails.assert_consecutive([("eve", 1)])),
        panic_of(|| mails.assert_times(1, ("eve", 1))),
        panic_of(|| mails.assert_all(("eve", 1))),
        panic_of(|| mails.assert_never(("ann", 1))),
        panic_of(|| mails.assert_once(("eve", 1))),
        panic_of(|| mails.assert_any(("eve", 1))),
        panic_of(|| mails.assert_first(("eve", 1))),
        panic_of(|| mails.assert_last(("eve", 1))),
        panic_of(|| mails.assert_nth(0, ("eve", 1))),
    ];
    for (i, caught) in (line..).zip(panics) {
        assert_eq!((caught.line, caught.file.ends_with("vocabulary.rs")), (i, true), "{}", caught.message);
        assert!(plain(&caught.message).contains("`mail`"), "{}", caught.message);
    }
}

#[test]
fn vacuous_assertions_are_rejected_on_views_too() {
    let mails = mailer().mail.calls();
    for rejected in [mails.check_in_order([]), mails.check_count(0..), mails.check_times(0.., ("ann", 1))] {
        let mismatch = rejected.expect_err("the check passed");
        assert_eq!(mismatch.kind(), MismatchKind::Vacuous, "{mismatch}");
    }
}

#[test]
fn checks_of_views_and_logs_fail_together() {
    let mailer = mailer();
    let caught = panic_of(|| {
        assert_together!(
            mailer.mail.calls().check_count(1),
            mailer.calls().check_never(mailer.ping.with("a")),
            mailer.ping.calls().check_count(2),
        );
    });
    let report = plain(&caught.message);
    assert!(report.contains("2 calls of `mail`") && report.contains("ping"), "{report}");
}

#[test]
fn expectations_of_a_method_mix_kinds_of_matchers() {
    let mailer = mailer();
    let expected: [Expected<'_>; 2] =
        [mailer.mail.with(("ann", ..)), mailer.mail.with((.., predicate::ge(2)))];
    mailer.mail.calls().assert_exactly(expected);
    mailer.ping.calls().assert_exactly([mailer.ping.any(), mailer.ping.with(|host: &str| host == "b")]);
    mailer.calls().assert_times(2, mailer.ping.any());
}

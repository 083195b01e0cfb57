//! Reports on the calls of a double: names of arguments, differences, lines of production code, and headlines.

use async_trait::async_trait;
use mock_messenger::{CallLog, Mismatch, double, predicate};

#[derive(Clone, Debug, PartialEq)]
struct Address {
    city: String,
    zip: u32,
}

#[double]
trait Mailer: Send + Sync {
    fn mail(&self, to: &str, body: &str);
    fn ship(&self, address: &Address, copies: u32);
    fn ping(&self);
    async fn flush(&self, limit: u32);
}

#[double]
#[async_trait]
trait Queue {
    async fn push(&self, item: &str);
}

#[track_caller]
fn report<V>(checked: Result<V, Mismatch>) -> String {
    checked.map(|_| ()).expect_err("the check passed").to_string()
}

#[track_caller]
fn contains(report: &str, parts: &[&str]) {
    for part in parts {
        assert!(report.contains(part), "{part:?} is not in:\n{report}");
    }
}

fn production<M: Mailer>(mailer: &M) {
    mailer.mail("ann", "Dear ann, do come!");
    mailer.mail("bob", "Dear bob, do come!");
}

const GENERIC_LINE: u32 = line!() - 4;

fn through_object(mailer: &dyn QuietMailer) {
    mailer.send("x");
}

const OBJECT_LINE: u32 = line!() - 3;

#[double]
trait QuietMailer {
    fn send(&self, message: &str);
}

async fn asynchronous<M: Mailer>(mailer: &M, queue: &dyn Queue) {
    mailer.flush(3).await;
    queue.push("job").await;
}

const ASYNC_LINE: u32 = line!() - 4;

#[test]
fn the_headline_of_a_view_counts_its_calls_and_all() {
    let mailer = MailerDouble::new();
    production(&mailer);
    mailer.ping();
    let report = report(mailer.mail.calls().check_once(("eve", ..)));
    let headline = report.split("\n\n").next().unwrap();
    contains(headline, &[r#"mail(to: "eve", body: ..)"#, "found 0 of 2 calls of `mail`", "3 in all"]);
}

#[test]
fn a_differing_argument_is_named_with_both_values() {
    let mailer = MailerDouble::new();
    production(&mailer);
    let report = report(mailer.mail.calls().check_once(("bob", "Dear bob, do cone!")));
    contains(&report, &["at `body`", "\"Dear bob, do cone!\"", "\"Dear bob, do come!\"", "^"]);
    contains(&report, &[&format!("reports.rs:{}", GENERIC_LINE + 1)]);
}

#[test]
fn a_field_inside_of_an_argument_is_named_by_its_path() {
    let mailer = MailerDouble::new();
    let address = |zip| Address { city: "Bonn".to_owned(), zip };
    mailer.ship(&address(53_111), 2);
    let report = report(mailer.calls().check_once(MailerCall::ship(address(53_112), 2)));
    contains(&report, &["at `address.zip`", "53111", "53112"]);
}

#[test]
fn an_argument_that_a_predicate_rejects_is_named_with_the_reason() {
    let mailer = MailerDouble::new();
    production(&mailer);
    let report = report(mailer.mail.calls().check_once(("ann", predicate::str::contains("Sir"))));
    contains(
        &report,
        &[r#"mail(to: "ann", body: <that contains "Sir">)"#, "`body`:", "`to`: \"bob\" is not \"ann\""],
    );
}

#[test]
fn the_line_of_a_call_is_that_of_production_code_through_a_generic_and_an_object() {
    let mailer = MailerDouble::new();
    production(&mailer);
    contains(&report(mailer.calls().check_nothing()), &[&format!("reports.rs:{GENERIC_LINE}")]);

    let quiet = QuietMailerDouble::new();
    through_object(&quiet);
    contains(&report(quiet.calls().check_nothing()), &[&format!("reports.rs:{OBJECT_LINE}")]);
}

#[tokio::test(flavor = "current_thread")]
async fn the_line_of_a_call_is_that_of_production_code_in_async_code() {
    let log = CallLog::new();
    let (mailer, queue) = (MailerDouble::in_log(&log), QueueDouble::in_log(&log));
    asynchronous(&mailer, &queue).await;
    let report = report(log.calls().check_nothing());
    contains(
        &report,
        &[
            "Mailer.flush(limit: 3)",
            "Queue.push(item: \"job\")",
            &format!("reports.rs:{ASYNC_LINE}"),
            &format!("reports.rs:{}", ASYNC_LINE + 1),
        ],
    );
}

#[test]
fn a_list_shows_calls_of_all_methods_row_by_row() {
    let mailer = MailerDouble::new();
    production(&mailer);
    mailer.ping();
    let report = report(mailer.calls().check_exactly([
        MailerCall::mail("ann", "Dear ann, do come!"),
        MailerCall::mail("bob", "Dear bob, do NOT come!"),
        MailerCall::ping(),
        MailerCall::ping(),
    ]));
    contains(&report, &["ok      [0] mail(", "altered [1] mail(", "ok      [2] ping()", "missing"]);
    contains(&report, &["at `body`", "NOT"]);
}

#[test]
fn a_call_with_one_wrong_argument_is_one_altered_row_with_the_reason() {
    let mailer = MailerDouble::new();
    mailer.mail("ann", "Dear ann");
    mailer.mail("bob", "Hello bob");
    mailer.mail("eve", "Dear eve");
    mailer.ping();
    let list = || {
        [
            MailerCall::mail("ann", predicate::str::starts_with("Dear")),
            MailerCall::mail("bob", predicate::str::starts_with("Dear")),
            MailerCall::mail("eve", predicate::str::ends_with("bob")),
            MailerCall::ping(),
        ]
    };
    let ordered = report(mailer.calls().check_exactly(list()));
    contains(&ordered, &["altered [1] mail(", "altered [2] mail(", "`body`:", "starts with", "ends with"]);
    assert!(!ordered.contains("missing") && !ordered.contains("extra"), "{ordered}");
    let unordered = report(mailer.calls().check_in_any_order(list()));
    contains(&unordered, &["altered"]);
}

#[test]
fn calls_that_differ_in_more_than_one_argument_are_missing_and_extra() {
    let mailer = MailerDouble::new();
    mailer.mail("ann", "Hello ann");
    mailer.mail("bob", "Hello bob");
    let report = report(mailer.calls().check_exactly([
        MailerCall::mail("eve", predicate::str::starts_with("Dear")),
        MailerCall::mail("joe", predicate::str::starts_with("Dear")),
    ]));
    contains(&report, &["missing", "extra"]);
}

#[test]
fn a_wrong_recipient_shows_in_one_log() {
    let log = CallLog::new();
    let owner = MailerDouble::named_in_log("owner", &log);
    let support = MailerDouble::named_in_log("support", &log);
    support.mail("ann", "hi");
    let in_log = report(log.calls().check_exactly([owner.mail.with(("ann", "hi"))]));
    contains(&in_log, &[r#"support.mail(to: "ann", body: "hi")"#, "owner"]);
    let of_owner = report(owner.mail.calls().check_once(("ann", "hi")));
    contains(of_owner.split("\n\n").next().unwrap(), &["no calls of `owner.mail` among the 1 recorded"]);
    let of_all = report(owner.calls().check_count(1));
    contains(of_all.lines().next().unwrap(), &["calls of `owner`"]);
}

#[test]
fn any_call_of_a_method_is_described_by_its_name() {
    let mailer = MailerDouble::new();
    production(&mailer);
    let never = report(mailer.calls().check_never(mailer.mail.any()));
    contains(never.lines().next().unwrap(), &["of `mail`"]);
    let once = report(mailer.calls().check_once(MailerCall::ping()));
    contains(once.lines().next().unwrap(), &["ping()"]);
}

#[double]
trait Kinds {
    fn opaque(&self, handler: impl Fn(u8) -> u8, raw: Raw);
    fn multi_line(&self, text: &str, list: Vec<u8>);
}

struct Raw;

#[test]
fn what_was_not_kept_says_so() {
    let kinds = KindsDouble::new();
    kinds.opaque(|x| x, Raw);
    let report = report(kinds.opaque.calls().check_once((.., |_: &Raw| false)));
    contains(&report, &["`raw`: <Raw, which has no Debug>", "handler: <", "reports::"]);
}

#[test]
fn a_line_of_a_text_of_several_lines_is_pointed_at() {
    let kinds = KindsDouble::new();
    kinds.multi_line("one\ntwo\nthree", vec![1, 2, 3]);
    let report = report(kinds.multi_line.calls().check_once(("one\ntwo\nthree", [1, 2, 4])));
    contains(&report, &["`list[2]`", "3", "4"]);
}

#[test]
fn an_argument_beside_an_open_one_is_explained_by_its_differing_fields() {
    let mailer = MailerDouble::new();
    let city = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch ".repeat(3);
    mailer.ship(&Address { city: format!("{city}east"), zip: 8040 }, 1);
    mailer.ping();
    let wanted = || MailerCall::ship(Address { city: format!("{city}west"), zip: 8004 }, ..);

    let once = report(mailer.calls().check_once(wanted()));
    let list = report(mailer.calls().check_exactly([wanted(), MailerCall::ping()]));
    for report in [once, list] {
        let joined = report.split_whitespace().collect::<Vec<_>>().join(" ");
        contains(
            &joined,
            &["[0] does not match: `address.city`: \"Llanfairpwl…liogogogoch east\" is not \
               \"Llanfairpwl…liogogogoch west\"; `address.zip`: 8040 is not 8004"],
        );
    }
}

#[test]
fn only_case_differs_is_said_of_its_field_if_another_differs_otherwise() {
    let mailer = MailerDouble::new();
    mailer.ship(&Address { city: "Bath".to_owned(), zip: 8040 }, 1);
    let wanted = |zip| MailerCall::ship(Address { city: "bath".to_owned(), zip }, 1);

    let report_on_one = report(mailer.calls().check_once(wanted(8040)));
    contains(&report_on_one, &["closest [0]: 1 of 3 fields differs: only upper and lower case differ\n"]);
    let report_on_two = report(mailer.calls().check_once(wanted(8004)));
    let parts = [
        "closest [0]: 2 of 3 fields differ: `8040` in place of `8004`\n",
        "at `address.city`: only upper and lower case differ\n",
    ];
    contains(&report_on_two, &parts);
}

//! The doubles, used together with proptest, insta, rstest and googletest.

#![cfg(feature = "testing")]

use mock_messenger::{Messenger, RecordingMessenger, Transcript, predicate};

/// The code under test, which greets everybody, and people over 90 loudly.
fn greet(messenger: &impl Messenger, names: &[&str], age: u8) {
    for name in names {
        messenger.send(&if age > 90 { format!("HELLO {name}") } else { format!("hello {name}") });
    }
}

mod proptest {
    use mock_messenger::{MismatchKind, RecordingMessenger, predicate};
    use proptest::prelude::*;
    use proptest::test_runner::{Config, TestError, TestRunner};

    proptest! {
        #[test]
        fn everybody_is_greeted_once(age in 0_u8..=90) {
            let messenger = RecordingMessenger::new();
            super::greet(&messenger, &["ann", "bob"], age);
            messenger.sent().check_exactly(["hello ann", "hello bob"])?;
        }
    }

    #[test]
    fn a_failing_property_has_the_whole_report_at_the_minimal_input() {
        let mut runner = TestRunner::new_with_rng(
            Config { failure_persistence: None, ..Config::default() },
            proptest::test_runner::TestRng::deterministic_rng(proptest::test_runner::RngAlgorithm::ChaCha),
        );
        let failure = runner.run(&(0_u8..), |age| {
            let messenger = RecordingMessenger::new();
            super::greet(&messenger, &["ann"], age);
            let checked = messenger.sent().check_once(predicate::str::starts_with("hello"));
            assert!(checked.as_ref().err().is_none_or(|mismatch| mismatch.kind() == MismatchKind::Once));
            checked?;
            Ok(())
        });
        let Err(TestError::Fail(reason, minimal)) = failure else { panic!("{failure:?}") };
        assert_eq!(minimal, 91);
        assert!(
            reason.message().contains("exactly 1 message that starts with \"hello\", found 0 of 1 sent"),
            "{reason}"
        );
        assert!(reason.message().contains("[0] \"HELLO ann\""), "{reason}");
    }
}

#[test]
fn insta_takes_a_snapshot_of_a_transcript() {
    let messenger = RecordingMessenger::new();
    greet(&messenger, &["ann", "bob"], 20);
    insta::assert_debug_snapshot!(messenger.sent(), @r#"
    [
        "hello ann",
        "hello bob",
    ]
    "#);
}

mod rstest {
    use mock_messenger::RecordingMessenger;
    use rstest::{fixture, rstest};

    #[fixture]
    fn messenger() -> RecordingMessenger {
        RecordingMessenger::named("greetings")
    }

    #[rstest]
    #[case(20, "hello ann")]
    #[case(91, "HELLO ann")]
    fn a_greeting_depends_on_the_age(messenger: RecordingMessenger, #[case] age: u8, #[case] greeting: &str) {
        super::greet(&messenger, &["ann"], age);
        messenger.sent().assert_exactly([greeting]);
    }
}

mod googletest {
    use googletest::prelude::*;
    use mock_messenger::{RecordingMessenger, predicate};

    #[gtest]
    fn matchers_and_checks_stand_side_by_side() -> googletest::Result<()> {
        let messenger = RecordingMessenger::new();
        super::greet(&messenger, &["ann", "bob"], 20);
        let sent = messenger.sent();
        sent.check_all(predicate::str::starts_with("hello"))?;
        expect_that!(sent.iter().collect::<Vec<_>>(), elements_are![ends_with("ann"), ends_with("bob")]);
        Ok(())
    }
}

#[test]
fn a_transcript_can_be_asserted_on_without_a_double() {
    let lines: Transcript<str> = "hello ann\nhello bob".lines().collect();
    lines.assert_all(predicate::str::starts_with("hello"));
}

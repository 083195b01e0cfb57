//! A crate with many traits and their doubles, written in the style of each dependency.

use std::fmt::Write as _;

/// The number of traits. Each has one test.
pub(super) const TRAITS: usize = 60;

pub(super) struct Style {
    /// The dependency.
    pub(super) name: &'static str,
    pub(super) label: &'static str,
    /// The attributes above the trait. Here and in the other fields, `#` is the number of the trait.
    attribute: &'static str,
    /// The code of the double, after the trait.
    double: &'static str,
    /// The body of a test. `run(&double, ...)` is the code under test.
    test: &'static str,
}

pub(super) const BY_HAND: &str = "none";

/// Returns the source of the crate in the given style. Changing `revision` changes one line in the body of a function.
pub(super) fn source(style: &Style, revision: u32) -> String {
    let mut source = String::new();
    for number in 0..TRAITS {
        let part = format!(
            "{attribute}\n\
             pub trait Mailer# {{\n    \
                 fn mail(&self, to: &str, copies: u32);\n    \
                 fn ping(&self, id: u64);\n    \
                 fn close(&self);\n\
             }}\n\n\
             pub fn run#<M: Mailer#>(mailer: &M) {{\n    \
                 mailer.mail(\"ann\", {copies});\n    \
                 mailer.ping(7);\n    \
                 mailer.close();\n\
             }}\n\n\
             #[cfg(test)]\nmod test# {{\n    \
                 use super::*;\n\n\
             {double}\n    \
                 #[test]\n    fn sends() {{\n{test}\n    }}\n\
             }}\n",
            attribute = style.attribute,
            double = style.double,
            test = style.test,
            copies = if number == 0 { revision } else { 1 },
        );
        let _ = writeln!(
            source,
            "{}",
            part.replace("Mailer#", &format!("Mailer{number}"))
                .replace("run#", &format!("run{number}"))
                .replace("test#", &format!("test{number}"))
                .replace("Mock#", &format!("Mock{number}"))
        );
    }
    source
}

pub(super) const STYLES: &[Style] = &[
    Style {
        name: BY_HAND,
        label: "by hand, `RefCell<Vec<Call>>`",
        attribute: "",
        double: "    #[derive(Debug, PartialEq)]
    enum Call {
        Mail(String, u32),
        Ping(u64),
        Close,
    }

    #[derive(Default)]
    struct Double {
        calls: std::cell::RefCell<Vec<Call>>,
    }

    impl Mailer# for Double {
        fn mail(&self, to: &str, copies: u32) {
            self.calls.borrow_mut().push(Call::Mail(to.into(), copies));
        }
        fn ping(&self, id: u64) {
            self.calls.borrow_mut().push(Call::Ping(id));
        }
        fn close(&self) {
            self.calls.borrow_mut().push(Call::Close);
        }
    }
",
        test: "        let double = Double::default();
        run#(&double);
        let calls = double.calls.borrow();
        assert!(matches!(calls[0], Call::Mail(..)));
        assert_eq!(calls[1..], [Call::Ping(7), Call::Close]);",
    },
    Style {
        name: super::crates::OURS,
        label: "**Recorder**",
        attribute: "",
        double: "    #[derive(Debug, PartialEq)]
    enum Call {
        Mail(String, u32),
        Ping(u64),
        Close,
    }

    #[derive(Default)]
    struct Double {
        calls: mock_messenger::Recorder<Call>,
    }

    impl Mailer# for Double {
        #[track_caller]
        fn mail(&self, to: &str, copies: u32) {
            self.calls.record(Call::Mail(to.into(), copies));
        }
        #[track_caller]
        fn ping(&self, id: u64) {
            self.calls.record(Call::Ping(id));
        }
        #[track_caller]
        fn close(&self) {
            self.calls.record(Call::Close);
        }
    }
",
        test: "        let double = Double::default();
        run#(&double);
        let calls = double.calls.calls();
        calls.assert_first(|call: &Call| matches!(call, Call::Mail(..)));
        calls.assert_consecutive([Call::Ping(7), Call::Close]);",
    },
    Style {
        name: super::crates::MACROS,
        label: "**`#[double]`**, all calls",
        attribute: "#[cfg_attr(test, mock_messenger::double)]",
        double: "",
        test: "        let double = Mailer#Double::new();
        run#(&double);
        let calls = double.calls();
        calls.assert_first(Mailer#Call::mail(\"ann\", ..));
        calls.assert_consecutive([Mailer#Call::ping(7), Mailer#Call::close()]);",
    },
    Style {
        name: super::crates::MACROS,
        label: "**`#[double]`**, calls of one method",
        attribute: "#[cfg_attr(test, mock_messenger::double)]",
        double: "",
        test: "        let double = Mailer#Double::new();
        run#(&double);
        double.mail.calls().assert_first((\"ann\", ..));
        double.ping.calls().assert_exactly([7]);
        double.close.calls().assert_count(1);",
    },
    Style {
        name: "autospy",
        label: "autospy",
        attribute: "#[cfg_attr(test, autospy::autospy)]",
        double: "",
        test: "        let spy = Mailer#Spy::default();
        spy.mail.returns.set([()]);
        spy.ping.returns.set([()]);
        spy.close.returns.set([()]);
        run#(&spy);
        assert_eq!(spy.mail.arguments.get()[0].0, \"ann\");
        assert_eq!([7], spy.ping.arguments);",
    },
    Style {
        name: super::crates::MOCKALL,
        label: "mockall",
        attribute: "#[cfg_attr(test, mockall::automock)]",
        double: "",
        test: "        let mut mock = MockMailer#::new();
        mock.expect_mail().withf(|to, _| to == \"ann\").times(1).return_const(());
        mock.expect_ping().with(mockall::predicate::eq(7)).times(1).return_const(());
        mock.expect_close().times(1).return_const(());
        run#(&mock);",
    },
    Style {
        name: "unimock",
        label: "unimock",
        attribute: "#[cfg_attr(test, unimock::unimock(api = Mock#))]",
        double: "    use unimock::{MockFn, Unimock, matching};
",
        test: "        let mock = Unimock::new((
            Mock#::mail.next_call(matching!(\"ann\", _)).returns(()),
            Mock#::ping.next_call(matching!(7)).returns(()),
            Mock#::close.next_call(matching!()).returns(()),
        ));
        run#(&mock);",
    },
    Style {
        name: "mry",
        label: "mry",
        attribute: "#[cfg_attr(test, mry::mry)]",
        double: "",
        test: "        let mut mock = MockMailer#::default();
        let mail = mock.mock_mail(\"ann\", mry::Any).returns(());
        let ping = mock.mock_ping(7).returns(());
        let close = mock.mock_close().returns(());
        run#(&mock);
        mail.assert_called(1);
        ping.assert_called(1);
        close.assert_called(1);",
    },
];

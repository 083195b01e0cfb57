//! A terminal parser that reports to a `&mut self` trait with borrowed arguments.

pub(crate) trait Perform {
    fn print(&mut self, c: char);
    fn command(&mut self, parts: &[&[u8]], bell: bool);
}

/// Parses text in which `]` starts a command, `;` separates its parts and a bell ends it.
pub(crate) fn parse(input: &str, loses_empty_parts: bool, perform: &mut impl Perform) {
    let mut rest = input;
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        match rest.split_once('\x07').filter(|_| c == ']') {
            Some((command, after)) => {
                let parts = command.split(';').filter(|part| !(loses_empty_parts && part.is_empty()));
                let parts: Vec<_> = parts.map(str::as_bytes).collect();
                perform.command(&parts, true);
                rest = after;
            }
            None => perform.print(c),
        }
    }
}

mod by_hand {
    use super::{Perform, parse};

    #[derive(Debug, PartialEq)]
    enum Call {
        Print(char),
        Command(Vec<Vec<u8>>, bool),
    }

    #[derive(Default)]
    struct Dispatcher {
        calls: Vec<Call>,
    }

    impl Perform for Dispatcher {
        fn print(&mut self, c: char) {
            self.calls.push(Call::Print(c));
        }

        fn command(&mut self, parts: &[&[u8]], bell: bool) {
            let parts = parts.iter().map(|part| part.to_vec()).collect();
            self.calls.push(Call::Command(parts, bell));
        }
    }

    #[test]
    fn a_command_keeps_its_empty_parts() {
        let mut dispatcher = Dispatcher::default();
        parse("a]2;;x\x07", false, &mut dispatcher);
        assert_eq!(dispatcher.calls.len(), 2);
        assert_eq!(dispatcher.calls[0], Call::Print('a'));
        match &dispatcher.calls[1] {
            Call::Command(parts, bell) => {
                assert_eq!(parts, &[&b"2"[..], b"", b"x"]);
                assert!(bell);
            }
            other @ Call::Print(_) => panic!("unexpected call: {other:?}"),
        }
    }
}

mod with_the_crate {
    use mock_messenger::Recorder;

    use super::{Perform, parse};

    #[derive(Debug, PartialEq)]
    enum Call {
        Print(char),
        Command(Vec<String>, bool),
    }

    impl Perform for &Recorder<Call> {
        fn print(&mut self, c: char) {
            self.record(Call::Print(c));
        }

        fn command(&mut self, parts: &[&[u8]], bell: bool) {
            let parts = parts.iter().map(|part| String::from_utf8_lossy(part).into()).collect();
            self.record(Call::Command(parts, bell));
        }
    }

    fn command() -> Call {
        Call::Command(["2", "", "x"].map(String::from).into(), true)
    }

    #[test]
    fn a_command_keeps_its_empty_parts() {
        let calls = Recorder::new();
        parse("a]2;;x\x07", false, &mut &calls);
        calls.calls().assert_exactly([Call::Print('a'), command()]);
    }

    #[test]
    fn a_lost_part_is_named() {
        let calls = Recorder::new();
        parse("a]2;;x\x07", true, &mut &calls);
        let report = crate::report_of(calls.calls().check_exactly([Call::Print('a'), command()]));
        assert!(report.contains("altered [1] Command([\"2\", \"x\"], true)"), "{report}");
        assert!(report.contains("Command([\"2\", \"\", \"x\"], true)"), "{report}");
    }
}

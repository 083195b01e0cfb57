//! A parser of revisions that reports to a delegate with several traits. The hand-written double has a field for each
//! method.

pub(crate) enum Hint<'a> {
    MustBeCommit,
    Describe { anchor: &'a str },
}

pub(crate) trait Revision {
    fn find_ref(&mut self, name: &str) -> Option<()>;
    fn prefix(&mut self, prefix: &str, hint: Option<Hint<'_>>) -> Option<()>;
}

pub(crate) trait Navigate {
    fn parent(&mut self, number: usize) -> Option<()>;
    fn peel(&mut self) -> Option<()>;
}

/// Parses `name^2^{}`, and `anchor-gabc` as a described prefix.
pub(crate) fn parse(
    spec: &str,
    drops_anchors: bool,
    delegate: &mut (impl Revision + Navigate),
) -> Option<()> {
    let (name, path) = spec.split_once('^').unwrap_or((spec, ""));
    match name.split_once("-g") {
        Some((anchor, prefix)) => {
            let hint = if drops_anchors { Hint::MustBeCommit } else { Hint::Describe { anchor } };
            delegate.prefix(prefix, Some(hint))?;
        }
        None => delegate.find_ref(name)?,
    }
    for step in path.split('^').filter(|step| !step.is_empty()) {
        match step.parse() {
            Ok(number) => delegate.parent(number)?,
            Err(_) => delegate.peel()?,
        }
    }
    Some(())
}

mod by_hand {
    use super::{Hint, Navigate, Revision, parse};

    #[derive(Debug, PartialEq)]
    enum OwnedHint {
        MustBeCommit,
        Describe { anchor: String },
    }

    impl From<Hint<'_>> for OwnedHint {
        fn from(hint: Hint<'_>) -> Self {
            match hint {
                Hint::MustBeCommit => Self::MustBeCommit,
                Hint::Describe { anchor } => Self::Describe { anchor: anchor.to_owned() },
            }
        }
    }

    #[derive(Default)]
    struct Recorder {
        find_ref: [Option<String>; 2],
        prefix: [Option<String>; 2],
        hint: [Option<OwnedHint>; 2],
        parents: Vec<usize>,
        peels: usize,
        calls: usize,
    }

    impl Recorder {
        fn set<T>(slots: &mut [Option<T>; 2], value: T) {
            match slots.iter_mut().find(|slot| slot.is_none()) {
                Some(slot) => *slot = Some(value),
                None => panic!("too many calls"),
            }
        }
    }

    impl Revision for Recorder {
        fn find_ref(&mut self, name: &str) -> Option<()> {
            self.calls += 1;
            Self::set(&mut self.find_ref, name.to_owned());
            Some(())
        }

        fn prefix(&mut self, prefix: &str, hint: Option<Hint<'_>>) -> Option<()> {
            self.calls += 1;
            Self::set(&mut self.prefix, prefix.to_owned());
            if let Some(hint) = hint {
                Self::set(&mut self.hint, hint.into());
            }
            Some(())
        }
    }

    impl Navigate for Recorder {
        fn parent(&mut self, number: usize) -> Option<()> {
            self.calls += 1;
            self.parents.push(number);
            Some(())
        }

        fn peel(&mut self) -> Option<()> {
            self.calls += 1;
            self.peels += 1;
            Some(())
        }
    }

    #[test]
    fn a_described_commit_is_a_prefix_with_its_anchor() {
        let mut recorder = Recorder::default();
        parse("v1-gabc^2^{}", false, &mut recorder).unwrap();
        assert_eq!(recorder.find_ref[0], None);
        assert_eq!(recorder.prefix[0], Some("abc".to_owned()));
        assert_eq!(recorder.prefix[1], None);
        assert_eq!(recorder.hint[0], Some(OwnedHint::Describe { anchor: "v1".to_owned() }));
        assert_ne!(recorder.hint[0], Some(OwnedHint::MustBeCommit));
        assert_eq!(recorder.parents, [2]);
        assert_eq!(recorder.peels, 1);
        assert_eq!(recorder.calls, 3);
    }
}

mod with_the_crate {
    use mock_messenger::{Recorder, Transcript, matching};

    use super::{Hint, Navigate, Revision, parse};

    #[derive(Debug)]
    enum Call {
        FindRef(String),
        Prefix(String, Option<String>),
        Parent(usize),
        Peel,
    }

    impl Revision for &Recorder<Call> {
        fn find_ref(&mut self, name: &str) -> Option<()> {
            self.record(Call::FindRef(name.into()));
            Some(())
        }

        fn prefix(&mut self, prefix: &str, hint: Option<Hint<'_>>) -> Option<()> {
            let anchor = match hint {
                Some(Hint::Describe { anchor }) => Some(anchor.into()),
                Some(Hint::MustBeCommit) | None => None,
            };
            self.record(Call::Prefix(prefix.into(), anchor));
            Some(())
        }
    }

    impl Navigate for &Recorder<Call> {
        fn parent(&mut self, number: usize) -> Option<()> {
            self.record(Call::Parent(number));
            Some(())
        }

        fn peel(&mut self) -> Option<()> {
            self.record(Call::Peel);
            Some(())
        }
    }

    fn parsed(spec: &str, drops_anchors: bool) -> Transcript<Call> {
        let calls = Recorder::new();
        parse(spec, drops_anchors, &mut &calls).unwrap();
        calls.take()
    }

    #[test]
    fn a_described_commit_is_a_prefix_with_its_anchor() {
        parsed("v1-gabc^2^{}", false).assert_exactly([
            matching!(Call::Prefix(prefix, Some(anchor)) if prefix == "abc" && anchor == "v1"),
            matching!(Call::Parent(2)),
            matching!(Call::Peel),
        ]);
        parsed("main", false).assert_exactly([matching!(Call::FindRef(name) if name == "main")]);
    }

    #[test]
    fn a_dropped_anchor_is_named() {
        let report =
            crate::report_of(parsed("v1-gabc", true).check_first(matching!(Call::Prefix(_, Some(_)))));
        assert!(report.contains("that matches `Call::Prefix(_, Some(_))`"), "{report}");
        assert!(report.contains("> [0] Prefix(\"abc\", None)"), "{report}");
    }
}

//! A shell tool with a target for each command, and a flag that lets commands fail.

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Target {
    Local,
    Remote(String),
}

pub(crate) trait Shell {
    fn run(&self, command: &str, target: &Target) -> Result<String, String>;
}

/// Clears the caches of a host, then of this machine, unless the host could not be reached.
pub(crate) fn clear_caches(shell: &dyn Shell, host: &str, ignores_errors: bool) -> Result<(), String> {
    let remote = shell.run("rm -rf /var/cache/app", &Target::Remote(host.to_owned()));
    if !ignores_errors {
        remote?;
    }
    shell.run("rm -rf ~/.cache/app", &Target::Local)?;
    Ok(())
}

mod by_hand {
    use std::cell::RefCell;

    use super::{Shell, Target, clear_caches};

    #[derive(Default)]
    struct FakeShell {
        calls: RefCell<Vec<(String, Target)>>,
        should_fail: bool,
    }

    impl Shell for FakeShell {
        fn run(&self, command: &str, target: &Target) -> Result<String, String> {
            self.calls.borrow_mut().push((command.to_owned(), target.clone()));
            if self.should_fail {
                return Err("unreachable".to_owned());
            }
            Ok(String::new())
        }
    }

    #[test]
    fn the_remote_cache_is_cleared_first() {
        let shell = FakeShell::default();
        clear_caches(&shell, "db-1", false).unwrap();
        let calls = shell.calls.borrow();
        assert_eq!(calls.len(), 2);
        assert!(calls[0].0.contains("/var/cache"));
        assert_eq!(calls[0].1, Target::Remote("db-1".to_owned()));
        assert!(calls[1].0.contains("~/.cache"));
        assert_eq!(calls[1].1, Target::Local);
    }

    #[test]
    fn nothing_is_cleared_after_a_failure() {
        let shell = FakeShell { should_fail: true, ..FakeShell::default() };
        clear_caches(&shell, "db-1", false).unwrap_err();
        assert_eq!(shell.calls.borrow().len(), 1);
    }
}

mod with_the_crate {
    use mock_messenger::{Recorder, Replies, matching};

    use super::{Shell, Target, clear_caches};

    #[derive(Debug)]
    struct Run(String, Target);

    struct FakeShell(Recorder<Run>, Replies<Result<String, String>>);

    impl Shell for FakeShell {
        fn run(&self, command: &str, target: &Target) -> Result<String, String> {
            self.0.record(Run(command.into(), target.clone()));
            self.1.try_next().unwrap_or(Ok(String::new()))
        }
    }

    fn shell(replies: impl IntoIterator<Item = Result<String, String>>) -> FakeShell {
        FakeShell(Recorder::new(), replies.into_iter().collect())
    }

    #[test]
    fn the_remote_cache_is_cleared_first() {
        let shell = shell([]);
        clear_caches(&shell, "db-1", false).unwrap();
        shell.0.calls().assert_exactly([
            matching!(Run(command, Target::Remote(host)) if command.contains("/var/cache") && host == "db-1"),
            matching!(Run(command, Target::Local) if command.contains("~/.cache")),
        ]);
    }

    #[test]
    fn nothing_is_cleared_after_a_failure() {
        let shell = shell([Err("unreachable".to_owned())]);
        clear_caches(&shell, "db-1", false).unwrap_err();
        shell.0.calls().assert_count(1);
    }

    #[test]
    fn a_command_after_a_failure_is_named() {
        let shell = shell([Err("unreachable".to_owned())]);
        clear_caches(&shell, "db-1", true).unwrap();
        let report = crate::report_of(shell.0.calls().check_never(matching!(Run(_, Target::Local))));
        assert!(report.contains("> [1] Run(\"rm -rf ~/.cache/app\", Local)"), "{report}");
    }
}

//! A command-line tool that runs other programs through a boxed closure.

use std::path::Path;
use std::sync::Arc;

pub(crate) type Run = Arc<dyn Fn(&str, &[&str], &Path) -> bool>;

/// Tags a repository and pushes the tag.
pub(crate) fn release(run: &Run, repository: &Path, version: &str, forces: bool) -> bool {
    let mut tag = vec!["tag", version];
    if forces {
        tag.insert(1, "--force");
    }
    run("git", &tag, repository) && run("git", &["push", "--tags"], repository)
}

mod by_hand {
    use std::path::{Path, PathBuf};
    use std::sync::{Arc, Mutex};

    use super::{Run, release};

    type Call = (String, Vec<String>, PathBuf);

    #[derive(Clone, Default)]
    struct Calls(Arc<Mutex<Vec<Call>>>);

    impl Calls {
        fn run(&self) -> Run {
            let calls = Arc::clone(&self.0);
            Arc::new(move |program, args, directory| {
                let args = args.iter().map(|arg| (*arg).to_owned()).collect();
                calls.lock().unwrap().push((program.to_owned(), args, directory.to_owned()));
                true
            })
        }
    }

    #[test]
    fn a_release_is_tagged_and_pushed() {
        let calls = Calls::default();
        assert!(release(&calls.run(), Path::new("/repo"), "v1", false));
        let calls = calls.0.lock().unwrap();
        assert_eq!(calls.len(), 2);
        assert_eq!(calls[0].1, ["tag", "v1"]);
        assert_eq!(calls[1].1, ["push", "--tags"]);
        assert!(calls.iter().all(|call| call.0 == "git"));
        assert!(calls.iter().all(|call| call.2 == Path::new("/repo")));
    }
}

mod with_the_crate {
    use std::path::Path;
    use std::sync::Arc;

    use mock_messenger::{SyncRecorder, Transcript};

    use super::{Run, release};

    fn released(forces: bool) -> Transcript<(Vec<String>, String)> {
        let (calls, callback) = {
            let calls = SyncRecorder::new();
            (calls.clone(), calls.callback())
        };
        let run: Run = Arc::new(move |program, args, directory| {
            let command = [program].iter().chain(args).map(|arg| String::from(*arg)).collect();
            callback((command, directory.display().to_string()));
            true
        });
        assert!(release(&run, Path::new("/repo"), "v1", forces));
        calls.take()
    }

    #[test]
    fn a_release_is_tagged_and_pushed() {
        let commands = released(false).map(|(command, _)| command.clone());
        commands.assert_exactly([["git", "tag", "v1"], ["git", "push", "--tags"]]);
        released(false).map(|(_, directory)| directory.clone()).assert_all("/repo");
    }

    #[test]
    fn an_argument_too_many_is_named() {
        let report = crate::report_of(
            released(true).map(|(command, _)| command.clone()).check_first(["git", "tag", "v1"]),
        );
        assert!(report.contains("closest [0]"), "{report}");
        assert!(report.contains("\"--force\""), "{report}");
    }
}

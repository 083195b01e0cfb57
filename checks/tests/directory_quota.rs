//! Tests the code of the example `directory_quota` with the double, and runs the program like a user.
#![cfg(feature = "testing")]

#[expect(dead_code, reason = "the program around it is run, not called")]
#[path = "../../examples/directory_quota.rs"]
mod directory_quota;
#[path = "support/programs.rs"]
mod programs;
#[path = "support/scratch.rs"]
mod scratch;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use mock_messenger::{OVER_QUOTA, RecordingMessenger, URGENT_WARNING, WARNING};

use directory_quota::{add_up, tracker};
use scratch::Scratch;

/// Writes a file with this number of bytes, and creates its parent directories.
fn write(root: &Scratch, path: &str, bytes: usize) {
    let path = root.path().join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, vec![b'.'; bytes]).unwrap();
}

fn run(mut command: Command) -> (Option<i32>, String, String) {
    let Output { status, stdout, stderr } = command.output().unwrap();
    (status.code(), String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap())
}

fn directory_quota<const N: usize>(arguments: [&Path; N]) -> (Option<i32>, String, String) {
    let mut command = programs::command("directory_quota");
    command.args(arguments);
    run(command)
}

#[test]
fn ten_thousand_files_are_worth_three_warnings() {
    let root = Scratch::new("ten-thousand");
    for directory in 0..10 {
        let directory = root.path().join(directory.to_string());
        fs::create_dir(&directory).unwrap();
        let first = directory.join("0");
        fs::write(&first, ".").unwrap();
        // Hard links are created much faster than files.
        for file in 1..1000 {
            fs::hard_link(&first, directory.join(file.to_string())).unwrap();
        }
    }
    let messenger = RecordingMessenger::new();
    let mut tracker = tracker(&messenger, 10_000);
    assert_eq!(add_up(root.path(), &mut tracker), Ok(10_000));
    assert_eq!(tracker.value(), 10_000);
    messenger.sent().assert_exactly([WARNING, URGENT_WARNING, OVER_QUOTA]);
}

#[test]
fn files_at_every_depth_count() {
    let root = Scratch::new("depths");
    write(&root, "top", 10);
    write(&root, "a/middle", 20);
    write(&root, "a/b/c/d/bottom", 44);
    write(&root, "empty", 0);
    let messenger = RecordingMessenger::new();
    let mut tracker = tracker(&messenger, 100);
    assert_eq!(add_up(root.path(), &mut tracker), Ok(4));
    assert_eq!(tracker.value(), 74);
    messenger.sent().assert_nothing();
    write(&root, "a/one-more", 1);
    tracker.reset();
    assert_eq!(add_up(root.path(), &mut tracker), Ok(5));
    messenger.sent().assert_exactly([WARNING]);
}

#[test]
fn one_large_file_is_worth_one_warning() {
    let root = Scratch::new("large");
    write(&root, "large", 1000);
    let messenger = RecordingMessenger::new();
    add_up(root.path(), &mut tracker(&messenger, 100)).unwrap();
    messenger.sent().assert_exactly([OVER_QUOTA]);
}

#[test]
#[cfg(unix)]
fn links_are_not_followed_in_a_circle_or_out_of_the_directory() {
    use std::os::unix::fs::symlink;

    let outside = Scratch::new("outside");
    write(&outside, "large", 1000);
    let root = Scratch::new("links");
    write(&root, "a/file", 10);
    symlink(root.path(), root.path().join("a/circle")).unwrap();
    symlink("circle", root.path().join("a/itself")).unwrap();
    symlink("nowhere", root.path().join("dangling")).unwrap();
    symlink(outside.path(), root.path().join("directory")).unwrap();
    symlink(outside.path().join("large"), root.path().join("file")).unwrap();
    let messenger = RecordingMessenger::new();
    let mut tracker = tracker(&messenger, 100);
    assert_eq!(add_up(root.path(), &mut tracker), Ok(1));
    assert_eq!(tracker.value(), 10);
}

#[test]
fn the_program_warns_on_standard_error_and_sums_up_on_standard_output() {
    let root = Scratch::new("program");
    for name in ["a", "b", "c", "d"] {
        write(&root, name, 25);
    }
    let (code, output, errors) = directory_quota([root.path(), "100".as_ref()]);
    assert_eq!(code, Some(0));
    let expected = format!(
        "Adding up the files in {}, with a quota of 100 bytes\n4 files, 100 of 100 bytes: 100% of the quota\n",
        root.path().display()
    );
    assert_eq!(output, expected);
    assert_eq!(errors, format!("{WARNING}\n{OVER_QUOTA}\n"));
}

#[test]
fn a_directory_within_its_quota_is_no_news() {
    let root = Scratch::new("within");
    write(&root, "a", 74);
    let (code, output, errors) = directory_quota([root.path(), "100".as_ref()]);
    assert_eq!((code, errors.as_str()), (Some(0), ""));
    assert!(output.ends_with("\n1 file, 74 of 100 bytes: 74% of the quota\n"), "{output}");
}

#[test]
fn a_path_that_is_missing_or_no_directory_is_an_error() {
    let root = Scratch::new("missing");
    write(&root, "file", 1);
    for name in ["nowhere", "file"] {
        let path = root.path().join(name);
        let (code, _, errors) = directory_quota([&path]);
        assert_eq!(code, Some(2));
        let expected = format!("directory_quota: cannot read {}: ", path.display());
        assert!(errors.starts_with(&expected) && errors.lines().count() == 1, "{errors}");
    }
}

#[test]
fn a_quota_that_is_no_number_is_an_error() {
    for quota in ["ten", "-1", "1.5", "10MB", "", "99999999999999999999999"] {
        let (code, output, errors) = directory_quota([".".as_ref(), quota.as_ref()]);
        assert_eq!((code, output.as_str()), (Some(2), ""));
        let expected = format!(
            "directory_quota: the quota is a whole number of bytes, up to {}, not `{quota}`\n",
            usize::MAX
        );
        assert_eq!(errors, expected);
    }
}

#[test]
fn an_argument_too_many_is_an_error() {
    let (code, _, errors) = directory_quota([".", "1", "2"].map(Path::new));
    assert_eq!(code, Some(2));
    assert_eq!(errors, "directory_quota: usage: directory_quota [PATH] [QUOTA IN BYTES]\n");
}

#[test]
#[cfg(unix)]
fn a_directory_that_may_not_be_read_is_an_error() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    use std::os::unix::process::CommandExt;

    const NOBODY: u32 = 65534;

    let root = Scratch::new("locked");
    write(&root, "locked/file", 1);
    let locked = root.path().join("locked");
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o000)).unwrap();
    let is_root = fs::metadata(root.path()).unwrap().uid() == 0;

    // Root may read anything. If this test runs as root, it therefore runs the program as another user, from a
    // directory that every user can access. A separate process copies the program, because a program cannot run while
    // this process or a fork of it still has the file open for writing.
    let program = root.path().join("program");
    let copied = Command::new("cp").arg(programs::path("directory_quota")).arg(&program).status().unwrap();
    assert!(copied.success());
    let mut command = Command::new(program);
    command.arg(root.path()).arg(usize::MAX.to_string()).current_dir("/");
    if is_root {
        command.uid(NOBODY).gid(NOBODY);
    }
    let (code, _, errors) = run(command);
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o700)).unwrap();
    assert_eq!(code, Some(2), "{errors}");
    let expected = format!("directory_quota: cannot read {}: Permission denied", locked.display());
    assert!(errors.starts_with(&expected), "{errors}");
}

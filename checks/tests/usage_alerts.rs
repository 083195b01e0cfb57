//! Tests the code of the example `usage_alerts` with the double, and runs the program like a user.
#![cfg(feature = "testing")]

#[path = "support/programs.rs"]
mod programs;
#[path = "support/scratch.rs"]
mod scratch;
#[expect(dead_code, reason = "the program around it is run, not called")]
#[path = "../../examples/usage_alerts.rs"]
mod usage_alerts;

use std::fs::{self, File};

use mock_messenger::{Messenger, SyncRecordingMessenger, messenger, predicate};

use scratch::Scratch;
use usage_alerts::{Requests, Storage, clients, log_to};

const FILLING_UP: &str = "storage is filling up: 800 of 1000 MB used";
const NEARLY_FULL: &str = "storage is nearly full: 50 MB left";
const FULL: &str = "storage is full";

#[test]
fn each_level_is_sent_once_however_many_clients_upload() {
    let alerts = SyncRecordingMessenger::new();
    let storage = Storage::new(1000, &alerts).unwrap();
    clients(&storage, |storage| (0..300).for_each(|_| storage.upload(1)));
    assert_eq!(storage.usage().value, 1200);
    alerts.sent().assert_exactly_in_any_order([FILLING_UP, NEARLY_FULL, FULL]);
}

#[test]
fn files_that_come_and_go_around_a_level_send_nothing() {
    let alerts = SyncRecordingMessenger::new();
    let storage = Storage::new(1000, &alerts).unwrap();
    storage.upload(800);
    clients(&storage, |storage| {
        for _ in 0..1000 {
            storage.delete(25);
            storage.upload(25);
        }
    });
    alerts.sent().assert_exactly([FILLING_UP]);
}

#[test]
fn after_a_clean_up_the_levels_are_sent_again() {
    let alerts = SyncRecordingMessenger::new();
    let storage = Storage::new(1000, &alerts).unwrap();
    storage.upload(800);
    storage.delete(100);
    storage.upload(100);
    alerts.take().assert_exactly([FILLING_UP]);
    storage.delete(101);
    alerts.sent().assert_nothing();
    storage.upload(251);
    alerts.sent().assert_exactly([NEARLY_FULL]);
}

#[test]
fn a_large_upload_sends_the_highest_level() {
    let alerts = SyncRecordingMessenger::new();
    Storage::new(1000, &alerts).unwrap().upload(5000);
    alerts.sent().assert_exactly([FULL]);
}

#[test]
fn a_tee_gives_each_alert_to_the_file_and_to_a_spy() {
    let scratch = Scratch::new("alerts-tee");
    let path = scratch.path().join("alerts.log");
    let spy = SyncRecordingMessenger::new();
    let alerts = messenger::tee(log_to(File::create(&path).unwrap()), &spy);
    let storage = Storage::new(1000, alerts).unwrap();
    clients(&storage, |storage| (0..250).for_each(|_| storage.upload(1)));
    let log = fs::read_to_string(path).unwrap();
    spy.sent().assert_exactly_in_any_order(log.lines());
    spy.sent().assert_once(predicate::str::starts_with("storage is filling up"));
}

#[test]
fn a_log_that_cannot_be_written_stops_nobody() {
    let scratch = Scratch::new("alerts-read-only");
    let path = scratch.path().join("alerts.log");
    fs::write(&path, "").unwrap();
    log_to(File::open(&path).unwrap()).send("storage is full");
    assert_eq!(fs::read_to_string(path).unwrap(), "");
}

#[test]
fn the_program_leaves_the_alerts_of_standard_error_in_the_file() {
    let scratch = Scratch::new("alerts-program");
    let path = scratch.path().join("alerts.log");
    let output = programs::command("usage_alerts").arg(&path).output().unwrap();
    assert!(output.status.success());
    assert_eq!(fs::read_to_string(path).unwrap(), format!("{FILLING_UP}\n{NEARLY_FULL}\n{FILLING_UP}\n"));
    let errors = String::from_utf8(output.stderr).unwrap();
    assert_eq!(errors, format!("  alert: {FILLING_UP}\n  alert: {NEARLY_FULL}\n  alert: {FILLING_UP}\n"));
}

#[test]
fn the_program_shows_alerts_a_failed_delivery_and_a_restart_in_80_columns() {
    // `examples.rs` compares this text with the output of the program.
    let printed = include_str!("examples/usage_alerts.stdout");
    assert!(printed.lines().all(|line| line.chars().count() <= 80));
    for part in ["  fired 80% at 81 of 100", "  not delivered: ", "A restart", "  cleared 80% at 10 of 100"] {
        assert!(printed.contains(part), "{part:?} is not in {printed}");
    }
}

#[test]
fn a_failed_delivery_is_repeated_and_a_restart_repeats_nothing() {
    let spy = SyncRecordingMessenger::new();
    let deliver = |alert: &mock_messenger::Alert<'_>| {
        spy.send(&alert.message());
        Ok::<(), &str>(())
    };
    let mut requests = Requests::new(100, None).unwrap();
    assert_eq!(requests.update(80, |_| Err("down")), Err("down"));
    requests.update(81, deliver).unwrap();
    let mut requests = Requests::new(100, Some(requests.save())).unwrap();
    requests.update(90, deliver).unwrap();
    requests.update(10, deliver).unwrap();
    spy.sent().assert_exactly(["80% of the requests are used", "requests are available again"]);
}

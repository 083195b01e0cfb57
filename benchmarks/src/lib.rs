//! Compares the performance of `mock-messenger` with the alternatives.
//!
//! In each round, the program starts itself once for each candidate. It reports the medians of the ratios. See [`main`]
//! for the arguments.

mod bench;
mod build_cost;
mod circumstances;
mod clock;
mod failure;
mod instructions;
mod limits;
mod plot;
mod readings;
mod recording;
mod report;
mod shared;
mod snapshots;
mod statistics;
mod threads;
mod whole;

use std::env;
use std::process::ExitCode;

use bench::{Mode, Result};
use readings::Readings;
use recording::Workload;

const USAGE: &str = "\
usage: mock-messenger-benchmarks [quick | brief | full] [TOPIC...]

  full     measures everything and writes BENCHMARKS.md and its plot; this is the default
  brief    like full, with at most three rounds for each figure
  quick    prints the most important figures, within two minutes
  TOPIC    measures and prints only this topic: recording, limits, shared, failure, snapshots or build-cost

The script benchmarks/instructions counts instructions.";

/// Runs the program. Without arguments it measures everything; with `candidate`, it is the process that is measured.
pub fn main() -> ExitCode {
    let arguments: Vec<_> = env::args().skip(1).collect();
    let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[&str]) -> Result<()> {
    match arguments {
        ["candidate", topic, id, arguments @ ..] => {
            print!("{}", candidate(topic, id, arguments)?);
            Ok(())
        }
        ["exactly", topic, id, passes, arguments @ ..] => exactly(topic, id, passes.parse()?, arguments),
        ["instructions", "compare"] => instructions::compare(),
        ["instructions", "keep"] => instructions::keep(),
        [] | ["full"] => whole::write(Mode::Full),
        ["brief"] => whole::write(Mode::Brief),
        ["brief", topics @ ..] => whole::print(Mode::Brief, topics),
        ["full", topics @ ..] => whole::print(Mode::Full, topics),
        ["quick", topics @ ..] => whole::print(Mode::Quick, topics),
        _ => Err(USAGE.into()),
    }
}

fn candidate(topic: &str, id: &str, arguments: &[&str]) -> Result<Readings> {
    Ok(match (topic, arguments) {
        ("recording", [messages, bytes]) => recording::time(id, workload(messages, bytes)?),
        ("allocations", [messages, bytes]) => recording::allocations(id, workload(messages, bytes)?),
        ("limits", [distribution]) => {
            let (id, thresholds) = id.split_once('@').ok_or(USAGE)?;
            limits::time(id, thresholds.parse()?, distribution)
        }
        ("shared-limits", [threads, distribution]) => limits::time_shared(id, threads.parse()?, distribution),
        ("shared", [threads, messages, bytes]) => {
            shared::time(id, threads.parse()?, messages.parse()?, bytes.parse()?)
        }
        ("failure", [messages, different]) => failure::time(id, messages.parse()?, different),
        (failure::large::CUT | failure::large::FULL, [size]) => failure::large::time(id, size.parse()?),
        ("snapshots", [messages, bytes]) => snapshots::time(id, messages.parse()?, bytes.parse()?),
        _ => return Err(USAGE.into()),
    })
}

/// Makes exactly `passes` passes, so that valgrind can count their instructions.
fn exactly(topic: &str, id: &str, passes: usize, arguments: &[&str]) -> Result<()> {
    match (topic, arguments) {
        ("recording", [messages, bytes]) => recording::exactly(id, workload(messages, bytes)?, passes),
        ("limits", [distribution]) => {
            let (id, thresholds) = id.split_once('@').ok_or(USAGE)?;
            limits::exactly(id, thresholds.parse()?, distribution, passes);
        }
        ("shared-limits", [workload]) => limits::exactly_shared(id, workload, passes),
        _ => return Err(USAGE.into()),
    }
    Ok(())
}

fn workload(messages: &str, bytes: &str) -> Result<Workload> {
    Ok(Workload { messages: messages.parse()?, bytes: bytes.parse()? })
}

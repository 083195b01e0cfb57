//! Starts one process for each candidate and round, and collects the readings.

use std::env;
use std::error::Error;
use std::fmt::Display;
use std::path::PathBuf;
use std::process::Command;

use crate::failure::large::FULL;
use crate::readings::Readings;
use crate::statistics::Spread;

pub(crate) type Result<T> = std::result::Result<T, Box<dyn Error>>;

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Mode {
    /// Measures the most important figures, in less than two minutes, excluding the build.
    Quick,
    /// Measures everything with the rounds of `Quick`.
    Brief,
    Full,
}

/// The builds of this program.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Program {
    Release,
    /// Without optimization, like most builds of tests.
    Debug,
    /// With an allocator that counts allocations.
    Counting,
}

pub(crate) struct Bench {
    pub(crate) mode: Mode,
    target: PathBuf,
}

impl Bench {
    /// Builds the programs.
    pub(crate) fn new(mode: Mode) -> Result<Self> {
        cargo(&["build", "--release", "--bins"])?;
        cargo(&["build"])?;
        Self::without_programs(mode)
    }

    /// Skips the build of the programs, for topics that measure only cargo.
    pub(crate) fn without_programs(mode: Mode) -> Result<Self> {
        let program = env::current_exe()?;
        let target = program.ancestors().nth(2).ok_or("this program is not in a target directory")?;
        Ok(Self { mode, target: target.to_owned() })
    }

    pub(crate) fn is_full(&self) -> bool {
        self.mode != Mode::Quick
    }

    /// Returns the number of rounds for the current mode.
    pub(crate) fn rounds(&self, quick: usize, full: usize) -> usize {
        if self.mode == Mode::Full { full } else { quick }
    }

    /// Runs each candidate once per round. Each run is a separate process, because the heap that another candidate
    /// leaves behind would affect the figures.
    pub(crate) fn interleaved(
        &self,
        program: Program,
        rounds: usize,
        topic: &str,
        candidates: &[&str],
        arguments: &[&dyn Display],
    ) -> Result<Series> {
        let arguments: Vec<_> = arguments.iter().map(ToString::to_string).collect();
        eprintln!("{topic} {} ({program:?}, {rounds} rounds)", arguments.join(" "));
        let mut series = Series(candidates.iter().map(|id| ((*id).to_owned(), Vec::new())).collect());
        for round in 0..rounds {
            for turn in 0..candidates.len() {
                let i = (round + turn) % candidates.len();
                series.0[i].1.push(self.candidate(program, topic, candidates[i], &arguments)?);
            }
        }
        Ok(series)
    }

    fn candidate(&self, program: Program, topic: &str, id: &str, arguments: &[String]) -> Result<Readings> {
        let program = self.path(program);
        let full = if topic == FULL { "1" } else { "0" };
        let mut command = Command::new(program);
        command.args(["candidate", topic, id]).args(arguments).env("MOCK_MESSENGER_FULL", full);
        let output = command.output()?;
        if !output.status.success() {
            let errors = String::from_utf8_lossy(&output.stderr);
            return Err(format!("{topic} {id} {arguments:?}: {}\n{errors}", output.status).into());
        }
        Ok(Readings::parse(&String::from_utf8(output.stdout)?).ok_or("no readings")?)
    }

    fn path(&self, program: Program) -> PathBuf {
        self.target.join(match program {
            Program::Release => "release/mock-messenger-benchmarks",
            Program::Debug => "debug/mock-messenger-benchmarks",
            Program::Counting => "release/allocations",
        })
    }
}

pub(crate) fn cargo(arguments: &[&str]) -> Result<()> {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .args(arguments)
        .args(["--quiet", "--locked", "--manifest-path", concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml")])
        .status()?;
    if status.success() { Ok(()) } else { Err(format!("cargo {arguments:?}: {status}").into()) }
}

/// The readings of each candidate, one for each round.
pub(crate) struct Series(Vec<(String, Vec<Readings>)>);

impl Series {
    pub(crate) fn of(&self, id: &str, reading: &str) -> Spread {
        Spread::of(self.values(id, reading))
    }

    pub(crate) fn ratio(&self, id: &str, baseline: &str, reading: &str) -> Spread {
        Spread::of_ratios(&self.values(id, reading), &self.values(baseline, reading))
    }

    fn values(&self, id: &str, reading: &str) -> Vec<f64> {
        let candidate = self.0.iter().find(|(known, _)| known == id).expect("the candidate was measured");
        candidate.1.iter().map(|readings| readings.get(reading)).collect()
    }
}

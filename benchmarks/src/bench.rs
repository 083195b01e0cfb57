//! Starts the processes that are measured, one candidate each, in turns.

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
    /// A look at the figures that matter most, within two minutes of being built.
    Quick,
    Full,
}

/// The ways in which this program is built.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Program {
    Release,
    /// As tests are usually built: nothing optimised, the crate under test included.
    Debug,
    /// With an allocator that counts.
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

    /// For topics that measure cargo, and not these programs.
    pub(crate) fn without_programs(mode: Mode) -> Result<Self> {
        let program = env::current_exe()?;
        let target = program.ancestors().nth(2).ok_or("this program is in no target directory")?;
        Ok(Self { mode, target: target.to_owned() })
    }

    pub(crate) fn is_full(&self) -> bool {
        self.mode == Mode::Full
    }

    /// Of the rounds that are enough for a quick look, and of those of a full run.
    pub(crate) fn rounds(&self, quick: usize, full: usize) -> usize {
        if self.is_full() { full } else { quick }
    }

    /// So many rounds; in each, every candidate once, in a process of its own, since the state in which another
    /// leaves the heap moves the figures.
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
                let at = (round + turn) % candidates.len();
                series.0[at].1.push(self.candidate(program, topic, candidates[at], &arguments)?);
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

/// What the rounds measured of each candidate.
pub(crate) struct Series(Vec<(String, Vec<Readings>)>);

impl Series {
    pub(crate) fn of(&self, id: &str, reading: &str) -> Spread {
        Spread::of(self.values(id, reading))
    }

    pub(crate) fn ratio(&self, id: &str, baseline: &str, reading: &str) -> Spread {
        Spread::of_ratios(&self.values(id, reading), &self.values(baseline, reading))
    }

    fn values(&self, id: &str, reading: &str) -> Vec<f64> {
        let of_this = self.0.iter().find(|(known, _)| known == id).expect("a candidate that was measured");
        of_this.1.iter().map(|readings| readings.get(reading)).collect()
    }
}

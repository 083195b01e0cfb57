//! All topics, put together.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use crate::bench::{Bench, Mode, Result};
use crate::report::{Section, Table};
use crate::{build_cost, failure, limits, plot, recording, shared, snapshots};

const TOPICS: [&str; 6] = ["recording", "limits", "shared", "failure", "snapshots", "build-cost"];
const PLOT: &str = "benchmarks/nanoseconds-per-message.svg";

/// Measures everything, and writes it to the files that are kept.
pub(crate) fn write() -> Result<()> {
    let bench = Bench::new(Mode::Full)?;
    let (sections, plot) = measure(&bench, &TOPICS)?;
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().ok_or("this package is in no folder")?;
    fs::write(root.join("BENCHMARKS.md"), document(&sections))?;
    if let Some(plot) = plot {
        fs::write(root.join(PLOT), plot)?;
    }
    Ok(())
}

/// Measures these topics, or all, and prints what it would have written.
pub(crate) fn print(mode: Mode, topics: &[&str]) -> Result<()> {
    if let Some(unknown) = topics.iter().find(|topic| !TOPICS.contains(topic)) {
        return Err(format!("no topic {unknown}: there are {}", TOPICS.join(", ")).into());
    }
    let bench = Bench::new(mode)?;
    let (sections, _) = measure(&bench, if topics.is_empty() { &TOPICS } else { topics })?;
    print!("{}", document(&sections));
    Ok(())
}

fn measure(bench: &Bench, topics: &[&str]) -> Result<(Vec<Section>, Option<String>)> {
    let mut sections = Vec::new();
    let mut picture = None;
    for topic in topics {
        sections.push(match *topic {
            "recording" => {
                let (section, bars) = recording::measure(bench)?;
                let title = "Nanoseconds a message, 1,000 messages of 48 bytes";
                let subtitle = "Doubles that keep the text: making, sending, dropping; release build";
                picture = Some(plot::svg(bars, title, subtitle));
                section
            }
            "limits" => limits::measure(bench)?,
            "shared" => shared::measure(bench)?,
            "failure" => failure::measure(bench)?,
            "snapshots" => snapshots::measure(bench)?,
            _ => build_cost::measure(bench)?,
        });
    }
    Ok((sections, picture))
}

fn document(sections: &[Section]) -> String {
    let mut text = String::from("# Benchmarks\n\n");
    let mut targets = Table::new(["", "at most, ×", "measured, ×", ""]);
    for target in sections.iter().flat_map(|section| &section.targets) {
        targets.row(target.row());
    }
    let _ = writeln!(text, "{targets}");
    for section in sections {
        let _ = write!(text, "## {}\n\n{}", section.title, section.body);
    }
    text
}

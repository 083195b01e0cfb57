//! All topics, put together.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use crate::bench::{Bench, Mode, Result};
use crate::report::{Section, Table};
use crate::{build_cost, circumstances, failure, limits, plot, recording, shared, snapshots};

const TOPICS: [&str; 6] = ["recording", "limits", "shared", "failure", "snapshots", "build-cost"];
const PLOT: &str = "benchmarks/nanoseconds-per-message.svg";
const PLOT_TITLE: &str = "Nanoseconds a message, 1,000 messages of 48 bytes";

const HEAD: &str = "\
# Benchmarks

What a double, an update and a failing assertion cost, measured side by side with what a user would use instead: by
hand, by another crate, or, as the least that is possible, a bare `memcpy`. This page is written by

```sh
cargo run --release --manifest-path benchmarks/Cargo.toml            # all of it, best on a machine with nothing else to do
cargo run --release --manifest-path benchmarks/Cargo.toml -- quick   # the figures that matter most, printed in two minutes
benchmarks/instructions                                              # instruction counts against those of the last time
```

Every candidate runs in a process of its own, since the state in which another leaves the heap moves the figures, and
the candidates take turns, round after round. A ratio is taken within each round; shown are the median of the rounds
and, in brackets, the quartiles. Figures of another machine differ, ratios less so.

";

/// What people found out about the figures. They are to be kept true by hand.
const NOTES: &str = include_str!("../notes.md");

const TARGETS: &str = "\
Ratios but where a unit is given. \"To\" names what is divided by; where nothing is named, it is the hand-written
`RefCell<Vec<String>>`. Messages have 48 bytes, and builds are release builds but where it says otherwise.";

/// Measures everything, and writes it to the files that are kept.
pub(crate) fn write() -> Result<()> {
    let bench = Bench::new(Mode::Full)?;
    let (sections, plot) = measure(&bench, &TOPICS)?;
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().ok_or("this package is in no folder")?;
    fs::write(root.join("BENCHMARKS.md"), document(&sections, plot.as_ref().map(|_| PLOT))?)?;
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
    let bench = if topics == ["build-cost"] { Bench::without_programs(mode)? } else { Bench::new(mode)? };
    let (sections, _) = measure(&bench, if topics.is_empty() { &TOPICS } else { topics })?;
    print!("{}", document(&sections, None)?);
    Ok(())
}

fn measure(bench: &Bench, topics: &[&str]) -> Result<(Vec<Section>, Option<String>)> {
    let mut sections = Vec::new();
    let mut picture = None;
    for topic in topics {
        sections.push(match *topic {
            "recording" => {
                let (section, bars) = recording::measure(bench)?;
                let subtitle = "Doubles that keep the text: making, sending, dropping; release build";
                picture = Some(plot::svg(bars, PLOT_TITLE, subtitle));
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

fn document(sections: &[Section], plot: Option<&str>) -> Result<String> {
    let mut text = String::from(HEAD);
    if let Some(plot) = plot {
        writeln!(text, "![{PLOT_TITLE}]({plot})\n")?;
    }
    writeln!(text, "{}", circumstances::table()?)?;
    writeln!(text, "## What was aimed at\n\n{TARGETS}\n")?;
    let mut targets = Table::new(["", "at most", "measured", ""]);
    for target in sections.iter().flat_map(|section| &section.targets) {
        targets.row(target.row());
    }
    writeln!(text, "{targets}")?;
    if plot.is_some() {
        writeln!(text, "{NOTES}")?;
    }
    for section in sections {
        write!(text, "## {}\n\n{}", section.title, section.body)?;
    }
    if text.ends_with("\n\n") {
        text.pop();
    }
    Ok(text)
}

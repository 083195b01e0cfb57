//! The sections and tables of `BENCHMARKS.md`.

use std::fmt::{self, Write as _};

use crate::statistics::Spread;

/// The tables and the targets of one topic.
#[derive(Default)]
pub(crate) struct Section {
    pub(crate) title: &'static str,
    pub(crate) body: String,
    pub(crate) targets: Vec<Target>,
}

impl Section {
    pub(crate) fn new(title: &'static str) -> Self {
        Self { title, ..Self::default() }
    }

    pub(crate) fn text(&mut self, text: &str) {
        let _ = writeln!(self.body, "{text}\n");
    }

    pub(crate) fn table(&mut self, table: &Table) {
        let _ = writeln!(self.body, "{table}");
    }

    pub(crate) fn target(&mut self, what: impl Into<String>, at_most: f64, measured: Spread) {
        self.targets.push(Target { what: what.into(), at_most, measured });
    }
}

pub(crate) struct Target {
    pub(crate) what: String,
    at_most: f64,
    measured: Spread,
}

impl Target {
    pub(crate) fn is_met(&self) -> bool {
        // Compares the rounded values, which are the ones that the table shows.
        (self.measured.median * 100.0).round() <= (self.at_most * 100.0).round()
    }

    pub(crate) fn row(&self) -> Vec<String> {
        let verdict = if self.is_met() { "met" } else { "**missed**" };
        vec![self.what.clone(), self.at_most.to_string(), self.measured.to_string(), verdict.to_owned()]
    }
}

/// A Markdown table whose first column is text and whose other columns are numbers.
pub(crate) struct Table {
    header: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Table {
    pub(crate) fn new<S: ToString>(header: impl IntoIterator<Item = S>) -> Self {
        Self { header: header.into_iter().map(|cell| cell.to_string()).collect(), rows: Vec::new() }
    }

    pub(crate) fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows.push(cells.into_iter().collect());
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "| {} |", self.header.join(" | "))?;
        writeln!(f, "|:--{}|", "|--:".repeat(self.header.len() - 1))?;
        self.rows.iter().try_for_each(|row| writeln!(f, "| {} |", row.join(" | ")))
    }
}

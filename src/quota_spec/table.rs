//! The tables of a report.

use std::fmt::{self, Write as _};

const MOST_ROWS: usize = 12;

/// Rows in columns, of which those that are wrong are marked.
pub(super) struct Table {
    rows: Vec<(bool, Vec<String>)>,
}

impl Table {
    pub(super) fn new(titles: &[&str]) -> Self {
        let titles = titles.iter().map(|title| (*title).to_owned());
        Self { rows: vec![(false, titles.collect())] }
    }

    pub(super) fn row(&mut self, is_wrong: bool, cells: Vec<String>) {
        self.rows.push((is_wrong, cells));
    }

    pub(super) fn has_wrong_rows(&self) -> bool {
        self.rows.iter().any(|(is_wrong, _)| *is_wrong)
    }

    /// Writes the table, cut to a few rows around the first that is wrong and the last. The first few columns may be
    /// `numbers`, which are set to the right.
    pub(super) fn write(&self, f: &mut fmt::Formatter<'_>, numbers: usize) -> fmt::Result {
        let mut widths = vec![0; self.rows[0].1.len()];
        for (_, cells) in &self.rows {
            for (width, cell) in widths.iter_mut().zip(cells) {
                *width = cell.chars().count().max(*width);
            }
        }
        let mut left_out = 0;
        for (index, (is_wrong, cells)) in self.rows.iter().enumerate() {
            if !self.shows(index) {
                left_out += 1;
                continue;
            }
            if left_out > 0 {
                write!(f, "\n      … {left_out} more")?;
                left_out = 0;
            }
            let mut line = String::new();
            for (column, cell) in cells.iter().enumerate() {
                let width = widths[column];
                if column < numbers {
                    write!(line, "{cell:>width$}  ")?;
                } else {
                    write!(line, "{cell:<width$}  ")?;
                }
            }
            let mark = if *is_wrong { '>' } else { ' ' };
            write!(f, "\n    {mark} {}", line.trim_end())?;
        }
        Ok(())
    }

    fn shows(&self, index: usize) -> bool {
        let rows = self.rows.len() - 1;
        if rows <= MOST_ROWS {
            return true;
        }
        let wrong = self.rows.iter().position(|(is_wrong, _)| *is_wrong).unwrap_or(rows);
        let around_the_wrong_one = wrong.abs_diff(index) <= MOST_ROWS / 4;
        index <= 3 || around_the_wrong_one || index == rows
    }
}

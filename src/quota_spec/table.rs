//! The tables of a report.

use std::fmt::{self, Write as _};

const MOST_ROWS: usize = 12;

/// Rows in columns, of which those that are wrong are marked.
pub(super) struct Table<const N: usize> {
    rows: Vec<(bool, [String; N])>,
}

impl<const N: usize> Table<N> {
    pub(super) fn new(titles: [&str; N]) -> Self {
        Self { rows: vec![(false, titles.map(str::to_owned))] }
    }

    pub(super) fn row(&mut self, is_wrong: bool, cells: [String; N]) {
        self.rows.push((is_wrong, cells));
    }

    pub(super) fn has_wrong_rows(&self) -> bool {
        self.rows.iter().any(|(is_wrong, _)| *is_wrong)
    }

    /// Writes the table, cut to a few rows around the first that is wrong and the last.
    pub(super) fn write(&self, f: &mut fmt::Formatter<'_>, right_aligned: [bool; N]) -> fmt::Result {
        let width = |column: usize| {
            self.rows.iter().map(|(_, cells)| cells[column].chars().count()).max().unwrap_or(0)
        };
        let widths: [usize; N] = std::array::from_fn(width);
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
                if right_aligned[column] {
                    write!(line, "{cell:>width$}  ")?;
                } else {
                    write!(line, "{cell:<width$}  ")?;
                }
            }
            let mark = if *is_wrong { '>' } else { ' ' };
            write!(f, "\n    {mark} {}", line.trim_end())?;
        }
        if left_out > 0 {
            write!(f, "\n      … {left_out} more")?;
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

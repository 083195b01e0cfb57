//! The tables in a report.

use std::fmt::{self, Write as _};

/// The largest number of rows at which all are shown.
const MAX_ROWS: usize = 12;
/// In a longer table, the first rows, the rows around the first wrong row, and the last row are shown.
const FIRST_ROWS: usize = 3;
const ROWS_AROUND: usize = 3;

/// A table whose wrong rows are marked.
pub(super) struct Table {
    titles: Vec<String>,
    /// The rows to show, with their indices.
    rows: Vec<(usize, Row)>,
    total: usize,
    first_wrong: usize,
}

struct Row {
    is_wrong: bool,
    cells: Vec<String>,
}

impl Table {
    /// Creates a table. It will have `total` rows.
    pub(super) fn new(titles: &[&str], total: usize, first_wrong: Option<usize>) -> Self {
        Self {
            titles: titles.iter().copied().map(str::to_owned).collect(),
            rows: Vec::new(),
            total,
            first_wrong: first_wrong.unwrap_or(total),
        }
    }

    /// Returns whether the row at `index` is shown. The other rows need not be added.
    pub(super) fn shows(&self, index: usize) -> bool {
        self.total <= MAX_ROWS
            || index < FIRST_ROWS
            || self.first_wrong.abs_diff(index) <= ROWS_AROUND
            || index + 1 == self.total
    }

    /// Adds a row. Rows have to be added in ascending order.
    pub(super) fn row(&mut self, index: usize, is_wrong: bool, cells: Vec<String>) {
        if self.shows(index) {
            self.rows.push((index, Row { is_wrong, cells }));
        }
    }

    /// Writes the table, with the first `numbers` columns aligned to the right.
    pub(super) fn write(&self, f: &mut fmt::Formatter<'_>, numbers: usize) -> fmt::Result {
        let mut widths = vec![0; self.titles.len()];
        let mut widen = |cells: &[String]| {
            for (width, cell) in widths.iter_mut().zip(cells) {
                *width = cell.chars().count().max(*width);
            }
        };
        widen(&self.titles);
        for (_, row) in &self.rows {
            widen(&row.cells);
        }
        let write_row = |f: &mut fmt::Formatter<'_>, mark: char, cells: &[String]| {
            let mut line = String::new();
            for (column, (cell, width)) in cells.iter().zip(&widths).enumerate() {
                if column < numbers {
                    write!(line, "{cell:>width$}  ")?;
                } else {
                    write!(line, "{cell:<width$}  ")?;
                }
            }
            write!(f, "\n    {mark} {}", line.trim_end())
        };
        write_row(f, ' ', &self.titles)?;
        let mut next = 0;
        for (index, row) in &self.rows {
            if *index > next {
                write!(f, "\n      … {} more", index - next)?;
            }
            next = index + 1;
            write_row(f, if row.is_wrong { '>' } else { ' ' }, &row.cells)?;
        }
        Ok(())
    }
}

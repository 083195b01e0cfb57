//! The text layer of every report: rows, widths, line breaks, escaping and colour.

pub(crate) mod block;
pub(crate) mod colour;
pub(crate) mod diff_lines;
pub(crate) mod escape;
pub(crate) mod listing;
pub(crate) mod table;
pub(crate) mod wording;
pub(crate) mod wrap;

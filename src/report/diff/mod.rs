//! The differences between an expectation and a log: of lists, of entries and of texts.

pub(crate) mod align;
pub(crate) mod classify;
pub(crate) mod closest;
pub(crate) mod confusable;
pub(crate) mod diff_op;
pub(crate) mod entry_diff;
pub(crate) mod lines;
pub(crate) mod list_alignment;
pub(crate) mod list_diff;
pub(crate) mod similarity;
pub(crate) mod text_diff;
pub(crate) mod value;

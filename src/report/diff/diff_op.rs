//! The rows of a list diff.

/// One row of a list diff.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DiffOp {
    /// An entry that does not take part in the comparison, and has no label.
    Other {
        entry: usize,
    },
    Ok {
        entry: usize,
    },
    Altered {
        entry: usize,
        expectation: usize,
    },
    Moved {
        entry: usize,
        place: ExpectedPlace,
    },
    Extra {
        entry: usize,
    },
    Missing {
        expectation: usize,
    },
}

/// Where a moved entry was expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ExpectedPlace {
    After { entry: usize },
    Before { entry: usize },
    Elsewhere,
}

impl DiffOp {
    pub(crate) fn entry(self) -> Option<usize> {
        match self {
            Self::Other { entry }
            | Self::Ok { entry }
            | Self::Altered { entry, .. }
            | Self::Moved { entry, .. }
            | Self::Extra { entry } => Some(entry),
            Self::Missing { .. } => None,
        }
    }

    pub(crate) fn label(self) -> &'static str {
        match self {
            Self::Other { .. } => "",
            Self::Ok { .. } => "ok",
            Self::Altered { .. } => "altered",
            Self::Moved { .. } => "moved",
            Self::Extra { .. } => "extra",
            Self::Missing { .. } => "missing",
        }
    }

    /// Returns whether the row is a reason for the failure.
    pub(crate) fn is_wrong(self) -> bool {
        !matches!(self, Self::Other { .. } | Self::Ok { .. })
    }
}

//! The part of a transcript that does not depend on the type of its entries, so that it is compiled only once.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Which entries of a log a transcript has, and where they come from.
pub(crate) struct Header {
    /// The length of the log.
    logged: usize,
    /// The indices in the log of the entries that a filter kept, or `None` for all entries.
    kept: Option<Vec<usize>>,
    source: Source,
    context: Option<Arc<str>>,
    /// The name of the part of the log to which the transcript is limited, such as the calls of one method.
    scope: Option<Arc<str>>,
    /// Whether the report of a failed `check_*` omits the log. A wait discards the report if it checks again, and
    /// writing the log would take most of the time.
    is_interim: AtomicBool,
}

/// The origin of the entries of a transcript.
#[derive(Clone)]
pub(super) enum Source {
    /// A double, with its name, if any.
    Double(Option<Arc<str>>),
    /// A collected sequence. Its entries have no source line.
    Sequence,
    /// Another transcript, projected by [`Transcript::map`](super::Transcript::map).
    Projection(Arc<Projection>),
}

/// The origin of projected entries.
pub(super) struct Projection {
    source: Source,
    /// The index of each entry in the original log.
    indices: Vec<usize>,
    /// The length of the original log.
    unfiltered: usize,
    /// The `Debug` form of each original entry, if reports are shown in full.
    originals: Option<Vec<String>>,
}

impl Header {
    pub(super) fn new(logged: usize, source: Source) -> Self {
        Self { logged, kept: None, source, context: None, scope: None, is_interim: AtomicBool::new(false) }
    }

    /// Returns the header of a transcript of the entries that a filter kept, which are given as positions.
    pub(super) fn filtered(&self, positions: &[usize]) -> Self {
        let mut kept = Vec::with_capacity(positions.len());
        for position in positions {
            kept.extend(self.log_index(*position));
        }
        Self { kept: Some(kept), scope: None, ..self.clone() }
    }

    /// Returns the header of a projection of each entry. `originals` are the forms of the entries, if reports are shown
    /// in full.
    pub(super) fn projected(&self, originals: Option<Vec<String>>) -> Self {
        let mut indices = Vec::with_capacity(self.len());
        for position in 0..self.len() {
            indices.extend(self.original_index(position));
        }
        let unfiltered = self.unfiltered_len();
        let projection = Projection { source: self.source.clone(), indices, unfiltered, originals };
        let source = Source::Projection(Arc::new(projection));
        Self { context: self.context.clone(), ..Self::new(self.len(), source) }
    }

    pub(super) fn with_context(&self, context: String) -> Self {
        Self { context: Some(context.into()), ..self.clone() }
    }

    #[cfg(feature = "macros")]
    pub(super) fn scoped(self, scope: String) -> Self {
        Self { scope: Some(scope.into()), ..self }
    }

    pub(super) fn set_interim(&self, is_interim: bool) {
        self.is_interim.store(is_interim, Ordering::Relaxed);
    }

    pub(super) fn is_interim(&self) -> bool {
        self.is_interim.load(Ordering::Relaxed)
    }

    /// Returns the number of entries.
    pub(super) fn len(&self) -> usize {
        match &self.kept {
            Some(kept) => kept.len(),
            None => self.logged,
        }
    }

    /// Returns the index in the log of the entry at `position`.
    pub(super) fn log_index(&self, position: usize) -> Option<usize> {
        match &self.kept {
            Some(kept) => kept.get(position).copied(),
            None => (position < self.logged).then_some(position),
        }
    }

    /// Returns the index in the log of the double of the entry at `position`.
    pub(super) fn original_index(&self, position: usize) -> Option<usize> {
        let index = self.log_index(position)?;
        match &self.source {
            Source::Projection(projection) => projection.indices.get(index).copied(),
            Source::Double(_) | Source::Sequence => Some(index),
        }
    }

    pub(super) fn context(&self) -> Option<&str> {
        self.context.as_deref()
    }

    pub(super) fn scope(&self) -> Option<&str> {
        self.scope.as_deref()
    }

    /// Returns the number of entries before filtering.
    pub(super) fn unfiltered_len(&self) -> usize {
        match &self.source {
            Source::Projection(projection) => projection.unfiltered,
            Source::Double(_) | Source::Sequence => self.logged,
        }
    }

    pub(super) fn is_projection(&self) -> bool {
        matches!(self.source, Source::Projection(_))
    }

    /// Returns the `Debug` form of the original entry at `position`, if the entries are projections and reports are
    /// shown in full.
    pub(super) fn original(&self, position: usize) -> Option<&str> {
        let index = self.log_index(position)?;
        match &self.source {
            Source::Projection(projection) => Some(projection.originals.as_ref()?.get(index)?),
            Source::Double(_) | Source::Sequence => None,
        }
    }

    pub(super) fn recorded_by(&self) -> Option<&str> {
        self.source.recorded_by()
    }

    pub(super) fn has_locations(&self) -> bool {
        self.source.has_locations()
    }
}

impl Source {
    fn recorded_by(&self) -> Option<&str> {
        match self {
            Self::Double(name) => name.as_deref(),
            Self::Sequence => None,
            Self::Projection(projection) => projection.source.recorded_by(),
        }
    }

    fn has_locations(&self) -> bool {
        match self {
            Self::Double(_) => true,
            Self::Sequence => false,
            Self::Projection(projection) => projection.source.has_locations(),
        }
    }
}

impl Clone for Header {
    fn clone(&self) -> Self {
        Self {
            logged: self.logged,
            kept: self.kept.clone(),
            source: self.source.clone(),
            context: self.context.clone(),
            scope: self.scope.clone(),
            // A test may keep the clone after the wait, and reports on it have to be complete.
            is_interim: AtomicBool::new(false),
        }
    }
}

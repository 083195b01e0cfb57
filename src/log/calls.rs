use std::panic::Location;
use std::sync::Arc;

use super::Log;

/// A log of typed calls. Snapshots share the calls, so `T` need not be `Clone`.
#[derive(Debug)]
pub struct CallLog<T> {
    calls: Vec<(Arc<T>, &'static Location<'static>)>,
}

impl<T> CallLog<T> {
    pub(crate) fn push(&mut self, call: Arc<T>, location: &'static Location<'static>) {
        self.calls.push((call, location));
    }
}

impl<T> Clone for CallLog<T> {
    fn clone(&self) -> Self {
        self.since(0)
    }
}

impl<T> Default for CallLog<T> {
    fn default() -> Self {
        Self { calls: Vec::new() }
    }
}

impl<T> Log for CallLog<T> {
    type Call = T;
    type Owned = Arc<T>;

    fn len(&self) -> usize {
        self.calls.len()
    }

    fn get(&self, index: usize) -> Option<(&T, &'static Location<'static>)> {
        let (call, location) = self.calls.get(index)?;
        Some((call, location))
    }

    fn get_owned(&self, index: usize) -> Option<Arc<T>> {
        Some(Arc::clone(&self.calls.get(index)?.0))
    }

    fn since(&self, index: usize) -> Self {
        let mut calls = Vec::with_capacity(self.calls.len().saturating_sub(index));
        // A plain loop, since users compile each iterator for every type of call.
        let mut i = index;
        while let Some((call, location)) = self.calls.get(i) {
            calls.push((Arc::clone(call), *location));
            i += 1;
        }
        Self { calls }
    }
}

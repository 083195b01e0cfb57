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
        Self { calls: self.calls.clone() }
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
        self.calls.get(index).map(|(call, _)| Arc::clone(call))
    }

    fn since(&self, index: usize) -> Self {
        Self { calls: self.calls.get(index..).unwrap_or_default().to_vec() }
    }
}

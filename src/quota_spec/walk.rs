//! A walk, the input of one run.

use std::sync::Arc;

use super::step::Step;

/// A list of steps, with the deliveries that fail.
#[derive(Clone, Debug)]
pub(super) struct Walk {
    pub(super) steps: Arc<[Step]>,
    /// The number of steps that set a usage.
    pub(super) usages: usize,
    /// The numbers of the deliveries that fail, counted from 0.
    pub(super) fails: Arc<[usize]>,
    /// The number of the random walk, if it is one.
    pub(super) random: Option<u32>,
}

impl Walk {
    pub(super) fn new(steps: &[Step]) -> Self {
        // A plain loop, because unoptimized iterators are slow.
        let (mut usages, mut index) = (0, 0);
        while index < steps.len() {
            usages += usize::from(steps[index].value().is_some());
            index += 1;
        }
        Self { steps: Arc::from(steps), usages, fails: Arc::from([]), random: None }
    }

    pub(super) fn of_usages(usages: &[usize]) -> Self {
        let mut steps = Vec::with_capacity(usages.len());
        for usage in usages {
            steps.push(Step::Use(*usage));
        }
        Self { usages: steps.len(), steps: Arc::from(steps), fails: Arc::from([]), random: None }
    }

    pub(super) fn with_failures(mut self, fails: &[usize]) -> Self {
        self.fails = Arc::from(fails);
        self
    }
}

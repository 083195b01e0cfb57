//! Shrinks a walk that shows a violation by delta debugging. Each round removes ever smaller chunks, replaces usages
//! with simpler ones, and lowers the other usages by binary search. The rounds end when one changes nothing.

use super::step::Step;
use crate::sort::sort_by;

/// The maximum number of runs.
const MAX_RUNS: usize = 2_000;
/// The maximum number of steps in all runs together, as a multiple of the length of the walk.
const MAX_PASSES: usize = 8;
/// The steps that short walks may have in all runs together, if that is more.
const MIN_STEPS: usize = 50_000;
/// The number of steps at the start of a walk whose usages are lowered.
const SHORT: usize = 16;

/// The outcome of a run on a shorter walk.
pub(super) enum Attempt<T> {
    Shows(T),
    Passes,
    /// The scenario must not be run again, for example after a panic.
    Stop,
}

/// A violation with the walk that shows it.
pub(super) trait Shrinkable {
    fn steps(&self) -> &[Step];

    /// Returns the length of the walk up to the violation.
    fn min_len(&self) -> usize;
}

/// Removes the steps after the violation.
pub(super) fn cut_end<T: Shrinkable>(shown: T, attempt: &mut dyn FnMut(&[Step]) -> Attempt<T>) -> T {
    let mut shrinker = Shrinker::new(shown, attempt);
    shrinker.cut_end();
    shrinker.best
}

/// Shrinks the walk of `shown`. `simple` lists the preferred usages, the simplest first.
pub(super) fn shrink<T: Shrinkable>(
    shown: T,
    simple: &[usize],
    attempt: &mut dyn FnMut(&[Step]) -> Attempt<T>,
) -> T {
    let mut shrinker = Shrinker::new(shown, attempt);
    loop {
        let before = shrinker.steps().to_vec();
        shrinker.cut_end();
        shrinker.remove_chunks();
        shrinker.simplify(simple);
        shrinker.minimize_values(simple);
        if shrinker.steps() == before {
            return shrinker.best;
        }
    }
}

struct Shrinker<'t, T> {
    best: T,
    attempt: &'t mut dyn FnMut(&[Step]) -> Attempt<T>,
    runs_left: usize,
    steps_left: usize,
}

impl<'t, T: Shrinkable> Shrinker<'t, T> {
    fn new(best: T, attempt: &'t mut dyn FnMut(&[Step]) -> Attempt<T>) -> Self {
        let steps_left = MIN_STEPS.max(best.min_len() * MAX_PASSES);
        Self { best, attempt, runs_left: MAX_RUNS, steps_left }
    }

    fn steps(&self) -> &[Step] {
        self.best.steps()
    }

    /// Returns whether the budget allows a run of this length.
    fn can_try(&self, length: usize) -> bool {
        self.runs_left > 0 && self.steps_left >= length
    }

    /// Tries a walk, and returns whether it still shows the violation. If so, it becomes the best one.
    fn keeps(&mut self, steps: &[Step]) -> bool {
        let runs_left = self.runs_left.checked_sub(1);
        let steps_left = self.steps_left.checked_sub(steps.len());
        let (Some(runs_left), Some(steps_left), [_, ..]) = (runs_left, steps_left, steps) else {
            return false;
        };
        (self.runs_left, self.steps_left) = (runs_left, steps_left);
        match (self.attempt)(steps) {
            Attempt::Shows(shown) => self.best = shown,
            Attempt::Passes => return false,
            Attempt::Stop => {
                self.runs_left = 0;
                return false;
            }
        }
        true
    }

    fn cut_end(&mut self) {
        let needed = self.best.min_len();
        if needed < self.steps().len() {
            let steps = self.steps()[..needed].to_vec();
            self.keeps(&steps);
        }
    }

    /// Removes half of the walk, a quarter of it, and so on down to single steps.
    fn remove_chunks(&mut self) {
        let mut size = self.steps().len().div_ceil(2);
        while size > 0 {
            let mut from = 0;
            while from < self.steps().len() {
                let steps = self.steps();
                if !self.can_try(steps.len().saturating_sub(size)) {
                    return;
                }
                let to = (from + size).min(steps.len());
                let rest = [&steps[..from], &steps[to..]].concat();
                if self.keeps(&rest) {
                    self.cut_end();
                } else {
                    from += size;
                }
            }
            size = if size == 1 { 0 } else { size.div_ceil(2) };
        }
    }

    /// Replaces every occurrence of a usage with a simpler one.
    fn simplify(&mut self, simple: &[usize]) {
        let mut distinct = Vec::new();
        for step in self.steps() {
            if let Some(usage) = step.value() {
                distinct.push(usage);
            }
        }
        sort_by(&mut distinct, &mut usize::cmp);
        distinct.dedup();
        for usage in distinct {
            for simpler in simpler_than(usage, simple) {
                if !self.can_try(self.steps().len()) {
                    return;
                }
                let mut replaced = self.steps().to_vec();
                for step in &mut replaced {
                    if step.value() == Some(usage) {
                        *step = step.with_value(*simpler);
                    }
                }
                if self.keeps(&replaced) {
                    break;
                }
            }
        }
    }

    /// Lowers each usage that is not simple to the smallest value that still shows the violation.
    fn minimize_values(&mut self, simple: &[usize]) {
        for position in 0..self.steps().len().min(SHORT) {
            let Some(step) = self.steps().get(position) else { return };
            let Some(usage) = step.value().filter(|usage| !simple.contains(usage)) else { continue };
            let (mut low, mut high) = (0, usage);
            while high - low > 1 {
                let middle = usize::midpoint(low, high);
                if self.keeps_with(position, middle) {
                    high = middle;
                } else {
                    low = middle;
                }
            }
        }
    }

    fn keeps_with(&mut self, position: usize, usage: usize) -> bool {
        let mut steps = self.steps().to_vec();
        steps[position] = steps[position].with_value(usage);
        self.keeps(&steps)
    }
}

fn simpler_than(usage: usize, simple: &[usize]) -> &[usize] {
    let rank = simple.iter().position(|simple| *simple == usage);
    &simple[..rank.unwrap_or(simple.len())]
}

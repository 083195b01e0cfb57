//! Finds the shortest walk that shows a violation.

/// How often, and over how many usages in all, the code under test may be run to make a walk shorter.
const MOST_RUNS: usize = 2_000;
const MOST_USAGES: usize = 50_000;
/// Up to here, a usage of a walk that is none of the simple ones is lowered.
const SHORT: usize = 16;

/// What became of a walk that was tried.
pub(super) enum Attempt<T> {
    Shows(T),
    Passes,
    /// The code under test did something, a panic say, after which it is not run again.
    Stop,
}

/// Something that a walk shows.
pub(super) trait Shown {
    fn walk(&self) -> &[usize];

    /// The length of the walk up to where it goes wrong.
    fn needed(&self) -> usize;
}

/// Shrinks the walk of `shown`. `simple` are the usages to prefer, the simplest first.
pub(super) fn shrink<T: Shown>(
    shown: T,
    simple: &[usize],
    attempt: &mut dyn FnMut(&[usize]) -> Attempt<T>,
) -> T {
    let mut shrinking = Shrinking { best: shown, attempt, runs_left: MOST_RUNS, usages_left: MOST_USAGES };
    loop {
        let before = shrinking.walk().to_vec();
        shrinking.cut_the_end();
        shrinking.leave_out();
        shrinking.simplify(simple);
        shrinking.approach(simple);
        if shrinking.walk() == before {
            return shrinking.best;
        }
    }
}

struct Shrinking<'t, T> {
    best: T,
    attempt: &'t mut dyn FnMut(&[usize]) -> Attempt<T>,
    runs_left: usize,
    usages_left: usize,
}

impl<T: Shown> Shrinking<'_, T> {
    fn walk(&self) -> &[usize] {
        self.best.walk()
    }

    /// Tries a walk, and keeps it if it shows the violation too.
    fn keeps(&mut self, walk: &[usize]) -> bool {
        let runs_left = self.runs_left.checked_sub(1);
        let usages_left = self.usages_left.checked_sub(walk.len());
        let (Some(runs_left), Some(usages_left), [_, ..]) = (runs_left, usages_left, walk) else {
            return false;
        };
        (self.runs_left, self.usages_left) = (runs_left, usages_left);
        match (self.attempt)(walk) {
            Attempt::Shows(shown) => self.best = shown,
            Attempt::Passes => return false,
            Attempt::Stop => {
                self.runs_left = 0;
                return false;
            }
        }
        true
    }

    fn cut_the_end(&mut self) {
        let needed = self.best.needed();
        if needed < self.walk().len() {
            let walk = self.walk()[..needed].to_vec();
            self.keeps(&walk);
        }
    }

    /// Leaves out half of the walk, a quarter of it, and so on to single usages.
    fn leave_out(&mut self) {
        let mut size = self.walk().len().div_ceil(2);
        while size > 0 {
            let mut from = 0;
            while from < self.walk().len() {
                let walk = self.walk();
                let to = (from + size).min(walk.len());
                let rest = [&walk[..from], &walk[to..]].concat();
                if self.keeps(&rest) {
                    self.cut_the_end();
                } else {
                    from += size;
                }
            }
            size = if size == 1 { 0 } else { size.div_ceil(2) };
        }
    }

    /// Puts a simpler usage in the place of all that are equal.
    fn simplify(&mut self, simple: &[usize]) {
        let mut distinct = self.walk().to_vec();
        distinct.sort_unstable();
        distinct.dedup();
        for usage in distinct {
            for simpler in simpler_than(usage, simple) {
                let replaced = self.walk().iter().map(|old| if *old == usage { *simpler } else { *old });
                let replaced: Vec<_> = replaced.collect();
                if self.keeps(&replaced) {
                    break;
                }
            }
        }
    }

    /// Lowers each usage that is none of the simple ones to where it just still shows the violation.
    fn approach(&mut self, simple: &[usize]) {
        for position in 0..self.walk().len().min(SHORT) {
            let Some(&usage) = self.walk().get(position) else { return };
            if simple.contains(&usage) {
                continue;
            }
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
        let mut walk = self.walk().to_vec();
        walk[position] = usage;
        self.keeps(&walk)
    }
}

fn simpler_than(usage: usize, simple: &[usize]) -> &[usize] {
    let rank = simple.iter().position(|simple| *simple == usage);
    &simple[..rank.unwrap_or(simple.len())]
}

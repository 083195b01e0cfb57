//! The walks on which the code under test is run.

mod beyond;
mod edges;
mod histories;
mod special;
mod totals;

pub(super) use edges::Edges;

use std::vec;

use super::random::Random;
use super::specification::Specification;
use super::step::{Capabilities, Interface};
use super::walk::Walk;
use crate::NotifyOn;

/// A selection of the walks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scope {
    /// All walks.
    First,
    /// All walks but the longest ones, which make counters overflow.
    WithoutCounters,
    /// The walks whose outcome may depend on the limit. Mistakes in counters and histories do not.
    Companion,
}

/// Returns the walks for a limit, short ones first, so that a panic is reported with a short walk.
pub(super) fn all(
    spec: &Specification<'_>,
    limit: usize,
    scope: Scope,
    capabilities: Capabilities,
) -> impl Iterator<Item = Walk> {
    let edges = Edges::new(spec, limit);
    let starts = totals::starts(&edges);
    let is_threaded = capabilities.interface == Interface::Threads && spec.threads > 1;
    let walks = if is_threaded {
        let mut walks = Vec::new();
        add_usages(&special::threads(&edges), &mut walks);
        walks
    } else {
        short(spec, &edges, &starts, scope, capabilities)
    };
    Walks {
        ready: walks.into_iter(),
        next: if is_threaded { Stage::Done } else { Stage::Histories },
        scope,
        notify_on: spec.policy.notify_on,
        latched: spec.policy.latched,
        seed: spec.seed,
        random: spec.random_walks,
        edges,
        starts,
    }
}

/// The walks for a limit.
struct Walks {
    ready: vec::IntoIter<Walk>,
    next: Stage,
    scope: Scope,
    notify_on: NotifyOn,
    latched: bool,
    seed: u64,
    /// The number of random walks.
    random: u32,
    edges: Edges,
    starts: Vec<usize>,
}

/// The walks that are made only when they are needed, since they are long or many.
#[derive(Clone, Copy)]
enum Stage {
    Histories,
    Counters,
    /// The random walk of this number, and those after it.
    Random(u32),
    Done,
}

impl Iterator for Walks {
    type Item = Walk;

    fn next(&mut self) -> Option<Walk> {
        loop {
            if let Some(walk) = self.ready.next() {
                return Some(walk);
            }
            let mut walks = Vec::new();
            self.next = match self.next {
                Stage::Histories => {
                    if self.scope != Scope::Companion {
                        walks.push(Walk::of_usages(&histories::de_bruijn(&self.edges)));
                    }
                    Stage::Counters
                }
                Stage::Counters => {
                    if self.scope == Scope::First {
                        for steps in histories::counters(self.notify_on, self.latched, &self.edges) {
                            walks.push(Walk::new(&steps));
                        }
                    }
                    Stage::Random(0)
                }
                Stage::Random(number) if number < self.random => {
                    let random = Random::new(self.seed, u64::from(number));
                    let usages = totals::random(&self.edges, &self.starts, random);
                    walks.push(Walk { random: Some(number), ..Walk::of_usages(&usages) });
                    Stage::Random(number + 1)
                }
                Stage::Random(_) | Stage::Done => return None,
            };
            self.ready = walks.into_iter();
        }
    }
}

fn short(
    spec: &Specification<'_>,
    edges: &Edges,
    starts: &[usize],
    scope: Scope,
    capabilities: Capabilities,
) -> Vec<Walk> {
    let mut usages = Vec::new();
    if scope == Scope::Companion && spec.rearms_at_zero() {
        // To save runs, one walk visits all usages and returns to 0 in between, if that has the effect of a fresh
        // start.
        usages.push(totals::starts_in_one_walk(starts));
    } else {
        for start in starts {
            usages.push(vec![*start]);
        }
    }
    if scope == Scope::Companion {
        totals::of_companion(edges, &mut usages);
    } else {
        totals::all(edges, &mut usages);
        histories::repetitions(edges, &mut usages);
    }
    beyond::all(edges, &mut usages);
    let mut walks = Vec::new();
    add_usages(&usages, &mut walks);
    match capabilities.interface {
        Interface::Changes => special::changes(edges, &mut walks),
        Interface::Steps => special::steps(spec, edges, &mut walks),
        Interface::Keys => special::keys(spec, edges, &mut walks),
        Interface::Totals | Interface::Threads => {}
    }
    if capabilities.can_fail {
        special::failures(spec, edges, &mut walks);
    }
    walks
}

fn add_usages(usages: &[Vec<usize>], walks: &mut Vec<Walk>) {
    for usages in usages {
        walks.push(Walk::of_usages(usages));
    }
}

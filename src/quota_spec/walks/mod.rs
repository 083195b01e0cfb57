//! The walks on which the code under test is run.

mod beyond;
mod edges;
mod histories;
mod special;
mod totals;

pub(super) use edges::Edges;

use std::rc::Rc;

use super::random::Random;
use super::specification::Specification;
use super::step::{Capabilities, Interface};
use super::walk::Walk;

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
        special::threads(&edges).into_iter().map(Walk::of_usages).collect()
    } else {
        short(spec, &edges, &starts, scope, capabilities)
    };
    // The longest walks are made only when they are reached.
    let (notify_on, latched) = (spec.policy.notify_on, spec.policy.latched);
    let (seed, random_walks) = (spec.seed, if is_threaded { 0 } else { spec.random_walks });
    let histories = !is_threaded && scope != Scope::Companion;
    let counters = !is_threaded && scope == Scope::First;
    let edges = Rc::new(edges);
    let for_counters = Rc::clone(&edges);
    let for_random = Rc::clone(&edges);
    let de_bruijn = histories.then_some(edges).into_iter();
    let de_bruijn = de_bruijn.map(|edges| Walk::of_usages(histories::de_bruijn(&edges)));
    let counters = counters.then_some(for_counters).into_iter();
    let counters =
        counters.flat_map(move |edges| histories::counters(notify_on, latched, &edges)).map(Walk::new);
    let random = (0..random_walks).map(move |number| {
        let random = Random::new(seed, u64::from(number));
        Walk { random: Some(number), ..Walk::of_usages(totals::random(&for_random, &starts, random)) }
    });
    walks.into_iter().chain(de_bruijn).chain(counters).chain(random)
}

fn short(
    spec: &Specification<'_>,
    edges: &Edges,
    starts: &[usize],
    scope: Scope,
    capabilities: Capabilities,
) -> Vec<Walk> {
    let mut usages: Vec<_> = match scope {
        // To save runs, one walk visits all usages and returns to 0 in between, if that has the effect of a fresh
        // start.
        Scope::Companion if spec.rearms_at_zero() => vec![totals::starts_in_one_walk(starts)],
        _ => starts.iter().map(|start| vec![*start]).collect(),
    };
    if scope == Scope::Companion {
        usages.extend(totals::of_companion(edges));
    } else {
        usages.extend(totals::all(edges));
        usages.extend(histories::repetitions(edges));
    }
    usages.extend(beyond::all(edges));
    let mut walks: Vec<_> = usages.into_iter().map(Walk::of_usages).collect();
    match capabilities.interface {
        Interface::Changes => walks.extend(special::changes(edges)),
        Interface::Steps => walks.extend(special::steps(spec, edges)),
        Interface::Keys => walks.extend(special::keys(spec, edges)),
        Interface::Totals | Interface::Threads => {}
    }
    if capabilities.can_fail {
        walks.extend(special::failures(spec, edges));
    }
    walks
}

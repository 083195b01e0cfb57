//! The walks: the inputs that the code under test has to survive.

mod beyond;
mod edges;
mod histories;
mod special;
mod totals;

pub(super) use edges::Edges;

use super::random::Random;
use super::specification::Specification;
use super::step::{Capabilities, Interface};
use super::walk::Walk;

/// Which of the walks are walked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scope {
    /// All of them.
    First,
    /// Those whose outcome may depend on the limit. Counters and memories do not.
    Companion,
}

/// Returns the walks for a limit: short ones first, so that a panic is reported with a short walk.
pub(super) fn all(
    spec: &Specification<'_>,
    limit: usize,
    scope: Scope,
    capabilities: Capabilities,
) -> Vec<Walk> {
    let edges = Edges::new(spec, limit);
    if capabilities.interface == Interface::Threads && spec.threads > 1 {
        return special::threads(&edges).into_iter().map(Walk::of_usages).collect();
    }
    let starts = totals::starts(&edges);
    let usages = match scope {
        Scope::First => {
            let mut usages: Vec<_> = starts.iter().map(|start| vec![*start]).collect();
            usages.extend(totals::all(&edges));
            usages.extend(beyond::all(&edges));
            usages.extend(histories::repetitions(&edges));
            usages
        }
        Scope::Companion => {
            // With fewer runs: one walk returns to 0 between the usages, where that is as good as a fresh start.
            let mut usages = if spec.rearms_at_zero() {
                vec![totals::starts_in_one_walk(&starts)]
            } else {
                starts.iter().map(|start| vec![*start]).collect()
            };
            usages.extend(totals::of_companion(&edges));
            usages.extend(beyond::all(&edges));
            usages
        }
    };
    let mut walks: Vec<_> = usages.into_iter().map(Walk::of_usages).collect();
    match capabilities.interface {
        Interface::Changes => walks.extend(special::changes(&edges)),
        Interface::Steps => walks.extend(special::steps(spec, &edges)),
        Interface::Keys => walks.extend(special::keys(spec, &edges)),
        Interface::Totals | Interface::Threads => {}
    }
    if capabilities.can_fail {
        walks.extend(special::failures(spec, &edges));
    }
    if scope == Scope::First {
        walks.push(Walk::of_usages(histories::de_bruijn(&edges)));
        walks.extend(histories::counters(spec, &edges).into_iter().map(Walk::of_usages));
    }
    for number in 0..spec.random_walks {
        let random = Random::new(spec.seed, u64::from(number));
        walks.push(Walk { random: Some(number), ..Walk::of_usages(totals::random(&edges, &starts, random)) });
    }
    walks
}

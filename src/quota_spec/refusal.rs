//! Specifications that make no sense.

use super::QuotaSpec;
use super::level::{At, Level};
use crate::NotifyOn;

/// What is wrong with a specification. The text says what to write instead.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Refusal {
    #[error(
        "a quota specification without levels: add at least one, as in `.at_percent(75, ..)`, or use `book`"
    )]
    NoLevels,

    #[error("a level at 0%, where usage always is: the lowest is 1%, or `above_percent(0, ..)`")]
    ZeroPercent,

    #[error("a level at a usage of 0, where usage always is: the lowest is 1")]
    ZeroValue,

    #[error("two levels {0}: a level has one message")]
    Twice(At),

    #[error("a level {0} and a level {1} are the same: a level has one message")]
    Same(At, At),

    #[error(
        "no level can be reached: with a limit of {0}, all of them are beyond usize::MAX, so that code which sends \
         nothing would pass"
    )]
    OutOfReach(usize),

    #[error(
        "a re-arm point of {0}% with NotifyOn::Update, which repeats anyway: use `.notify_on(NotifyOn::Crossing)`"
    )]
    RearmOnUpdate(u32),

    #[error("a re-arm point of 0%: usage is never below it, the lowest is 1%")]
    ZeroRearm,

    #[error(
        "a re-arm point of {rearm}%, above the level {level}: it would re-arm while usage still reaches it"
    )]
    RearmAbove { rearm: u32, level: At },
}

impl Refusal {
    pub(super) fn check(spec: &QuotaSpec<'_>) -> Result<(), Self> {
        if spec.levels.is_empty() {
            return Err(Self::NoLevels);
        }
        check_levels(&spec.levels)?;
        if spec.levels.iter().all(|level| level.at.trip_point(spec.limit).is_none()) {
            return Err(Self::OutOfReach(spec.limit));
        }
        spec.rearm_percent.map_or(Ok(()), |rearm| check_rearm(rearm, spec))
    }
}

fn check_levels(levels: &[Level<'_>]) -> Result<(), Refusal> {
    let mut seen = Vec::new();
    for at in levels.iter().map(|level| level.at) {
        match at {
            At::Percent(0) => return Err(Refusal::ZeroPercent),
            At::Value(0) => return Err(Refusal::ZeroValue),
            _ if seen.contains(&at) => return Err(Refusal::Twice(at)),
            _ => {}
        }
        let other_name = match at {
            At::Value(value) => Some(At::AboveValue(value - 1)),
            At::AboveValue(value) => value.checked_add(1).map(At::Value),
            At::Percent(_) | At::AbovePercent(_) => None,
        };
        if let Some(other) = other_name.filter(|other| seen.contains(other)) {
            return Err(Refusal::Same(other, at));
        }
        seen.push(at);
    }
    Ok(())
}

fn check_rearm(rearm: u32, spec: &QuotaSpec<'_>) -> Result<(), Refusal> {
    if spec.notify_on != NotifyOn::Crossing {
        return Err(Refusal::RearmOnUpdate(rearm));
    }
    if rearm == 0 {
        return Err(Refusal::ZeroRearm);
    }
    let point = At::Percent(rearm).trip_point(spec.limit);
    let below = |at: &At| match at.percent() {
        // Percentages are compared as such, so that a small limit, where both round to one point, hides no mistake.
        Some(percent) => percent < rearm,
        None => at.trip_point(spec.limit).is_some_and(|trip| point.is_none_or(|point| trip < point)),
    };
    match spec.levels.iter().map(|level| level.at).find(below) {
        Some(level) => Err(Refusal::RearmAbove { rearm, level }),
        None => Ok(()),
    }
}

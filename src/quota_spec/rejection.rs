//! The reasons to reject a specification.

use super::level::{Level, LevelKind};
use super::specification::Specification;
use crate::NotifyOn;

/// The reason why a specification is rejected. The text states what to write instead.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Rejection {
    #[error(
        "a quota specification without levels: add at least one, as in `.at_percent(75, ..)`, or use `book`"
    )]
    NoLevels,

    #[error("a level at 0%, which usage always reaches: the lowest is 1%, or `above_percent(0, ..)`")]
    ZeroPercent,

    #[error("a level at a usage of 0, which usage always reaches: the lowest is 1")]
    ZeroValue,

    #[error("a level at {0}% remaining, which usage always reaches: the highest is 99%")]
    RemainingPercentTooHigh(u32),

    #[error("two levels {0}: add each level once")]
    Duplicate(LevelKind),

    #[error("a level {0} and a level {1}, which are reached at the same usage: add one of them")]
    Same(LevelKind, LevelKind),

    #[error("`{0}` before the first level: call it after the level to which it applies")]
    WithoutLevel(&'static str),

    #[error("an empty list of limits: remove `limits` to check the default limits")]
    NoLimits,

    #[error(
        "no level can be reached: with a limit of {0}, all of them are beyond usize::MAX, so code that sends nothing \
         would pass"
    )]
    OutOfReach(usize),

    #[error(
        "only a limit of 0, which is unlimited: add another limit, because code that sends nothing would pass"
    )]
    OnlyUnlimited,

    #[error("{0} with NotifyOn::Update, which repeats on every update: use `.notify_on(NotifyOn::Crossing)`")]
    OnUpdate(String),

    #[error("{0} for latched levels, which only a reset re-arms")]
    Latched(String),

    #[error("a re-arm point of 0%: usage is never below it, the lowest is 1%")]
    ZeroRearm,

    #[error(
        "a re-arm point of {rearm}%, above the level {level}: it would re-arm while usage still reaches it"
    )]
    RearmAbove { rearm: u32, level: LevelKind },

    #[error(
        "a re-arm margin of {margin} for the level {level}: usage is never below the resulting re-arm point"
    )]
    MarginTooLarge { margin: usize, level: LevelKind },

    #[error("no threads: use at least one")]
    NoThreads,

    #[error(
        "a specification for {0} threads, but the scenario has only one: drive each part of `usage.threads()` on its \
         own thread"
    )]
    NotThreaded(usize),

    #[error(
        "a specification with {0} limits, but the scenario never asks for the limit: create the code under test with \
         `usage.limit()`"
    )]
    LimitNotAsked(usize),
}

impl Rejection {
    pub(super) fn check(spec: &Specification<'_>) -> Result<(), Self> {
        if let Some(method) = spec.without_level {
            return Err(Self::WithoutLevel(method));
        }
        if spec.levels.is_empty() {
            return Err(Self::NoLevels);
        }
        if spec.threads == 0 {
            return Err(Self::NoThreads);
        }
        check_levels(&spec.levels)?;
        check_policy(spec)?;
        if spec.limits.as_ref().is_some_and(Vec::is_empty) {
            return Err(Self::NoLimits);
        }
        let limits = spec.limits.clone().unwrap_or(vec![spec.limit]);
        if spec.policy.zero_is_unlimited && limits.iter().all(|limit| *limit == 0) {
            return Err(Self::OnlyUnlimited);
        }
        for limit in limits {
            check_limit(spec, limit)?;
        }
        Ok(())
    }
}

fn check_levels(levels: &[Level<'_>]) -> Result<(), Rejection> {
    let mut seen = Vec::<LevelKind>::new();
    for kind in levels.iter().map(|level| level.kind) {
        match kind {
            LevelKind::Percent(0) => return Err(Rejection::ZeroPercent),
            LevelKind::Value(0) => return Err(Rejection::ZeroValue),
            LevelKind::RemainingPercent(percent @ 100..) => {
                return Err(Rejection::RemainingPercentTooHigh(percent));
            }
            _ => {}
        }
        match seen.iter().find(|other| other.order() == kind.order()) {
            Some(other) if *other == kind => return Err(Rejection::Duplicate(kind)),
            Some(other) => return Err(Rejection::Same(*other, kind)),
            None => seen.push(kind),
        }
    }
    Ok(())
}

fn check_policy(spec: &Specification<'_>) -> Result<(), Rejection> {
    let policy = spec.policy;
    let rearm = policy.rearm_percent.map(|percent| format!("a re-arm point of {percent}%"));
    let margin = spec.levels.iter().find(|level| level.rearm_margin > 0);
    let margin = margin.map(|level| format!("a re-arm margin for the level {}", level.kind));
    let cleared = spec.levels.iter().find(|level| level.cleared.is_some());
    let cleared = cleared.map(|level| format!("a cleared message for the level {}", level.kind));
    let set = |is_set: bool, name: &str| is_set.then(|| name.to_owned());
    let of_falls = rearm.or(margin).or(cleared);
    if policy.notify_on == NotifyOn::Update {
        let setting = of_falls
            .or(set(policy.each_level, "`each_level`"))
            .or(set(policy.latched, "`latched`"))
            .or(set(policy.first_reading_is_silent, "`first_reading_is_silent`"));
        if let Some(setting) = setting {
            return Err(Rejection::OnUpdate(setting));
        }
    } else if policy.latched {
        if let Some(setting) = of_falls {
            return Err(Rejection::Latched(setting));
        }
    }
    let too_large =
        |level: &&Level<'_>| level.rearm_margin > 0 && level.kind.lowered(level.rearm_margin).is_none();
    match spec.levels.iter().find(too_large) {
        Some(level) => Err(Rejection::MarginTooLarge { margin: level.rearm_margin, level: level.kind }),
        None => Ok(()),
    }
}

fn check_limit(spec: &Specification<'_>, limit: usize) -> Result<(), Rejection> {
    let is_unlimited = spec.policy.zero_is_unlimited && limit == 0;
    if !is_unlimited && spec.points(limit).iter().all(|points| usize::try_from(points.trip).is_err()) {
        return Err(Rejection::OutOfReach(limit));
    }
    match spec.policy.rearm_percent {
        Some(0) => Err(Rejection::ZeroRearm),
        Some(rearm) => check_rearm(rearm, spec, limit),
        None => Ok(()),
    }
}

fn check_rearm(rearm: u32, spec: &Specification<'_>, limit: usize) -> Result<(), Rejection> {
    let point = LevelKind::Percent(rearm).trip_point(limit);
    let is_below = |kind: &LevelKind| match kind.percent() {
        // Percentages are compared directly. At a small limit, two percentages can have the same trip point.
        Some(percent) => percent < rearm,
        None => kind.trip_point(limit) < point,
    };
    let without_margin = spec.levels.iter().filter(|level| level.rearm_margin == 0);
    match without_margin.map(|level| level.kind).find(is_below) {
        Some(level) => Err(Rejection::RearmAbove { rearm, level }),
        None => Ok(()),
    }
}

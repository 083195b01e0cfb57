//! Mistakes in whether a level is reached.

use super::Scene;
use crate::quota_spec::ladder::{Ladder, Rung};
use crate::quota_spec::level::At;

/// Which rungs a mistake is made at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Which {
    All,
    One(usize),
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Compare {
    Exactly,
    /// `>` for `>=`, and `>=` for `>`.
    OtherwiseStrict(Which),
    Early(Which),
    Late(Which),
    PercentEarly(Which),
    PercentLate(Which),
    /// `==` of whole percentages, or of numbers.
    Equal,
    EqualNumber,
    NotAtTheLimit,
    NotBeyondTheLimit,
    /// `value / limit * 100`
    DividesFirst,
    /// `limit / 100 * 75`
    DividesTheLimitFirst,
    /// `limit * 75 / 100`
    CutsTheLevel,
    Rounds,
    RoundsUp,
    PercentBits(u32),
    Single(Float),
    Double(Float),
    Tolerant(f64),
    /// `value * 100` in so many bits.
    Wraps(u32),
    Saturates,
    ZeroIsUnlimited,
}

/// How floating point is used.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Float {
    /// `value / limit >= 0.75`
    Ratio,
    /// `value / limit * 100 >= 75`
    Percent,
    /// `value >= limit * 0.75`
    Share,
}

impl Compare {
    pub(super) fn mistakes(ladder: &Ladder) -> Vec<Self> {
        let mut which = vec![Which::All];
        which.extend((0..ladder.rungs.len()).map(Which::One));
        // With one limit, some of them come to the same: the likelier one goes first.
        let mut mistakes: Vec<_> = which.iter().map(|which| Self::OtherwiseStrict(*which)).collect();
        mistakes.extend([
            Self::Single(Float::Ratio),
            Self::Double(Float::Ratio),
            Self::Single(Float::Percent),
            Self::Double(Float::Percent),
            Self::Single(Float::Share),
            Self::Double(Float::Share),
            Self::CutsTheLevel,
        ]);
        for which in &which {
            mistakes.extend([Self::Early(*which), Self::Late(*which)]);
        }
        for which in &which {
            mistakes.extend([Self::PercentEarly(*which), Self::PercentLate(*which)]);
        }
        mistakes.extend([
            Self::ZeroIsUnlimited,
            Self::Equal,
            Self::EqualNumber,
            Self::NotAtTheLimit,
            Self::NotBeyondTheLimit,
            Self::DividesFirst,
            Self::DividesTheLimitFirst,
            Self::Rounds,
            Self::RoundsUp,
            Self::PercentBits(8),
            Self::PercentBits(16),
            Self::Wraps(usize::BITS),
            Self::Wraps(32),
            Self::Saturates,
            Self::Tolerant(1e-12),
            Self::Tolerant(1e-9),
            Self::Tolerant(1e-6),
            Self::Tolerant(1e-3),
        ]);
        mistakes
    }

    /// Whether `usage` reaches a rung, in the eyes of one who makes this mistake.
    pub(super) fn reaches(self, ladder: &Ladder, index: usize, usage: usize) -> bool {
        let rung = ladder.rungs[index];
        let exactly = usage >= rung.trip;
        let here = |which| which == Which::All || which == Which::One(index);
        match self {
            Self::OtherwiseStrict(which) if here(which) => {
                otherwise_strict(rung.at).is_reached(usage, ladder.limit)
            }
            Self::Early(which) if here(which) => usage.saturating_add(1) >= rung.trip,
            Self::Late(which) if here(which) => usage > rung.trip,
            Self::PercentEarly(which) if here(which) => {
                other_percent(rung.at, -1).is_reached(usage, ladder.limit)
            }
            Self::PercentLate(which) if here(which) => {
                other_percent(rung.at, 1).is_reached(usage, ladder.limit)
            }
            Self::EqualNumber => usage == rung.trip,
            Self::NotAtTheLimit => exactly && usage != ladder.limit,
            Self::NotBeyondTheLimit => exactly && usage <= ladder.limit,
            Self::ZeroIsUnlimited => exactly && ladder.limit > 0,
            _ => match rung.at.percent() {
                Some(percent) if ladder.limit > 0 => {
                    self.reaches_percent(percent, rung.at.is_strict(), usage, ladder.limit).unwrap_or(exactly)
                }
                _ => exactly,
            },
        }
    }

    /// Mistakes that need a percentage; `None` for the others.
    #[allow(clippy::cast_precision_loss, clippy::float_cmp)]
    fn reaches_percent(self, percent: u32, strict: bool, usage: usize, limit: usize) -> Option<bool> {
        fn compare<T: PartialOrd>(strict: bool, a: T, b: T) -> bool {
            if strict { a > b } else { a >= b }
        }
        let low = |number: u128, bits: u32| number & ((1 << bits) - 1);
        let whole = usize::try_from(percent).unwrap_or(usize::MAX);
        let wide = u128::from(percent);
        let hundredfold = usage as u128 * 100;
        let wide_limit = limit as u128;
        Some(match self {
            Self::Equal => hundredfold / wide_limit == wide,
            Self::DividesFirst => compare(strict, (usage / limit) as u128 * 100, wide),
            Self::DividesTheLimitFirst => compare(strict, usage as u128, wide_limit / 100 * wide),
            Self::CutsTheLevel => compare(strict, usage as u128, wide_limit * wide / 100),
            Self::Rounds => compare(strict, (hundredfold + wide_limit / 2) / wide_limit, wide),
            Self::RoundsUp => compare(strict, hundredfold.div_ceil(wide_limit), wide),
            Self::PercentBits(bits) => compare(strict, low(hundredfold / wide_limit, bits), low(wide, bits)),
            Self::Single(float) => {
                let (usage, limit, percent) = (usage as f32, limit as f32, percent as f32);
                match float {
                    Float::Ratio => compare(strict, usage / limit, percent / 100.0),
                    Float::Percent => compare(strict, usage / limit * 100.0, percent),
                    Float::Share => compare(strict, usage, limit * (percent / 100.0)),
                }
            }
            Self::Double(float) => {
                let (usage, limit, percent) = (usage as f64, limit as f64, f64::from(percent));
                match float {
                    Float::Ratio => compare(strict, usage / limit, percent / 100.0),
                    Float::Percent => compare(strict, usage / limit * 100.0, percent),
                    Float::Share => compare(strict, usage, limit * (percent / 100.0)),
                }
            }
            Self::Tolerant(tolerance) => {
                compare(strict, usage as f64 / limit as f64 * 100.0 + tolerance, f64::from(percent))
            }
            Self::Wraps(bits) => compare(strict, low(hundredfold, bits), low(wide_limit * wide, bits)),
            Self::Saturates => compare(strict, usage.saturating_mul(100), limit.saturating_mul(whole)),
            _ => return None,
        })
    }

    pub(super) fn describe(self, scene: &Scene<'_>) -> String {
        let at = |text: &str| match self.shifted(scene) {
            Some((rung, first)) => format!("fires at {first}, due at {}: {text}", rung.trip),
            None => text.to_owned(),
        };
        match self {
            Self::Exactly => String::new(),
            Self::OtherwiseStrict(_) => match self.shifted(scene) {
                Some((rung, _)) if rung.at.is_strict() => at(">= where > was meant?"),
                _ => at("> where >= was meant?"),
            },
            Self::Early(_) | Self::Late(_) => at("off by one?"),
            Self::PercentEarly(_) | Self::PercentLate(_) => at("off by one per cent?"),
            Self::Equal | Self::EqualNumber => {
                "tells a level only at its very number, and not beyond: == where >= was meant?".into()
            }
            Self::NotAtTheLimit => "silent at exactly the limit: < and > with nothing for =?".into(),
            Self::NotBeyondTheLimit => "silent beyond the limit: a range that ends at it?".into(),
            Self::DividesFirst => at("value / limit is 0 below the limit: multiply before dividing?"),
            Self::DividesTheLimitFirst => {
                at("limit / 100 is cut to a whole number: multiply before dividing?")
            }
            Self::CutsTheLevel => {
                at("limit * percent / 100 is cut to a whole number: compare value * 100 instead?")
            }
            Self::Rounds => at("is the percentage rounded before it is compared?"),
            Self::RoundsUp => {
                at("is the percentage rounded up, or what is left rounded down, before it is compared?")
            }
            Self::PercentBits(bits) => {
                format!("the percentage is cut to {bits} bits, and starts at 0 again: use a wider type?")
            }
            Self::Single(_) => at("f32 cannot tell these numbers apart: compare whole numbers?"),
            Self::Double(_) => at("f64 cannot tell these numbers apart: compare whole numbers?"),
            Self::Tolerant(_) => at("a tolerance that is too wide here: compare whole numbers?"),
            Self::Wraps(bits) => {
                format!("value * 100 or limit * percent outgrows {bits} bits: multiply as u128?")
            }
            Self::Saturates => {
                at("value * 100 and limit * percent stop at the largest number: multiply as u128?")
            }
            Self::ZeroIsUnlimited => "silent at a limit of 0: is it taken for no limit at all?".into(),
        }
    }

    /// The rung that fires elsewhere, and where that is: of several, the one nearest to what went wrong.
    fn shifted(self, scene: &Scene<'_>) -> Option<(Rung, usize)> {
        let shifted = |index: usize| {
            let rung = scene.ladder.rungs[index];
            let first = self.first(scene.ladder, index)?;
            (first != rung.trip).then_some((rung, first))
        };
        let shifted = (0..scene.ladder.rungs.len()).filter_map(shifted);
        shifted.min_by_key(|(rung, first)| rung.trip.abs_diff(scene.value).min(first.abs_diff(scene.value)))
    }

    /// The lowest usage that reaches a rung, if it is the same from there on.
    fn first(self, ladder: &Ladder, index: usize) -> Option<usize> {
        if !self.reaches(ladder, index, usize::MAX) {
            return None;
        }
        let (mut low, mut high) = (0, usize::MAX);
        while high - low > 1 {
            let middle = usize::midpoint(low, high);
            if self.reaches(ladder, index, middle) { high = middle } else { low = middle }
        }
        Some(high)
    }
}

fn otherwise_strict(at: At) -> At {
    match at {
        At::Percent(percent) => At::AbovePercent(percent),
        At::AbovePercent(percent) => At::Percent(percent),
        At::Value(value) => At::AboveValue(value),
        At::AboveValue(value) => At::Value(value),
    }
}

fn other_percent(at: At, by: i32) -> At {
    match at {
        At::Percent(percent) => At::Percent(percent.saturating_add_signed(by)),
        At::AbovePercent(percent) => At::AbovePercent(percent.saturating_add_signed(by)),
        At::Value(_) | At::AboveValue(_) => at,
    }
}

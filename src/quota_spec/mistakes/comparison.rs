//! Mistakes about whether a level is reached.

use super::Symptom;
use crate::quota_spec::level::LevelKind;

/// The levels to which a mistake applies.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Which {
    All,
    One(usize),
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Comparison {
    /// `>` for `>=`, and `>=` for `>`.
    OtherStrictness(Which),
    Shifted(Which, i32),
    PercentShifted(Which, i32),
    /// `==` of whole percentages, or of numbers.
    EqualPercent,
    EqualNumber,
    SilentAtLimit,
    SilentBeyondLimit,
    /// The same for whole percentages.
    SilentBeyondPercent,
    ZeroIsUnlimited,
    /// `value / limit * 100`
    DividesFirst,
    /// `limit / 100 * 75`
    DividesLimitFirst,
    /// `limit * 75 / 100`
    CutsLevel,
    /// `value * 100 / limit > 75`
    CutsPercent,
    /// The percentage, or per mille with a base of 1,000, is rounded.
    Rounds(u128),
    RoundsUp(u128),
    PercentBits(u32),
    F32(Float),
    F64(Float),
    /// Products with this base have this many bits.
    Overflows(Product, Width, u128),
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

/// Where a product overflows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Product {
    /// `value * 100 >= limit * 75`
    Both,
    /// The same, with a usage of 0 handled separately.
    BothAboveZero,
    /// `value * 100 / limit >= 75`
    Value,
    /// `value >= limit * 75 / 100`
    Limit,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Width {
    Unsigned(u32),
    Signed(u32),
    /// Stops at `usize::MAX`.
    Saturating,
}

/// Per cent, per mille, basis points and parts per million.
const BASES: [u128; 4] = [100, 1_000, 10_000, 1_000_000];
const FLOATS: [Float; 3] = [Float::Ratio, Float::Percent, Float::Share];

impl Comparison {
    pub(super) fn candidates(levels: &[usize], is_likely: bool) -> Vec<Self> {
        let which: Vec<_> =
            [Which::All].into_iter().chain(levels.iter().map(|level| Which::One(*level))).collect();
        let widths = [
            Width::Unsigned(16),
            Width::Unsigned(32),
            Width::Unsigned(64),
            Width::Signed(32),
            Width::Signed(64),
            Width::Saturating,
        ];
        let overflows = |product: Product| {
            let of_width = move |width: Width| {
                let bases = BASES.into_iter().take(width.bases());
                bases.map(move |base| Self::Overflows(product, width, base))
            };
            widths.into_iter().flat_map(of_width)
        };
        if !is_likely {
            let shifts = [1, -1];
            let shifted = which.iter().flat_map(|which| shifts.map(|by| Self::Shifted(*which, by)));
            let percent = which.iter().flat_map(|which| shifts.map(|by| Self::PercentShifted(*which, by)));
            let rounded = BASES.into_iter().flat_map(|base| [Self::Rounds(base), Self::RoundsUp(base)]);
            let others = [Self::EqualNumber].into_iter().chain(overflows(Product::Limit));
            return shifted.chain(percent).chain(rounded).chain(others).collect();
        }
        let mut candidates: Vec<_> = which.into_iter().map(Self::OtherStrictness).collect();
        candidates.extend(FLOATS.map(Self::F32));
        candidates.extend(FLOATS.map(Self::F64));
        candidates.extend([
            Self::EqualPercent,
            Self::SilentAtLimit,
            Self::SilentBeyondLimit,
            Self::SilentBeyondPercent,
            Self::ZeroIsUnlimited,
            Self::DividesFirst,
            Self::DividesLimitFirst,
            Self::CutsLevel,
            Self::CutsPercent,
            Self::PercentBits(8),
            Self::PercentBits(16),
            Self::PercentBits(32),
        ]);
        for product in [Product::Both, Product::BothAboveZero, Product::Value] {
            candidates.extend(overflows(product));
        }
        candidates
    }

    /// Returns whether usage reaches a level for a tracker with this mistake.
    pub(super) fn reaches(self, level: usize, kind: LevelKind, usage: usize, limit: usize) -> bool {
        let exactly = usage as u128 >= kind.trip_point(limit);
        let applies = |which| which == Which::All || which == Which::One(level);
        match self {
            Self::OtherStrictness(which) if applies(which) => {
                usage > 0 && usage as u128 >= other_strictness(kind).trip_point(limit)
            }
            Self::Shifted(which, by) if applies(which) => {
                usage as u128 >= kind.trip_point(limit).saturating_add_signed(by.into()).max(1)
            }
            Self::PercentShifted(which, by) if applies(which) => {
                usage > 0 && usage as u128 >= other_percent(kind, by).trip_point(limit)
            }
            Self::EqualNumber => usage as u128 == kind.trip_point(limit),
            Self::SilentAtLimit => exactly && usage != limit,
            Self::SilentBeyondLimit => exactly && usage <= limit,
            Self::SilentBeyondPercent => {
                exactly && (usage as u128 * 100).checked_div(limit as u128).unwrap_or(0) <= 100
            }
            Self::ZeroIsUnlimited => exactly && limit > 0,
            _ => match kind.percent() {
                Some(percent) if limit > 0 => {
                    self.reaches_percent(percent, kind.is_strict(), usage, limit).unwrap_or(exactly)
                }
                _ => exactly,
            },
        }
    }

    /// The mistakes that need a percentage; `None` for the others.
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        reason = "these are the mistakes"
    )]
    fn reaches_percent(self, percent: u32, is_strict: bool, usage: usize, limit: usize) -> Option<bool> {
        fn compare<T: PartialOrd>(is_strict: bool, a: T, b: T) -> bool {
            if is_strict { a > b } else { a >= b }
        }
        let (value, max, points) = (usage as u128, limit as u128, u128::from(percent));
        let per = |base: u128| points * base / 100;
        Some(match self {
            Self::EqualPercent => value * 100 / max == points,
            Self::DividesFirst => compare(is_strict, value / max * 100, points),
            Self::DividesLimitFirst => compare(is_strict, value, max / 100 * points),
            Self::CutsLevel => compare(is_strict, value, max * points / 100),
            Self::CutsPercent => compare(is_strict, value * 100 / max, points),
            Self::Rounds(base) => compare(is_strict, (value * base + max / 2) / max, per(base)),
            Self::RoundsUp(base) => compare(is_strict, (value * base).div_ceil(max), per(base)),
            Self::PercentBits(bits) => {
                let low = |number: u128| number & ((1 << bits) - 1);
                compare(is_strict, low(value * 100 / max), low(points))
            }
            Self::F32(float) => {
                let (usage, limit, percent) = (usage as f32, limit as f32, percent as f32);
                match float {
                    Float::Ratio => compare(is_strict, usage / limit, percent / 100.0),
                    Float::Percent => compare(is_strict, usage / limit * 100.0, percent),
                    Float::Share => compare(is_strict, usage, limit * (percent / 100.0)),
                }
            }
            Self::F64(float) => {
                let (usage, limit, percent) = (usage as f64, limit as f64, f64::from(percent));
                match float {
                    Float::Ratio => compare(is_strict, usage / limit, percent / 100.0),
                    Float::Percent => compare(is_strict, usage / limit * 100.0, percent),
                    Float::Share => compare(is_strict, usage, limit * (percent / 100.0)),
                }
            }
            Self::Overflows(product, width, base) => {
                let times = |a: u128, b: u128| width.fit(a * b);
                let (value, max) = (width.fit(value), width.fit(max));
                match product {
                    Product::BothAboveZero if usage == 0 => false,
                    Product::Both | Product::BothAboveZero => {
                        compare(is_strict, times(usage as u128, base), times(limit as u128, per(base)))
                    }
                    Product::Value if max != 0 => {
                        let (quotient, points) = (times(usage as u128, base) / max, per(base) as i128);
                        quotient > points
                            || (quotient == points && !is_strict)
                            || (quotient == points && times(usage as u128, base) % max > 0)
                    }
                    Product::Value => return None,
                    Product::Limit => {
                        compare(is_strict, value, times(limit as u128, per(base)) / base as i128)
                    }
                }
            }
            _ => return None,
        })
    }

    pub(super) fn describe(self, symptom: &Symptom<'_, '_>) -> String {
        let shifted = self.shifted(symptom);
        let fires = |text: &str| match shifted {
            Some((_, due, fires)) => format!("fires at {fires}, due at {due}: {text}"),
            None => text.to_owned(),
        };
        match self {
            Self::OtherStrictness(_) => match shifted {
                Some((kind, ..)) if kind.is_strict() => fires(">= where > was meant?"),
                _ => fires("> where >= was meant?"),
            },
            Self::Shifted(..) => fires("off by one?"),
            Self::PercentShifted(..) => fires("off by one per cent?"),
            Self::EqualPercent | Self::EqualNumber => {
                "fires only at exactly the number of the level: == where >= was meant?".into()
            }
            Self::SilentAtLimit => "silent at exactly the limit: < and > with nothing for =?".into(),
            Self::SilentBeyondLimit | Self::SilentBeyondPercent => {
                "silent beyond the limit: a range that ends at it, or a remaining amount that underflows?"
                    .into()
            }
            Self::ZeroIsUnlimited => "silent with a limit of 0: is it taken for unlimited?".into(),
            Self::DividesFirst => "value / limit is 0 below the limit: multiply before dividing?".into(),
            Self::DividesLimitFirst => {
                fires("limit / 100 is cut to a whole number: multiply before dividing?")
            }
            Self::CutsLevel => {
                fires("limit * percent / 100 is cut to a whole number: compare value * 100 instead?")
            }
            Self::CutsPercent => fires("is the percentage cut to a whole number before it is compared?"),
            Self::Rounds(_) => fires("is the percentage rounded before it is compared?"),
            Self::RoundsUp(_) => {
                fires("is the percentage rounded up, or what is left rounded down, before it is compared?")
            }
            Self::PercentBits(bits) => {
                format!("the percentage is cut to {bits} bits and starts at 0 again: use a wider type?")
            }
            Self::F32(_) => fires("f32 cannot represent these numbers: compare integers?"),
            Self::F64(_) => fires("f64 cannot represent these numbers: compare integers?"),
            Self::Overflows(product, width, base) => {
                let product = match product {
                    Product::Both | Product::BothAboveZero | Product::Value => format!("value * {base}"),
                    Product::Limit => "limit * percent".to_owned(),
                };
                match width {
                    Width::Unsigned(bits) => format!("{product} overflows u{bits}: multiply as u128?"),
                    Width::Signed(bits) => format!("{product} overflows i{bits}: multiply as i128?"),
                    Width::Saturating => format!("{product} saturates: multiply as u128?"),
                }
            }
        }
    }

    /// Returns a level that fires elsewhere than it is due, with the usage at which it is due and that at which it
    /// fires: of several, the one nearest to the symptom.
    fn shifted(self, symptom: &Symptom<'_, '_>) -> Option<(LevelKind, u128, u128)> {
        let nearest =
            |a: u128, b: u128| a.abs_diff(symptom.usage as u128).min(b.abs_diff(symptom.usage as u128));
        let shifted = symptom.spec.levels.iter().enumerate().filter_map(|(level, from)| {
            let due = from.kind.trip_point(symptom.limit);
            let fires = self.first(level, from.kind, symptom.limit)? as u128;
            (fires != due).then_some((from.kind, due, fires))
        });
        shifted.min_by_key(|(_, due, fires)| nearest(*due, *fires))
    }

    /// Returns the lowest usage that reaches a level, if all higher ones do too.
    fn first(self, level: usize, kind: LevelKind, limit: usize) -> Option<usize> {
        let reaches = |usage| self.reaches(level, kind, usage, limit);
        let (mut low, mut high) = (0, usize::MAX);
        while high - low > 1 {
            let middle = usize::midpoint(low, high);
            if reaches(middle) { high = middle } else { low = middle }
        }
        reaches(usize::MAX).then_some(high)
    }
}

impl Width {
    /// Returns how many of the bases can be used at all before a small usage overflows.
    fn bases(self) -> usize {
        match self {
            Self::Unsigned(16) => 1,
            Self::Unsigned(32) | Self::Signed(32) => 2,
            _ => BASES.len(),
        }
    }

    #[expect(clippy::cast_possible_truncation, clippy::cast_possible_wrap, reason = "these are the mistakes")]
    fn fit(self, number: u128) -> i128 {
        match self {
            Self::Unsigned(bits) => (number & ((1 << bits) - 1)) as i128,
            Self::Signed(32) => i128::from(number as i32),
            Self::Signed(_) => i128::from(number as i64),
            Self::Saturating => number.min(usize::MAX as u128) as i128,
        }
    }
}

fn other_strictness(kind: LevelKind) -> LevelKind {
    match kind {
        LevelKind::Percent(percent) => LevelKind::AbovePercent(percent),
        LevelKind::AbovePercent(percent) => LevelKind::Percent(percent),
        LevelKind::Value(value) => LevelKind::AboveValue(value),
        LevelKind::AboveValue(value) => LevelKind::Value(value),
        LevelKind::Remaining(remaining) => LevelKind::Remaining(remaining.saturating_sub(1)),
        LevelKind::RemainingPercent(_) => LevelKind::AbovePercent(kind.percent().unwrap_or_default()),
    }
}

fn other_percent(kind: LevelKind, by: i32) -> LevelKind {
    match kind {
        LevelKind::Percent(percent) => LevelKind::Percent(percent.saturating_add_signed(by)),
        LevelKind::AbovePercent(percent) => LevelKind::AbovePercent(percent.saturating_add_signed(by)),
        LevelKind::RemainingPercent(percent) => {
            LevelKind::RemainingPercent(percent.saturating_add_signed(-by))
        }
        other => other,
    }
}

//! Mistakes about whether a level is reached.

use super::symptom::Symptom;
use crate::quota_spec::level::LevelKind;

#[derive(Clone, Copy, Debug)]
pub(super) enum Comparison {
    /// `>` for `>=`, and `>=` for `>`, at one level or at all.
    OtherStrictness(Option<usize>),
    /// Off by this many units.
    Shifted(Option<usize>, i32),
    /// Off by this many percentage points.
    PercentShifted(Option<usize>, i32),
    Formula(&'static Formula),
    /// A product with this base overflows.
    Overflows(Product, Width, u128),
}

/// Where a product overflows.
#[derive(Clone, Copy, Debug)]
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

#[derive(Clone, Copy, Debug)]
pub(super) enum Width {
    Unsigned(u32),
    Signed(u32),
    /// Stops at `usize::MAX`.
    Saturating,
}

/// A usage to compare with a level.
struct Operands {
    value: u128,
    limit: u128,
    /// The percentage of the level, or 0.
    percent: u128,
    is_strict: bool,
    /// The lowest usage that reaches the level.
    trip: u128,
    /// The correct result.
    is_reached: bool,
}

/// A wrong comparison.
#[derive(Debug)]
pub(super) struct Formula {
    description: &'static str,
    reaches: fn(&Operands) -> bool,
    needs_percent: bool,
    is_likely: bool,
    /// Whether the description starts with the usage at which the level fires.
    shifts: bool,
}

/// Per cent, per mille, basis points and parts per million.
const BASES: [u128; 4] = [100, 1_000, 10_000, 1_000_000];
const WIDTHS: [Width; 6] = [
    Width::Unsigned(16),
    Width::Unsigned(32),
    Width::Unsigned(64),
    Width::Signed(32),
    Width::Signed(64),
    Width::Saturating,
];

const EQUAL: &str = "fires only at exactly the number of the level: == where >= was meant?";
const BEYOND: &str =
    "silent beyond the limit: a range that ends at it, or a remaining amount that underflows?";
const ROUNDED: &str = "is the percentage rounded before it is compared?";
const ROUNDED_UP: &str = "is the percentage rounded up, or what is left rounded down, before it is compared?";
const F32: &str = "f32 cannot represent these numbers: compare integers?";
const F64: &str = "f64 cannot represent these numbers: compare integers?";

const FORMULAS: &[Formula] = &[
    percent(EQUAL, |o| o.value * 100 / o.limit == o.percent),
    any_level(BEYOND, |o| o.is_reached && o.value <= o.limit),
    percent(BEYOND, |o| o.is_reached && o.value * 100 / o.limit <= 100),
    any_level("silent with a limit of 0: is it taken for unlimited?", |o| o.is_reached && o.limit > 0),
    percent("value / limit is 0 below the limit: multiply before dividing?", |o| {
        o.compare(o.value / o.limit * 100, o.percent)
    }),
    shifting("limit / 100 is cut to a whole number: multiply before dividing?", |o| {
        o.compare(o.value, o.limit / 100 * o.percent)
    }),
    shifting("limit * percent / 100 is cut to a whole number: compare value * 100 instead?", |o| {
        o.compare(o.value, o.limit * o.percent / 100)
    }),
    shifting("is the percentage cut to a whole number before it is compared?", |o| {
        o.compare(o.value * 100 / o.limit, o.percent)
    }),
    percent("the percentage is cut to 8 bits and starts at 0 again: use a wider type?", |o| o.compare_low(8)),
    percent("the percentage is cut to 16 bits and starts at 0 again: use a wider type?", |o| {
        o.compare_low(16)
    }),
    percent("the percentage is cut to 32 bits and starts at 0 again: use a wider type?", |o| {
        o.compare_low(32)
    }),
    shifting(F32, |o| o.compare_ratio(Precision::Single)),
    shifting(F32, |o| o.compare_hundredfold_ratio(Precision::Single)),
    shifting(F32, |o| o.compare_share(Precision::Single)),
    shifting(F64, |o| o.compare_ratio(Precision::Double)),
    shifting(F64, |o| o.compare_hundredfold_ratio(Precision::Double)),
    shifting(F64, |o| o.compare_share(Precision::Double)),
    Formula {
        is_likely: false,
        ..any_level("silent at exactly the limit: < and > with nothing for =?", |o| {
            o.is_reached && o.value != o.limit
        })
    },
    Formula { is_likely: false, ..any_level(EQUAL, |o| o.value == o.trip) },
    Formula {
        is_likely: false,
        ..shifting(ROUNDED, |o| o.compare((o.value * 100 + o.limit / 2) / o.limit, o.percent))
    },
    Formula {
        is_likely: false,
        ..shifting(ROUNDED, |o| o.compare((o.value * 1_000 + o.limit / 2) / o.limit, o.percent * 10))
    },
    Formula {
        is_likely: false,
        ..shifting(ROUNDED_UP, |o| o.compare((o.value * 100).div_ceil(o.limit), o.percent))
    },
    Formula {
        is_likely: false,
        ..shifting(ROUNDED_UP, |o| o.compare((o.value * 1_000).div_ceil(o.limit), o.percent * 10))
    },
];

const fn any_level(description: &'static str, reaches: fn(&Operands) -> bool) -> Formula {
    Formula { description, reaches, needs_percent: false, is_likely: true, shifts: false }
}

const fn percent(description: &'static str, reaches: fn(&Operands) -> bool) -> Formula {
    Formula { needs_percent: true, ..any_level(description, reaches) }
}

const fn shifting(description: &'static str, reaches: fn(&Operands) -> bool) -> Formula {
    Formula { shifts: true, ..percent(description, reaches) }
}

/// The precision of floating point, in which every operation rounds.
#[derive(Clone, Copy)]
enum Precision {
    Single,
    Double,
}

#[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "this is the mistake")]
impl Precision {
    fn convert(self, number: u128) -> f64 {
        match self {
            Self::Single => f64::from(number as f32),
            Self::Double => number as f64,
        }
    }

    fn round(self, number: f64) -> f64 {
        match self {
            Self::Single => f64::from(number as f32),
            Self::Double => number,
        }
    }
}

impl Operands {
    fn compare<T: PartialOrd>(&self, a: T, b: T) -> bool {
        if self.is_strict { a > b } else { a >= b }
    }

    fn compare_low(&self, bits: u32) -> bool {
        let low = |number: u128| number & ((1 << bits) - 1);
        self.compare(low(self.value * 100 / self.limit), low(self.percent))
    }

    fn compare_ratio(&self, precision: Precision) -> bool {
        self.compare(self.ratio(precision), self.share(precision))
    }

    fn compare_hundredfold_ratio(&self, precision: Precision) -> bool {
        let percent = precision.round(self.ratio(precision) * 100.0);
        self.compare(percent, precision.convert(self.percent))
    }

    fn compare_share(&self, precision: Precision) -> bool {
        let level = precision.round(precision.convert(self.limit) * self.share(precision));
        self.compare(precision.convert(self.value), level)
    }

    fn ratio(&self, precision: Precision) -> f64 {
        precision.round(precision.convert(self.value) / precision.convert(self.limit))
    }

    fn share(&self, precision: Precision) -> f64 {
        precision.round(precision.convert(self.percent) / 100.0)
    }
}

impl Comparison {
    pub(super) fn candidates(levels: &[usize], is_likely: bool) -> Vec<Self> {
        let which = || [None].into_iter().chain(levels.iter().copied().map(Some));
        let formulas = FORMULAS.iter().filter(|formula| formula.is_likely == is_likely).map(Self::Formula);
        let overflows = |product: Product| {
            let of_width = move |width: Width| {
                let bases = BASES.into_iter().take(width.bases());
                bases.map(move |base| Self::Overflows(product, width, base))
            };
            WIDTHS.into_iter().flat_map(of_width)
        };
        if is_likely {
            let products = [Product::Both, Product::BothAboveZero, Product::Value];
            let strict = which().map(Self::OtherStrictness);
            return strict.chain(formulas).chain(products.into_iter().flat_map(overflows)).collect();
        }
        let shifts = which().flat_map(|which| {
            [1, -1]
                .into_iter()
                .flat_map(move |by| [Self::Shifted(which, by), Self::PercentShifted(which, by)])
        });
        shifts.chain(formulas).chain(overflows(Product::Limit)).collect()
    }

    /// Returns whether usage reaches a level for a tracker with this mistake.
    pub(super) fn reaches(self, level: usize, kind: LevelKind, usage: usize, limit: usize) -> bool {
        let (value, trip) = (usage as u128, kind.trip_point(limit));
        let is_reached = value >= trip;
        let applies = |which: Option<usize>| which.is_none_or(|which| which == level);
        let has_percent = kind.percent().is_some() && limit > 0;
        let operands = Operands {
            value,
            limit: limit as u128,
            percent: kind.percent().unwrap_or(0).into(),
            is_strict: kind.is_strict(),
            trip,
            is_reached,
        };
        match self {
            Self::OtherStrictness(which) if applies(which) => {
                usage > 0 && value >= other_strictness(kind).trip_point(limit)
            }
            Self::Shifted(which, by) if applies(which) => {
                value >= trip.saturating_add_signed(by.into()).max(1)
            }
            Self::PercentShifted(which, by) if applies(which) => {
                usage > 0 && value >= other_percent(kind, by).trip_point(limit)
            }
            Self::Formula(formula) if has_percent || !formula.needs_percent => (formula.reaches)(&operands),
            Self::Overflows(product, width, base) if has_percent => {
                operands.overflows(product, width, base).unwrap_or(is_reached)
            }
            _ => is_reached,
        }
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
            Self::Formula(formula) if formula.shifts => fires(formula.description),
            Self::Formula(formula) => formula.description.to_owned(),
            Self::Overflows(product, width, base) => {
                let product = match product {
                    Product::Limit => "limit * percent".to_owned(),
                    _ => format!("value * {base}"),
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
        let distance = |point: u128| point.abs_diff(symptom.usage as u128);
        let shifted = symptom.spec.levels.iter().enumerate().filter_map(|(level, from)| {
            let due = from.kind.trip_point(symptom.limit);
            let fires = self.first(level, from.kind, symptom.limit)? as u128;
            (fires != due).then_some((from.kind, due, fires))
        });
        shifted.min_by_key(|(_, due, fires)| distance(*due).min(distance(*fires)))
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

impl Operands {
    /// Returns the result with a product that overflows; `None` where the code would panic.
    fn overflows(&self, product: Product, width: Width, base: u128) -> Option<bool> {
        let points = width.fit(self.percent * base / 100);
        let value = width.fit(self.value * base);
        Some(match product {
            Product::BothAboveZero if self.value == 0 => false,
            Product::Both | Product::BothAboveZero => {
                self.compare(value, width.fit(self.limit * (self.percent * base / 100)))
            }
            Product::Value => {
                let limit = width.fit(self.limit);
                let quotient = value.checked_div(limit)?;
                quotient > points || (quotient == points && (!self.is_strict || value % limit > 0))
            }
            Product::Limit => {
                let level = width.fit(self.limit * (self.percent * base / 100)) / width.fit(base);
                self.compare(width.fit(self.value), level)
            }
        })
    }
}

impl Width {
    /// Returns how many of the bases make sense: with the others, small usages would overflow.
    fn bases(self) -> usize {
        match self {
            Self::Unsigned(16) => 1,
            Self::Unsigned(32) | Self::Signed(32) => 2,
            _ => BASES.len(),
        }
    }

    #[expect(clippy::cast_possible_truncation, clippy::cast_possible_wrap, reason = "this is the mistake")]
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

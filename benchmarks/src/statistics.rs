//! Medians and quartiles.

use std::fmt;

/// The median and the quartiles of a series of rounds.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Spread {
    pub(crate) median: f64,
    low: f64,
    high: f64,
}

impl Spread {
    pub(crate) fn of(values: impl IntoIterator<Item = f64>) -> Self {
        let mut values: Vec<_> = values.into_iter().collect();
        values.sort_by(f64::total_cmp);
        Self { median: quantile(&values, 0.5), low: quantile(&values, 0.25), high: quantile(&values, 0.75) }
    }

    /// Returns the spread multiplied by a factor, for another unit.
    pub(crate) fn scaled(self, by: f64) -> Self {
        Self { median: self.median * by, low: self.low * by, high: self.high * by }
    }

    /// Returns the spread of the ratios of each round, so that a slowdown of a whole round cancels out.
    pub(crate) fn of_ratios(values: &[f64], baseline: &[f64]) -> Self {
        Self::of(values.iter().zip(baseline).map(|(value, baseline)| value / baseline))
    }
}

/// Returns a quantile, interpolated between the two nearest values.
fn quantile(sorted: &[f64], part: f64) -> f64 {
    let position = part * (sorted.len() - 1) as f64;
    let [below, above] = [position.floor(), position.ceil()].map(|position| {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let index = position as usize;
        sorted[index]
    });
    below + (above - below) * position.fract()
}

/// Formats the median and the two quartiles, for example `0.31 (0.30–0.33)`.
impl fmt::Display for Spread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [median, low, high] = [self.median, self.low, self.high].map(rounded);
        write!(f, "{median} ({low}–{high})")
    }
}

/// Formats a number with its significant digits.
pub(crate) fn rounded(number: f64) -> String {
    match number.abs() {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        size if size >= 10_000.0 => grouped(number.round() as usize),
        size if size >= 100.0 => format!("{number:.0}"),
        size if size >= 10.0 => format!("{number:.1}"),
        _ => format!("{number:.2}"),
    }
}

/// Formats a number with separators between thousands, for example `12,345`.
pub(crate) fn grouped(number: usize) -> String {
    match number.to_string() {
        digits if number < 1_000 => digits,
        digits => format!("{},{}", grouped(number / 1_000), &digits[digits.len() - 3..]),
    }
}

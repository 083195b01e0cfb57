//! The differences between two values, read from their `Debug` forms as trees.
//!
//! `Debug` is all that a report can use to inspect a value. [`Value::parse`] reads the pretty form, `{:#?}`, whose
//! indentation delimits each field, whatever a hand-written `Debug` prints inside of it. [`differences`] compares two
//! trees.
//!
//! Both take linear time, except that lists are aligned (see [`align`](crate::report::diff::align)) and that the
//! unmatched elements between two matched ones are paired in quadratic time, up to `LIMITS.paired_elements` elements.

mod aligned;
mod difference;
mod parse;

pub(crate) use self::aligned::aligned_spans;
pub(crate) use self::difference::{Difference, differences, leaves_apart};

use std::borrow::Cow;
use std::cmp::Ordering;

use crate::sort::{reorder, sort_by, sorted_indices};

/// A value as its `Debug` form shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    /// Text without structure: a number, a string, a unit variant, or a form that follows no known shape.
    Leaf(String),
    /// `Name { field: value }`, or `Name { field: value, .. }` if it has fields that its `Debug` does not show.
    Struct { name: String, fields: Vec<(String, Value)>, has_others: bool },
    /// `method(argument: value)`, or `double.method(argument: value) -> answer`: a call that a double recorded.
    Call { callee: String, arguments: Vec<(String, Value)>, answer: Option<String> },
    /// `Name(value)`, or a tuple, whose name is empty.
    Tuple { name: String, items: Vec<Value> },
    /// `[value]`
    List(Vec<Value>),
    /// `{key: value}`, by the one-line form of each key.
    Map(Vec<(String, Value)>),
    /// `{value}`
    Set(Vec<Value>),
}

impl Value {
    /// Returns the number of leaves. An empty collection counts as a leaf.
    pub(crate) fn leaves(&self) -> usize {
        let mut sum = 0;
        match self {
            Self::Leaf(_) => {}
            Self::Struct { fields: entries, .. }
            | Self::Call { arguments: entries, .. }
            | Self::Map(entries) => {
                for (_, value) in entries {
                    sum += value.leaves();
                }
            }
            Self::Tuple { items, .. } | Self::List(items) | Self::Set(items) => {
                for value in items {
                    sum += value.leaves();
                }
            }
        }
        sum.max(1)
    }

    /// Returns the form on one line, as `{:?}` prints it.
    pub(crate) fn one_line(&self) -> Cow<'_, str> {
        if let Self::Leaf(text) = self {
            return Cow::Borrowed(text);
        }
        let mut out = String::new();
        self.write(&mut out);
        Cow::Owned(out)
    }

    fn write(&self, out: &mut String) {
        let separated = |out: &mut String, items: &[Self]| {
            for (i, item) in items.iter().enumerate() {
                if i > 0 {
                    out.push_str(", ");
                }
                item.write(out);
            }
        };
        let keyed = |out: &mut String, entries: &[(String, Self)]| {
            for (i, (key, value)) in entries.iter().enumerate() {
                if i > 0 {
                    out.push_str(", ");
                }
                out.push_str(key);
                out.push_str(": ");
                value.write(out);
            }
        };
        match self {
            Self::Leaf(text) => out.push_str(text),
            Self::Struct { name, fields, has_others } => {
                out.push_str(name);
                out.push_str(" { ");
                keyed(out, fields);
                out.push_str(if *has_others { ", .. }" } else { " }" });
            }
            Self::Call { callee, arguments, answer } => {
                out.push_str(callee);
                out.push('(');
                keyed(out, arguments);
                out.push(')');
                if let Some(answer) = answer {
                    out.push_str(" -> ");
                    out.push_str(answer);
                }
            }
            Self::Tuple { name, items } => {
                out.push_str(name);
                out.push('(');
                separated(out, items);
                // A tuple of one element has a trailing comma, unlike a tuple struct.
                out.push_str(if name.is_empty() && items.len() == 1 { ",)" } else { ")" });
            }
            Self::List(items) => {
                out.push('[');
                separated(out, items);
                out.push(']');
            }
            Self::Map(entries) => {
                out.push('{');
                keyed(out, entries);
                out.push('}');
            }
            Self::Set(items) => {
                out.push('{');
                separated(out, items);
                out.push('}');
            }
        }
    }

    /// Sorts the entries of maps and sets, since their order may vary from run to run.
    fn sort(&mut self) {
        match self {
            Self::Leaf(_) => {}
            Self::Struct { fields, .. } | Self::Call { arguments: fields, .. } => {
                for (_, value) in fields {
                    value.sort();
                }
            }
            Self::Tuple { items, .. } | Self::List(items) => {
                for value in items {
                    value.sort();
                }
            }
            Self::Map(entries) => {
                for (_, value) in entries.iter_mut() {
                    value.sort();
                }
                sort_by(entries, &mut |(one, _), (other, _)| natural_order(one, other));
            }
            Self::Set(items) => {
                for value in items.iter_mut() {
                    value.sort();
                }
                let lines = one_lines(items);
                let order = sorted_indices(lines.len(), &mut |i, j| natural_order(&lines[i], &lines[j]));
                drop(lines);
                reorder(items, order);
            }
        }
    }
}

/// Returns the form of each value on one line.
fn one_lines(values: &[Value]) -> Vec<Cow<'_, str>> {
    values.iter().map(Value::one_line).collect()
}

/// Orders keys: numbers first, by value, then all others, by their text.
fn natural_order(one: &str, other: &str) -> Ordering {
    match (number(one), number(other)) {
        (Some(a), Some(b)) => a.total_cmp(&b).then_with(|| one.cmp(other)),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => one.cmp(other),
    }
}

/// Returns the value of a number with the precision of a float.
fn number(text: &str) -> Option<f64> {
    let (digits, radix) = match text.get(..2) {
        Some("0x") => (&text[2..], 16),
        Some("0o") => (&text[2..], 8),
        Some("0b") => (&text[2..], 2),
        _ if text.starts_with(|c: char| c.is_ascii_digit() || c == '-') => return text.parse().ok(),
        _ => return None,
    };
    #[expect(clippy::cast_precision_loss)]
    u128::from_str_radix(digits, radix).ok().map(|number| number as f64)
}

/// Returns the one-line form with the entries of maps and sets sorted.
///
/// `lines` is the pretty form of the same value. A form that cannot be read without loss is returned unchanged.
pub(crate) fn in_one_order<'l>(line: &'l str, lines: &str) -> Cow<'l, str> {
    match Value::parse_in_order(lines) {
        Some(mut value) if value.one_line() == line => {
            value.sort();
            Cow::Owned(value.one_line().into_owned())
        }
        _ => Cow::Borrowed(line),
    }
}

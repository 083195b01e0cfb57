//! Writes the one-line forms of two values in parallel, to mark exactly the differing parts.

use super::difference::{is_equal, list_pairs};
use super::{Value, natural_order};
use crate::report::diff::text_diff::{Span, TextDiff};
use std::borrow::Cow;
use std::cmp::Ordering;

/// Returns the spans in which the one-line forms of two values differ, or `None` if the forms that are written here are
/// not `expected_line` and `found_line`, as may be the case for a hand-written `Debug`.
pub(crate) fn aligned_spans(
    expected: &Value,
    found: &Value,
    expected_line: &str,
    found_line: &str,
) -> Option<Vec<Span>> {
    let mut writer = Writer {
        expected: String::with_capacity(expected_line.len()),
        found: String::with_capacity(found_line.len()),
        spans: Vec::new(),
    };
    writer.pair(expected, found)?;
    (writer.expected == expected_line && writer.found == found_line).then_some(writer.spans)
}

struct Writer {
    expected: String,
    found: String,
    spans: Vec<Span>,
}

/// A part of two collections: a label, such as a field name, and the value on each side.
type Child<'v> = (String, Option<&'v Value>, Option<&'v Value>);

impl Writer {
    fn same(&mut self, text: &str) {
        self.expected.push_str(text);
        self.found.push_str(text);
    }

    fn different(&mut self, expected: &str, found: &str, is_marked: bool) {
        let start = (self.expected.len(), self.found.len());
        self.expected.push_str(expected);
        self.found.push_str(found);
        let span =
            Span { expected: start.0..self.expected.len(), found: start.1..self.found.len(), is_marked };
        // Adjacent spans are joined if both are marked or neither is.
        match self.spans.last_mut() {
            Some(last)
                if last.is_marked == is_marked
                    && last.expected.end == span.expected.start
                    && last.found.end == span.found.start =>
            {
                last.expected.end = span.expected.end;
                last.found.end = span.found.end;
            }
            _ => self.spans.push(span),
        }
    }

    /// Writes two values. Returns `None` for structs with different fields.
    fn pair(&mut self, expected: &Value, found: &Value) -> Option<()> {
        if expected == found {
            self.same(&expected.one_line());
            return Some(());
        }
        match (expected, found) {
            (
                Value::Struct { name, fields: a, has_others },
                Value::Struct { name: other, fields: b, has_others: other_has_others },
            ) if name == other && has_others == other_has_others => {
                if !a.iter().map(|(field, _)| field).eq(b.iter().map(|(field, _)| field)) {
                    return None;
                }
                let fields = a.iter().zip(b);
                let children =
                    fields.map(|((field, a), (_, b))| (format!("{field}: "), Some(a), Some(b))).collect();
                self.collection(&format!("{name} {{ "), children, if *has_others { ", .. }" } else { " }" })
            }
            (
                Value::Call { callee, arguments: a, answer },
                Value::Call { callee: other, arguments: b, answer: other_answer },
            ) if callee == other => {
                if !a.iter().map(|(name, _)| name).eq(b.iter().map(|(name, _)| name)) {
                    return None;
                }
                let arguments = a.iter().zip(b);
                let children = arguments.map(|((name, a), (_, b))| (format!("{name}: "), Some(a), Some(b)));
                self.collection(&format!("{callee}("), children.collect(), ")")?;
                // The answer does not take part in the comparison of calls.
                let shown = |answer: &Option<String>| {
                    answer.as_ref().map_or_else(String::new, |answer| format!(" -> {answer}"))
                };
                match (shown(answer), shown(other_answer)) {
                    (one, other) if one == other => self.same(&one),
                    (one, other) => self.different(&one, &other, false),
                }
                Some(())
            }
            (Value::Call { .. }, Value::Call { .. }) => None,
            (Value::Tuple { name, items: a }, Value::Tuple { name: other, items: b })
                if name == other && a.len() == b.len() =>
            {
                let items = a.iter().zip(b);
                let children = items.map(|(a, b)| (String::new(), Some(a), Some(b))).collect();
                let close = if name.is_empty() && a.len() == 1 { ",)" } else { ")" };
                self.collection(&format!("{name}("), children, close)
            }
            (Value::List(a), Value::List(b)) => {
                let pairs = list_pairs(a, b).into_iter();
                let children =
                    pairs.map(|(i, j)| (String::new(), i.map(|i| &a[i]), j.map(|j| &b[j]))).collect();
                self.collection("[", children, "]")
            }
            (Value::Map(a), Value::Map(b)) => {
                let (keys, other_keys) = (keys(a), keys(b));
                let children = merged(&keys, &other_keys)
                    .into_iter()
                    .map(|(key, i, j)| (format!("{key}: "), i.map(|i| &a[i].1), j.map(|j| &b[j].1)));
                self.collection("{", children.collect(), "}")
            }
            (Value::Set(a), Value::Set(b)) => {
                let (lines, other_lines) = (one_lines(a), one_lines(b));
                let children = merged(&lines, &other_lines)
                    .into_iter()
                    .map(|(_, i, j)| (String::new(), i.map(|i| &a[i]), j.map(|j| &b[j])));
                self.collection("{", children.collect(), "}")
            }
            _ => {
                self.leaf(expected, found);
                Some(())
            }
        }
    }

    fn leaf(&mut self, expected: &Value, found: &Value) {
        let (a, b) = (expected.one_line(), found.one_line());
        if is_equal(expected, found) {
            self.different(&a, &b, false);
            return;
        }
        let mut end = (0, 0);
        for span in TextDiff::between(&a, &b).spans {
            self.same(&a[end.0..span.expected.start]);
            self.different(&a[span.expected.clone()], &b[span.found.clone()], true);
            end = (span.expected.end, span.found.end);
        }
        self.same(&a[end.0..]);
    }

    fn collection(&mut self, open: &str, children: Vec<Child<'_>>, close: &str) -> Option<()> {
        self.same(open);
        let (mut in_expected, mut in_found) = (false, false);
        for (label, expected, found) in children {
            let comma = |is_next: bool| if is_next { ", " } else { "" };
            match (expected, found) {
                (Some(a), Some(b)) => {
                    match (in_expected, in_found) {
                        (true, true) => self.same(", "),
                        (false, false) => {}
                        _ => self.different(comma(in_expected), comma(in_found), false),
                    }
                    self.same(&label);
                    self.pair(a, b)?;
                    (in_expected, in_found) = (true, true);
                }
                (Some(a), None) => {
                    let text = format!("{}{label}{}", comma(in_expected), a.one_line());
                    self.different(&text, "", true);
                    in_expected = true;
                }
                (None, Some(b)) => {
                    let text = format!("{}{label}{}", comma(in_found), b.one_line());
                    self.different("", &text, true);
                    in_found = true;
                }
                (None, None) => {}
            }
        }
        self.same(close);
        Some(())
    }
}

fn keys(entries: &[(String, Value)]) -> Vec<Cow<'_, str>> {
    entries.iter().map(|(key, _)| Cow::Borrowed(&**key)).collect()
}

fn one_lines(items: &[Value]) -> Vec<Cow<'_, str>> {
    items.iter().map(Value::one_line).collect()
}

/// A key and its index on each side.
type MergedKey<'k> = (&'k str, Option<usize>, Option<usize>);

/// Merges two sorted lists of keys.
fn merged<'k>(a: &'k [Cow<'_, str>], b: &'k [Cow<'_, str>]) -> Vec<MergedKey<'k>> {
    let mut merged = Vec::with_capacity(a.len().max(b.len()));
    let (mut i, mut j) = (0, 0);
    while i < a.len() || j < b.len() {
        let order = match (a.get(i), b.get(j)) {
            (Some(one), Some(other)) => natural_order(one, other),
            (Some(_), None) => Ordering::Less,
            _ => Ordering::Greater,
        };
        let (in_a, in_b) = (order.is_le().then_some(i), order.is_ge().then_some(j));
        merged.push((in_a.map_or_else(|| &*b[j], |i| &*a[i]), in_a, in_b));
        i += usize::from(in_a.is_some());
        j += usize::from(in_b.is_some());
    }
    merged
}

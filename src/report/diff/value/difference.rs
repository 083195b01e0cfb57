//! Compares two values leaf by leaf. Each difference has a path.

use super::{Value, natural_order, number, one_lines};
use crate::report::diff::align;
use crate::report::limits::LIMITS;
use crate::sort::{sort_by, sorted_indices};
use std::borrow::Cow;

/// A difference between an expected and a recorded value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Difference {
    /// The path of the field: `retry.backoff_ms`, `headers[0].1`, `tags["k3"]`. The path of the whole value is empty.
    pub(crate) path: String,
    /// The expected value on one line; `None` for an extra element.
    pub(crate) expected: Option<String>,
    /// The recorded value on one line; `None` for a missing element.
    pub(crate) found: Option<String>,
    /// Whether both are `NaN`, which is not equal to itself.
    pub(crate) is_nan: bool,
}

/// Returns the differences between two values, in the order of their fields.
pub(crate) fn differences(expected: &Value, found: &Value) -> Vec<Difference> {
    let mut differences = Vec::new();
    compare(expected, found, "", &mut differences);
    if differences.is_empty() {
        find_nan(expected, found, "", &mut differences);
    }
    differences
}

/// Returns the number of differing leaves, or `None` if fewer leaves are equal than differ.
pub(crate) fn leaves_apart(expected: &Value, found: &Value) -> Option<usize> {
    if !is_same_shape(expected, found) {
        return None;
    }
    let apart = distance(expected, found);
    let leaves = expected.leaves().max(found.leaves());
    (apart <= leaves - apart.min(leaves)).then_some(apart)
}

fn distance(expected: &Value, found: &Value) -> usize {
    let mut differences = Vec::new();
    compare(expected, found, "", &mut differences);
    differences.len()
}

/// Returns whether two values are compared part by part rather than as a whole.
fn is_same_shape(expected: &Value, found: &Value) -> bool {
    match (expected, found) {
        (Value::Struct { name: a, .. }, Value::Struct { name: b, .. })
        | (Value::Tuple { name: a, .. }, Value::Tuple { name: b, .. }) => a == b,
        (Value::Call { callee: a, .. }, Value::Call { callee: b, .. }) => {
            recipient_and_method(a).1 == recipient_and_method(b).1
        }
        (Value::List(_), Value::List(_)) | (Value::Set(_), Value::Set(_)) => true,
        (Value::Map(a), Value::Map(b)) => !(a.is_empty() && b.is_empty()),
        // The form of an empty map and an empty set is the same.
        (Value::Set(_), Value::Map(empty)) | (Value::Map(empty), Value::Set(_)) => empty.is_empty(),
        _ => false,
    }
}

/// Returns the double and the method of `owner.mail`.
fn recipient_and_method(callee: &str) -> (Option<&str>, &str) {
    callee.rsplit_once('.').map_or((None, callee), |(recipient, method)| (Some(recipient), method))
}

fn compare(expected: &Value, found: &Value, path: &str, out: &mut Vec<Difference>) {
    match (expected, found) {
        (Value::Struct { fields: a, .. }, Value::Struct { fields: b, .. })
            if is_same_shape(expected, found) =>
        {
            compare_keyed(a, b, &|name| joined(path, name), out);
        }
        // The answer does not take part in the comparison of calls.
        (Value::Call { callee, arguments: a, .. }, Value::Call { callee: other, arguments: b, .. })
            if is_same_shape(expected, found) =>
        {
            // An expected call without a double may be a call of any double.
            if let ((Some(one), _), (Some(other), _)) =
                (recipient_and_method(callee), recipient_and_method(other))
            {
                compare(
                    &Value::Leaf(one.to_owned()),
                    &Value::Leaf(other.to_owned()),
                    &joined(path, "recipient"),
                    out,
                );
            }
            compare_keyed(a, b, &|name| joined(path, name), out);
        }
        (Value::Map(a), Value::Map(b)) => compare_keyed(a, b, &|key| format!("{path}[{key}]"), out),
        (Value::Tuple { name, items: a }, Value::Tuple { items: b, .. })
            if is_same_shape(expected, found) && a.len() == b.len() =>
        {
            // A path leaves `Some` and `Ok` out: `retry.backoff_ms`, not `retry.0.backoff_ms`.
            if matches!(name.as_str(), "Some" | "Ok") && a.len() == 1 && !path.is_empty() {
                let first = out.len();
                compare(&a[0], &b[0], path, out);
                // The path is that of the variant, so the value has to be the variant too.
                for difference in out[first..].iter_mut().filter(|difference| difference.path == path) {
                    for side in [&mut difference.expected, &mut difference.found] {
                        *side = side.take().map(|value| format!("{name}({value})"));
                    }
                }
                return;
            }
            for (i, (a, b)) in a.iter().zip(b).enumerate() {
                compare(a, b, &joined(path, &i.to_string()), out);
            }
        }
        (Value::List(a), Value::List(b)) => compare_lists(a, b, path, out),
        (Value::Set(_) | Value::Map(_), Value::Set(_) | Value::Map(_)) if is_same_shape(expected, found) => {
            compare_sets(elements(expected), elements(found), path, out);
        }
        _ if is_equal(expected, found) => {}
        _ => out.push(Difference {
            path: path.to_owned(),
            expected: Some(expected.one_line().into_owned()),
            found: Some(found.one_line().into_owned()),
            is_nan: false,
        }),
    }
}

fn elements(value: &Value) -> &[Value] {
    match value {
        Value::Set(items) => items,
        _ => &[],
    }
}

/// Returns whether two values are equal as far as their forms tell. Numbers are compared by value.
pub(super) fn is_equal(expected: &Value, found: &Value) -> bool {
    let is_same_number = |a: &str, b: &str| {
        number(a)
            .is_some_and(|a| number(b).is_some_and(|b| a.to_bits() == b.to_bits() || (a == 0.0 && b == 0.0)))
    };
    match (expected, found) {
        (Value::Leaf(a), Value::Leaf(b)) => {
            // A float may not hold every digit of a large integer.
            a == b || (is_same_number(a, b) && !(is_integer(a) && is_integer(b)))
        }
        _ => expected == found,
    }
}

fn is_integer(text: &str) -> bool {
    text.strip_prefix('-').unwrap_or(text).bytes().all(|byte| byte.is_ascii_digit())
}

fn joined(path: &str, step: &str) -> String {
    if path.is_empty() { step.to_owned() } else { format!("{path}.{step}") }
}

fn missing(path: String, value: &Value) -> Difference {
    Difference { path, expected: Some(value.one_line().into_owned()), found: None, is_nan: false }
}

fn extra(path: String, value: &Value) -> Difference {
    Difference { path, expected: None, found: Some(value.one_line().into_owned()), is_nan: false }
}

/// Compares the fields of structs or the entries of maps, whatever their order.
fn compare_keyed(
    expected: &[(String, Value)],
    found: &[(String, Value)],
    path_of: &dyn Fn(&str) -> String,
    out: &mut Vec<Difference>,
) {
    if has_same_keys(expected, found) {
        for (i, (key, value)) in expected.iter().enumerate() {
            compare(value, &found[i].1, &path_of(key), out);
        }
        return;
    }
    let sorted = |entries: &[(String, Value)]| {
        sorted_indices(entries.len(), &mut |i, j| natural_order(&entries[i].0, &entries[j].0))
    };
    let found_order = sorted(found);
    let (mut left, mut rest) = (Vec::new(), found_order.as_slice());
    for i in sorted(expected) {
        let (key, value) = &expected[i];
        while let [first, others @ ..] = rest {
            if natural_order(&found[*first].0, key).is_ge() {
                break;
            }
            left.push(*first);
            rest = others;
        }
        match rest {
            [first, others @ ..] if found[*first].0 == *key => {
                compare(value, &found[*first].1, &path_of(key), out);
                rest = others;
            }
            _ => out.push(missing(path_of(key), value)),
        }
    }
    left.extend_from_slice(rest);
    for i in left {
        let (key, value) = &found[i];
        out.push(extra(path_of(key), value));
    }
}

/// Returns whether two lists have the same keys in the same order.
pub(super) fn has_same_keys(a: &[(String, Value)], b: &[(String, Value)]) -> bool {
    a.len() == b.len() && (0..a.len()).all(|i| a[i].0 == b[i].0)
}

/// Compares sets as multisets. The path of an element is the element itself: `hosts["a"]`.
fn compare_sets(expected: &[Value], found: &[Value], path: &str, out: &mut Vec<Difference>) {
    let (expected, found) = (sorted_lines(expected), sorted_lines(found));
    let mut left = Vec::new();
    let mut rest = found.as_slice();
    for line in &expected {
        while let [first, others @ ..] = rest {
            if first >= line {
                break;
            }
            left.push(first);
            rest = others;
        }
        match rest {
            [first, others @ ..] if first == line => rest = others,
            _ => out.push(Difference {
                path: format!("{path}[{line}]"),
                expected: Some(line.to_string()),
                found: None,
                is_nan: false,
            }),
        }
    }
    for line in rest {
        left.push(line);
    }
    for line in left {
        out.push(Difference {
            path: format!("{path}[{line}]"),
            expected: None,
            found: Some(line.to_string()),
            is_nan: false,
        });
    }
}

fn sorted_lines(values: &[Value]) -> Vec<Cow<'_, str>> {
    let mut lines = one_lines(values);
    sort_by(&mut lines, &mut |a, b| a.cmp(b));
    lines
}

/// Compares two lists. An element that is missing or extra is one difference and shifts no other.
fn compare_lists(expected: &[Value], found: &[Value], path: &str, out: &mut Vec<Difference>) {
    for pair in list_pairs(expected, found) {
        match pair {
            (Some(i), Some(j)) => compare(&expected[i], &found[j], &format!("{path}[{j}]"), out),
            (Some(i), None) => out.push(missing(format!("{path}[{i}]"), &expected[i])),
            (None, Some(j)) => out.push(extra(format!("{path}[{j}]"), &found[j])),
            (None, None) => {}
        }
    }
}

/// Aligns two lists and pairs the elements between the equal ones. Returns all elements in order.
pub(super) fn list_pairs(expected: &[Value], found: &[Value]) -> Vec<ElementPair> {
    let alignment = align::align(found.len(), expected.len(), &mut |i_found, i_expected| {
        found[i_found] == expected[i_expected]
    });
    let mut pairs = Vec::with_capacity(expected.len().max(found.len()));
    let mut gaps = alignment.gaps(found.len()).into_iter().peekable();
    let mut next = 0;
    loop {
        if let Some(gap) = gaps.next_if(|gap| gap.expectations.start == next) {
            let (a, b) = (gap.expectations.clone(), gap.entries.clone());
            let between = pair_elements(&expected[a.clone()], &found[b.clone()]);
            for (i, j) in between {
                pairs.push((i.map(|i| a.start + i), j.map(|j| b.start + j)));
            }
            next = a.end;
        }
        if next == expected.len() {
            return pairs;
        }
        pairs.push((Some(next), alignment.entry_of[next]));
        next += 1;
    }
}

/// The indices of an expected and a recorded element.
type ElementPair = (Option<usize>, Option<usize>);

/// Pairs unmatched elements in order, so that as few leaves as possible differ.
fn pair_elements(expected: &[Value], found: &[Value]) -> Vec<ElementPair> {
    let longest = expected.len().max(found.len());
    let mut pairs = Vec::with_capacity(longest);
    if expected.len() == found.len() || longest > LIMITS.paired_elements {
        for i in 0..longest {
            pairs.push(((i < expected.len()).then_some(i), (i < found.len()).then_some(i)));
        }
        return pairs;
    }
    // An edit distance: omitting an element costs its number of leaves, pairing two the number of differing leaves.
    let (rows, columns) = (expected.len() + 1, found.len() + 1);
    let mut costs = vec![0; rows * columns];
    for i in 0..rows {
        for j in 0..columns {
            costs[i * columns + j] = match (i, j) {
                (0, 0) => 0,
                (_, 0) => costs[(i - 1) * columns] + expected[i - 1].leaves(),
                (0, _) => costs[j - 1] + found[j - 1].leaves(),
                _ => {
                    let paired = costs[(i - 1) * columns + j - 1] + distance(&expected[i - 1], &found[j - 1]);
                    let without_expected = costs[(i - 1) * columns + j] + expected[i - 1].leaves();
                    let without_found = costs[i * columns + j - 1] + found[j - 1].leaves();
                    paired.min(without_expected).min(without_found)
                }
            };
        }
    }
    let (mut i, mut j) = (expected.len(), found.len());
    while i > 0 || j > 0 {
        let cost = costs[i * columns + j];
        if i > 0
            && j > 0
            && cost == costs[(i - 1) * columns + j - 1] + distance(&expected[i - 1], &found[j - 1])
        {
            (i, j) = (i - 1, j - 1);
            pairs.push((Some(i), Some(j)));
        } else if j > 0 && cost == costs[i * columns + j - 1] + found[j - 1].leaves() {
            j -= 1;
            pairs.push((None, Some(j)));
        } else {
            i -= 1;
            pairs.push((Some(i), None));
        }
    }
    pairs.reverse();
    pairs
}

/// Finds the leaves that are `NaN` on both sides, whose forms are equal although the values are not.
fn find_nan(expected: &Value, found: &Value, path: &str, out: &mut Vec<Difference>) {
    match (expected, found) {
        (Value::Leaf(a), Value::Leaf(b)) if a == "NaN" && b == "NaN" => out.push(Difference {
            path: path.to_owned(),
            expected: Some(a.clone()),
            found: Some(b.clone()),
            is_nan: true,
        }),
        (Value::Struct { fields: a, .. }, Value::Struct { fields: b, .. })
        | (Value::Call { arguments: a, .. }, Value::Call { arguments: b, .. }) => {
            for ((name, a), (_, b)) in a.iter().zip(b) {
                find_nan(a, b, &joined(path, name), out);
            }
        }
        (Value::Tuple { name, items: a }, Value::Tuple { items: b, .. }) => {
            for (i, (a, b)) in a.iter().zip(b).enumerate() {
                let is_step = !matches!(name.as_str(), "Some" | "Ok") || path.is_empty();
                find_nan(a, b, &if is_step { joined(path, &i.to_string()) } else { path.to_owned() }, out);
            }
        }
        (Value::List(a), Value::List(b)) => {
            for (i, (a, b)) in a.iter().zip(b).enumerate() {
                find_nan(a, b, &format!("{path}[{i}]"), out);
            }
        }
        (Value::Map(a), Value::Map(b)) => {
            for ((key, a), (_, b)) in a.iter().zip(b) {
                find_nan(a, b, &format!("{path}[{key}]"), out);
            }
        }
        _ => {}
    }
}

//! Reads a [`Value`] from its pretty `Debug` form.

use super::Value;
use crate::report::limits::LIMITS;

/// The indentation of one level, as the standard library prints it.
const INDENT: usize = 4;

impl Value {
    /// Reads a value and sorts its maps and sets. Returns `None` if the form exceeds `LIMITS.tree_lines`.
    pub(crate) fn parse(pretty: &str) -> Option<Self> {
        let mut value = Self::parse_in_order(pretty)?;
        value.sort();
        Some(value)
    }

    /// Reads a value without sorting its maps and sets.
    pub(super) fn parse_in_order(pretty: &str) -> Option<Self> {
        let lines: Vec<&str> = pretty.split('\n').collect();
        if lines.len() > LIMITS.tree_lines {
            return None;
        }
        Some(call(&lines).unwrap_or_else(|| value(lines[0], &lines[1..], 0, 0)))
    }
}

/// Reads a call that a double recorded: `owner.mail(`, a line for each argument, and `)` with the answer if there is
/// one.
fn call(lines: &[&str]) -> Option<Value> {
    let (first, last) = (*lines.first()?, *lines.last()?);
    let (callee, _) = first.split_once('(')?;
    let method = callee.rsplit('.').next().unwrap_or(callee);
    if !is_identifier(method) {
        return None;
    }
    let end = if lines.len() == 1 { first.strip_prefix(callee)?.strip_prefix('(')? } else { last };
    let answer = match end.strip_prefix(')')? {
        "" => None,
        rest => Some(rest.strip_prefix(" -> ")?.to_owned()),
    };
    if lines.len() == 1 {
        return Some(Value::Call { callee: callee.to_owned(), arguments: Vec::new(), answer });
    }
    first.strip_prefix(callee).filter(|rest| *rest == "(")?;
    let arguments = fields(&lines[1..lines.len() - 1], INDENT, 1)?;
    Some(Value::Call { callee: callee.to_owned(), arguments, answer })
}

/// Reads fields of the form `name: value`. A line that does not start a field continues the previous one, whose
/// hand-written `Debug` has several lines.
fn fields(lines: &[&str], indent: usize, level: usize) -> Option<Vec<(String, Value)>> {
    let starts: Vec<(usize, &str, &str)> = children(lines, indent)?
        .into_iter()
        .filter_map(|child| {
            let (name, first) = child.first.split_once(": ").filter(|(name, _)| is_identifier(name))?;
            Some((child.start, name, first))
        })
        .collect();
    if starts.first().map_or(!lines.is_empty(), |(start, ..)| *start > 0) {
        return None;
    }
    let ends = starts.iter().skip(1).map(|(start, ..)| *start).chain([lines.len()]);
    let read = |((start, name, first), end): (&(usize, &str, &str), usize)| {
        ((*name).to_owned(), value(first, &lines[start + 1..end], indent, level))
    };
    Some(starts.iter().zip(ends).map(read).collect())
}

/// The last line of a non-exhaustive struct, whose `Debug` does not show all fields.
const OTHERS: &str = "..";

/// Reads a value from its first line, without indentation, and its other lines. Its closing bracket, if any, is at
/// `indent`. A nested value ends with a comma.
fn value(first: &str, rest: &[&str], indent: usize, level: usize) -> Value {
    let without_comma = |line: &str| line.len() - usize::from(level > 0 && line.ends_with(','));
    let Some((last, inner)) = rest.split_last() else { return leaf_or_empty(&first[..without_comma(first)]) };
    let whole = || {
        let mut text = first.to_owned();
        for line in rest {
            text.push('\n');
            text.push_str(line.get(indent..).unwrap_or(line));
        }
        text.truncate(without_comma(&text));
        Value::Leaf(text)
    };
    let closing = last.get(indent..).unwrap_or_default();
    let closing = &closing[..without_comma(closing)];
    let Some(open) = first.chars().next_back() else { return whole() };
    let closes = matches!((open, closing), ('{', "}") | ('(', ")") | ('[', "]"));
    if !closes || level == LIMITS.tree_levels {
        return whole();
    }
    let others = inner.last().filter(|line| line.get(indent + INDENT..) == Some(OTHERS) && open == '{');
    let has_others = others.is_some();
    let inner = if has_others { &inner[..inner.len() - 1] } else { inner };
    let Some(children) = children(inner, indent + INDENT) else { return whole() };
    let name = first[..first.len() - 1].trim_end();
    let child = |child: &Child<'_>| value(child.first, child.rest, indent + INDENT, level + 1);
    match open {
        '[' if name.is_empty() => Value::List(children.iter().map(child).collect()),
        '(' => Value::Tuple { name: name.to_owned(), items: children.iter().map(child).collect() },
        '{' if name.is_empty() => {
            let entries: Option<Vec<_>> =
                children.iter().map(|entry| map_entry(entry, indent + INDENT, level + 1)).collect();
            match entries {
                Some(entries) => Value::Map(entries),
                None => Value::Set(children.iter().map(child).collect()),
            }
        }
        '{' => match fields(inner, indent + INDENT, level + 1) {
            Some(fields) => Value::Struct { name: name.to_owned(), fields, has_others },
            None => whole(),
        },
        _ => whole(),
    }
}

/// Reads a value on one line. An empty collection is not a leaf, so that it is compared with other collections by
/// element.
fn leaf_or_empty(text: &str) -> Value {
    match text {
        "[]" => Value::List(Vec::new()),
        "{}" => Value::Map(Vec::new()),
        _ => Value::Leaf(text.to_owned()),
    }
}

/// The lines of one field, element or entry.
struct Child<'t> {
    /// The index of its first line.
    start: usize,
    /// The first line without indentation.
    first: &'t str,
    rest: &'t [&'t str],
}

/// Splits lines into children, which start at `indent`. Returns `None` if the lines have another shape.
///
/// The last line of a child ends with a comma. A bracket at the end of a line opens a block only if more deeply
/// indented lines follow. In a hand-written form, a bracket may have no such meaning.
fn children<'t>(lines: &'t [&'t str], indent: usize) -> Option<Vec<Child<'t>>> {
    let is_deeper =
        |line: &str| line.trim().is_empty() || line.bytes().take_while(|byte| *byte == b' ').count() > indent;
    let mut children = Vec::new();
    let mut start = 0;
    while start < lines.len() {
        let first = lines[start].get(indent..).filter(|_| !is_deeper(lines[start]))?;
        let mut end = start;
        loop {
            let line = *lines.get(end)?;
            end += 1;
            let closing = match line.chars().next_back() {
                Some('{') => "}",
                Some('(') => ")",
                Some('[') => "]",
                _ => "",
            };
            let block = lines[end..].iter().take_while(|line| is_deeper(line)).count();
            if block > 0 && !closing.is_empty() {
                end += block;
                lines.get(end)?.get(indent..).filter(|line| line.starts_with(closing))?;
                continue;
            }
            if line.ends_with(',') {
                break;
            }
        }
        children.push(Child { start, first, rest: &lines[start + 1..end] });
        start = end;
    }
    Some(children)
}

fn is_identifier(name: &str) -> bool {
    let name = name.strip_prefix("r#").unwrap_or(name);
    name.starts_with(|c: char| c.is_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_alphanumeric() || c == '_')
}

/// Reads a key, which may take several lines, and its value.
fn map_entry(entry: &Child<'_>, indent: usize, level: usize) -> Option<(String, Value)> {
    // The key of a hand-written `Debug` may have unbalanced brackets or be empty.
    let is_unquoted = entry.rest.is_empty() && !entry.first.contains('"');
    let last_colon = || entry.first.rfind(": ").filter(|_| is_unquoted);
    if let Some(end) = end_of_key(entry.first).or_else(last_colon) {
        let (key, first) = (&entry.first[..end], &entry.first[end + 2..]);
        return Some((key.to_owned(), value(first, entry.rest, indent, level)));
    }
    let split = entry.rest.iter().position(|line| {
        let line = line.get(indent..).unwrap_or_default();
        ["}: ", "): ", "]: "].iter().any(|closing| line.starts_with(closing))
    })?;
    let closing = &entry.rest[split][indent..];
    let closed = format!("{}{}", " ".repeat(indent), &closing[..1]);
    let mut key_lines = entry.rest[..split].to_vec();
    key_lines.push(&closed);
    let key = value(entry.first, &key_lines, indent, level).one_line().into_owned();
    Some((key, value(&closing[3..], &entry.rest[split + 1..], indent, level)))
}

/// Returns the end of the key of `key: value`, outside of quotes and brackets.
fn end_of_key(line: &str) -> Option<usize> {
    let bytes = line.as_bytes();
    let (mut depth, mut i) = (0_usize, 0);
    while i < bytes.len() {
        match bytes[i] {
            b'"' => {
                i += 1;
                while i < bytes.len() && bytes[i] != b'"' {
                    i += if bytes[i] == b'\\' { 2 } else { 1 };
                }
            }
            // A character literal, `'x'` or `'\n'`, rather than an apostrophe.
            b'\'' if bytes.get(i + 1) == Some(&b'\\') => {
                i += 2 + bytes.get(i + 3..)?.iter().position(|byte| *byte == b'\'')? + 1;
            }
            b'\'' => {
                let c = line[i + 1..].chars().next()?;
                if line[i + 1 + c.len_utf8()..].starts_with('\'') {
                    i += 1 + c.len_utf8();
                }
            }
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            b':' if depth == 0 && i > 0 && bytes.get(i + 1) == Some(&b' ') => return Some(i),
            _ => {}
        }
        i += 1;
    }
    None
}

//! The fields of a value, read off the lines of its `{:#?}` form.

use std::borrow::Cow;

/// One line of that form, with the way to it.
#[derive(Clone, Debug)]
pub(crate) struct Field<'t> {
    /// `address.street`, `items[2].name`; empty for the value itself.
    pub(crate) path: String,
    pub(crate) value: &'t str,
    depth: usize,
}

impl<'t> Field<'t> {
    pub(crate) fn all(text: &'t str) -> Vec<Self> {
        let mut fields: Vec<Self> = Vec::new();
        let mut open: Vec<Level> = Vec::new();
        for line in text.lines() {
            let trimmed = line.trim_start();
            let unquoted = trimmed.strip_suffix(',').unwrap_or(trimmed);
            if matches!(unquoted, "}" | ")" | "]") {
                open.pop();
                continue;
            }
            let (name, value) = split_name(unquoted);
            let path = match open.last_mut() {
                Some(level) => level.path_of(name),
                None => String::new(),
            };
            fields.push(Self { path: path.clone(), value, depth: open.len() });
            if opens(value) {
                open.push(Level { path, next: 0, frame: Frame::of(value) });
            }
        }
        fields
    }

    /// Whether it is no other field's frame.
    pub(crate) fn is_leaf(&self) -> bool {
        !opens(self.value)
    }

    /// The value, its own fields left out.
    pub(crate) fn shown(&self) -> Cow<'t, str> {
        match self.value.chars().next_back() {
            Some('{') => Cow::Owned(format!("{} … }}", self.value)),
            Some('(') => Cow::Owned(format!("{}…)", self.value)),
            Some('[') => Cow::Owned(format!("{}…]", self.value)),
            _ => Cow::Borrowed(self.value),
        }
    }

    /// Whether it belongs to that one, given that it is among those that follow and that differ.
    pub(crate) fn is_within(&self, other: &Self) -> bool {
        self.depth > other.depth
    }

    /// Whether two fields are the same, wherever they stand in a list.
    pub(crate) fn is(&self, other: &Self) -> bool {
        self.value == other.value && self.depth == other.depth && self.name() == other.name()
    }

    /// Pairs fields of one name, each with the next such one.
    pub(crate) fn pair<'f>(
        expected: &'f [Self],
        found: &'f [Self],
    ) -> Vec<(Option<&'f Self>, Option<&'f Self>)> {
        let mut pairs = Vec::new();
        let mut rest = found;
        for field in expected {
            let met =
                rest.iter().position(|other| other.name() == field.name() && other.depth == field.depth);
            match met {
                Some(at) => {
                    pairs.extend(rest[..at].iter().map(|extra| (None, Some(extra))));
                    pairs.push((Some(field), Some(&rest[at])));
                    rest = &rest[at + 1..];
                }
                None => pairs.push((Some(field), None)),
            }
        }
        pairs.extend(rest.iter().map(|extra| (None, Some(extra))));
        pairs
    }

    /// The last part of the path; none for an element of a list, whose number changes with what is before it.
    fn name(&self) -> Option<&str> {
        if self.path.ends_with(']') { None } else { self.path.rsplit('.').next() }
    }
}

/// A frame whose fields follow.
struct Level {
    path: String,
    next: usize,
    frame: Frame,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Frame {
    List,
    /// `Some(..)`, which is no step of the way.
    Some,
    Other,
}

impl Frame {
    fn of(value: &str) -> Self {
        match value {
            "Some(" => Self::Some,
            _ if value.ends_with('[') => Self::List,
            _ => Self::Other,
        }
    }
}

impl Level {
    fn path_of(&mut self, name: Option<&str>) -> String {
        let number = self.next;
        self.next += 1;
        match name {
            Some(name) if self.path.is_empty() => name.to_owned(),
            Some(name) => format!("{}.{name}", self.path),
            None if self.frame == Frame::Some => self.path.clone(),
            None if self.frame == Frame::List => format!("{}[{number}]", self.path),
            None if self.path.is_empty() => number.to_string(),
            None => format!("{}.{number}", self.path),
        }
    }
}

fn opens(value: &str) -> bool {
    value.ends_with(['{', '(', '['])
}

/// `street: "Main St"` is a name and a value; so is `"key": 7` in a map.
fn split_name(line: &str) -> (Option<&str>, &str) {
    let end = match line.strip_prefix('"') {
        Some(quoted) => end_of_quoted(quoted).map(|end| end + 1),
        None => line.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '#'))),
    };
    match end.and_then(|end| line[end..].strip_prefix(": ").map(|value| (&line[..end], value))) {
        Some((name, value)) if !name.is_empty() => (Some(name), value),
        _ => (None, line),
    }
}

fn end_of_quoted(quoted: &str) -> Option<usize> {
    let mut escaped = false;
    let end = quoted.find(|c: char| {
        let ends = c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        ends
    });
    end.map(|end| end + 1)
}

//! Random values of every shape that `derive(Debug)` and the standard library can print.

use std::fmt;

use proptest::prelude::*;
use proptest::sample::{Index, select};

#[derive(Clone)]
pub(crate) enum Model {
    Int(i64),
    Float(f64),
    Str(String),
    Char(char),
    Unit(&'static str),
    Struct(&'static str, Vec<(&'static str, Model)>),
    Tuple(&'static str, Vec<Model>),
    List(Vec<Model>),
    Map(Vec<(Model, Model)>),
    Set(Vec<Model>),
    /// The `Debug` form of a value, as shown in a report.
    Raw(String),
    /// A placeholder for an extra element.
    Gone,
    /// A list without some elements, and these elements with their indices.
    Open(Box<Model>, Vec<(usize, Model)>),
}

use Model::{Char, Float, Gone, Int, List, Map, Open, Raw, Set, Str, Struct, Tuple, Unit};

impl fmt::Debug for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Int(number) => number.fmt(f),
            Float(number) => number.fmt(f),
            Str(text) => text.fmt(f),
            Char(c) => c.fmt(f),
            Unit(name) => f.write_str(name),
            Struct(name, fields) => {
                let mut out = f.debug_struct(name);
                for (name, value) in fields {
                    out.field(name, value);
                }
                out.finish()
            }
            Tuple(name, items) => {
                let mut out = f.debug_tuple(name);
                for item in items {
                    out.field(item);
                }
                out.finish()
            }
            List(items) => f.debug_list().entries(items).finish(),
            Map(entries) => f.debug_map().entries(entries.iter().map(|(key, value)| (key, value))).finish(),
            Set(items) => f.debug_set().entries(items).finish(),
            Raw(form) => f.write_str(form),
            Gone | Open(..) => unreachable!("settled before it is shown"),
        }
    }
}

impl PartialEq for Model {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Int(a), Int(b)) => a == b,
            (Float(a), Float(b)) => a == b,
            (Str(a), Str(b)) => a == b,
            (Char(a), Char(b)) => a == b,
            (Unit(a), Unit(b)) => a == b,
            (Struct(a, fields), Struct(b, others)) => a == b && fields == others,
            (Tuple(a, items), Tuple(b, others)) => a == b && items == others,
            (List(a), List(b)) => a == b,
            (Map(a), Map(b)) => is_same_set(a, b),
            (Set(a), Set(b)) => is_same_set(a, b),
            _ => false,
        }
    }
}

fn is_same_set<T: PartialEq>(a: &[T], b: &[T]) -> bool {
    a.len() == b.len() && a.iter().all(|item| b.contains(item))
}

impl Model {
    /// Returns the form on one line, with maps and sets in the order of a report.
    pub(crate) fn form(&self) -> String {
        let form = format!("{:?}", self.sorted());
        // `-0.0` is equal to `0.0`.
        form.replace("-0.0", "0.0")
    }

    fn sorted(&self) -> Self {
        self.mapped(&|value| match value {
            Map(mut entries) => {
                entries.sort_by_key(|(key, _)| order(key));
                Map(entries)
            }
            Set(mut items) => {
                items.sort_by_key(order);
                Set(items)
            }
            other => other,
        })
    }

    /// Returns the same value with maps and sets in another order.
    pub(crate) fn reordered(&self) -> Self {
        self.mapped(&|value| match value {
            Map(mut entries) => {
                entries.reverse();
                Map(entries)
            }
            Set(mut items) => {
                items.reverse();
                Set(items)
            }
            other => other,
        })
    }

    /// Returns the value after all differences in a report are applied.
    pub(crate) fn settled(&self) -> Self {
        self.mapped(&|value| match value {
            List(items) => List(items.into_iter().filter(|item| !matches!(item, Gone)).collect()),
            Set(items) => Set(items.into_iter().filter(|item| !matches!(item, Gone)).collect()),
            Map(entries) => Map(entries.into_iter().filter(|(_, value)| !matches!(value, Gone)).collect()),
            Open(value, mut missing) => {
                missing.sort_by_key(|(index, _)| *index);
                match *value {
                    List(mut items) => {
                        for (index, item) in missing {
                            items.insert(index.min(items.len()), item);
                        }
                        List(items)
                    }
                    other => other,
                }
            }
            other => other,
        })
    }

    /// Rebuilds a value, starting with its innermost parts.
    fn mapped(&self, change: &dyn Fn(Self) -> Self) -> Self {
        let all = |items: &[Self]| items.iter().map(|item| item.mapped(change)).collect();
        change(match self {
            Struct(name, fields) => {
                Struct(name, fields.iter().map(|(name, value)| (*name, value.mapped(change))).collect())
            }
            Tuple(name, items) => Tuple(name, all(items)),
            List(items) => List(all(items)),
            Set(items) => Set(all(items)),
            Map(entries) => {
                let mapped = |(key, value): &(Self, Self)| (key.mapped(change), value.mapped(change));
                Map(entries.iter().map(mapped).collect())
            }
            Open(value, missing) => Open(Box::new(value.mapped(change)), missing.clone()),
            leaf => leaf.clone(),
        })
    }

    /// Returns the value at a path.
    pub(crate) fn at(&self, path: &str) -> Option<&Self> {
        self.resolve(path, true)
    }

    fn resolve(&self, path: &str, is_start: bool) -> Option<&Self> {
        if let Tuple("Some" | "Ok", items) = self {
            if !is_start {
                return match items[0].resolve(path, false) {
                    _ if path.is_empty() => Some(self),
                    found => found,
                };
            }
        }
        if path.is_empty() {
            return Some(self);
        }
        match self {
            Struct(_, fields) => fields.iter().find_map(|(name, value)| {
                let rest = rest_of(path, name, is_start)?;
                value.resolve(rest, false)
            }),
            Tuple(_, items) => items.iter().enumerate().find_map(|(i, value)| {
                let rest = rest_of(path, &i.to_string(), is_start)?;
                value.resolve(rest, false)
            }),
            List(items) => items
                .iter()
                .enumerate()
                .find_map(|(i, value)| value.resolve(path.strip_prefix(&format!("[{i}]"))?, false)),
            Map(entries) => entries
                .iter()
                .find_map(|(key, value)| value.resolve(path.strip_prefix(&format!("[{key:?}]"))?, false)),
            Set(items) => items.iter().find_map(|item| {
                path.strip_prefix(&format!("[{}]", item.form())).filter(|rest| rest.is_empty()).map(|_| item)
            }),
            Open(value, _) => value.resolve(path, is_start),
            _ => None,
        }
    }

    /// Replaces, adds or removes the value at a path. Returns whether the path is valid.
    pub(crate) fn patch(&mut self, path: &str, expected: Option<String>, is_there: bool) -> bool {
        self.patch_from(path, expected.as_deref(), is_there, true)
    }

    fn patch_from(&mut self, path: &str, expected: Option<&str>, is_there: bool, is_start: bool) -> bool {
        if path.is_empty() {
            *self = expected.map_or(Gone, |form| Raw(form.to_owned()));
            return true;
        }
        if !is_there {
            if let (List(_), Some(index)) = (&*self, index(path)) {
                let list = std::mem::replace(self, Gone);
                *self = Open(Box::new(list), Vec::new());
                return self.patch_from(&format!("[{index}]"), expected, is_there, is_start);
            }
        }
        match self {
            Tuple("Some" | "Ok", items) if !is_start => items[0].patch_from(path, expected, is_there, false),
            Struct(_, fields) => fields.iter_mut().any(|(name, value)| {
                rest_of(path, name, is_start)
                    .is_some_and(|rest| value.patch_from(rest, expected, is_there, false))
            }),
            Tuple(_, items) => items.iter_mut().enumerate().any(|(i, value)| {
                rest_of(path, &i.to_string(), is_start)
                    .is_some_and(|rest| value.patch_from(rest, expected, is_there, false))
            }),
            List(items) => items.iter_mut().enumerate().any(|(i, value)| {
                path.strip_prefix(&format!("[{i}]"))
                    .is_some_and(|rest| value.patch_from(rest, expected, is_there, false))
            }),
            Open(list, missing) => match (index(path), is_there) {
                (Some(index), false) => {
                    missing.push((index, Raw(expected.unwrap_or_default().to_owned())));
                    true
                }
                _ => list.patch_from(path, expected, is_there, is_start),
            },
            Map(entries) => {
                let known = entries.iter_mut().any(|(key, value)| {
                    path.strip_prefix(&format!("[{key:?}]"))
                        .is_some_and(|rest| value.patch_from(rest, expected, is_there, false))
                });
                if known || is_there {
                    return known;
                }
                let key = path.strip_prefix('[').and_then(|key| key.strip_suffix(']'));
                let Some(key) = key else { return false };
                // Empty sets and empty maps have the same form.
                if entries.is_empty() && expected == Some(key) {
                    *self = Set(vec![Raw(key.to_owned())]);
                    return true;
                }
                entries.push((Raw(key.to_owned()), Raw(expected.unwrap_or_default().to_owned())));
                true
            }
            Set(items) if items.is_empty() && expected.is_some_and(|form| path != format!("[{form}]")) => {
                *self = Map(Vec::new());
                self.patch_from(path, expected, is_there, is_start)
            }
            Set(items) => match expected {
                Some(form) => {
                    items.push(Raw(form.to_owned()));
                    !is_there
                }
                None => items.iter_mut().any(|item| {
                    let is_it = !matches!(item, Gone) && path == format!("[{}]", item.form());
                    if is_it {
                        *item = Gone;
                    }
                    is_it
                }),
            },
            _ => false,
        }
    }
}

/// Returns the index of a path that consists only of an index.
fn index(path: &str) -> Option<usize> {
    path.strip_prefix('[')?.strip_suffix(']')?.parse().ok()
}

/// Returns the rest of a path after a step by name.
fn rest_of<'p>(path: &'p str, step: &str, is_start: bool) -> Option<&'p str> {
    let path = if is_start { path } else { path.strip_prefix('.')? };
    path.strip_prefix(step).filter(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}

/// Returns a key that sorts numbers by value, before all other values, which it sorts by their form.
fn order(value: &Model) -> (bool, i64, String) {
    match value {
        Int(number) => (false, *number, String::new()),
        Raw(form) if form.parse::<i64>().is_ok() => (false, form.parse().unwrap(), String::new()),
        other => (true, 0, format!("{other:?}")),
    }
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[a-c ]{0,8}",
        1 => "[\\[\\](){}:,\"'\\\\`\n\t =|>]{0,6}",
        1 => select(vec!["Some(", "}", "a: b", "\u{a0}", "e\u{301}", "é", "日本", "🚨", "…", "NaN", "-1", "at `x`"])
            .prop_map(str::to_owned),
        1 => "[a-z]{30,140}",
    ]
}

fn leaf() -> impl Strategy<Value = Model> {
    prop_oneof![
        4 => (-20_i64..200).prop_map(Int),
        1 => any::<i64>().prop_map(Int),
        2 => select(vec![0.5, 1.5, 1e-7, 1e300, f64::NAN, f64::INFINITY, -2.5]).prop_map(Float),
        4 => text().prop_map(Str),
        1 => select(vec!['a', '\'', '"', '\n', ':', '}', 'é']).prop_map(Char),
        2 => select(vec!["None", "Idle", "Stopped", "true", "false"]).prop_map(Unit),
    ]
}

/// Generates simple and compound keys.
fn key() -> impl Strategy<Value = Model> {
    prop_oneof![
        3 => (-5_i64..20).prop_map(Int),
        3 => text().prop_map(Str),
        1 => select(vec!['a', '\'', ':', ']']).prop_map(Char),
        2 => prop::collection::vec((-3_i64..4).prop_map(Int), 2..4).prop_map(|items| Tuple("", items)),
        1 => (text(), 0_i64..3).prop_map(|(a, b)| Struct("Key", vec![("name", Str(a)), ("shard", Int(b))])),
        1 => select(vec!["Red", "Green"]).prop_map(Unit),
        1 => (0_i64..3).prop_map(|a| Tuple("Id", vec![Int(a)])),
        1 => prop::collection::vec((0_i64..3).prop_map(Int), 1..3).prop_map(List),
    ]
}

pub(crate) fn model() -> impl Strategy<Value = Model> {
    leaf().prop_recursive(4, 48, 6, |inner| {
        let fields = ["id", "name", "retry", "r#type", "a_b", "x1"];
        // The name of a struct determines its fields, as in Rust.
        let named = prop::collection::vec(inner.clone(), 1..6).prop_map(move |values| {
            let names = ["", "Call", "Retry", "Send", "Set", "Wide"];
            Struct(names[values.len()], fields.into_iter().zip(values).collect())
        });
        let tuple = (select(vec!["", "Some", "Ok", "Err", "Pair"]), prop::collection::vec(inner.clone(), 1..4))
            .prop_map(|(name, mut items)| {
                match name {
                    "Some" | "Ok" | "Err" => items.truncate(1),
                    "Pair" => items.resize(2, Unit("Idle")),
                    _ => {}
                }
                Tuple(name, items)
            });
        prop_oneof![
            3 => named,
            3 => tuple,
            3 => prop::collection::vec(inner.clone(), 0..6).prop_map(List),
            2 => prop::collection::vec((key(), inner), 0..5).prop_map(|entries| Map(distinct(entries, |(key, _)| key.form()))),
            1 => prop::collection::vec(key(), 0..5).prop_map(|items| Set(distinct(items, Model::form))),
        ]
    })
}

fn distinct<T>(items: Vec<T>, form: impl Fn(&T) -> String) -> Vec<T> {
    let mut forms: Vec<String> = Vec::new();
    let mut kept = Vec::new();
    for item in items {
        let form = form(&item);
        if !forms.contains(&form) {
            forms.push(form);
            kept.push(item);
        }
    }
    kept
}

/// Generates a copy of a value with a few changes.
pub(crate) fn altered(value: Model) -> impl Strategy<Value = Model> {
    let change = (any::<Index>(), 0..4_u8, leaf(), key());
    prop::collection::vec(change, 1..4).prop_map(move |changes| {
        let mut value = value.clone();
        for (place, kind, leaf, key) in changes {
            let mut left = place.index(size(&value));
            change_at(&mut value, &mut left, kind, &leaf, &key);
        }
        value
    })
}

fn size(value: &Model) -> usize {
    1 + match value {
        Struct(_, fields) => fields.iter().map(|(_, value)| size(value)).sum(),
        Tuple(_, items) | List(items) => items.iter().map(size).sum(),
        Map(entries) => entries.iter().map(|(_, value)| size(value)).sum(),
        _ => 0,
    }
}

fn change_at(value: &mut Model, left: &mut usize, kind: u8, leaf: &Model, key: &Model) -> bool {
    if *left == 0 {
        match (&mut *value, kind) {
            (List(items), 0) => items.insert(items.len() / 2, leaf.clone()),
            (List(items), 1) if !items.is_empty() => drop(items.remove(items.len() / 2)),
            (Map(entries), 0) if entries.iter().all(|(known, _)| known.form() != key.form()) => {
                entries.insert(0, (key.clone(), leaf.clone()));
            }
            (Map(entries), 1) if !entries.is_empty() => drop(entries.remove(0)),
            (Set(items), 0) if items.iter().all(|known| known.form() != key.form()) => {
                items.push(key.clone());
            }
            (Set(items), 1) if !items.is_empty() => drop(items.remove(0)),
            (Str(text), 2) => text.push_str(" and more"),
            (Int(number), 2) => *number = number.wrapping_add(1),
            _ => *value = leaf.clone(),
        }
        return true;
    }
    *left -= 1;
    match value {
        Struct(_, fields) => fields.iter_mut().any(|(_, value)| change_at(value, left, kind, leaf, key)),
        Tuple(_, items) | List(items) => {
            items.iter_mut().any(|value| change_at(value, left, kind, leaf, key))
        }
        Map(entries) => entries.iter_mut().any(|(_, value)| change_at(value, left, kind, leaf, key)),
        _ => false,
    }
}

//! Values of every shape that a derived `Debug` prints. Few distinct parts make them similar to each other.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use arbitrary::Arbitrary;

use crate::Text;

/// A call with fields of many types.
#[derive(Arbitrary, Clone, Debug, PartialEq)]
pub enum Call {
    Ping,
    Send { to: Text, urgent: bool, retry: Option<Retry> },
    Store(Grid),
    Batch(Vec<Call>),
    Tagged(Box<Call>, BTreeMap<Key, Scalar>),
    Nested(Vec<Vec<Option<Small>>>),
    Result(Result<Scalar, Text>),
}

#[derive(Arbitrary, Clone, Debug, PartialEq)]
pub struct Retry {
    attempts: Small,
    backoff_ms: u64,
    then: Option<Box<Retry>>,
}

/// A map with compound keys, and a set.
#[derive(Arbitrary, Clone, Debug, PartialEq)]
pub struct Grid {
    cells: BTreeMap<(i8, i8), Scalar>,
    names: HashMap<Text, Small>,
    seen: BTreeSet<Key>,
    origin: (i8, i8),
}

#[derive(Arbitrary, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    Number(i8),
    Letter(char),
    Pair(Small, Text),
    Shard { name: Text, number: Small },
    List(Vec<Small>),
}

#[derive(Arbitrary, Clone, Debug, PartialEq)]
pub enum Scalar {
    Float(f64),
    Number(i64),
    Wide(u128),
    Letter(char),
    Word(Text),
    Unit,
}

/// A number that is often equal to another.
#[derive(Arbitrary, Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Small {
    Zero,
    One,
    Two(u8),
}

/// A change of one call.
#[derive(Arbitrary, Debug)]
pub enum Change {
    Replace(u8, Call),
    Remove(u8),
    Insert(u8, Call),
    Swap(u8, u8),
}

impl Change {
    /// Applies the change to a list of calls.
    pub fn apply(self, calls: &mut Vec<Call>) {
        let len = calls.len();
        match self {
            Self::Insert(i, call) => calls.insert(usize::from(i) % (len + 1), call),
            _ if len == 0 => {}
            Self::Replace(i, call) => calls[usize::from(i) % len] = call,
            Self::Remove(i) => drop(calls.remove(usize::from(i) % len)),
            Self::Swap(a, b) => calls.swap(usize::from(a) % len, usize::from(b) % len),
        }
    }
}

//! Values that a double lends out.

use std::any::Any;
use std::fmt;
use std::sync::OnceLock;

type Value = Box<dyn Any + Send + Sync>;

/// A list that only grows, so that references to its values stay valid while others are added.
#[derive(Default)]
pub struct Lent {
    next: OnceLock<Box<Node>>,
}

struct Node {
    value: Value,
    rest: Lent,
}

impl Lent {
    /// Adds a value. It walks the list, in time linear in the number of values.
    pub(super) fn push(&self, value: Value) -> &(dyn Any + Send + Sync) {
        let mut list = self;
        let mut node = Box::new(Node { value, rest: Self::default() });
        loop {
            match list.next.set(node) {
                Ok(()) => break,
                Err(refused) => node = refused,
            }
            if let Some(taken) = list.next.get() {
                list = &taken.rest;
            }
        }
        match list.next.get() {
            Some(node) => &*node.value,
            None => unreachable!("the node was set"),
        }
    }
}

/// Drops one node after another: a long list would overflow the stack if each dropped the next.
impl Drop for Lent {
    fn drop(&mut self) {
        let mut next = self.next.take();
        while let Some(mut node) = next {
            next = node.rest.next.take();
        }
    }
}

impl fmt::Debug for Lent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Lent")
    }
}

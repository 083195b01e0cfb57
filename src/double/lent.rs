//! Values that the methods of a double return by reference.

use std::any::Any;
use std::fmt;
use std::sync::OnceLock;

type Value = Box<dyn Any + Send + Sync>;

/// An append-only list: references to its values stay valid while other values are added.
#[derive(Default)]
pub struct Lent {
    next: OnceLock<Box<Node>>,
}

struct Node {
    value: Value,
    rest: Lent,
}

impl Lent {
    /// Appends a value, in time linear in the length of the list.
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

/// Drops the nodes in a loop, because dropping a long list recursively would overflow the stack.
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

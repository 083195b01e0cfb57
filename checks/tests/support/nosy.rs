//! A call that comes back to where it is recorded, whatever is done to it.

use std::fmt;

/// The recorder that a [`Nosy`] call is in. Held weakly: the recorder holds the call.
pub(crate) trait Home: Clone {
    /// Records a call, as long as the recorder is there and holds fewer than this.
    fn record_below(&self, most: usize, call: impl FnOnce() -> Nosy<Self>);
}

/// A call that records another one in the recorder that it is recorded in.
pub(crate) struct Nosy<H: Home> {
    pub(crate) name: &'static str,
    pub(crate) home: H,
}

/// Each of them adds another, which would go on for ever.
const MOST: usize = 50;

impl<H: Home> Nosy<H> {
    fn come_back(&self, name: &'static str) {
        self.home.record_below(MOST, || Nosy { name, home: self.home.clone() });
    }
}

impl<H: Home> fmt::Debug for Nosy<H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.come_back("from Debug");
        f.write_str(self.name)
    }
}

impl<H: Home> PartialEq for Nosy<H> {
    fn eq(&self, other: &Self) -> bool {
        self.come_back("from PartialEq");
        self.name == other.name
    }
}

impl<H: Home> Drop for Nosy<H> {
    fn drop(&mut self) {
        if self.name == "first" {
            self.come_back("from Drop");
        }
    }
}

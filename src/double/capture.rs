//! Detects which of `Clone`, `Debug` and other traits a type implements.
//!
//! The attribute sees only the tokens of a type, so the generated code lets the compiler decide. A method call uses the
//! first implementation that method resolution finds while it dereferences the receiver ("autoref specialisation"). For
//! each type below, there is one implementation with a bound, and a fallback for all other types that takes another
//! dereference to find.

use std::any::Any;
use std::cell::RefCell;
use std::collections::HashMap;
use std::fmt::Debug;
use std::marker::PhantomData;
use std::sync::atomic::{AtomicU64, Ordering};

use super::kept::{DebugFn, DebugForm, Held, HeldOwned, Hold};
use crate::transcript::{debug_line, debug_lines};

/// Keeps a clone of an argument that is behind a reference.
#[derive(Debug)]
pub struct Cloning<'a, T: ?Sized>(pub &'a T);

pub trait HoldClone<T: ?Sized> {
    fn hold(&self) -> Option<Box<dyn Hold<T>>>;
}

impl<T: Clone + Send + Sync + 'static> HoldClone<T> for &Cloning<'_, T> {
    fn hold(&self) -> Option<Box<dyn Hold<T>>> {
        Some(Box::new(Held(self.0.clone())))
    }
}

impl<T: ToOwned<Owned: Send + Sync + 'static> + ?Sized + 'static> HoldClone<T> for &&Cloning<'_, T> {
    fn hold(&self) -> Option<Box<dyn Hold<T>>> {
        Some(Box::new(HeldOwned(self.0.to_owned())))
    }
}

impl<T: ?Sized> HoldClone<T> for Cloning<'_, T> {
    fn hold(&self) -> Option<Box<dyn Hold<T>>> {
        None
    }
}

/// Clones a part of an argument.
pub trait ClonePart<T> {
    fn cloned(&self) -> Option<T>;
}

impl<T: Clone> ClonePart<T> for Cloning<'_, T> {
    fn cloned(&self) -> Option<T> {
        Some(self.0.clone())
    }
}

impl<T> ClonePart<T> for &Cloning<'_, T> {
    fn cloned(&self) -> Option<T> {
        None
    }
}

/// Keeps a value, if it is `Send` and `Sync`.
#[derive(Debug)]
pub struct Moving<T>(PhantomData<T>);

impl<T> Moving<T> {
    pub const NEW: Self = Self(PhantomData);
}

pub trait HoldMoved<T> {
    /// # Errors
    ///
    /// Returns the value itself if it cannot be kept.
    fn hold(&self, value: T) -> Result<Box<dyn Hold<T>>, T>;
}

impl<T: Send + Sync + 'static> HoldMoved<T> for Moving<T> {
    fn hold(&self, value: T) -> Result<Box<dyn Hold<T>>, T> {
        Ok(Box::new(Held(value)))
    }
}

impl<T> HoldMoved<T> for &Moving<T> {
    fn hold(&self, value: T) -> Result<Box<dyn Hold<T>>, T> {
        Err(value)
    }
}

/// Finds the `Debug` implementation of a type.
#[derive(Debug)]
pub struct Debugging<T: ?Sized>(PhantomData<T>);

impl<T: ?Sized> Debugging<T> {
    pub const NEW: Self = Self(PhantomData);
}

pub trait FindDebug<T: ?Sized> {
    fn find(&self) -> Option<DebugFn<T>>;
}

impl<T: Debug + ?Sized> FindDebug<T> for Debugging<T> {
    fn find(&self) -> Option<DebugFn<T>> {
        Some(T::fmt)
    }
}

impl<T: ?Sized> FindDebug<T> for &Debugging<T> {
    fn find(&self) -> Option<DebugFn<T>> {
        None
    }
}

/// Formats an argument, if only its `Debug` form can be kept.
#[derive(Debug)]
pub struct Showing<'a, T: ?Sized>(pub &'a T);

pub trait FormatDebug {
    fn form(&self) -> Option<DebugForm>;
}

impl<T: Debug + ?Sized> FormatDebug for Showing<'_, T> {
    fn form(&self) -> Option<DebugForm> {
        Some(DebugForm { line: debug_line(&self.0), lines: debug_lines(&self.0) })
    }
}

impl<T: ?Sized> FormatDebug for &Showing<'_, T> {
    fn form(&self) -> Option<DebugForm> {
        None
    }
}

/// Finds the default return value of a method: the default value of its type, or `Ok` with the default value.
#[derive(Debug)]
pub struct Defaulting<T>(PhantomData<T>);

impl<T> Defaulting<T> {
    pub const NEW: Self = Self(PhantomData);
}

pub trait FindDefault<T> {
    fn find(&self) -> Option<T>;
}

impl<T: Default> FindDefault<T> for &Defaulting<T> {
    fn find(&self) -> Option<T> {
        Some(T::default())
    }
}

impl<T: Default, E> FindDefault<Result<T, E>> for &&Defaulting<Result<T, E>> {
    fn find(&self) -> Option<Result<T, E>> {
        Some(Ok(T::default()))
    }
}

impl<T> FindDefault<T> for Defaulting<T> {
    fn find(&self) -> Option<T> {
        None
    }
}

/// A reply that has not been used yet.
///
/// The call may happen on any thread. If the value is not `Send`, only the thread that added the reply gets it.
pub type Reply<T> = Box<dyn FnOnce() -> Option<T> + Send>;

#[derive(Debug)]
pub struct Replying<T>(PhantomData<T>);

impl<T> Replying<T> {
    pub const NEW: Self = Self(PhantomData);
}

pub trait MakeReply<T> {
    fn reply(&self, value: T) -> Reply<T>;
}

impl<T: Send + 'static> MakeReply<T> for Replying<T> {
    fn reply(&self, value: T) -> Reply<T> {
        Box::new(move || Some(value))
    }
}

impl<T: 'static> MakeReply<T> for &Replying<T> {
    fn reply(&self, value: T) -> Reply<T> {
        local_reply(value)
    }
}

thread_local!(static LOCAL_REPLIES: RefCell<HashMap<u64, Box<dyn Any>>> = RefCell::default());

/// Keeps a reply that is not `Send` on the current thread, so that the double stays `Send` and `Sync`.
fn local_reply<T: 'static>(value: T) -> Reply<T> {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let key = NEXT.fetch_add(1, Ordering::Relaxed);
    let local = LocalReply(key);
    LOCAL_REPLIES.with(|replies| replies.borrow_mut().insert(key, Box::new(value)));
    Box::new(move || {
        let LocalReply(key) = &local;
        let value = LOCAL_REPLIES.with(|replies| replies.borrow_mut().remove(key))?;
        value.downcast().ok().map(|value| *value)
    })
}

/// Drops an unused reply, if it is dropped on its own thread.
struct LocalReply(u64);

impl Drop for LocalReply {
    fn drop(&mut self) {
        // The value is dropped after the borrow ends. While the thread shuts down, its thread-locals no longer exist,
        // so this does nothing.
        let unused = LOCAL_REPLIES.try_with(|replies| replies.borrow_mut().remove(&self.0));
        drop(unused);
    }
}

/// Keeps a value that a method returns by reference, for as long as the double lives.
#[derive(Debug)]
pub struct Lending<T>(PhantomData<T>);

impl<T> Lending<T> {
    pub const NEW: Self = Self(PhantomData);
}

pub trait Lend<T> {
    fn lend<'d>(&self, lent: &'d super::lent::Lent, value: T) -> &'d T;
}

impl<T: Send + Sync + 'static> Lend<T> for Lending<T> {
    fn lend<'d>(&self, lent: &'d super::lent::Lent, value: T) -> &'d T {
        match lent.push(Box::new(value)).downcast_ref() {
            Some(value) => value,
            None => unreachable!("the value has the type that it was pushed with"),
        }
    }
}

impl<T: 'static> Lend<T> for &Lending<T> {
    /// Leaks the value, because a double that any thread may use cannot own it.
    fn lend<'d>(&self, _: &'d super::lent::Lent, value: T) -> &'d T {
        Box::leak(Box::new(value))
    }
}

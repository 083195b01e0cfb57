//! The names that the attribute `double` imports for the code that it writes.
//!
//! The compiler reads that code again at each build, and a name of one segment costs a tenth of a path. Each begins with
//! `__`, so that it hides no name of the user's.

pub use std::borrow::Cow as __Cow;
pub use std::borrow::ToOwned as __ToOwned;
pub use std::boxed::Box as __Box;
pub use std::clone::Clone as __Clone;
pub use std::convert::{Infallible as __Infallible, Into as __Into};
pub use std::default::Default as __Default;
pub use std::fmt::{Debug as __Debug, Formatter as __Formatter, Result as __FmtResult};
pub use std::future::Future as __Future;
pub use std::iter::{IntoIterator as __IntoIterator, Iterator as __Iterator};
pub use std::marker::{PhantomData as __PhantomData, Send as __Send, Sync as __Sync};
pub use std::ops::{Deref as __Deref, Fn as __Fn};
pub use std::option::Option as __Option;
pub use std::option::Option::{None as __None, Some as __Some};
pub use std::panic::Location as __Location;
pub use std::result::Result::{Err as __Err, Ok as __Ok};
pub use std::string::{String as __String, ToString as __ToString};
pub use std::sync::Arc as __Arc;
pub use std::vec::Vec as __Vec;

pub use super::capture::{
    ClonePart as _, Cloning as __Cloning, Defaulting as __Defaulting, FindDefault as _, FormatDebug as _,
    Lend as _, Lending as __Lending, MakeReply as _, Reply as __Reply, Replying as __Replying,
    Showing as __Showing,
};
pub use super::{
    Call as __Call, CallLog as __CallLog, Core as __Core, Debugged as __Debugged, Exact as __Exact,
    Expected as __Expected, IntoArgument as __IntoArgument, IntoMatcher as __IntoMatcher, Kept as __Kept,
    Method as __Method, MethodInfo as __MethodInfo, Owned as __Owned, Pointer as __Pointer, Shown as __Shown,
    Signature as __Signature, TypeName as __TypeName, Unwrapped as __Unwrapped, Wrapped as __Wrapped,
    answer_as as __answer_as, expected as __expected, note_answer as __note_answer,
    panic_unscriptable as __panic_unscriptable, project as __project, project_mut as __project_mut,
};
pub use crate::__keep;
pub use crate::transcript::Transcript as __Transcript;

//! The names that the attribute `double` imports for the code that it writes.
//!
//! The compiler reads that code again at each build, and a name takes it less time than a path. Each name begins with `__`,
//! so that it hides no name of the user's. Signatures that the documentation of a double shows have paths instead.

pub use std::borrow::{Cow as __Cow, ToOwned as __ToOwned};
pub use std::boxed::Box as __Box;
pub use std::clone::Clone as __Clone;
pub use std::convert::Into as __Into;
pub use std::fmt::Debug as __Debug;
pub use std::iter::{IntoIterator as __IntoIterator, Iterator as __Iterator};
pub use std::marker::PhantomData as __PhantomData;
pub use std::option::Option::{self as __Option, None as __None, Some as __Some};
pub use std::panic::Location as __Location;
pub use std::result::Result::{Err as __Err, Ok as __Ok};
pub use std::string::ToString as __ToString;
pub use std::sync::Arc as __Arc;
pub use std::vec::Vec as __Vec;

pub use super::capture::{
    ClonePart as _, Cloning as __Cloning, Defaulting as __Defaulting, FindDefault as _, FormatDebug as _,
    Lend as _, Lending as __Lending, MakeReply as _, Reply as __Reply, Replying as __Replying,
    Showing as __Showing,
};
pub use super::{
    Debugged as __Debugged, Exact as __Exact, KnownOutput as __KnownOutput, MethodInfo as __MethodInfo,
    Origin as __Origin, ProbedOutput as __ProbedOutput, Signature as __Signature, TypeName as __TypeName,
    answer_as as __answer_as, expected as __expected, kept as __kept, note_answer as __note_answer,
    owned as __owned, panic_unscriptable as __panic_unscriptable, project as __project,
    project_mut as __project_mut,
};
pub use crate::__keep;

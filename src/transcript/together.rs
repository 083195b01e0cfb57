//! The macro `assert_together!`, which joins several checks into one assertion.

use super::mismatch::Mismatch;
use super::unwrap_or_panic;

/// Runs all checks, and panics once with the reports of all that failed.
///
/// Each argument is a `Result<_, Mismatch>`, such as the result of a `check_*` method. The reports are numbered, and
/// the macro panics at its own line. Use it if the failures are more useful together than alone: a message that is
/// missing in one double may be in the log of another.
///
/// # Panics
///
/// Panics if at least one check failed.
///
/// # Examples
///
/// ```should_panic
/// use mock_messenger::{Messenger, RecordingMessenger};
///
/// let (owner, support) = (RecordingMessenger::named("owner"), RecordingMessenger::named("support"));
/// support.send("Your password was changed.");
/// // 2 of 2 checks failed
/// mock_messenger::assert_together!(
///     owner.sent().check_exactly(["Your password was changed."]),
///     support.sent().check_nothing(),
/// );
/// ```
#[doc(alias = "expect_that")]
#[doc(alias = "assertAll")]
#[doc(alias = "soft_assert")]
#[macro_export]
macro_rules! assert_together {
    ($($check:expr),+ $(,)?) => {
        $crate::__private::assert_joined([$(::core::result::Result::map($check, ::core::mem::drop)),+])
    };
}

/// Panics with the joined reports of [`assert_together!`](crate::assert_together).
#[doc(hidden)]
#[track_caller]
pub fn assert_joined<const N: usize>(checks: [Result<(), Mismatch>; N]) {
    unwrap_or_panic(Mismatch::join(checks));
}

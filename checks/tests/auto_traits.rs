//! The auto traits of every public type. The compiler checks the tables.

#![cfg(feature = "testing")]

use std::cell::Cell;
use std::marker::PhantomData;
use std::panic::{RefUnwindSafe, UnwindSafe};
use std::rc::Rc;

use mock_messenger::messenger::{FromFn, Tee};
use mock_messenger::{
    Alert, DeliveryError, FallibleMessenger, IntoIter, Iter, LimitError, LimitTracker, LimitTrackerBuilder,
    Matcher, Mismatch, MismatchKind, NotifyOn, QuotaSpec, QuotaViolation, QuotaViolationKind, Recorder,
    RecordingMessenger, Replies, SyncLimitTracker, SyncRecorder, SyncRecordingMessenger, ThreadUsage,
    Threshold, ThresholdKind, Times, TrackerState, Transcript, Usage, UsageChange, UsageChanges, UsageKey,
    UsageKeys, UsageStep, UsageSteps, UsageWalk,
};

/// Returns whether a type implements a trait, as a constant. If the bound holds, the inherent constant exists and takes
/// precedence over that of the trait.
macro_rules! has {
    ($type:ty, $trait:path) => {{
        #[allow(dead_code)]
        trait Otherwise {
            const HAS: bool = false;
        }
        #[allow(dead_code)]
        struct Of<T: ?Sized>(PhantomData<T>);
        impl<T: ?Sized> Otherwise for Of<T> {}
        #[allow(dead_code)]
        impl<T: ?Sized + $trait> Of<T> {
            const HAS: bool = true;
        }
        <Of<$type>>::HAS
    }};
}

macro_rules! table {
    ($($type:ty => $send:ident $sync:ident $unpin:ident $unwind:ident $ref_unwind:ident)+) => {
        const _: () = {
            $(
                assert!(has!($type, Send) == $send, concat!(stringify!($type), ": Send"));
                assert!(has!($type, Sync) == $sync, concat!(stringify!($type), ": Sync"));
                assert!(has!($type, Unpin) == $unpin, concat!(stringify!($type), ": Unpin"));
                assert!(has!($type, UnwindSafe) == $unwind, concat!(stringify!($type), ": UnwindSafe"));
                assert!(has!($type, RefUnwindSafe) == $ref_unwind, concat!(stringify!($type), ": RefUnwindSafe"));
            )+
        };
    };
}

#[allow(non_upper_case_globals)]
const yes: bool = true;
#[allow(non_upper_case_globals)]
const no: bool = false;

// Types with a parameter have three rows: for a plain value, for a value that cannot be shared between threads, and for
// a value that cannot be moved to another thread.
type Plain = String;
type Unshared = Cell<u8>;
type Rooted = Rc<u8>;

table! {
    //                                      Send Sync Unpin UnwindSafe RefUnwindSafe
    Alert<'static>                        => yes  yes  yes   yes        yes
    ThresholdKind                         => yes  yes  yes   yes        yes
    TrackerState                          => yes  yes  yes   yes        yes
    RecordingMessenger                    => yes  no   yes   yes        yes
    Recorder<Plain>                       => yes  no   yes   yes        yes
    Recorder<Unshared>                    => no   no   yes   no         no
    Recorder<Rooted>                      => no   no   yes   yes        yes
    SyncRecordingMessenger                => yes  yes  yes   yes        yes
    SyncRecorder<Plain>                   => yes  yes  yes   yes        yes
    SyncRecorder<Unshared>                => no   no   yes   yes        yes
    SyncRecorder<Rooted>                  => no   no   yes   yes        yes
    Replies<Plain>                        => yes  yes  yes   yes        yes
    Replies<Unshared>                     => yes  yes  yes   yes        yes
    Replies<Rooted>                       => no   no   yes   yes        yes
    Transcript<str>                       => yes  yes  yes   yes        yes
    Transcript<Plain>                     => yes  yes  yes   yes        yes
    Transcript<Unshared>                  => no   no   yes   no         no
    Transcript<Rooted>                    => no   no   yes   yes        yes
    Iter<'static, str>                    => yes  yes  yes   yes        yes
    Iter<'static, Plain>                  => yes  yes  yes   yes        yes
    Iter<'static, Unshared>               => no   no   yes   no         no
    IntoIter<str>                         => yes  yes  yes   yes        yes
    IntoIter<Plain>                       => yes  yes  yes   yes        yes
    IntoIter<Unshared>                    => no   no   yes   no         no
    Matcher<'static, str>                 => no   no   yes   no         no
    Mismatch                              => yes  yes  yes   yes        yes
    MismatchKind                          => yes  yes  yes   yes        yes
    Times                                 => yes  yes  yes   yes        yes
    FromFn<fn(&str)>                      => yes  yes  yes   yes        yes
    FromFn<Rooted>                        => no   no   yes   yes        yes
    Tee<RecordingMessenger, Plain>        => yes  no   yes   yes        yes
    Tee<SyncRecordingMessenger, Plain>    => yes  yes  yes   yes        yes
    Threshold                             => yes  yes  yes   yes        yes
    Usage                                 => yes  yes  yes   yes        yes
    NotifyOn                              => yes  yes  yes   yes        yes
    LimitError                            => yes  yes  yes   yes        yes
    LimitTracker<SyncRecordingMessenger>  => yes  yes  yes   yes        yes
    LimitTracker<RecordingMessenger>      => yes  no   yes   yes        yes
    LimitTracker<Rooted>                  => no   no   yes   yes        yes
    LimitTrackerBuilder<RecordingMessenger> => yes no  yes   yes        yes
    SyncLimitTracker<SyncRecordingMessenger> => yes yes yes  yes        yes
    SyncLimitTracker<RecordingMessenger>  => yes  no   yes   yes        yes
    SyncLimitTracker<Rooted>              => no   no   yes   yes        yes
    QuotaSpec<'static>                    => no   no   yes   no         no
    QuotaViolation                        => yes  yes  yes   yes        yes
    QuotaViolationKind                    => yes  yes  yes   yes        yes
    UsageWalk                             => yes  yes  yes   yes        yes
    UsageChanges                          => yes  yes  yes   yes        yes
    UsageChange                           => yes  yes  yes   yes        yes
    UsageStep                             => yes  yes  yes   yes        yes
    UsageSteps                            => yes  yes  yes   yes        yes
    UsageKey                              => yes  yes  yes   yes        yes
    UsageKeys                             => yes  yes  yes   yes        yes
    ThreadUsage                           => yes  yes  yes   yes        yes
    FallibleMessenger                     => yes  yes  yes   yes        yes
    DeliveryError                         => yes  yes  yes   yes        yes
}

#[cfg(feature = "mockall")]
table! {
    mock_messenger::MockMessenger         => yes  yes  yes   yes        yes
}

#[cfg(feature = "macros")]
#[mock_messenger::double]
trait Mailer {
    fn mail(&self, to: &str, body: Box<dyn Fn() -> Rooted>) -> Rooted;
}

#[cfg(feature = "macros")]
table! {
    // This holds for every double, whatever its methods take and return.
    MailerDouble                          => yes  yes  yes   yes        yes
    MailerCall                            => yes  yes  yes   yes        yes
    mock_messenger::Call                  => yes  yes  yes   yes        yes
    mock_messenger::CallLog               => yes  yes  yes   yes        yes
    mock_messenger::Calls<MailerDouble, 0> => yes yes  yes   yes        yes
    mock_messenger::Expected<'static>     => no   no   yes   no         no
    mock_messenger::FoundCall<MailerDouble, 0> => yes yes yes yes       yes
    // `Kept` contains a value only if other threads may access it.
    mock_messenger::Kept<Plain>           => yes  yes  yes   no         no
    mock_messenger::Kept<Rooted>          => yes  yes  yes   no         no
    mock_messenger::Method<MailerDouble, 0> => yes yes yes   yes        yes
    mock_messenger::Shown                 => yes  yes  yes   yes        yes
}

#[test]
fn the_table_has_every_public_type() {
    let table = include_str!("auto_traits.rs");
    let front_door = include_str!("../../src/lib.rs");
    let not_a_type = [
        "Messenger",
        "Recordable",
        "Reported",
        "IntoMatcher",
        "IntoMatchers",
        "IntoArgument",
        "IntoArguments",
        "IntoArgumentsList",
        "ExpectedOf",
        "ThresholdMessage",
        "ScenarioResult",
        "Predicate",
        "PredicateBooleanExt",
    ];
    let exports = front_door.lines().skip_while(|line| !line.starts_with("pub use"));
    let exports: String = exports.filter(|line| !line.starts_with("//")).collect();
    let names = exports.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|name| {
        let mut letters = name.chars();
        letters.next().is_some_and(char::is_uppercase) && letters.any(char::is_lowercase)
    });
    let names: Vec<_> = names.filter(|name| !not_a_type.contains(name)).collect();
    assert!(names.len() >= 18, "{names:?}");
    for name in names {
        let rows = table.lines().filter(|line| {
            line.contains("=> ") && line.trim_start().trim_start_matches("mock_messenger::").starts_with(name)
        });
        assert!(rows.count() > 0, "`{name}` has no row");
    }
}

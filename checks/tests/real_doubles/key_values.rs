//! A store of session keys: a spy around a real store, with assertions by pattern.

use std::cell::RefCell;
use std::collections::HashMap;

pub(crate) trait Store {
    fn put(&self, key: &str, value: u32);
    fn take(&self, key: &str) -> Option<u32>;
}

#[derive(Default)]
pub(crate) struct Memory(RefCell<HashMap<String, u32>>);

impl Store for Memory {
    fn put(&self, key: &str, value: u32) {
        self.0.borrow_mut().insert(key.to_owned(), value);
    }

    fn take(&self, key: &str) -> Option<u32> {
        self.0.borrow_mut().remove(key)
    }
}

/// Takes the ticket of a session and stores a new one.
pub(crate) fn resume(store: &impl Store, session: &str, forgets: bool) {
    let ticket = store.take(session).unwrap_or(0);
    if !forgets {
        store.put(session, ticket + 1);
    }
}

mod by_hand {
    use std::cell::RefCell;

    use super::{Memory, Store, resume};

    enum Op {
        Put(String, u32),
        Take(String, Option<u32>),
    }

    #[derive(Default)]
    struct Spy {
        store: Memory,
        ops: RefCell<Vec<Op>>,
    }

    impl Store for Spy {
        fn put(&self, key: &str, value: u32) {
            self.ops.borrow_mut().push(Op::Put(key.to_owned(), value));
            self.store.put(key, value);
        }

        fn take(&self, key: &str) -> Option<u32> {
            let found = self.store.take(key);
            self.ops.borrow_mut().push(Op::Take(key.to_owned(), found));
            found
        }
    }

    impl Spy {
        fn ops_and_reset(&self) -> Vec<Op> {
            self.ops.take()
        }
    }

    #[test]
    fn a_resumed_session_gets_a_new_ticket() {
        let spy = Spy::default();
        spy.store.put("s", 6);
        resume(&spy, "s", false);
        let ops = spy.ops_and_reset();
        assert!(
            matches!(&ops[..], [Op::Take(taken, Some(6)), Op::Put(key, 7)] if key == "s" && taken == key)
        );
    }
}

mod with_the_crate {
    use mock_messenger::{Recorder, Transcript, matching};

    use super::{Memory, Store, resume};

    #[derive(Debug)]
    enum Op {
        Put(String, u32),
        Take(String, Option<u32>),
    }

    struct Spy(Memory, Recorder<Op>);

    impl Store for Spy {
        fn put(&self, key: &str, value: u32) {
            self.1.record(Op::Put(key.into(), value));
            self.0.put(key, value);
        }

        fn take(&self, key: &str) -> Option<u32> {
            let found = self.0.take(key);
            self.1.record(Op::Take(key.into(), found));
            found
        }
    }

    fn resumed(forgets: bool) -> Transcript<Op> {
        let spy = Spy(Memory::default(), Recorder::new());
        spy.0.put("s", 6);
        resume(&spy, "s", forgets);
        spy.1.take()
    }

    #[test]
    fn a_resumed_session_gets_a_new_ticket() {
        resumed(false).assert_exactly([
            matching!(Op::Take(key, Some(6)) if key == "s"),
            matching!(Op::Put(key, 7) if key == "s"),
        ]);
    }

    #[test]
    fn a_forgotten_ticket_is_named() {
        let report = crate::report_of(
            resumed(true).check_exactly([matching!(Op::Take(_, Some(6))), matching!(Op::Put(_, 7))]),
        );
        assert!(report.contains("missing     one that matches `Op::Put(_, 7)`"), "{report}");
    }
}

//! Instrumentation of a connection: a callback with a borrowed event.

pub(crate) enum Event<'a> {
    Start { query: &'a str },
    Finish { query: &'a str, error: Option<&'a str> },
}

type OnEvent<'c> = Box<dyn FnMut(Event<'_>) + 'c>;

pub(crate) struct Connection<'c> {
    on_event: OnEvent<'c>,
}

impl<'c> Connection<'c> {
    pub(crate) fn new(on_event: impl FnMut(Event<'_>) + 'c) -> Self {
        Self { on_event: Box::new(on_event) }
    }

    pub(crate) fn execute(&mut self, query: &str, hides_errors: bool) {
        (self.on_event)(Event::Start { query });
        let error = (query.is_empty() && !hides_errors).then_some("empty query");
        (self.on_event)(Event::Finish { query, error });
    }
}

mod by_hand {
    use std::cell::RefCell;
    use std::rc::Rc;

    use super::{Connection, Event};

    #[derive(Debug, PartialEq)]
    enum Owned {
        Start { query: String },
        Finish { query: String, error: Option<String> },
    }

    impl From<Event<'_>> for Owned {
        fn from(event: Event<'_>) -> Self {
            match event {
                Event::Start { query } => Self::Start { query: query.to_owned() },
                Event::Finish { query, error } => {
                    Self::Finish { query: query.to_owned(), error: error.map(str::to_owned) }
                }
            }
        }
    }

    fn events_of(query: &str) -> Vec<Owned> {
        let events = Rc::new(RefCell::new(Vec::new()));
        let events_of_callback = Rc::clone(&events);
        let mut connection = Connection::new(move |event| {
            events_of_callback.borrow_mut().push(event.into());
        });
        connection.execute(query, false);
        drop(connection);
        Rc::try_unwrap(events).expect("the connection is gone").into_inner()
    }

    #[test]
    fn an_error_is_reported_when_the_query_finishes() {
        let events = events_of("");
        assert_eq!(events.len(), 2);
        assert!(matches!(events[0], Owned::Start { .. }), "{:?}", events[0]);
        assert!(
            matches!(&events[1], Owned::Finish { error: Some(error), .. } if error == "empty query"),
            "{:?}",
            events[1]
        );
    }
}

mod with_the_crate {
    use mock_messenger::{Recorder, Transcript, matching};

    use super::{Connection, Event};

    #[derive(Debug)]
    enum Owned {
        Start,
        Finish { error: Option<String> },
    }

    fn events_of(query: &str, hides_errors: bool) -> Transcript<Owned> {
        let events = Recorder::new();
        let mut connection = Connection::new(|event| {
            events.record(match event {
                Event::Start { query: _ } => Owned::Start,
                Event::Finish { query: _, error } => Owned::Finish { error: error.map(Into::into) },
            });
        });
        connection.execute(query, hides_errors);
        events.calls()
    }

    #[test]
    fn an_error_is_reported_when_the_query_finishes() {
        events_of("", false).assert_exactly([
            matching!(Owned::Start),
            matching!(Owned::Finish { error: Some(error) } if error == "empty query"),
        ]);
    }

    #[test]
    fn a_hidden_error_is_named() {
        let report =
            crate::report_of(events_of("", true).check_last(matching!(Owned::Finish { error: Some(_) })));
        assert!(report.contains("that matches `Owned::Finish { error: Some(_) }`"), "{report}");
        assert!(report.contains("> [1] Finish { error: None }"), "{report}");
    }
}

//! A widget in a tree, wrapped to record the events that reach it.

#[derive(Clone, Debug)]
pub(crate) enum Event {
    Connected,
    HotChanged(bool),
    Command(&'static str),
}

pub(crate) trait Widget {
    fn event(&mut self, event: &Event);
}

pub(crate) struct Empty;

impl Widget for Empty {
    fn event(&mut self, _: &Event) {}
}

pub(crate) fn hover(root: &mut dyn Widget, never_leaves: bool) {
    root.event(&Event::Connected);
    root.event(&Event::HotChanged(true));
    root.event(&Event::Command("redraw"));
    if !never_leaves {
        root.event(&Event::HotChanged(false));
    }
}

mod by_hand {
    use std::cell::RefCell;
    use std::collections::VecDeque;
    use std::rc::Rc;

    use super::{Empty, Event, Widget, hover};

    #[derive(Clone, Default)]
    struct Recording(Rc<RefCell<VecDeque<Event>>>);

    impl Recording {
        fn next(&self) -> Option<Event> {
            self.0.borrow_mut().pop_front()
        }

        fn is_empty(&self) -> bool {
            self.0.borrow().is_empty()
        }
    }

    struct Recorded<W> {
        inner: W,
        recording: Recording,
    }

    impl<W: Widget> Widget for Recorded<W> {
        fn event(&mut self, event: &Event) {
            self.recording.0.borrow_mut().push_back(event.clone());
            self.inner.event(event);
        }
    }

    #[test]
    fn a_pointer_enters_and_leaves() {
        let recording = Recording::default();
        let mut widget = Recorded { inner: Empty, recording: recording.clone() };
        hover(&mut widget, false);
        assert!(matches!(recording.next(), Some(Event::Connected)));
        assert!(matches!(recording.next(), Some(Event::HotChanged(true))));
        assert!(matches!(recording.next(), Some(Event::Command("redraw"))));
        assert!(matches!(recording.next(), Some(Event::HotChanged(false))));
        assert!(recording.is_empty());
    }
}

mod with_the_crate {
    use mock_messenger::{Recorder, Transcript, matching};

    use super::{Empty, Event, Widget, hover};

    struct Recorded<W>(W, Recorder<Event>);

    impl<W: Widget> Widget for Recorded<W> {
        fn event(&mut self, event: &Event) {
            self.1.record(event.clone());
            self.0.event(event);
        }
    }

    fn hovered(never_leaves: bool) -> Transcript<Event> {
        let mut widget = Recorded(Empty, Recorder::new());
        hover(&mut widget, never_leaves);
        widget.1.take()
    }

    #[test]
    fn a_pointer_enters_and_leaves() {
        hovered(false).assert_exactly([
            matching!(Event::Connected),
            matching!(Event::HotChanged(true)),
            matching!(Event::Command("redraw")),
            matching!(Event::HotChanged(false)),
        ]);
    }

    #[test]
    fn an_event_that_never_comes_is_named() {
        let report = crate::report_of(hovered(true).check_last(matching!(Event::HotChanged(false))));
        assert!(report.contains("that matches `Event::HotChanged(false)`"), "{report}");
        assert!(report.contains("> [2] Command(\"redraw\")"), "{report}");
    }
}

//! A client of a web terminal, behind a cloned trait object, with messages that have no `PartialEq`.

#[derive(Debug)]
pub(crate) enum ToServer {
    Attach { session: String },
    Resize { columns: u16, rows: u16 },
    Detach,
}

pub(crate) trait OsApi: Send + Sync {
    fn send(&self, message: ToServer);
    fn box_clone(&self) -> Box<dyn OsApi>;
}

pub(crate) fn handle(message: &str, api: &dyn OsApi, swaps: bool) {
    let api = api.box_clone();
    let mut words = message.split(' ');
    match (words.next(), words.next(), words.next()) {
        (Some("attach"), Some(session), None) => api.send(ToServer::Attach { session: session.to_owned() }),
        (Some("resize"), Some(columns), Some(rows)) => {
            let (columns, rows) = (columns.parse().unwrap_or(80), rows.parse().unwrap_or(24));
            let (columns, rows) = if swaps { (rows, columns) } else { (columns, rows) };
            api.send(ToServer::Resize { columns, rows });
        }
        _ => api.send(ToServer::Detach),
    }
}

mod by_hand {
    use std::sync::{Arc, Mutex};

    use super::{OsApi, ToServer, handle};

    #[derive(Clone, Default)]
    struct MockApi {
        messages: Arc<Mutex<Vec<ToServer>>>,
    }

    impl OsApi for MockApi {
        fn send(&self, message: ToServer) {
            self.messages.lock().unwrap().push(message);
        }

        fn box_clone(&self) -> Box<dyn OsApi> {
            Box::new(self.clone())
        }
    }

    #[test]
    fn messages_become_calls() {
        let api = MockApi::default();
        for message in ["attach main", "resize 100 30", "bye"] {
            handle(message, &api, false);
        }
        let messages = api.messages.lock().unwrap();
        assert_eq!(messages.len(), 3);
        match &messages[0] {
            ToServer::Attach { session } => assert_eq!(session, "main"),
            other => panic!("expected an attach, got {other:?}"),
        }
        match messages[1] {
            ToServer::Resize { columns, rows } => assert_eq!((columns, rows), (100, 30)),
            ref other => panic!("expected a resize, got {other:?}"),
        }
        assert!(matches!(messages[2], ToServer::Detach));
    }
}

mod with_the_crate {
    use mock_messenger::{SyncRecorder, Transcript, matching};

    use super::{OsApi, ToServer, handle};

    impl OsApi for SyncRecorder<ToServer> {
        fn send(&self, message: ToServer) {
            self.record(message);
        }

        fn box_clone(&self) -> Box<dyn OsApi> {
            Box::new(self.clone())
        }
    }

    fn handled(swaps: bool) -> Transcript<ToServer> {
        let api = SyncRecorder::new();
        for message in ["attach main", "resize 100 30", "bye"] {
            handle(message, &api, swaps);
        }
        api.calls()
    }

    #[test]
    fn messages_become_calls() {
        handled(false).assert_exactly([
            matching!(ToServer::Attach { session } if session == "main"),
            matching!(ToServer::Resize { columns: 100, rows: 30 }),
            matching!(ToServer::Detach),
        ]);
    }

    #[test]
    fn swapped_sides_are_named() {
        let report =
            crate::report_of(handled(true).check_once(matching!(ToServer::Resize { columns: 100, .. })));
        assert!(report.contains("that matches `ToServer::Resize { columns: 100, .. }`"), "{report}");
        assert!(report.contains("[1] Resize { columns: 30, rows: 100 }"), "{report}");
    }
}

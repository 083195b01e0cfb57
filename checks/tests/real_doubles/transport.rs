//! A transport for error reports, with assertions on single fields of the recorded envelopes.

use std::sync::Arc;

#[derive(Clone, Debug)]
pub(crate) struct Envelope {
    pub(crate) level: &'static str,
    pub(crate) message: String,
    pub(crate) tags: Vec<(String, String)>,
}

pub(crate) trait Transport: Send + Sync {
    fn send_envelope(&self, envelope: Envelope);
}

pub(crate) struct Client {
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) level: &'static str,
}

impl Client {
    pub(crate) fn capture(&self, message: &str) {
        let tags = vec![("release".to_owned(), "1.2".to_owned())];
        self.transport.send_envelope(Envelope { level: self.level, message: message.to_owned(), tags });
    }
}

mod by_hand {
    use std::sync::{Arc, Mutex};

    use super::{Client, Envelope, Transport};

    #[derive(Default)]
    struct TestTransport {
        collected: Mutex<Vec<Envelope>>,
    }

    impl TestTransport {
        fn fetch_and_clear_envelopes(&self) -> Vec<Envelope> {
            let mut guard = self.collected.lock().unwrap();
            std::mem::take(&mut *guard)
        }

        fn fetch_and_clear_messages(&self) -> Vec<String> {
            self.fetch_and_clear_envelopes().into_iter().map(|envelope| envelope.message).collect()
        }
    }

    impl Transport for TestTransport {
        fn send_envelope(&self, envelope: Envelope) {
            self.collected.lock().unwrap().push(envelope);
        }
    }

    #[test]
    fn a_captured_message_is_an_error_with_its_release() {
        let transport = Arc::new(TestTransport::default());
        let client = Client { transport: transport.clone(), level: "error" };
        client.capture("disk full");
        let envelopes = transport.fetch_and_clear_envelopes();
        assert_eq!(envelopes.len(), 1);
        assert_eq!(envelopes[0].message, "disk full");
        assert_eq!(envelopes[0].level, "error");
        assert_eq!(envelopes[0].tags, [("release".to_owned(), "1.2".to_owned())]);
        client.capture("still full");
        assert_eq!(transport.fetch_and_clear_messages(), ["still full"]);
    }
}

mod with_the_crate {
    use std::sync::Arc;

    use mock_messenger::SyncRecorder;

    use super::{Client, Envelope, Transport};

    impl Transport for SyncRecorder<Envelope> {
        fn send_envelope(&self, envelope: Envelope) {
            self.record(envelope);
        }
    }

    fn client(level: &'static str) -> (Client, SyncRecorder<Envelope>) {
        let envelopes = SyncRecorder::new();
        (Client { transport: Arc::new(envelopes.clone()), level }, envelopes)
    }

    #[test]
    fn a_captured_message_is_an_error_with_its_release() {
        let (client, envelopes) = client("error");
        client.capture("disk full");
        let envelope = envelopes.take().assert_once(|e: &Envelope| e.message == "disk full");
        assert_eq!(envelope.level, "error");
        assert_eq!(envelope.tags, [("release".to_owned(), "1.2".to_owned())]);
        client.capture("still full");
        envelopes.calls().map(|e| e.message.clone()).assert_exactly(["still full"]);
    }

    #[test]
    fn a_wrong_level_is_named() {
        let (client, envelopes) = client("info");
        client.capture("disk full");
        let report =
            crate::report_of(envelopes.calls().map(|envelope| envelope.level).check_exactly(["error"]));
        assert!(report.contains("\"info\"") && report.contains("\"error\""), "{report}");
        assert!(report.contains("projected from the calls recorded"), "{report}");
    }
}

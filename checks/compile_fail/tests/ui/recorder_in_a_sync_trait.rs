//! A double of a trait that requires `Sync` needs a `SyncRecorder`.

use mock_messenger::Recorder;

trait Mailer: Send + Sync {
    fn mail(&self, to: &str);
}

impl Mailer for Recorder<String> {
    fn mail(&self, to: &str) {
        self.record(to.to_owned());
    }
}

fn main() {}

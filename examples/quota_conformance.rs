//! `QuotaSpec` checks third-party quota code: one correct tracker, and three common mistakes.

use mock_messenger::{Messenger, NotifyOn, QuotaSpec, predicate};

/// A disk of another project, which uses only the trait `Messenger` of this crate.
struct Disk<'m, M> {
    messenger: &'m M,
    size: usize,
    alarm: Alarm,
}

#[derive(Clone, Copy, PartialEq, PartialOrd)]
enum Alarm {
    Off,
    NearlyFull,
    Full,
}

impl<M: Messenger> Disk<'_, M> {
    /// Sends each alarm once, when usage reaches its level.
    fn store(&mut self, used: usize) {
        let alarm = if used > 0 && used >= self.size {
            Alarm::Full
        } else if used as u128 * 100 >= self.size as u128 * 80 && used > 0 {
            Alarm::NearlyFull
        } else {
            Alarm::Off
        };
        if alarm > self.alarm {
            self.send(alarm, used);
        }
        self.alarm = alarm;
    }

    fn send(&self, alarm: Alarm, used: usize) {
        match alarm {
            Alarm::Off => {}
            Alarm::NearlyFull => self.messenger.send(&format!("disk nearly full: {used} of {}", self.size)),
            Alarm::Full => self.messenger.send(&format!("disk full: {used} of {}", self.size)),
        }
    }

    /// Mistake: `>` instead of `>=`, so a disk that is exactly full raises no alarm.
    fn store_strictly(&mut self, used: usize) {
        let alarm = if used > self.size {
            Alarm::Full
        } else if used as u128 * 100 > self.size as u128 * 80 {
            Alarm::NearlyFull
        } else {
            Alarm::Off
        };
        if alarm > self.alarm {
            self.send(alarm, used);
        }
        self.alarm = alarm;
    }

    /// Mistake: the last alarm is not remembered, so every update sends a message.
    fn store_and_nag(&mut self, used: usize) {
        self.alarm = Alarm::Off;
        self.store(used);
    }

    /// Mistake: a percentage in floating point, which is exact only for disks of a common size.
    #[allow(clippy::cast_precision_loss)]
    fn store_in_floats(&mut self, used: usize) {
        let share = used as f64 / self.size as f64;
        let alarm = match share {
            1.0.. => Alarm::Full,
            0.8.. => Alarm::NearlyFull,
            _ => Alarm::Off,
        };
        if alarm > self.alarm {
            self.send(alarm, used);
        }
        self.alarm = alarm;
    }
}

/// The requirements. Any implementation can be checked against them.
fn spec(size: usize) -> QuotaSpec<'static> {
    QuotaSpec::new(size)
        .at_percent(80, predicate::str::starts_with("disk nearly full"))
        .at_percent(100, predicate::str::starts_with("disk full"))
        .notify_on(NotifyOn::Crossing)
}

fn disk<M: Messenger>(messenger: &M, size: usize) -> Disk<'_, M> {
    Disk { messenger, size, alarm: Alarm::Off }
}

fn main() {
    spec(250).limits([0, 1, 10, 250, 1_000_000, usize::MAX]).assert(|messenger, usage| {
        let mut disk = disk(messenger, usage.limit());
        for used in usage {
            disk.store(used);
        }
    });
    println!("The correct disk passes, whatever its size.\n");

    let strictly = spec(250).check(|messenger, usage| {
        let mut disk = disk(messenger, usage.limit());
        for used in usage {
            disk.store_strictly(used);
        }
    });
    println!("1. > for >=\n\n{}\n", strictly.unwrap_err());

    let nags = spec(250).check(|messenger, usage| {
        let mut disk = disk(messenger, usage.limit());
        for used in usage {
            disk.store_and_nag(used);
        }
    });
    println!("2. A message on every update\n\n{}\n", nags.unwrap_err());

    let in_floats = spec(usize::MAX).check(|messenger, usage| {
        let mut disk = disk(messenger, usage.limit());
        for used in usage {
            disk.store_in_floats(used);
        }
    });
    println!("3. Floating point, and a very large disk\n\n{}", in_floats.unwrap_err());
}

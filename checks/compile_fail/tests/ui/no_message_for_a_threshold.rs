//! A number is no message, and neither is a function of anything but `Usage`.

use mock_messenger::Threshold;

fn main() {
    let _ = Threshold::at_percent(75, 5);
    let _ = Threshold::at_value(500, |value: usize| format!("used {value}"));
}

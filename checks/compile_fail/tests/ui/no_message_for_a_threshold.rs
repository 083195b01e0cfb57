//! A message cannot be a number, or a function of a type other than `Usage`.

use mock_messenger::Threshold;

fn main() {
    let _ = Threshold::at_percent(75, 5);
    let _ = Threshold::at_value(500, |value: usize| format!("used {value}"));
}

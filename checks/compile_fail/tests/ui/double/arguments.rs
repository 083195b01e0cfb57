//! Methods with more than twelve arguments, and arguments with `#[cfg]`, are rejected.

#[mock_messenger::double]
trait Matrix {
    fn set(&self, a: u8, b: u8, c: u8, d: u8, e: u8, f: u8, g: u8, h: u8, i: u8, j: u8, k: u8, l: u8, m: u8);
}

#[mock_messenger::double]
trait Sometimes {
    fn set(&self, a: u8, #[cfg(unix)] b: u8);
}

fn main() {}

//! Draws terminal output, including its colours. The background is dark, or light with the argument `light`.

use std::env;
use std::io::{self, Read};

use anstyle_svg::{Term, WIN10_CONSOLE};

fn main() -> io::Result<()> {
    let mut shown = String::new();
    io::stdin().read_to_string(&mut shown)?;
    let mut terminal = Term::new().palette(WIN10_CONSOLE);
    if env::args().nth(1).as_deref() == Some("light") {
        let (black, white) = (anstyle::RgbColor(0x24, 0x29, 0x2f), anstyle::RgbColor(0xf6, 0xf8, 0xfa));
        terminal = terminal.fg_color(black.into()).bg_color(white.into());
    }
    println!("{}", terminal.render_svg(shown.trim_end()));
    Ok(())
}

use std::io::{self, Read};

use anstyle_svg::{Term, WIN10_CONSOLE};

fn main() -> io::Result<()> {
    let mut shown = String::new();
    io::stdin().read_to_string(&mut shown)?;
    println!("{}", Term::new().palette(WIN10_CONSOLE).render_svg(shown.trim_end()));
    Ok(())
}

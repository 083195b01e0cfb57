//! Draws the nanoseconds per message of each candidate.

use std::fmt::Write as _;

use crate::statistics::rounded;

pub(crate) struct Bar {
    label: String,
    nanoseconds: f64,
    is_ours: bool,
}

impl Bar {
    /// Creates a bar. A label in bold marks a double of this crate.
    pub(crate) fn new(label: &str, nanoseconds: f64) -> Self {
        let plain = label.replace(['*', '`'], "");
        Self { is_ours: label.starts_with("**"), label: plain, nanoseconds }
    }
}

const WIDTH: f64 = 760.0;
const LABELS: f64 = 290.0;
const NUMBERS: f64 = 70.0;
const ROW: f64 = 26.0;
const TOP: f64 = 64.0;

/// Returns the plot as SVG, with the fastest candidate at the top. The colours suit light and dark pages.
pub(crate) fn svg(mut bars: Vec<Bar>, title: &str, subtitle: &str) -> String {
    bars.sort_by(|a, b| a.nanoseconds.total_cmp(&b.nanoseconds));
    let longest = bars.last().map_or(1.0, |bar| bar.nanoseconds);
    let height = TOP + ROW * bars.len() as f64 + 12.0;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" \
         height=\"{height}\" role=\"img\" aria-label=\"{title}\" font-family=\"system-ui, sans-serif\" \
         font-size=\"14\">\n\
         <style>\n\
         text {{ fill: #24292f }} .quiet {{ fill: #57606a }} .bar {{ fill: #9aa4b0 }} .ours {{ fill: #2f81c7 }}\n\
         @media (prefers-color-scheme: dark) {{\n\
         text {{ fill: #e6edf3 }} .quiet {{ fill: #9aa4b0 }} .bar {{ fill: #6e7681 }} .ours {{ fill: #4c9fe6 }}\n\
         }}\n\
         </style>\n\
         <text x=\"12\" y=\"24\" font-size=\"16\" font-weight=\"600\">{title}</text>\n\
         <text x=\"12\" y=\"46\" class=\"quiet\">{subtitle}</text>\n"
    );
    for (i, bar) in bars.iter().enumerate() {
        let top = TOP + ROW * i as f64;
        let base = top + 15.0;
        let width = (WIDTH - LABELS - NUMBERS) * bar.nanoseconds / longest;
        let (class, weight) = if bar.is_ours { ("ours", 600) } else { ("bar", 400) };
        let label = escaped(&bar.label);
        let number = rounded(bar.nanoseconds);
        let _ = writeln!(
            svg,
            "<text x=\"{:.0}\" y=\"{base:.0}\" text-anchor=\"end\" font-weight=\"{weight}\">{label}</text>\
             <rect class=\"{class}\" x=\"{LABELS:.0}\" y=\"{:.0}\" width=\"{width:.1}\" height=\"18\" rx=\"2\"/>\
             <text class=\"quiet\" x=\"{:.1}\" y=\"{base:.0}\">{number}</text>",
            LABELS - 10.0,
            top + 1.0,
            LABELS + width + 8.0,
        );
    }
    svg.push_str("</svg>\n");
    svg
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

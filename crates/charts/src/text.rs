//! Text without a page: how wide it is about, and how times are written.
//!
//! The real font is the reader's system font, which nobody knows here. So widths are estimates, on the wide side: those of
//! DejaVu Sans, the widest of the common system fonts. What fits by this table fits in the others.

/// A size and weight of type.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Font {
    /// Size in CSS pixels.
    pub px: f64,
    /// Bold.
    pub bold: bool,
}

impl Font {
    pub(crate) const fn plain(px: f64) -> Self {
        Self { px, bold: false }
    }

    pub(crate) const fn bold(px: f64) -> Self {
        Self { px, bold: true }
    }

    /// About how wide `text` is, in CSS pixels.
    pub(crate) fn width(self, text: &str) -> f64 {
        let em: f64 = text.chars().map(glyph_width).sum();
        self.px * em * if self.bold { 1.1 } else { 1.0 }
    }
}

/// Height of capitals and figures as a share of the size: what centring by eye needs.
pub(crate) const CAP_HEIGHT: f64 = 0.72;
/// Depth below the baseline as a share of the size.
pub(crate) const DESCENT: f64 = 0.22;

/// Width of a character as a share of the size.
fn glyph_width(c: char) -> f64 {
    match c {
        'i' | 'j' | 'l' | '\'' | '|' => 0.29,
        ' ' | '.' | ',' | ':' | ';' | '!' | 'f' | 't' | 'r' | 'I' | '(' | ')' => 0.4,
        'm' | 'M' | 'W' | 'w' | '%' | '×' | '…' => 0.95,
        'A'..='Z' => 0.7,
        '0'..='9' | 'a'..='z' | '–' | '-' | '·' => 0.62,
        // Anything else may be as wide as it is high.
        _ => 1.0,
    }
}

/// A time with its unit and three significant digits: "0.05 ms", "36.2 ms", "123 ms", "1.23 s".
pub(crate) fn time(ms: f64) -> String {
    let (value, unit) = if ms < 999.5 { (ms, "ms") } else { (ms / 1e3, "s") };
    let decimals = match value {
        v if v < 9.995 => 2,
        v if v < 99.95 => 1,
        _ => 0,
    };
    format!("{value:.decimals$} {unit}")
}

/// A tick's label on an axis up to `end_ms`: no more digits than the step needs, seconds where milliseconds get long.
pub(crate) fn tick(ms: f64, end_ms: f64) -> String {
    let (value, unit) = if end_ms < 3_000.0 { (ms, "ms") } else { (ms / 1e3, "s") };
    // Rounded to a millionth of the axis, so that 0.30000000000000004 reads 0.3.
    let digits = (6.0 - end_ms.max(1e-9).log10()).clamp(0.0, 9.0);
    let scale = 10f64.powi(digits as i32);
    let value = (value * scale).round() / scale;
    if value == 0.0 { "0".into() } else { format!("{value} {unit}") }
}

/// "1 run", "9 runs".
pub(crate) fn count(n: usize, noun: &str) -> String {
    format!("{n} {noun}{}", if n == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_and_ticks() {
        let times = [(0.0, "0.00 ms"), (8.214, "8.21 ms"), (36.24, "36.2 ms"), (123.4, "123 ms"), (1_234.0, "1.23 s")];
        for (ms, text) in times {
            assert_eq!(time(ms), text);
        }
        assert_eq!(tick(0.1 + 0.2, 1.0), "0.3 ms");
        assert_eq!((tick(0.0, 100.0), tick(50.0, 100.0)), ("0".into(), "50 ms".into()));
        assert_eq!(tick(2_500.0, 9_000.0), "2.5 s");
    }

    #[test]
    fn wider_text_is_wider() {
        let font = Font::plain(10.0);
        assert_eq!(font.width(""), 0.0);
        assert!(font.width("mm") > font.width("ii"));
        assert!(Font::bold(10.0).width("123 ms") > font.width("123 ms"));
        assert_eq!(Font::plain(20.0).width("Thread 1"), 2.0 * font.width("Thread 1"));
    }
}

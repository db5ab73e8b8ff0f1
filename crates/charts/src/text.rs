//! Text without a page: how wide it is about, and how numbers stand on axes.
//!
//! The real font is the reader's system font, which nobody knows here. So widths are estimates, on the wide side: those of
//! DejaVu Sans, the widest of the common system fonts. What fits by this table fits in the others.

use model::figures::in_groups;

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
        '\u{202f}' => 0.3,
        ' ' | '\u{a0}' | '.' | ',' | ':' | ';' | '!' | 'f' | 't' | 'r' | 'I' | '(' | ')' => 0.4,
        'm' | 'M' | 'W' | 'w' | '%' | '×' | '…' => 0.95,
        'A'..='Z' => 0.7,
        '0'..='9' | 'a'..='z' | '–' | '-' | '·' => 0.62,
        // Anything else may be as wide as it is high.
        _ => 1.0,
    }
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

/// A number in groups of three digits: "40 000"; small ones as they are: "0.25".
pub(crate) fn grouped(number: f64) -> String {
    if number.abs() < 1e4 {
        return format!("{}", (number * 1e6).round() / 1e6);
    }
    in_groups(&format!("{number:.0}"), '\u{202f}')
}

/// A number to two significant digits: 40 321 is 40 000.
pub(crate) fn roughly(number: f64) -> f64 {
    if !(number.is_finite() && number > 0.0) {
        return 0.0;
    }
    let step = 10f64.powf(number.log10().floor() - 1.0);
    (number / step).round() * step
}

/// The first of the texts that fits into `room` CSS pixels, else the last.
pub(crate) fn fitting<'t>(font: Font, room: f64, texts: &[&'t str]) -> &'t str {
    texts.iter().find(|t| font.width(t) <= room).or(texts.last()).unwrap_or(&"")
}

/// Words in at most `most` lines of `room` CSS pixels; what doesn't fit is cut, and says so.
pub(crate) fn wrapped(font: Font, room: f64, words: &str, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = vec![];
    for word in words.split_whitespace() {
        let longer = lines.last().map(|line| format!("{line} {word}"));
        match longer.filter(|longer| font.width(longer) <= room) {
            Some(longer) => *lines.last_mut().expect("the line that grew") = longer,
            None => lines.push(word.into()),
        }
    }
    let cut = lines.len() > most;
    lines.truncate(most);
    let last = lines.len().saturating_sub(1);
    for (place, line) in lines.iter_mut().enumerate() {
        if cut && place == last {
            line.push_str(" …");
        }
        *line = shortened(font, room, line);
    }
    lines
}

/// The text, or as much of it as fits into `room` CSS pixels, with dots for the rest.
pub(crate) fn shortened(font: Font, room: f64, text: &str) -> String {
    let mut text = text.to_string();
    if font.width(&text) > room {
        while !text.is_empty() && font.width(&text) + font.width("…") > room {
            text.pop();
        }
        text.push('…');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks() {
        assert_eq!(tick(0.1 + 0.2, 1.0), "0.3 ms");
        assert_eq!((tick(0.0, 100.0), tick(50.0, 100.0)), ("0".into(), "50 ms".into()));
        assert_eq!(tick(2_500.0, 9_000.0), "2.5 s");
    }

    #[test]
    fn large_numbers() {
        assert_eq!(grouped(1_234_567.0), "1\u{202f}234\u{202f}567");
        assert_eq!((grouped(0.25), grouped(4_000.0)), ("0.25".into(), "4000".into()));
        assert_eq!((roughly(40_321.0), roughly(726.0), roughly(f64::NAN)), (40_000.0, 730.0, 0.0));
    }

    #[test]
    fn the_first_text_that_fits() {
        let font = Font::plain(10.0);
        assert_eq!(fitting(font, 1_000.0, &["long text", "short"]), "long text");
        assert_eq!(fitting(font, 1.0, &["long text", "short"]), "short");
    }

    #[test]
    fn words_are_wrapped_and_what_is_too_much_is_cut() {
        let font = Font::plain(10.0);
        let room = font.width("aaaa bbbb");
        assert_eq!(wrapped(font, room, "aaaa bbbb cccc", 2), ["aaaa bbbb", "cccc"]);
        assert_eq!(wrapped(font, room, "aaaa bb cccc dddd eeee", 2), ["aaaa bb", "cccc dd…"]);
        assert_eq!(wrapped(font, room, "a-word-that-is-too-long", 2).len(), 1);
        assert!(wrapped(font, room, "a-word-that-is-too-long", 2).iter().all(|line| font.width(line) <= room));
        assert!(wrapped(font, room, "", 2).is_empty());
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

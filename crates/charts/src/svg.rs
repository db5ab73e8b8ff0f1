//! The document around a drawing: title, description, definitions, and names that don't clash.

use std::fmt::Write;

/// Stands for the document's own name in ids until the document is complete. Escaped text never holds it.
pub(crate) const OWN_NAME: char = '\u{1}';

/// A complete SVG document.
pub(crate) struct Document<'a> {
    /// Width and height of the drawing in its own units.
    pub size: (u32, u32),
    /// Whether it fills whatever it is laid over; else it keeps its proportions and has a natural size.
    pub stretches: bool,
    /// The accessible name.
    pub title: &'a str,
    /// The numbers in plain words.
    pub description: &'a str,
    /// Patterns, as SVG.
    pub definitions: &'a str,
    /// The drawing, as SVG.
    pub body: &'a str,
}

impl Document<'_> {
    /// The document's text. Its ids carry a hash of its content, so that two charts in one page don't clash.
    pub(crate) fn render(&self) -> String {
        let (width, height) = self.size;
        let fit = if self.stretches {
            " preserveAspectRatio=\"none\"".into()
        } else {
            format!(" width=\"{width}\" height=\"{height}\"")
        };
        let (title, description) = (escape(self.title), escape(self.description));
        let (definitions, body) = (self.definitions, self.body);
        let definitions = if definitions.is_empty() { String::new() } else { format!("<defs>{definitions}</defs>") };
        let text = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\"{fit} role=\"img\" \
             aria-labelledby=\"title-{OWN_NAME}\" aria-describedby=\"desc-{OWN_NAME}\" \
             font-family=\"system-ui, sans-serif\" font-variant=\"tabular-nums\">\
             <title id=\"title-{OWN_NAME}\">{title}</title><desc id=\"desc-{OWN_NAME}\">{description}</desc>\
             {definitions}{body}</svg>"
        );
        let name = format!("{:08x}", fingerprint(&text));
        text.replace(OWN_NAME, &name)
    }
}

/// FNV-1a (Fowler, Noll and Vo), 32 bits: quick, and enough to tell the few charts of a page apart.
fn fingerprint(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// Text made safe for elements and attributes. Characters that XML can't hold at all are left out.
pub(crate) fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            '\t' | '\n' | '\r' => safe.push(' '),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
            c => safe.push(c),
        }
    }
    safe
}

/// Attributes as they stand in a tag, each with a space before it.
pub(crate) fn attributes(pairs: &[(&str, &str)]) -> String {
    pairs.iter().fold(String::new(), |mut text, (name, value)| {
        // Writing into a string can't fail.
        let _ = write!(text, " {name}=\"{}\"", escape(value));
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_escaped() {
        assert_eq!(escape("<b> & \"it's\"\u{1}\u{0}\n"), "&lt;b&gt; &amp; &quot;it&#39;s&quot; ");
        assert_eq!(attributes(&[("a", "\"><script>")]), " a=\"&quot;&gt;&lt;script&gt;\"");
    }
}

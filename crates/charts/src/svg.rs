//! The document around a drawing: title, description, definitions, and names that don't clash.

use std::fmt::Write;

use model::{Figure, Table};

use crate::frame::Frame;

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

/// What a chart says beside its marks.
pub(crate) struct Words {
    /// The finding.
    pub title: String,
    /// What marks mean and what to keep in mind; empty for nothing.
    pub note: String,
    /// The numbers in plain words.
    pub description: String,
    /// The numbers.
    pub table: Table,
}

impl Words {
    /// The figure of these words and a drawing in this frame, with its patterns.
    pub(crate) fn figure(self, frame: Frame, definitions: &str, body: &str) -> Figure {
        let document = Document {
            size: (frame.width, frame.height),
            stretches: false,
            title: &self.title,
            description: &self.description,
            definitions,
            body,
        };
        Figure { svg: document.render(), title: self.title, note: self.note, table: self.table }
    }
}

/// A table of these headings and rows.
pub(crate) fn table(columns: &[&str], rows: Vec<Vec<String>>) -> Table {
    Table { columns: columns.iter().map(|&column| column.into()).collect(), rows }
}

/// A table's rows as sentences, for those who can't see the drawing: "Sequential: median 123 ms; runs 12." A cell without anything
/// is left out.
pub(crate) fn told(table: &Table) -> String {
    let row = |row: &Vec<String>| {
        let cells = table.columns.iter().zip(row).skip(1).filter(|(_, cell)| !cell.is_empty());
        let cells: Vec<String> = cells.map(|(column, cell)| format!("{} {cell}", column.to_lowercase())).collect();
        format!("{}: {}.", row.first().map_or("", String::as_str), cells.join("; "))
    };
    table.rows.iter().map(row).collect::<Vec<_>>().join(" ")
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

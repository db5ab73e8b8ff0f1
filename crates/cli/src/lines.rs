//! JSON for people and for programs: two levels stand in lines of their own, and what is deeper goes on in its line.
//!
//! A report is a line for each of its runs that way, half as long as indented all through.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};

/// Levels that are indented.
const INDENTED: usize = 2;

/// The value as JSON, with a line break at its end.
///
/// # Errors
/// The value can't be JSON: none of ours.
pub fn to_json(value: &impl Serialize) -> serde_json::Result<String> {
    let mut bytes = Vec::new();
    value.serialize(&mut Serializer::with_formatter(&mut bytes, Lines::default()))?;
    bytes.push(b'\n');
    Ok(String::from_utf8(bytes).expect("the serializer writes UTF-8"))
}

#[derive(Default)]
struct Lines {
    depth: usize,
    /// Whether the innermost list or object has something in it.
    filled: bool,
}

impl Lines {
    fn open<W: ?Sized + Write>(&mut self, out: &mut W, bracket: &[u8]) -> io::Result<()> {
        self.depth += 1;
        self.filled = false;
        out.write_all(bracket)
    }

    fn next<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.filled = true;
        if !first {
            out.write_all(if self.depth > INDENTED { b", " } else { b"," })?;
        }
        self.line(out, self.depth)
    }

    fn close<W: ?Sized + Write>(&mut self, out: &mut W, bracket: &[u8]) -> io::Result<()> {
        if self.filled {
            self.line(out, self.depth - 1)?;
        }
        self.depth -= 1;
        self.filled = true;
        out.write_all(bracket)
    }

    /// A line break and so many steps to the right, where the innermost list or object has lines of its own.
    fn line<W: ?Sized + Write>(&self, out: &mut W, level: usize) -> io::Result<()> {
        if self.depth > INDENTED { Ok(()) } else { write!(out, "\n{:1$}", "", 2 * level) }
    }
}

impl Formatter for Lines {
    fn begin_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.open(out, b"[")
    }
    fn end_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.close(out, b"]")
    }
    fn begin_array_value<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.next(out, first)
    }
    fn begin_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.open(out, b"{")
    }
    fn end_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.close(out, b"}")
    }
    fn begin_object_key<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.next(out, first)
    }
    fn begin_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        out.write_all(b": ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    #[test]
    fn two_levels_have_lines_and_nothing_is_lost() {
        let value = json!({ "a": [{ "b": [1, 2], "c": {} }, { "d": null }], "e": [], "f": "g, [h]", "i": { "j": 1 } });
        let text = to_json(&value).unwrap();
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), value);
        let lines = r#"{
  "a": [
    {"b": [1, 2], "c": {}},
    {"d": null}
  ],
  "e": [],
  "f": "g, [h]",
  "i": {
    "j": 1
  }
}
"#;
        assert_eq!(text, lines);
    }
}

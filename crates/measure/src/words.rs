//! Words that several sentences share.

use model::{Mode, ModeSettings, Place};

/// A mode at the beginning of a sentence.
pub(crate) fn who(mode: ModeSettings) -> String {
    let who = match mode.mode {
        Mode::Js => "JavaScript".into(),
        Mode::Scalar => "Code without SIMD".into(),
        Mode::Workers => count(mode.threads as usize, "worker"),
        Mode::Simd | Mode::Threads => threads(mode.threads),
    };
    if mode.place == Place::Page { format!("{who} of the page") } else { who }
}

/// "1 thread", "4 threads".
pub(crate) fn threads(n: u32) -> String {
    count(n as usize, "thread")
}

/// "1 round", "9 rounds".
pub(crate) fn count(n: usize, noun: &str) -> String {
    format!("{n} {noun}{}", if n == 1 { "" } else { "s" })
}

/// Sentences in a row, without the empty ones.
pub(crate) fn join<const N: usize>(sentences: [String; N]) -> String {
    sentences.into_iter().filter(|s| !s.is_empty()).collect::<Vec<_>>().join(" ")
}

/// "4, 16, 64 and 256".
pub(crate) fn join_words(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// Somebody in the middle of a sentence: "code without SIMD", but "JavaScript".
pub(crate) fn mid(who: &str) -> String {
    match who.strip_prefix("Code") {
        Some(rest) => format!("code{rest}"),
        None => who.into(),
    }
}

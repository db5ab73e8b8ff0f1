//! Words that several sentences share.

use model::figures::count;
use model::{Mode, ModeSettings, Place, Size};

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

/// The baseline at the end of a sentence about `mode`: "one", "2", or its name where the count says nothing.
pub(crate) fn other(base: ModeSettings, mode: ModeSettings) -> String {
    match (base.mode, base.threads, mode.mode) {
        (Mode::Js, ..) => "JavaScript".into(),
        (Mode::Scalar, ..) => "code without SIMD".into(),
        (Mode::Simd, _, Mode::Simd) => "in a worker".into(),
        (Mode::Simd, _, Mode::Js | Mode::Scalar) => "sequential code with SIMD".into(),
        (Mode::Simd, _, _) if mode.threads == 1 => "sequential code".into(),
        (Mode::Simd, _, Mode::Workers) => "one thread".into(),
        (Mode::Threads, n, Mode::Threads) if mode.threads == n => format!("the pool of {n}"),
        (Mode::Threads, n, Mode::Workers) => threads(n),
        (Mode::Workers, n, _) => count(n as usize, "worker"),
        (_, 1, _) => "one".into(),
        (_, n, _) => n.to_string(),
    }
}

/// "200 × 100 pixels".
pub(crate) fn pixels(size: Size) -> String {
    format!("{}\u{a0}×\u{a0}{} pixels", size.width, size.height)
}

/// "1 thread", "4 threads".
pub(crate) fn threads(n: u32) -> String {
    count(n as usize, "thread")
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

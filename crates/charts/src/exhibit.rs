//! What charts are of: a report with its summary, or several laid over each other.
//!
//! Several reports are told apart by letters, which stand before every name and, with what each of them is, below the chart. Charts with a
//! row or a drawing for each mode see them [as one](Exhibit::report), with the modes one after the other; charts of a dependence draw
//! [each](Exhibit::each) with its own lines.

use std::borrow::Cow;
use std::collections::BTreeSet;

use model::{Comparison, Figure, ModeSummary, ParamValue, Report, Run, Rung, Scope, Summary, Table};
use plotters::drawing::IntoDrawingArea;
use plotters::element::Rectangle;
use plotters::style::Color;
use plotters::style::text_anchor::{HPos, VPos};

use crate::backend::{Canvas, units};
use crate::frame::Frame;
use crate::marks::{INFALLIBLE, label, text_style};
use crate::palette::{palette, rgb};
use crate::svg::Words;
use crate::text::{Font, wrapped};
use crate::xy::Dash;

/// More reports than this can't be told apart in one chart.
pub const MOST_REPORTS: usize = 6;

/// Lines of words below a chart that tell what one letter stands for, at most.
const MOST_LINES: usize = 3;

/// A title of several findings has no more characters than this.
const LONGEST_TITLE: usize = 96;

/// One of the reports of an [`Exhibit`].
#[derive(Clone, Copy, Debug)]
pub struct Entry<'r> {
    /// What tells it from the others, in a few words: a browser, a machine, a file.
    pub name: &'r str,
    /// The report.
    pub report: &'r Report,
    /// Its summary.
    pub summary: &'r Summary,
}

/// What a chart is of.
#[derive(Clone)]
pub struct Exhibit<'r> {
    report: Cow<'r, Report>,
    summary: Cow<'r, Summary>,
    /// Letter and name, of one among several.
    known_as: Option<(char, &'r str)>,
    /// The place of its first mode among those of all.
    first_mode: usize,
    /// The reports, where there are several.
    parts: Vec<Self>,
}

impl<'r> Exhibit<'r> {
    /// One report, alone.
    pub fn of(report: &'r Report, summary: &'r Summary) -> Self {
        let (report, summary) = (Cow::Borrowed(report), Cow::Borrowed(summary));
        Self { report, summary, known_as: None, first_mode: 0, parts: vec![] }
    }

    /// Several reports, called A, B, ... in this order; at most [`MOST_REPORTS`] of them. Nothing of none.
    pub fn several(entries: &[Entry<'r>]) -> Option<Self> {
        let known_as = ('A'..).zip(entries).map(|(letter, entry)| (letter, entry.name));
        let part = |(entry, known_as): (&Entry<'r>, _)| {
            let alone = Self::of(entry.report, entry.summary);
            if entries.len() > 1 { Self { known_as: Some(known_as), ..alone } } else { alone }
        };
        Self::laid_over(entries.iter().zip(known_as).take(MOST_REPORTS).map(part).collect())
    }

    /// These as one. A part keeps its letter, even where it is the only one.
    fn laid_over(mut parts: Vec<Self>) -> Option<Self> {
        let mut first_mode = 0;
        for part in &mut parts {
            part.first_mode = first_mode;
            first_mode += part.report.settings.modes.len();
        }
        let first = parts.first()?;
        if first.known_as.is_none() {
            return parts.pop();
        }
        let (mut report, mut summary) = (first.report.clone().into_owned(), first.summary.clone().into_owned());
        // Of several machines there is no one fit, and no one ceiling.
        (summary.scaling, summary.break_even, report.ceiling) = (vec![], None, vec![]);
        for part in &parts[1..] {
            let (own, told) = (&part.report, &part.summary);
            let index = |index: u32| index.saturating_add(part.first_mode as u32);
            report.settings.modes.extend_from_slice(&own.settings.modes);
            let runs = own.runs.iter().map(|run| Run { mode_index: index(run.mode_index), ..run.clone() });
            report.runs.extend(runs);
            let modes = told.modes.iter();
            summary.modes.extend(modes.map(|own| ModeSummary { mode_index: index(own.mode_index), ..own.clone() }));
            let moved = |own: &Comparison| Comparison {
                mode_index: index(own.mode_index),
                baseline_index: index(own.baseline_index),
                ..own.clone()
            };
            summary.comparisons.extend(told.comparisons.iter().map(moved));
            let moved = |own: &Rung| Rung {
                mode_index: index(own.mode_index),
                from_index: own.from_index.map(index),
                ..own.clone()
            };
            summary.rungs.extend(told.rungs.iter().map(moved));
        }
        Some(Self { report: Cow::Owned(report), summary: Cow::Owned(summary), known_as: None, first_mode: 0, parts })
    }

    /// The report; of several their modes and runs one after the other, and all else the first one's.
    pub(crate) fn report(&self) -> &Report {
        &self.report
    }

    /// Its summary; of several what is told of each mode, one after the other.
    pub(crate) fn summary(&self) -> &Summary {
        &self.summary
    }

    /// Each report by itself: just this one where it is alone.
    pub(crate) fn each(&self) -> &[Self] {
        if self.parts.is_empty() { std::slice::from_ref(self) } else { &self.parts }
    }

    /// Whether there are several.
    pub(crate) fn is_several(&self) -> bool {
        !self.parts.is_empty()
    }

    /// What it is known as among others; nothing where it is alone.
    pub(crate) fn letter(&self) -> Option<char> {
        self.known_as.map(|(letter, _)| letter)
    }

    /// The place of its first mode among those of all.
    pub(crate) fn first_mode(&self) -> usize {
        self.first_mode
    }

    /// The report that has this mode, by its index among all.
    pub(crate) fn with_mode(&self, index: usize) -> &Self {
        self.each().iter().rev().find(|part| part.first_mode <= index).unwrap_or(self)
    }

    /// Of several, those reports for which this holds, with their letters: itself where it holds for all, nothing where it holds for none.
    pub(crate) fn only(&self, holds: impl Fn(&Self) -> bool) -> Option<Cow<'_, Self>> {
        let parts: Vec<Self> = self.parts.iter().filter(|part| holds(part)).cloned().collect();
        // Putting reports together copies their runs.
        if parts.len() == self.parts.len() { Some(Cow::Borrowed(self)) } else { Self::laid_over(parts).map(Cow::Owned) }
    }

    /// Whether all reports are of the same work: the kernel with its parameters, on pictures of one size; where runs begin with a file, on
    /// the same file, since formats differ in what reading them takes.
    pub(crate) fn is_same_work(&self) -> bool {
        self.agree(|part| {
            let (job, scope) = (&part.report.job, part.report.settings.scope);
            let file = (scope != Scope::Kernel).then(|| (job.input.origin, job.input.name.clone()));
            (job.kernel.clone(), job.output_size, job.input.size, scope, file)
        })
    }

    /// Whether this is the same of every report.
    fn agree<T: PartialEq>(&self, of: impl Fn(&Self) -> T) -> bool {
        let mut all = self.each().iter().map(of);
        let first = all.next();
        all.all(|other| Some(other) == first)
    }

    /// A chart of all of it: its drawing, what its words say of each report, and what the letters stand for.
    pub(crate) fn figure(&self, frame: Frame, definitions: &str, body: &str, words: impl Fn(&Self) -> Words) -> Figure {
        self.figure_headed(None, frame, definitions, body, words)
    }

    /// The same with a finding about all of them, if there is one; what each says by itself comes after it.
    pub(crate) fn figure_headed(
        &self,
        head: Option<String>,
        frame: Frame,
        definitions: &str,
        body: &str,
        words: impl Fn(&Self) -> Words,
    ) -> Figure {
        if !self.is_several() {
            return words(self).figure(frame, definitions, body);
        }
        let all: Vec<(&Self, Words)> = self.parts.iter().map(|part| (part, words(part))).collect();
        let words = self.together(head, &all);
        self.with_letters(&self.parts, frame, definitions, body, words)
    }

    /// A chart of one mode, by its index among all.
    pub(crate) fn figure_of_mode(
        &self,
        index: usize,
        frame: Frame,
        definitions: &str,
        body: &str,
        words: Words,
    ) -> Figure {
        let of = self.with_mode(index);
        if !self.is_several() {
            return words.figure(frame, definitions, body);
        }
        self.with_letters(std::slice::from_ref(of), frame, definitions, body, words)
    }

    fn with_letters(&self, parts: &[Self], frame: Frame, definitions: &str, body: &str, words: Words) -> Figure {
        // A picture that is taken elsewhere has no note beside it.
        let alike = self.is_same_work();
        let told = |part: &Self| {
            let (letter, name) = part.known_as?;
            let work = if alike { String::new() } else { part.work() };
            let words: Vec<&str> = [name, &work].into_iter().filter(|words| !words.is_empty()).collect();
            Some((letter, words.join("; ")))
        };
        let known: Vec<(char, String)> = parts.iter().filter_map(told).collect();
        let (below, height) = letters(&known, frame);
        words.figure(frame.high(f64::from(frame.height + height)), definitions, &format!("{body}{below}"))
    }

    /// The words of all: what holds for every one is said once, the rest with its letter. The title is this one, or as many of their findings
    /// as it can hold.
    fn together(&self, head: Option<String>, all: &[(&Self, Words)]) -> Words {
        let told = |text: fn(&Words) -> &str| -> Vec<String> {
            let told = all.iter().filter(|(_, words)| !text(words).is_empty());
            told.map(|(part, words)| lettered(part.letter(), ": ", text(words))).collect()
        };
        let findings = told(|words| &words.title);
        let title = head.unwrap_or_else(|| title_of(&findings));
        let mut note = vec![];
        if !self.is_same_work() {
            let works: Vec<String> =
                self.parts.iter().map(|part| lettered(part.letter(), ": ", &part.work())).collect();
            let works = works.join("; ");
            note.push(format!("They did different work, so their times say nothing about each other: {works}."));
        } else if !self.agree(|part| (part.report.job.input.origin, part.report.job.input.name.clone())) {
            let names = self.parts.iter().map(|part| lettered(part.letter(), ": ", &part.report.job.input.name));
            let names = names.collect::<Vec<_>>().join("; ");
            note.push(format!("Their pictures are as large, but not the same: {names}."));
        }
        if title != findings.join("; ") {
            note.extend(findings.iter().map(|finding| format!("{finding}.")));
        }
        let sentences: Vec<Vec<String>> = all.iter().map(|(_, words)| sentences(&words.note)).collect();
        let in_all = |sentence: &&String| sentences.iter().all(|own| own.contains(sentence));
        let common: Vec<String> = sentences.first().into_iter().flatten().filter(in_all).cloned().collect();
        for ((part, _), own) in all.iter().zip(&sentences) {
            let rest: Vec<&str> = own.iter().filter(|own| !common.contains(own)).map(String::as_str).collect();
            if !rest.is_empty() {
                note.push(lettered(part.letter(), ": ", &rest.join(" ")));
            }
        }
        note.extend(common);
        Words {
            title,
            note: note.join(" "),
            description: told(|words| &words.description).join(" "),
            table: tables(all),
        }
    }

    /// What was done, in words: "blur this picture (sigma 12) at 3000 × 2000 pixels".
    fn work(&self) -> String {
        let job = &self.report.job;
        let value = |value: &ParamValue| match value {
            ParamValue::Number(number) => number.to_string(),
            ParamValue::Choice(choice) => choice.clone(),
            ParamValue::Pair([across, down]) => format!("{across} × {down}"),
        };
        let params: Vec<String> =
            job.kernel.params.iter().map(|(name, own)| format!("{name} {}", value(own))).collect();
        let params = if params.is_empty() { String::new() } else { format!(" ({})", params.join(", ")) };
        format!("{}{params} at {} × {} pixels", job.action, job.output_size.width, job.output_size.height)
    }
}

/// As many findings as a title can hold, the first one in any case.
fn title_of(findings: &[String]) -> String {
    let mut findings = findings.iter();
    let first = findings.next().cloned().unwrap_or_default();
    findings.fold(first, |title, finding| {
        let longer = format!("{title}; {finding}");
        if longer.chars().count() > LONGEST_TITLE { title } else { longer }
    })
}

/// Words that begin with a report's letter, if it has one.
pub(crate) fn lettered(letter: Option<char>, between: &str, words: &str) -> String {
    letter.map_or_else(|| words.into(), |letter| format!("{letter}{between}{words}"))
}

/// What a line is called at its end: by its report's letter, and where that has more of them, or is alone, by what it is of.
pub(crate) fn line_name(letter: Option<char>, is_only: bool, of: &str) -> String {
    match letter {
        Some(letter) if is_only => letter.into(),
        letter => lettered(letter, " ", of),
    }
}

/// The line of one report among several: never told apart by its letter alone.
pub(crate) fn dash_of(letter: Option<char>) -> Dash {
    let place = letter.map_or(0, |letter| letter as usize - 'A' as usize);
    [Dash::Solid, Dash::Dashed, Dash::Mixed, Dash::Dotted][place % 4]
}

/// A text's sentences: an end is a full stop before a capital.
fn sentences(text: &str) -> Vec<String> {
    let mut all = vec![String::new()];
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let last = all.last_mut().expect("there is always one");
        let begins = word.chars().find(|c| c.is_alphanumeric()).is_some_and(char::is_uppercase);
        if last.ends_with('.') && begins {
            all.push(word.into());
        } else {
            if !last.is_empty() {
                last.push(' ');
            }
            last.push_str(word);
        }
    }
    all.retain(|sentence| !sentence.is_empty());
    all
}

/// One table of all, with the letters before the rows. Columns that only some have are empty in the others.
fn tables(all: &[(&Exhibit<'_>, Words)]) -> Table {
    let mut columns: Vec<String> = vec![];
    let mut known = BTreeSet::new();
    for column in all.iter().flat_map(|(_, words)| &words.table.columns) {
        if known.insert(column) {
            columns.push(column.clone());
        }
    }
    let row = |part: &Exhibit<'_>, own: &Table, row: &[String]| -> Vec<String> {
        let cell = |column: &String| {
            let place = own.columns.iter().position(|name| name == column);
            place.and_then(|place| row.get(place)).cloned().unwrap_or_default()
        };
        let letter = part.letter().map(String::from).unwrap_or_default();
        std::iter::once(letter).chain(columns.iter().map(cell)).collect()
    };
    let of = |(part, words): &(&Exhibit<'_>, Words)| -> Vec<Vec<String>> {
        words.table.rows.iter().map(|cells| row(part, &words.table, cells)).collect()
    };
    let rows = all.iter().flat_map(of).collect();
    Table { columns: std::iter::once("Report".into()).chain(columns).collect(), rows }
}

/// What the letters stand for, drawn below a frame, and how much higher that makes it, in CSS pixels.
fn letters(known: &[(char, String)], frame: Frame) -> (String, u32) {
    let font = frame.small();
    let em = font.px;
    let left = em * 1.9;
    let room = f64::from(frame.width) - left - em * 0.5;
    let known: Vec<(char, Vec<String>)> =
        known.iter().map(|(letter, words)| (*letter, wrapped(font, room, words, MOST_LINES))).collect();
    let (line_px, gap_px) = (em * 1.35, em * 0.35);
    let lines: usize = known.iter().map(|(_, lines)| lines.len().max(1)).sum();
    let height = (line_px * lines as f64 + gap_px * known.len() as f64 + em * 0.8).ceil() as u32;
    let mut body = String::new();
    {
        let sheet = Canvas::new(&mut body, (frame.width, frame.height + height)).into_drawing_area();
        let colours = palette(frame.theme);
        let (top, bottom) = (f64::from(frame.height), f64::from(frame.height + height));
        let corners = [(0, units(top)), (units(f64::from(frame.width)), units(bottom))];
        sheet.draw(&Rectangle::new(corners, rgb(colours.paper).filled())).expect(INFALLIBLE);
        let text = |x: f64, y: f64, words: &str, font: Font, colour: &str| {
            let style = text_style(font, colour, HPos::Left, VPos::Center);
            sheet.draw(&label((units(x), units(y)), words, style)).expect(INFALLIBLE);
        };
        let mut y = top + em * 0.4 + line_px / 2.0;
        for (letter, lines) in &known {
            text(em * 0.5, y, &letter.to_string(), Font::bold(em), colours.ink);
            for line in lines {
                text(left, y, line, font, colours.muted);
                y += line_px;
            }
            y += gap_px + if lines.is_empty() { line_px } else { 0.0 };
        }
    }
    (body, height)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_before_capitals() {
        let of = |text| sentences(text);
        assert_eq!(
            of("Points are medians. “machine” is 1.5 of it. A: no."),
            ["Points are medians. “machine” is 1.5 of it.", "A: no."]
        );
        assert!(of("").is_empty());
    }
}

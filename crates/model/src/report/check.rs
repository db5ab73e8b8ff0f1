//! What the types alone can't say of a report: numbers that can be, references that lead somewhere, and no more of anything than can be shown.

use std::slice;

use thiserror::Error;

use super::limits::{
    LAST_ROUND, LATEST_MS, LONGEST_MS, MOST_BYTES, MOST_CEILING_POINTS, MOST_CHARS, MOST_FRAMES, MOST_LANES,
    MOST_MODES, MOST_PARAMS, MOST_PHASES, MOST_PIXELS, MOST_ROUNDS, MOST_RUNS, MOST_SPANS, MOST_SPANS_OF_RUN,
};
use crate::{
    CeilingPoint, ChunkSize, EngineStart, Equality, Frames, Job, LARGEST_BATCH, Machine, ModeSettings, ParamValue,
    REPORT_VERSION, Report, Run, Settings, Size, Trace, figures::grouped,
};

/// Why a report can't be read. The text is fit to show a visitor.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum ReportError {
    /// Written by another version of the format.
    #[error("This report has format version {0}; this page reads version {REPORT_VERSION}.")]
    Version(u32),
    /// There is more of something than can be shown.
    #[error("The report has {} {what}; {} are the most that can be shown.", grouped(*.there as u64), grouped(*.most as u64))]
    TooMany {
        /// Of what.
        what: &'static str,
        /// How many there are.
        there: usize,
        /// How many there can be.
        most: usize,
    },
    /// Nothing can have been measured.
    #[error("The report lists no modes, so nothing can have been measured.")]
    NoModes,
    /// A run or an engine names a mode that the settings don't have.
    #[error("The report names mode number {0}, which its settings don't list.")]
    UnknownMode(u32),
    /// A text is too long.
    #[error("The report has {0} of more than {most} characters.", most = grouped(MOST_CHARS as u64))]
    Text(&'static str),
    /// A moment isn't written as one.
    #[error("The report doesn't say when {0}: that takes a date and time in UTC such as 2026-01-31T09:30:00Z.")]
    Date(&'static str),
    /// A fingerprint isn't one.
    #[error("The report holds a fingerprint that isn't 16 hexadecimal digits.")]
    Fingerprint,
    /// A number is outside of what can be, or is none.
    #[error("The report can't be right: {what} must be {range}.")]
    Number {
        /// What the number is.
        what: &'static str,
        /// What it can be.
        range: String,
    },
    /// A span ends before it starts, lies on a lane that the trace doesn't have, or has no rows.
    #[error("The report holds a span that can't be: {0}.")]
    Span(&'static str),
    /// A picture has no pixels, or more than any.
    #[error("The report can't be right: {0} must have from 1 to {most} pixels.", most = grouped(MOST_PIXELS))]
    Picture(&'static str),
    /// The ceiling isn't one.
    #[error("The report holds a ceiling of the machine that can't be: {0}.")]
    Ceiling(&'static str),
}

type Checked = Result<(), ReportError>;

impl Report {
    /// Checks what the types alone can't: version, references, and that numbers, times, texts and lists are such as somebody can have measured
    /// and this program can show (see [`limits`](crate::limits)).
    ///
    /// # Errors
    /// The first thing found wrong.
    pub fn check(&self) -> Result<(), ReportError> {
        let Self { version, created, machine, job, settings, engines, runs, ceiling, ceiling_at, stop: _, equality } =
            self;
        if *version != REPORT_VERSION {
            return Err(ReportError::Version(*version));
        }
        date(created, "it was made")?;
        if let Some(at) = ceiling_at {
            date(at, "its ceiling was measured")?;
        }
        check_machine(machine)?;
        check_job(job)?;
        check_settings(settings)?;
        at_most(MOST_RUNS, runs.len(), "runs")?;
        at_most(MOST_SPANS, runs.iter().map(|run| run.trace.spans.len()).sum(), "spans")?;
        at_most(MOST_MODES, engines.len(), "engines")?;
        let modes = settings.modes.len() as u32;
        let mut named = runs.iter().map(|r| r.mode_index).chain(engines.iter().map(|e| e.mode_index));
        if let Some(unknown) = named.find(|&index| index >= modes) {
            return Err(ReportError::UnknownMode(unknown));
        }
        engines.iter().try_for_each(check_engine)?;
        runs.iter().try_for_each(check_run)?;
        check_ceiling(ceiling)?;
        equality.as_ref().map_or(Ok(()), check_equality)
    }
}

fn check_machine(machine: &Machine) -> Checked {
    let Machine { agent, claimed_cores, isolated: _, clock_resolution_ms, version } = machine;
    text(agent, "a browser’s name")?;
    text(version, "a version of the program")?;
    whole(*claimed_cores, 1, MOST_LANES, "the number of cores")?;
    time(*clock_resolution_ms, "the clock’s step")
}

fn check_job(job: &Job) -> Checked {
    let Job { kernel, action, shape: _, input, output_size } = job;
    text(&kernel.name, "a kernel’s name")?;
    at_most(MOST_PARAMS, kernel.params.len(), "parameters")?;
    for (name, value) in &kernel.params {
        text(name, "a parameter’s name")?;
        let numbers = match value {
            ParamValue::Choice(choice) => {
                text(choice, "a parameter’s value")?;
                continue;
            }
            ParamValue::Number(number) => slice::from_ref(number),
            ParamValue::Pair(pair) => pair,
        };
        require(numbers.iter().all(|number| number.is_finite()), "a parameter", || "a finite number".into())?;
    }
    text(action, "a kernel’s action")?;
    text(&input.name, "a file’s name")?;
    time(input.decode_ms, "the time that decoding took")?;
    // 0 × 0 stands for no picture.
    let there = [(input.size, "the picture"), (*output_size, "the result")];
    there.into_iter().filter(|(size, _)| *size != Size::default()).try_for_each(|(size, what)| picture(size, what))
}

fn check_settings(settings: &Settings) -> Checked {
    let Settings { experiment: _, modes, repeats, warmups, precision, budget_ms, seed: _, scope: _ } = settings;
    if modes.is_empty() {
        return Err(ReportError::NoModes);
    }
    at_most(MOST_MODES, modes.len(), "modes")?;
    modes.iter().try_for_each(check_mode)?;
    whole(*repeats, 0, MOST_ROUNDS, "the number of rounds")?;
    whole(*warmups, 0, MOST_ROUNDS, "the number of warm-ups")?;
    let share = precision.is_none_or(|share| share > 0.0 && share < 1.0);
    require(share, "the precision asked for", || "between 0 and 1".into())?;
    moment(budget_ms.unwrap_or(0.0), "the time that can be spent")
}

fn check_mode(mode: &ModeSettings) -> Checked {
    let ModeSettings { mode, threads, chunk, place: _, passing: _, size } = mode;
    let most = if mode.is_parallel() { MOST_LANES } else { 1 };
    whole(*threads, 1, most, "a mode’s number of threads")?;
    require(*chunk != ChunkSize::Rows(0), "the number of rows a chunk", || "at least 1".into())?;
    size.map_or(Ok(()), |size| picture(size, "a mode’s picture"))
}

fn check_engine(engine: &EngineStart) -> Checked {
    let EngineStart { mode_index: _, start_ms, copy_in_ms, copy_out_ms } = engine;
    time(*start_ms, "the time that an engine took to start")?;
    time(*copy_in_ms, "the time that copying a picture took")?;
    time(*copy_out_ms, "the time that copying a result took")
}

fn check_run(run: &Run) -> Checked {
    let Run { round, total_ms, phases, trace, moved_bytes, fingerprint, frames, at_ms, batch, .. } = run;
    whole(*round, 0, LAST_ROUND, "a round’s number")?;
    time(*total_ms, "a run’s time")?;
    at_most(MOST_PHASES, phases.len(), "phases in one run")?;
    phases.iter().try_for_each(|phase| time(phase.ms, "a phase’s time"))?;
    check_trace(trace)?;
    bytes(*moved_bytes, "the number of bytes sent")?;
    let digits = fingerprint.bytes().all(|digit| digit.is_ascii_hexdigit());
    if !digits || fingerprint.len() != 16 {
        return Err(ReportError::Fingerprint);
    }
    moment(*at_ms, "the time at which a run began")?;
    whole(*batch, 1, LARGEST_BATCH, "the number of runs in a batch")?;
    frames.as_ref().map_or(Ok(()), check_frames)
}

fn check_trace(trace: &Trace) -> Checked {
    let Trace { lanes, spans } = trace;
    whole(*lanes, 0, MOST_LANES, "the number of lanes")?;
    at_most(MOST_SPANS_OF_RUN, spans.len(), "spans in one run")?;
    for span in spans {
        time(span.start_ms, "the start of a span")?;
        time(span.end_ms, "the end of a span")?;
        let wrong = [
            (span.end_ms < span.start_ms, "it ends before it starts"),
            (span.lane >= *lanes, "it lies on a lane that isn't there"),
            (span.first_row >= span.end_row, "it covers no rows"),
        ];
        if let Some((_, why)) = wrong.into_iter().find(|(is, _)| *is) {
            return Err(ReportError::Span(why));
        }
    }
    Ok(())
}

fn check_frames(frames: &Frames) -> Checked {
    let Frames { drawn: _, at_ms, longest_gap_ms } = frames;
    at_most(MOST_FRAMES, at_ms.len(), "frames in one run")?;
    // The first one may come before the run.
    at_ms.iter().try_for_each(|ms| time(ms.abs(), "the time of a frame"))?;
    time(*longest_gap_ms, "the longest time between frames")
}

fn check_ceiling(points: &[CeilingPoint]) -> Checked {
    at_most(MOST_CEILING_POINTS, points.len(), "points of the machine’s ceiling")?;
    for point in points {
        whole(point.lanes, 1, MOST_LANES, "the number of lanes of the machine’s ceiling")?;
        let wrong = !(point.speed_up.is_finite() && point.speed_up > 0.0);
        if wrong {
            return Err(ReportError::Ceiling("a speed-up is 0, negative or not a number"));
        }
    }
    if points.windows(2).any(|pair| pair[0].lanes >= pair[1].lanes) {
        return Err(ReportError::Ceiling("its numbers of lanes don't ascend"));
    }
    match points.first() {
        Some(first) if first.lanes != 1 => {
            Err(ReportError::Ceiling("one lane, which the others are measured by, is missing"))
        }
        _ => Ok(()),
    }
}

fn check_equality(equality: &Equality) -> Checked {
    let Equality { identical: _, outputs, size_bytes, first_difference, as_promised: _, levels } = *equality;
    whole(outputs, 0, MOST_MODES as u32, "the number of outputs compared")?;
    bytes(size_bytes, "the number of bytes compared")?;
    bytes(first_difference.unwrap_or(0), "the place of the first difference")?;
    whole(levels, 0, u8::MAX.into(), "the difference in levels")
}

fn require(right: bool, what: &'static str, range: impl Fn() -> String) -> Checked {
    if right { Ok(()) } else { Err(ReportError::Number { what, range: range() }) }
}

fn at_most(most: usize, there: usize, what: &'static str) -> Checked {
    if there <= most { Ok(()) } else { Err(ReportError::TooMany { what, there, most }) }
}

fn whole(number: u32, least: u32, most: u32, what: &'static str) -> Checked {
    let range =
        || if least == most { grouped(most.into()) } else { format!("from {least} to {}", grouped(most.into())) };
    require((least..=most).contains(&number), what, range)
}

fn bytes(number: u64, what: &'static str) -> Checked {
    require(number <= MOST_BYTES, what, || format!("at most {}", grouped(MOST_BYTES)))
}

/// How long something took.
fn time(ms: f64, what: &'static str) -> Checked {
    require((0.0..=LONGEST_MS).contains(&ms), what, || "from 0 to 24 hours".into())
}

/// When something was, in an experiment.
fn moment(ms: f64, what: &'static str) -> Checked {
    require((0.0..=LATEST_MS).contains(&ms), what, || "from 0 to 365 days".into())
}

fn text(text: &str, what: &'static str) -> Checked {
    if text.chars().count() <= MOST_CHARS { Ok(()) } else { Err(ReportError::Text(what)) }
}

fn picture(size: Size, what: &'static str) -> Checked {
    if (1..=MOST_PIXELS).contains(&size.pixels()) { Ok(()) } else { Err(ReportError::Picture(what)) }
}

fn date(text: &str, what: &'static str) -> Checked {
    if is_date_and_time(text) { Ok(()) } else { Err(ReportError::Date(what)) }
}

/// Whether a text is a date and time in UTC as ISO 8601 has them, as in `2026-01-31T09:30:00Z` or with a fraction of a second: what the
/// calendar has, and no leap seconds, which no clock here counts.
fn is_date_and_time(text: &str) -> bool {
    let Some(text) = text.strip_suffix('Z').filter(|text| text.is_ascii()) else { return false };
    let (text, fraction) = text.split_once('.').unwrap_or((text, "0"));
    if !(1..=9).contains(&fraction.len()) || !fraction.bytes().all(|digit| digit.is_ascii_digit()) {
        return false;
    }
    let written = text.bytes().zip(*b"0000-00-00T00:00:00").all(|(is, form)| match form {
        b'0' => is.is_ascii_digit(),
        _ => is == form,
    });
    if !written || text.len() != 19 {
        return false;
    }
    let part = |from: usize, to: usize| text[from..to].parse::<u32>().unwrap_or(u32::MAX);
    let (year, month, day) = (part(0, 4), part(5, 7), part(8, 10));
    let leaps = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        2 => 28 + u32::from(leaps),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    (1..=12).contains(&month)
        && (1..=days).contains(&day)
        && part(11, 13) < 24
        && part(14, 16) < 60
        && part(17, 19) < 60
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;
    use crate::{Mode, Phase, PhaseTime, Span, Stage};

    /// Reports that were really made: natively, by the page in its youth, and by the page now.
    const REAL: [&str; 3] = [
        include_str!("../../../../docs/report-example.json"),
        include_str!("../../../cli/tests/page-report.json"),
        include_str!("../../../../www/public/recorded-race.json"),
    ];

    fn real() -> [Report; 3] {
        REAL.map(|text| serde_json::from_str(text).unwrap())
    }

    fn example() -> Report {
        let [example, ..] = real();
        example
    }

    /// What a report is refused with once this was done to it.
    fn refused(change: impl FnOnce(&mut Report)) -> String {
        let mut report = example();
        change(&mut report);
        let sentence = report.check().expect_err("it is refused").to_string();
        assert!(sentence.ends_with('.') && !sentence.contains('\n') && sentence.len() < 200, "{sentence}");
        sentence.replace('\u{a0}', " ")
    }

    fn passes(change: impl FnOnce(&mut Report)) {
        let mut report = example();
        change(&mut report);
        assert_eq!(report.check(), Ok(()));
    }

    #[test]
    fn real_reports_pass_whole_and_cut_short() {
        for report in real() {
            assert_eq!(report.check(), Ok(()));
            for kept in [0, 1, report.runs.len() / 2] {
                let mut cut = report.clone();
                cut.runs.truncate(kept);
                cut.engines.truncate(kept);
                cut.ceiling.clear();
                (cut.ceiling_at, cut.equality, cut.job.output_size) = (None, None, Size::default());
                assert_eq!(cut.check(), Ok(()), "cancelled after {kept} runs");
            }
        }
    }

    /// `there` of something pass, and one more is refused in this sentence.
    fn most_of(there: usize, change: fn(&mut Report, usize), sentence: &str) {
        passes(|report| change(report, there));
        assert_eq!(refused(|report| change(report, there + 1)), sentence);
    }

    #[test]
    fn there_is_a_most_of_everything() {
        fn repeat<T: Clone>(list: &mut Vec<T>, n: usize) {
            *list = list.iter().cycle().take(n).cloned().collect();
        }
        most_of(
            MOST_MODES,
            |report, n| repeat(&mut report.settings.modes, n),
            "The report has 65 modes; 64 are the most that can be shown.",
        );
        most_of(
            MOST_RUNS,
            |report, n| {
                report.runs[0].trace.spans.clear();
                report.runs.truncate(1);
                repeat(&mut report.runs, n);
            },
            "The report has 20 001 runs; 20 000 are the most that can be shown.",
        );
        most_of(
            MOST_SPANS,
            |report, n| {
                let runs = n.div_ceil(MOST_SPANS_OF_RUN);
                report.runs.truncate(1);
                repeat(&mut report.runs[0].trace.spans, MOST_SPANS_OF_RUN);
                repeat(&mut report.runs, runs);
                report.runs[0].trace.spans.truncate(n - (runs - 1) * MOST_SPANS_OF_RUN);
            },
            "The report has 1 000 001 spans; 1 000 000 are the most that can be shown.",
        );
        most_of(
            MOST_SPANS_OF_RUN,
            |report, n| repeat(&mut report.runs[0].trace.spans, n),
            "The report has 50 001 spans in one run; 50 000 are the most that can be shown.",
        );
        most_of(
            MOST_MODES,
            |report, n| repeat(&mut report.engines, n),
            "The report has 65 engines; 64 are the most that can be shown.",
        );
        most_of(
            MOST_PHASES,
            |report, n| report.runs[0].phases = vec![PhaseTime { phase: Phase::Wait, ms: 0.0 }; n],
            "The report has 17 phases in one run; 16 are the most that can be shown.",
        );
        most_of(
            MOST_CEILING_POINTS,
            |report, n| {
                report.ceiling = (1..=n as u32).map(|lanes| CeilingPoint { lanes, speed_up: 1.0 }).collect();
            },
            "The report has 66 points of the machine’s ceiling; 65 are the most that can be shown.",
        );
        most_of(
            MOST_FRAMES,
            |report, n| {
                let at_ms = (0..n).map(|i| i as f64 - 3.0).collect();
                report.runs[0].frames = Some(Frames { drawn: n as u32, at_ms, longest_gap_ms: 1.0 });
            },
            "The report has 601 frames in one run; 600 are the most that can be shown.",
        );
        most_of(
            MOST_PARAMS,
            |report, n| {
                report.job.kernel.params = (0..n).map(|i| (i.to_string(), ParamValue::Number(0.0))).collect();
            },
            "The report has 65 parameters; 64 are the most that can be shown.",
        );
    }

    #[test]
    fn texts_are_short_and_dates_are_dates() {
        fn of(what: &str) -> String {
            format!("The report has {what} of more than 1 000 characters.")
        }
        let long = |n: usize| "é".repeat(n);
        passes(|report| report.machine.agent = long(MOST_CHARS));
        let long = long(MOST_CHARS + 1);
        assert_eq!(refused(|r| r.machine.agent = long.clone()), of("a browser’s name"));
        assert_eq!(refused(|r| r.machine.version = long.clone()), of("a version of the program"));
        assert_eq!(refused(|r| r.job.action = long.clone()), of("a kernel’s action"));
        assert_eq!(refused(|r| r.job.input.name = long.clone()), of("a file’s name"));
        assert_eq!(refused(|r| r.job.kernel.name = long.clone()), of("a kernel’s name"));
        let param = |name: &str, value: ParamValue| {
            let params = [(name.into(), value)].into();
            refused(|report| report.job.kernel.params = params)
        };
        assert_eq!(param(&long, ParamValue::Number(1.0)), of("a parameter’s name"));
        assert_eq!(param("filter", ParamValue::Choice(long.clone())), of("a parameter’s value"));
        for value in [ParamValue::Number(f64::NAN), ParamValue::Pair([0.0, f64::INFINITY])] {
            assert_eq!(param("sigma", value), "The report can't be right: a parameter must be a finite number.");
        }

        for date in ["2026-01-31T09:30:00Z", "2024-02-29T23:59:59.999Z", "2000-02-29T00:00:00.5Z"] {
            passes(|report| (report.created, report.ceiling_at) = (date.into(), Some(date.into())));
        }
        let dates = [
            "",
            "Z",
            "yesterday",
            "2026-01-31",
            "2026-01-31T09:30:00",
            "2026-01-31T09:30:00+01:00",
            "2026-01-31 09:30:00Z",
            "2026-01-31T09:30Z",
            "2026-01-31T09:30:00.Z",
            "2026-01-31T09:30:00.1234567890Z",
            "2026-13-01T00:00:00Z",
            "2026-00-01T00:00:00Z",
            "2026-02-29T00:00:00Z",
            "2100-02-29T00:00:00Z",
            "2026-04-31T00:00:00Z",
            "2026-01-00T00:00:00Z",
            "2026-01-01T24:00:00Z",
            "2026-01-01T00:60:00Z",
            "2026-01-01T00:00:60Z",
            "２026-01-01T00:00:00Z",
        ];
        let told = |when| {
            format!(
                "The report doesn't say when {when}: that takes a date and time in UTC such as 2026-01-31T09:30:00Z."
            )
        };
        for date in dates {
            assert_eq!(refused(|report| report.created = date.into()), told("it was made"), "{date}");
            let at = Some(date.into());
            assert_eq!(refused(|report| report.ceiling_at = at), told("its ceiling was measured"), "{date}");
        }
        for print in ["", "0123456789abcde", "0123456789abcdefg", "0123456789abcdeg", "０123456789abcdef"] {
            assert_eq!(
                refused(|report| report.runs[0].fingerprint = print.into()),
                "The report holds a fingerprint that isn't 16 hexadecimal digits."
            );
        }
    }

    /// A number that passes at both of its ends and is refused beyond them.
    fn whole_number(change: fn(&mut Report, u32), least: u32, most: u32, sentence: &str) {
        let sentence = format!("The report can't be right: {sentence}.");
        for there in [least, most] {
            passes(|report| change(report, there));
        }
        for beyond in [least.checked_sub(1), most.checked_add(1), Some(u32::MAX)].into_iter().flatten() {
            assert_eq!(refused(|report| change(report, beyond)), sentence);
        }
    }

    #[test]
    fn whole_numbers_are_such_as_can_be() {
        whole_number(|r, n| r.machine.claimed_cores = n, 1, MOST_LANES, "the number of cores must be from 1 to 4 096");
        whole_number(|r, n| r.settings.repeats = n, 0, MOST_ROUNDS, "the number of rounds must be from 0 to 1 000");
        whole_number(|r, n| r.settings.warmups = n, 0, MOST_ROUNDS, "the number of warm-ups must be from 0 to 1 000");
        whole_number(|r, n| r.runs[0].round = n, 0, LAST_ROUND, "a round’s number must be from 0 to 2 008");
        whole_number(
            |r, n| r.runs[0].batch = n,
            1,
            LARGEST_BATCH,
            "the number of runs in a batch must be from 1 to 10 000",
        );
        whole_number(
            |r, n| r.settings.modes[1] = ModeSettings::new(Mode::Threads, n),
            1,
            MOST_LANES,
            "a mode’s number of threads must be from 1 to 4 096",
        );
        whole_number(
            |r, n| r.settings.modes[0] = ModeSettings::new(Mode::Simd, n),
            1,
            1,
            "a mode’s number of threads must be 1",
        );
        whole_number(
            |r, n| r.runs[0].trace = Trace { lanes: n, spans: vec![] },
            0,
            MOST_LANES,
            "the number of lanes must be from 0 to 4 096",
        );
        whole_number(
            |r, n| r.equality.as_mut().unwrap().levels = n,
            0,
            255,
            "the difference in levels must be from 0 to 255",
        );
        whole_number(
            |r, n| r.equality.as_mut().unwrap().outputs = n,
            0,
            64,
            "the number of outputs compared must be from 0 to 64",
        );
        passes(|r| r.settings.modes[1].chunk = ChunkSize::Rows(1));
        assert_eq!(
            refused(|r| r.settings.modes[1].chunk = ChunkSize::Rows(0)),
            "The report can't be right: the number of rows a chunk must be at least 1."
        );
        passes(|r| r.runs[0].moved_bytes = MOST_BYTES);
        assert_eq!(
            refused(|r| r.runs[0].moved_bytes = MOST_BYTES + 1),
            "The report can't be right: the number of bytes sent must be at most 1 000 000 000 000."
        );
        assert!(refused(|r| r.equality.as_mut().unwrap().size_bytes = u64::MAX).contains("bytes compared"));
        assert!(
            refused(|r| r.equality.as_mut().unwrap().first_difference = Some(u64::MAX)).contains("first difference")
        );
    }

    #[test]
    fn times_are_such_as_can_be() {
        fn spanning(report: &mut Report, start_ms: f64, end_ms: f64) {
            let span = Span { lane: 0, start_ms, end_ms, first_row: 0, end_row: 1, stage: Stage::Render };
            report.runs[0].trace = Trace { lanes: 1, spans: vec![span] };
        }
        type Set = fn(&mut Report, f64);
        let times: [(&str, Set); 11] = [
            ("the clock’s step", |r, ms| r.machine.clock_resolution_ms = ms),
            ("the time that decoding took", |r, ms| r.job.input.decode_ms = ms),
            ("the time that an engine took to start", |r, ms| r.engines[0].start_ms = ms),
            ("the time that copying a picture took", |r, ms| r.engines[0].copy_in_ms = ms),
            ("the time that copying a result took", |r, ms| r.engines[0].copy_out_ms = ms),
            ("a run’s time", |r, ms| r.runs[0].total_ms = ms),
            ("a phase’s time", |r, ms| r.runs[0].phases[0].ms = ms),
            ("the start of a span", |r, ms| spanning(r, ms, LONGEST_MS)),
            ("the end of a span", |r, ms| spanning(r, 0.0, ms)),
            ("the longest time between frames", |r, ms| {
                r.runs[0].frames = Some(Frames { drawn: 0, at_ms: vec![], longest_gap_ms: ms });
            }),
            ("the time of a frame", |r, ms| {
                // What is negative may be: the frame before the run.
                let at_ms = vec![if ms < 0.0 { ms * LONGEST_MS * 2.0 } else { ms }];
                r.runs[0].frames = Some(Frames { drawn: 1, at_ms, longest_gap_ms: 0.0 });
            }),
        ];
        let moments: [(&str, Set); 2] = [
            ("the time that can be spent", |r, ms| r.settings.budget_ms = Some(ms)),
            ("the time at which a run began", |r, ms| r.runs[0].at_ms = ms),
        ];
        let all = times.map(|(what, set)| (what, set, LONGEST_MS, "from 0 to 24 hours")).into_iter();
        let all = all.chain(moments.map(|(what, set)| (what, set, LATEST_MS, "from 0 to 365 days")));
        for (what, set, longest, range) in all {
            for ms in [0.0, 0.5, longest] {
                passes(|report| set(report, ms));
            }
            for ms in [-1.0, longest * 1.001, f64::MAX, f64::INFINITY, f64::NEG_INFINITY, f64::NAN] {
                let told = refused(|report| set(report, ms));
                assert_eq!(told, format!("The report can't be right: {what} must be {range}."), "{ms}");
            }
        }
        for share in [0.0, 1.0, -0.1, f64::NAN, f64::INFINITY] {
            assert_eq!(
                refused(|report| report.settings.precision = Some(share)),
                "The report can't be right: the precision asked for must be between 0 and 1."
            );
        }
        passes(|report| report.settings.precision = Some(0.02));
    }

    #[test]
    fn pictures_have_pixels_and_spans_have_rows_and_a_lane() {
        type Set = fn(&mut Report, Size);
        let none_is_fine: [(&str, Set); 2] =
            [("the picture", |r, size| r.job.input.size = size), ("the result", |r, size| r.job.output_size = size)];
        let of_mode: (&str, Set) = ("a mode’s picture", |r, size| r.settings.modes[0].size = Some(size));
        for (what, set) in none_is_fine.into_iter().chain([of_mode]) {
            for size in [Size::new(1, 1), Size::new(1 << 16, 1 << 16), Size::new(u32::MAX, 1)] {
                passes(|report| set(report, size));
            }
            for size in [Size::new(0, 5), Size::new(5, 0), Size::new(1 << 16, (1 << 16) + 1)] {
                assert_eq!(
                    refused(|report| set(report, size)),
                    format!("The report can't be right: {what} must have from 1 to 4 294 967 296 pixels.")
                );
            }
        }
        none_is_fine.into_iter().for_each(|(_, set)| passes(|report| set(report, Size::default())));
        assert!(refused(|report| of_mode.1(report, Size::default())).contains("must have"));

        let span = Span { lane: 0, start_ms: 1.0, end_ms: 2.0, first_row: 4, end_row: 5, stage: Stage::Render };
        let spans = [
            (Span { end_ms: 0.5, ..span }, "it ends before it starts"),
            (Span { lane: 2, ..span }, "it lies on a lane that isn't there"),
            (Span { first_row: 5, ..span }, "it covers no rows"),
        ];
        passes(|report| report.runs[0].trace = Trace { lanes: 2, spans: vec![span] });
        for (wrong, why) in spans {
            assert_eq!(
                refused(|report| report.runs[0].trace = Trace { lanes: 2, spans: vec![span, wrong] }),
                format!("The report holds a span that can't be: {why}.")
            );
        }
    }

    #[test]
    fn references_lead_somewhere_and_a_ceiling_begins_with_one_lane() {
        assert_eq!(refused(|r| r.version = 2), "This report has format version 2; this page reads version 1.");
        let unknown = "The report names mode number 2, which its settings don't list.";
        assert_eq!(refused(|r| r.runs[3].mode_index = 2), unknown);
        assert_eq!(refused(|r| r.engines[0].mode_index = 2), unknown);
        assert_eq!(
            refused(|r| r.settings.modes.clear()),
            "The report lists no modes, so nothing can have been measured."
        );
        let point = |lanes, speed_up| CeilingPoint { lanes, speed_up };
        let ceiling = |points: &[CeilingPoint]| {
            let told = refused(|report| report.ceiling = points.to_vec());
            told.strip_prefix("The report holds a ceiling of the machine that can't be: ").unwrap_or(&told).to_owned()
        };
        passes(|report| report.ceiling = vec![point(1, 1.0), point(2, 1.9)]);
        passes(|report| report.ceiling = vec![]);
        for speed_up in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            assert_eq!(ceiling(&[point(1, 1.0), point(2, speed_up)]), "a speed-up is 0, negative or not a number.");
        }
        for lanes in [1, 3] {
            let points = [point(1, 1.0), point(3, 2.0), point(lanes, 2.0)];
            assert_eq!(ceiling(&points), "its numbers of lanes don't ascend.");
        }
        assert_eq!(ceiling(&[point(2, 1.9)]), "one lane, which the others are measured by, is missing.");
        for lanes in [0, MOST_LANES + 1] {
            assert!(ceiling(&[point(lanes, 1.0)]).contains("lanes of the machine’s ceiling must be from 1 to 4 096"));
        }
    }

    #[test]
    fn limits_are_whole_and_named_once() {
        let names: std::collections::BTreeSet<&str> = crate::limits::ALL.iter().map(|limit| limit.name).collect();
        assert_eq!(names.len(), crate::limits::ALL.len());
        for limit in crate::limits::ALL {
            assert!(limit.value.fract() == 0.0 && (1.0..9.0e15).contains(&limit.value), "{limit:?}");
            assert!(limit.of.trim().ends_with('.'), "{limit:?}");
        }
    }
}

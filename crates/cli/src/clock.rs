//! The clock of this process.

use std::sync::LazyLock;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use kernels::{Chunk, Recorder, catalog::AnyProbe};
use model::Trace;

/// How long to watch the clock for its smallest step.
const WATCH: Duration = Duration::from_millis(5);

static ZERO: LazyLock<Instant> = LazyLock::new(Instant::now);

/// Milliseconds since the first time somebody asked; all threads share it, and it never goes back.
pub fn now_ms() -> f64 {
    ms(ZERO.elapsed())
}

/// A duration in milliseconds.
pub fn ms(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e3
}

/// The smallest step of the clock that shows within a few milliseconds, in milliseconds. Asking it takes time too, so what
/// shows is the larger of the two.
pub fn resolution_ms() -> f64 {
    let begin = Instant::now();
    let (mut smallest, mut last) = (WATCH, begin);
    while last - begin < WATCH {
        let now = Instant::now();
        if now > last {
            smallest = smallest.min(now - last);
        }
        last = now;
    }
    ms(smallest)
}

/// The date and time of now in UTC, as ISO 8601 has it, to the second.
pub fn date_and_time() -> String {
    // A clock set before 1970 is taken for 1970.
    iso(SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs())
}

/// Seconds since 1970 as a date and time. The date by Howard Hinnant's algorithm `civil_from_days`, in which years begin in
/// March, so that a leap day is a year's last.
fn iso(seconds: u64) -> String {
    let (days, second) = (seconds / 86_400 + 719_468, seconds % 86_400);
    let (era, day_of_era) = (days / 146_097, days % 146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = (month_from_march + 2) % 12 + 1;
    let year = era * 400 + year_of_era + u64::from(month <= 2);
    let (hour, minute, second) = (second / 3_600, second / 60 % 60, second % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

/// Records a run on this clock.
pub struct Stamps(Recorder);

impl Stamps {
    /// For a run on this many lanes.
    pub fn new(lanes: usize) -> Self {
        Self(Recorder::new(lanes))
    }

    /// The trace of a run between these two times.
    pub fn trace(self, start_ms: f64, end_ms: f64) -> Trace {
        self.0.trace(start_ms, end_ms - start_ms)
    }
}

impl AnyProbe for Stamps {
    fn begin(&self, chunks: usize) {
        self.0.begin(chunks);
    }

    fn start(&self, _: &Chunk) -> f64 {
        now_ms()
    }

    fn end(&self, chunk: &Chunk, start_ms: f64) {
        self.0.end(chunk, start_ms, now_ms());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_known_seconds() {
        let known = [
            (0, "1970-01-01T00:00:00Z"),
            (951_782_399, "2000-02-28T23:59:59Z"),
            (951_782_400, "2000-02-29T00:00:00Z"),
            (951_868_800, "2000-03-01T00:00:00Z"),
            (1_000_000_000, "2001-09-09T01:46:40Z"),
            (4_107_542_399, "2100-02-28T23:59:59Z"),
            (4_107_542_400, "2100-03-01T00:00:00Z"),
        ];
        for (seconds, date) in known {
            assert_eq!(iso(seconds), date);
        }
    }

    #[test]
    fn the_clock_has_a_step_and_goes_forward() {
        let before = now_ms();
        let step = resolution_ms();
        assert!(step > 0.0 && step <= ms(WATCH), "{step}");
        assert!(now_ms() > before);
    }
}

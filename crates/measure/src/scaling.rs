//! How times depend on the number of lanes: Amdahl's law, the Universal Scalability Law, Gustafson's scaled speed-up.
//!
//! In the time domain the USL is linear: T(n) = a + b/n + c (n − 1), where a is serial, b is shared and c is what every further lane costs.
//! Amdahl's law (1967) is c = 0. So a weighted, robust, non-negative least squares finds it without iteration: p = b / (a + b), σ = 1 − p,
//! κ = c / (a + b), and the most lanes that help are √((1 − σ) / κ) = √(b / c) (Gunther, *Guerrilla Capacity Planning*, 2007).
//!
//! Which of the two is better supported is told by Akaike's criterion, corrected for few points (Hurvich and Tsai 1989); with too few
//! points for it, by whether the interval of κ leaves out 0. Intervals come from resampling whole rounds with a fixed seed.
//!
//! A growing picture is another experiment: Gustafson's S(n) = s + n (1 − s) (CACM 31, 1988) is fitted to n T(1, A) / T(n, n A).
//!
//! Numbers of lanes beyond the cores the machine claims follow other laws and are not fitted.

use model::{CurvePoint, Estimate, Experiment, Fit, Mode, Peak, Report, Scaling, ScalingModel};

use crate::{
    comparing::{self, FEWEST_ROUNDS},
    least_squares,
    samples::{Times, shortest_ms},
    stats::{self, Resampled},
    summary,
};

/// Distinct numbers of lanes that Amdahl's law and Gustafson's take, and the USL.
const FEWEST_FOR_AMDAHL: usize = 3;
const FEWEST_FOR_USL: usize = 5;

/// Curves go up to so many lanes, in steps of the fourth root of 2.
const MOST_LANES: f64 = 256.0;

/// Residuals below this share of a time are as good as none: a criterion must not prefer one perfect fit to another.
const PERFECT: f64 = 1e-6;

/// One entry for every parallel mode whose lanes vary.
pub(crate) fn scaling(report: &Report, times: &Times) -> Vec<Scaling> {
    if report.settings.experiment == Experiment::BreakEven {
        return Vec::new();
    }
    [Mode::Threads, Mode::Workers].into_iter().filter_map(|mode| of_mode(report, times, mode)).collect()
}

/// A number of lanes and the mode it was measured with.
#[derive(Clone, Copy)]
struct Point {
    lanes: u32,
    mode: usize,
}

fn of_mode(report: &Report, times: &Times, mode: Mode) -> Option<Scaling> {
    let growing = report.settings.experiment == Experiment::Growing;
    let mut points: Vec<Point> = (0..report.settings.modes.len())
        .filter(|&at| report.settings.modes[at].mode == mode && !times.of_mode(at).is_empty())
        .map(|at| Point { lanes: report.settings.modes[at].threads.max(1), mode: at })
        .collect();
    points.sort_by_key(|p| p.lanes);
    points.dedup_by_key(|p| p.lanes);
    if points.len() < 2 || times.of_mode(0).is_empty() {
        return None;
    }
    let cores = report.machine.claimed_cores.max(1);
    let fitted: Vec<Point> = points.iter().copied().filter(|p| p.lanes <= cores).collect();
    let data = Data::of(report, times, &fitted);
    let fits = data.fits(growing, &points);
    let better = better(&fits);
    let one_lane = points.iter().find(|p| p.lanes == 1);
    Some(Scaling {
        mode,
        growing,
        mode_indices: points.iter().map(|p| p.mode as u32).collect(),
        note: note(mode, growing, &data, points.len() - fitted.len(), cores),
        fits,
        better,
        measured_parallel: one_lane.and_then(|p| summary::median_busy(report, p.mode)),
    })
}

/// Rounds in which everything was measured: times, not below the clock's step, of the baseline and at every point.
struct Data {
    points: Vec<Point>,
    rounds: Vec<Vec<f64>>,
    /// The work of every point over the baseline's.
    work: Vec<f64>,
}

/// What a resample says.
struct Found {
    parallel: f64,
    coherency: f64,
    /// Infinite where the law has a limit and these rounds show none.
    limit: Option<f64>,
    peak: Option<f64>,
    squares: f64,
    /// Speed-up against the baseline at so many lanes.
    speed_up: Box<dyn Fn(f64) -> f64>,
}

impl Data {
    fn of(report: &Report, times: &Times, points: &[Point]) -> Self {
        let modes: Vec<usize> = std::iter::once(0).chain(points.iter().map(|p| p.mode)).collect();
        let least = shortest_ms(report.machine.clock_resolution_ms);
        let rounds: Vec<Vec<f64>> =
            times.in_all(&modes).into_iter().map(|row| row.into_iter().map(|ms| ms.max(least)).collect()).collect();
        let base = report.settings.modes[0];
        let own = report.job.input.size;
        let work = points.iter().map(|p| comparing::more_work(base, report.settings.modes[p.mode], own)).collect();
        Self { points: points.to_vec(), rounds, work }
    }

    /// None of fewer than [`FEWEST_ROUNDS`] rounds: their resamples hardly differ, and the intervals would promise too much.
    fn fits(&self, growing: bool, all: &[Point]) -> Vec<Fit> {
        if self.rounds.len() < FEWEST_ROUNDS {
            return Vec::new();
        }
        let wanted: &[(ScalingModel, usize)] = if growing {
            &[(ScalingModel::Gustafson, FEWEST_FOR_AMDAHL)]
        } else {
            &[(ScalingModel::Amdahl, FEWEST_FOR_AMDAHL), (ScalingModel::Usl, FEWEST_FOR_USL)]
        };
        let enough = wanted.iter().filter(|(_, fewest)| self.points.len() >= *fewest);
        enough.filter_map(|&(model, _)| self.fit(model, all)).collect()
    }

    fn fit(&self, model: ScalingModel, all: &[Point]) -> Option<Fit> {
        let every: Vec<usize> = (0..self.rounds.len()).collect();
        let best = self.found(model, &every)?;
        let resamples = stats::resampled_rounds(every.len(), |drawn| self.found(model, drawn));
        let interval = |of: &dyn Fn(&Found) -> Option<f64>| {
            let values = resamples.iter().filter_map(of).collect();
            of(&best).map(|value| Resampled::new(values).interval(value, 0.95))
        };
        let curve = lanes_of_curve(all)
            .into_iter()
            .filter_map(|at| Some(CurvePoint { at, value: interval(&|found| Some((found.speed_up)(at)))? }))
            .collect();
        let fit = Fit {
            model,
            parallel: interval(&|found| Some(found.parallel))?,
            coherency: interval(&|found| Some(found.coherency))?,
            peak: best.peak.map(|value| peak(value, &resamples)),
            // A resample without a limit is above every number. Where more than 2.5 % are, the interval has no upper end.
            limit: interval(&|found| found.limit).filter(|limit| limit.high.is_finite()),
            aicc: aicc(best.squares, self.points.len(), coefficients(model)),
            curve,
        };
        is_finite(&fit).then_some(fit)
    }

    /// A model fitted to the medians of some rounds.
    fn found(&self, model: ScalingModel, rounds: &[usize]) -> Option<Found> {
        let medians = stats::medians(&self.rounds, rounds);
        let (&base, times) = medians.split_first()?;
        let lanes = self.points.iter().map(|p| f64::from(p.lanes));
        match model {
            ScalingModel::Amdahl => {
                let terms: Vec<[f64; 2]> = lanes.map(|n| [1.0, 1.0 / n]).collect();
                let ([serial, shared], squares) = least_squares::relative(&terms, times)?;
                Some(in_time(base, [serial, shared, 0.0], squares))
            }
            ScalingModel::Usl => {
                let terms: Vec<[f64; 3]> = lanes.map(|n| [1.0, 1.0 / n, n - 1.0]).collect();
                let (found, squares) = least_squares::relative(&terms, times)?;
                Some(in_time(base, found, squares))
            }
            ScalingModel::Gustafson => {
                // n − S = s (n − 1), in shares of n, so that many lanes don't count more than few. A speed-up above n is no serial part.
                let speed_ups = times.iter().zip(&self.work).map(|(ms, work)| base * work / ms);
                let (mut both, mut square, mut squares) = (0.0, 0.0, 0.0);
                let rows: Vec<(f64, f64)> = lanes.zip(speed_ups).map(|(n, s)| ((n - 1.0) / n, 1.0 - s / n)).collect();
                for &(x, y) in &rows {
                    both += x * y;
                    square += x * x;
                }
                let serial = (both / square).clamp(0.0, 1.0);
                for &(x, y) in &rows {
                    squares += (y - serial * x).powi(2);
                }
                let speed_up = Box::new(move |n: f64| serial + n * (1.0 - serial));
                Some(Found { parallel: 1.0 - serial, coherency: 0.0, limit: None, peak: None, squares, speed_up })
            }
        }
    }
}

/// A best number of lanes with its interval. A resample in which every further lane helps has none: its peak is beyond every number, and
/// where more than 2.5 % of them say so, the interval has no upper end.
fn peak(value: f64, resamples: &[Found]) -> Peak {
    let peaks = resamples.iter().map(|found| found.peak.unwrap_or(f64::INFINITY)).collect();
    let Estimate { low, high, .. } = Resampled::new(peaks).interval(value, 0.95);
    Peak { value, low, high: Some(high).filter(|high| high.is_finite()) }
}

/// The parameters of T(n) = serial + shared/n + each (n − 1), in milliseconds, beside a baseline.
fn in_time(base: f64, [serial, shared, each]: [f64; 3], squares: f64) -> Found {
    let one = serial + shared;
    let time = move |n: f64| serial + shared / n + each * (n - 1.0);
    let peak = (each > 0.0).then(|| (shared / each).sqrt().max(1.0));
    let limit = match peak {
        Some(peak) => base / time(peak),
        None if serial > 0.0 => base / serial,
        None => f64::INFINITY,
    };
    // Where nothing is left but what each lane costs, nothing is shared.
    let of_one = |part: f64| if one > 0.0 { part / one } else { 0.0 };
    Found {
        parallel: of_one(shared),
        coherency: of_one(each),
        limit: Some(limit),
        peak: peak.filter(|peak| peak.is_finite()),
        squares,
        speed_up: Box::new(move |n| base / time(n)),
    }
}

/// The coefficients that are fitted, without the residuals' variance.
fn coefficients(model: ScalingModel) -> usize {
    match model {
        ScalingModel::Gustafson => 1,
        ScalingModel::Amdahl => 2,
        ScalingModel::Usl => 3,
    }
}

/// Akaike's corrected criterion for least squares on so many points, the residuals' variance counted as one more parameter. Absent where
/// there are too few points for the correction.
fn aicc(squares: f64, points: usize, coefficients: usize) -> Option<f64> {
    let (n, k) = (points as f64, coefficients as f64 + 1.0);
    let variance = (squares / n).max(PERFECT * PERFECT);
    (n - k - 1.0 > 0.0).then(|| n * variance.ln() + 2.0 * k + 2.0 * k * (k + 1.0) / (n - k - 1.0))
}

fn better(fits: &[Fit]) -> Option<u32> {
    match fits {
        [] => None,
        [amdahl, usl, ..] => {
            let usl_is_better = match (amdahl.aicc, usl.aicc) {
                (Some(amdahl), Some(usl)) => usl < amdahl,
                _ => usl.coherency.low > 0.0,
            };
            Some(u32::from(usl_is_better))
        }
        [_] => Some(0),
    }
}

/// From 1 to 256 in steps of equal ratio, the measured numbers among them.
fn lanes_of_curve(points: &[Point]) -> Vec<f64> {
    let steps = (0..).map(|step| f64::from(step) / 4.0).map(f64::exp2).take_while(|&at| at <= MOST_LANES);
    let mut lanes: Vec<f64> = steps.chain(points.iter().map(|p| f64::from(p.lanes))).collect();
    lanes.sort_unstable_by(f64::total_cmp);
    lanes.dedup();
    lanes
}

fn is_finite(fit: &Fit) -> bool {
    let numbers = |e: &Estimate| e.value.is_finite() && e.low.is_finite() && e.high.is_finite();
    let curve = fit.curve.iter().all(|point| numbers(&point.value));
    numbers(&fit.parallel) && numbers(&fit.coherency) && fit.limit.as_ref().is_none_or(numbers) && curve
}

fn note(mode: Mode, growing: bool, data: &Data, beyond: usize, cores: u32) -> String {
    let what = if mode == Mode::Workers { "workers" } else { "threads" };
    let law = if growing { "Gustafson's law" } else { "Amdahl's law" };
    let (fitted, rounds) = (data.points.len(), data.rounds.len());
    let few = match fitted {
        0 | 1 => format!("One number of {what} says nothing of others: {law} takes three."),
        2 => format!("Two numbers of {what} can't tell {law} from another: three are needed."),
        _ if rounds < FEWEST_ROUNDS => {
            let were = if rounds == 1 { "was" } else { "were" };
            format!("{FEWEST_ROUNDS} rounds with every number of {what} are needed; there {were} {rounds}.")
        }
        3 | 4 if !growing => {
            format!(
                "{} numbers of {what} are enough for {law}; five would also show whether {what} wait for each other.",
                if fitted == 3 { "Three" } else { "Four" }
            )
        }
        _ => String::new(),
    };
    let more = if beyond > 0 {
        format!("More {what} than the {cores} cores that this machine claims are shown, but not fitted.")
    } else {
        String::new()
    };
    [few, more].into_iter().filter(|s| !s.is_empty()).collect::<Vec<_>>().join(" ")
}

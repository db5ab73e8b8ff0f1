//! The machine's ceiling: how many real cores there are behind their claimed number.
//!
//! Lanes run a loop that needs nothing but registers: it shares no memory, waits for nothing and is cut into equal parts. What it
//! doesn't gain from more lanes, no kernel can gain: cores that are two of one, a clock that sinks under load, other programs.

use std::hint::black_box;
use std::sync::Barrier;
use std::thread;

use measure::stats;
use model::CeilingPoint;

use crate::clock::now_ms;

/// How long one lane's loop takes, about, in milliseconds: long beside the start of a thread, short beside a round.
const LOOP_MS: f64 = 20.0;

/// Rounds, whose median counts.
const ROUNDS: usize = 5;

/// Turns of the loop to begin with when its length is looked for.
const FEW_TURNS: u64 = 1 << 16;

/// The ceiling at these numbers of lanes, which are ascending and begin with 1. In every round each number has its turn, and the ratio
/// is taken within the round.
pub fn measure(lanes: &[u32]) -> Vec<CeilingPoint> {
    let turns = turns();
    let mut ratios = vec![Vec::new(); lanes.len()];
    for _ in 0..ROUNDS {
        let times: Vec<f64> = lanes.iter().map(|&lanes| together_ms(lanes, turns)).collect();
        for ((ratios, &lanes), ms) in ratios.iter_mut().zip(lanes).zip(&times) {
            ratios.push(f64::from(lanes) * times[0] / ms);
        }
    }
    let point = |(&lanes, ratios): (&u32, &Vec<f64>)| CeilingPoint { lanes, speed_up: stats::median(ratios) };
    lanes.iter().zip(&ratios).map(point).collect()
}

/// Turns that take about [`LOOP_MS`].
fn turns() -> u64 {
    let mut turns = FEW_TURNS;
    loop {
        let ms = together_ms(1, turns);
        if ms >= LOOP_MS / 2.0 {
            return (turns as f64 * LOOP_MS / ms) as u64;
        }
        turns *= 2;
    }
}

/// Milliseconds from when all lanes are ready until the last one is done.
fn together_ms(lanes: u32, turns: u64) -> f64 {
    let ready = Barrier::new(lanes as usize);
    let lane = || {
        ready.wait();
        let start_ms = now_ms();
        black_box(spin(black_box(turns)));
        (start_ms, now_ms())
    };
    let stamps: Vec<(f64, f64)> = thread::scope(|scope| {
        let lanes: Vec<_> = (0..lanes).map(|_| scope.spawn(lane)).collect();
        lanes.into_iter().map(|lane| lane.join().expect("the loop can't panic")).collect()
    });
    let (start, end) = stamps.iter().fold((f64::INFINITY, 0.0_f64), |(s, e), stamp| (s.min(stamp.0), e.max(stamp.1)));
    end - start
}

/// A chain of multiplications, each of which needs the one before: Knuth's linear congruential generator (MMIX).
fn spin(turns: u64) -> u64 {
    (0..turns).fold(1, |x: u64, _| x.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_lane_is_the_measure_and_every_number_has_its_point() {
        let points = measure(&[1, 2, 3]);
        assert_eq!(points.iter().map(|p| p.lanes).collect::<Vec<_>>(), [1, 2, 3]);
        assert_eq!(points[0].speed_up, 1.0);
        assert!(points.iter().all(|p| p.speed_up.is_finite() && p.speed_up > 0.0));
    }

    #[test]
    fn no_turn_is_left_out() {
        // The compiler may find a shorter way only if it gives the same.
        let step = |x: u64| x.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        assert_eq!((spin(0), spin(1), spin(2)), (1, step(1), step(step(1))));
    }
}

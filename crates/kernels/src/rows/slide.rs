//! Sums over a window that slides: one value comes in, one goes out, however long the window is.
//!
//! Down columns, [`slide`] keeps the sums of a window of rows; along them, [`mean_row`] slides once more, and divides by the
//! number of pixels in the square.
//!
//! Bounds: samples are at most 16320 and a square has at most 201 · 201 pixels: no sum reaches 2³⁰. The only division is in
//! 32-bit floats, since SIMD has no 64-bit products of four lanes: sum, factor and product are each rounded to 24 bits,
//! which together is less than 255 · 3 · 2⁻²⁴ < 0.00005 level, and the mean is then rounded to the nearest, once. Adding
//! 2²³ does that: floats of this size have no fraction, so that the level is in the lowest bits. Conversion, product,
//! quotient and sum are what IEEE 754 says on every machine; nothing is fused.

#![allow(unsafe_code)]

#[cfg(feature = "check")]
use super::check;
use super::{FULL, premultiply::unpack_plain};

/// 2²³: the first float whose neighbours are whole numbers.
const WHOLE: f32 = 8_388_608.0;

/// Adds the samples of the pixels `entering` to `sums`, and takes those of the pixels `leaving` away, if there are any.
pub fn slide(sums: &mut [i32], entering: &[u8], leaving: Option<&[u8]>) {
    assert!(sums.len() == entering.len() && leaving.is_none_or(|leaving| leaving.len() == sums.len()));
    #[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
    let done = match leaving {
        Some(leaving) => vector::slide::<true>(sums, entering, leaving),
        None => vector::slide::<false>(sums, entering, entering),
    };
    #[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
    let done = 0;
    slide_plain(&mut sums[done..], &entering[done..], leaving.map(|leaving| &leaving[done..]));
}

/// Plain body of [`slide`].
fn slide_plain(sums: &mut [i32], entering: &[u8], leaving: Option<&[u8]>) {
    let mut change = |pixels: &[u8], sign: i32| {
        for (sums, pixel) in sums.as_chunks_mut::<4>().0.iter_mut().zip(pixels.as_chunks::<4>().0) {
            let samples = if pixel[3] == 255 { pixel.map(|c| i16::from(c) << 6) } else { premultiplied(pixel) };
            for (sum, s) in sums.iter_mut().zip(samples) {
                *sum += sign * i32::from(s);
            }
        }
    };
    change(entering, 1);
    if let Some(leaving) = leaving {
        change(leaving, -1);
    }
}

fn premultiplied(pixel: &[u8; 4]) -> [i16; 4] {
    let mut samples = [0; 4];
    unpack_plain(pixel, &mut samples);
    samples
}

/// Pixel `i` of `out` becomes the mean of `2 · radius + 1` pixels of `sums` from `i` on, each of which is the sum of as many
/// pixels of samples; as a straight RGBA pixel.
///
/// `sums` has `2 · radius + 1` pixels more than `out`: the last of them is read, but counts for none.
pub fn mean_row(sums: &[i32], radius: usize, out: &mut [u8]) {
    let window = 2 * radius + 1;
    assert_eq!(sums.len(), out.len() + 4 * window);
    let mean = Mean::of((window * window) as i32);
    let mut sum = [0; 4];
    for pixel in &sums.as_chunks::<4>().0[..window] {
        sum = std::array::from_fn(|c| sum[c] + pixel[c]);
    }
    #[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
    let done = vector::mean_row(sums, window, &mean, &mut sum, out);
    #[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
    let done = 0;
    mean_row_plain(&sums[done..], window, &mean, sum, &mut out[done..]);
}

/// Plain body of [`mean_row`], from a pixel on whose sum is `sum`.
fn mean_row_plain(sums: &[i32], window: usize, mean: &Mean, mut sum: [i32; 4], out: &mut [u8]) {
    let pixels = sums.as_chunks::<4>().0;
    for (out, (leaving, entering)) in out.as_chunks_mut::<4>().0.iter_mut().zip(pixels.iter().zip(&pixels[window..])) {
        *out = mean.pixel(sum);
        sum = std::array::from_fn(|c| sum[c] + entering[c] - leaving[c]);
    }
}

/// How sums become pixels.
struct Mean {
    /// The sum of opaque alphas.
    full: i32,
    /// Levels for each unit of a sum.
    factor: f32,
}

impl Mean {
    fn of(pixels: i32) -> Self {
        let full = pixels * i32::from(FULL);
        Self { full, factor: 255.0 / full as f32 }
    }

    fn pixel(&self, sum: [i32; 4]) -> [u8; 4] {
        let [r, g, b, a] = sum;
        if a == self.full {
            return sum.map(|sum| nearest(sum as f32 * self.factor));
        }
        match nearest(a as f32 * self.factor) {
            0 => [0; 4],
            // Rounding may have left more colour than alpha.
            alpha => {
                let [r, g, b] = [r, g, b].map(|colour| nearest(colour.min(a) as f32 / a as f32 * 255.0));
                [r, g, b, alpha]
            }
        }
    }
}

/// The whole number nearest to `level`, from 0 to 255.
fn nearest(level: f32) -> u8 {
    (level + WHOLE).to_bits() as u8
}

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod vector {
    use core::arch::wasm32::*;

    use super::{Mean, WHOLE, slide_plain};
    use crate::rows::{
        lanes::{load, store},
        premultiply::all_opaque,
    };

    /// Bytes of four pixels.
    const STEP: usize = 16;

    /// Does what whole vectors can; the samples done. Four pixels that aren't all opaque go to the plain body.
    pub fn slide<const LEAVE: bool>(sums: &mut [i32], entering: &[u8], leaving: &[u8]) -> usize {
        let done = sums.len().min(entering.len()).min(leaving.len()) / STEP * STEP;
        for at in (0..done).step_by(STEP) {
            // SAFETY: at + 16 <= done, which is within both rows.
            let (new, old) = unsafe { (load(entering, at), load(leaving, at)) };
            if all_opaque(v128_and(new, old)) {
                let change = |new, old| i16x8_shl(if LEAVE { i16x8_sub(new, old) } else { new }, 6);
                let low = change(u16x8_extend_low_u8x16(new), u16x8_extend_low_u8x16(old));
                let high = change(u16x8_extend_high_u8x16(new), u16x8_extend_high_u8x16(old));
                for (i, change) in [
                    i32x4_extend_low_i16x8(low),
                    i32x4_extend_high_i16x8(low),
                    i32x4_extend_low_i16x8(high),
                    i32x4_extend_high_i16x8(high),
                ]
                .into_iter()
                .enumerate()
                {
                    // SAFETY: at + 16 <= done, which is within sums.
                    unsafe { store(sums, at + 4 * i, i32x4_add(load(sums, at + 4 * i), change)) };
                }
            } else {
                let four = at..at + STEP;
                slide_plain(&mut sums[four.clone()], &entering[four.clone()], LEAVE.then_some(&leaving[four]));
            }
        }
        done
    }

    /// Does what steps of four pixels can; the samples done. `sum` is the next pixel's then.
    pub fn mean_row(sums: &[i32], window: usize, mean: &Mean, sum: &mut [i32; 4], out: &mut [u8]) -> usize {
        let done = out.len() / STEP * STEP;
        assert!(sums.len() >= done + 4 * window);
        // SAFETY: a pixel of sums has sixteen bytes.
        let mut running = unsafe { load(&*sum, 0) };
        let (factor, whole) = (f32x4_splat(mean.factor), f32x4_splat(WHOLE));
        for at in (0..done).step_by(STEP) {
            let mut four = [running; 4];
            for (i, sum) in four.iter_mut().enumerate() {
                *sum = running;
                // SAFETY: at + 16 <= done; the window after the last pixel done ends within sums.
                let (leaving, entering) = unsafe { (load(sums, at + 4 * i), load(sums, at + 4 * (i + window))) };
                running = i32x4_add(running, i32x4_sub(entering, leaving));
            }
            let least = i32x4_min(i32x4_min(four[0], four[1]), i32x4_min(four[2], four[3]));
            if i32x4_extract_lane::<3>(least) == mean.full {
                let levels = four.map(|sum| {
                    let level = f32x4_add(f32x4_mul(f32x4_convert_i32x4(sum), factor), whole);
                    v128_and(level, u32x4_splat(0xff))
                });
                let low = i16x8_narrow_i32x4(levels[0], levels[1]);
                let high = i16x8_narrow_i32x4(levels[2], levels[3]);
                // SAFETY: at + 16 <= done, which is within out.
                unsafe { store(out, at, u8x16_narrow_i16x8(low, high)) };
            } else {
                for (out, sum) in out[at..at + STEP].as_chunks_mut::<4>().0.iter_mut().zip(four) {
                    *out = mean.pixel(lanes(sum));
                }
            }
        }
        *sum = lanes(running);
        done
    }

    fn lanes(sum: v128) -> [i32; 4] {
        let mut lanes = [0; 4];
        // SAFETY: four numbers have sixteen bytes.
        unsafe { store(&mut lanes, 0, sum) };
        lanes
    }
}

/// Holds the SIMD bodies to the plain ones.
#[cfg(feature = "check")]
pub(super) const CHECKS: &[check::Check] = &[
    ("slide", |random, len| {
        let (entering, leaving, any) = (random.pixels(len), random.pixels(len), random.below(4) > 0);
        let leaving = any.then_some(&leaving[..]);
        check::same(len * 4, 9, |sums| slide(sums, &entering, leaving), |sums| slide_plain(sums, &entering, leaving))
    }),
    ("mean_row", |random, len| {
        let radius = 1 + random.below(20);
        let window = 2 * radius + 1;
        let mut sums = vec![0; (len + window) * 4];
        for _ in 0..window {
            slide_plain(&mut sums, &random.pixels(len + window), None);
        }
        if random.below(2) == 0 {
            sums.iter_mut().skip(3).step_by(4).for_each(|alpha| *alpha = window as i32 * i32::from(FULL));
        }
        let plain = |out: &mut [u8]| {
            let sum = std::array::from_fn(|c| sums.iter().skip(c).step_by(4).take(window).sum());
            mean_row_plain(&sums, window, &Mean::of((window * window) as i32), sum, out);
        };
        check::same(len * 4, 0, |out| mean_row(&sums, radius, out), plain)
    }),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mean_is_rounded_to_the_nearest_within_the_bound_stated() {
        for window in (3..=201).step_by(2) {
            let mean = Mean::of(window * window);
            let last = i64::from(mean.full);
            for step in 0..=20_000 {
                let sum = last * step / 20_000;
                let exact = sum as f64 / f64::from(window * window) / 64.0;
                let [level, .., alpha] = mean.pixel([sum as i32, 0, 0, mean.full]);
                assert!((f64::from(level) - exact).abs() <= 0.5 + 0.00005, "{sum} of {window}²: {level}");
                assert_eq!(alpha, 255);
            }
        }
    }

    #[test]
    fn what_came_in_and_went_out_leaves_nothing() {
        let (a, b) = ([10, 20, 30, 255, 200, 100, 50, 128], [7, 7, 7, 0, 255, 255, 255, 255]);
        let mut sums = [0; 8];
        slide(&mut sums, &a, None);
        assert_eq!(sums, [640, 1280, 1920, 16320, 6425, 3213, 1606, 8192]);
        slide(&mut sums, &b, Some(&a));
        assert_eq!(sums, [0, 0, 0, 0, 16320, 16320, 16320, 16320]);
    }
}

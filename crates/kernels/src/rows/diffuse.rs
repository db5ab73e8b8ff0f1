//! Error diffusion along a row: each sample becomes the nearest of two levels, and what that changed is handed on to
//! samples that are still to come, by the shares of Floyd and Steinberg (1976).
//!
//! ```text
//!            x     7/16        errors of a row are kept as sixteenths, not yet divided:
//!    3/16   5/16   1/16        value = source + (sum of shares) / 16
//! ```
//!
//! The rounding is Pillow's, so that its pictures come out byte for byte: shares are divided towards zero, a value is
//! clipped to 0..=255 before its level is chosen, and 128 itself becomes 0.
//!
//! Bounds: a clipped value has an error from −127 to 128. The shares that meet in a sample sum to at most 16 of these: within ±2048.
//!
//! There is no SIMD body: the next sample waits for this one. Where there are several channels, their chains run side by
//! side.

/// The highest value that becomes 0.
const THRESHOLD: i32 = 128;

/// Sends the row's `CHANNELS` interleaved channels to 0 or 255. `shares` has a number for each sample: what the row above
/// hands down to this one, and afterwards what this one hands to the row below; zeros before the first row.
pub fn diffuse<const CHANNELS: usize>(row: &mut [u8], shares: &mut [i16]) {
    assert_eq!(row.len(), shares.len());
    // Errors of the samples before this one and before that, by channel.
    let (mut last, mut before_last) = ([0; CHANNELS], [0; CHANNELS]);
    let mut left: Option<&mut [i16; CHANNELS]> = None;
    for (pixel, shares) in row.as_chunks_mut::<CHANNELS>().0.iter_mut().zip(shares.as_chunks_mut().0) {
        let mut errors = [0; CHANNELS];
        for c in 0..CHANNELS {
            let value = (i32::from(pixel[c]) + (i32::from(shares[c]) + 7 * last[c]) / 16).clamp(0, 255);
            let level = if value > THRESHOLD { 255 } else { 0 };
            errors[c] = value - level;
            pixel[c] = level as u8;
        }
        if let Some(left) = left {
            for c in 0..CHANNELS {
                left[c] = (before_last[c] + 5 * last[c] + 3 * errors[c]) as i16;
            }
        }
        left = Some(shares);
        (before_last, last) = (last, errors);
    }
    if let Some(left) = left {
        for c in 0..CHANNELS {
            left[c] = (before_last[c] + 5 * last[c]) as i16;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_go_to_the_four_neighbours_by_their_shares() {
        // 100 becomes 0 and hands on all of its 100: 7/16 to the right, the rest to the row below.
        let (mut row, mut shares) = ([0, 100, 0, 0], [0; 4]);
        diffuse::<1>(&mut row, &mut shares);
        assert_eq!(row, [0; 4]);
        // 700 / 16 is 43, which hands on 301 / 16, 18.
        assert_eq!(shares, [3 * 100, 5 * 100 + 3 * 43, 100 + 5 * 43 + 3 * 18, 43 + 5 * 18]);
    }

    #[test]
    fn a_flat_area_keeps_its_mean() {
        for grey in [0, 50, 128, 200, 255] {
            let (mut shares, mut sum) = (vec![0; 300], 0);
            for _ in 0..300 {
                let mut row = [grey; 300];
                diffuse::<3>(&mut row, &mut shares);
                assert!(shares.iter().all(|share| share.abs() <= 2048));
                sum += row.iter().map(|&level| u64::from(level)).sum::<u64>();
            }
            let mean = sum as f64 / 90_000.0;
            assert!((mean - f64::from(grey)).abs() < 2.0, "{grey} became {mean}");
        }
    }
}

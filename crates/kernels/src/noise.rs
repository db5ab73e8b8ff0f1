//! Value noise: a random level at every point of a grid, and a smooth way between them.
//!
//! Only exactly rounded operations are used, so that the noise is the same everywhere. A level is a hash of its place rather
//! than an entry of a table: ten operations that no cache has to hold, and no period.

/// Factors that spread the three axes over the hash.
const AXES: [u32; 3] = [0x9e37_79b1, 0x85eb_ca77, 0xc2b2_ae3d];

/// A level in 0..1 for a point of the grid, without any pattern to the eye.
pub fn level(x: i32, y: i32, z: i32) -> f32 {
    let [x, y, z] = spread(x, y, z);
    mixed([x ^ y ^ z])[0]
}

fn spread(x: i32, y: i32, z: i32) -> [u32; 3] {
    [(x as u32).wrapping_mul(AXES[0]), (y as u32).wrapping_mul(AXES[1]), (z as u32).wrapping_mul(AXES[2])]
}

/// The mixing is that of a finaliser of the MurmurHash3 kind: each step moves high bits to low ones and back. Corners of a cell are
/// mixed together, so that a compiler can take four at a time.
#[inline]
fn mixed<const CORNERS: usize>(corners: [u32; CORNERS]) -> [f32; CORNERS] {
    corners.map(|mut hash| {
        hash = (hash ^ (hash >> 16)).wrapping_mul(0x7feb_352d);
        hash = (hash ^ (hash >> 15)).wrapping_mul(0x846c_a68b);
        hash ^= hash >> 16;
        (hash >> 8) as i32 as f32 * (1.0 / (1 << 24) as f32)
    })
}

/// Smooth noise in 0..1, of features one unit wide, at a point of space.
pub fn smooth(x: f32, y: f32, z: f32) -> f32 {
    let (cell_x, cell_y, cell_z) = (x.floor(), y.floor(), z.floor());
    let (tx, ty, tz) = (ease(x - cell_x), ease(y - cell_y), ease(z - cell_z));
    let [x, y, z] = spread(cell_x as i32, cell_y as i32, cell_z as i32);
    let next = [x.wrapping_add(AXES[0]), y.wrapping_add(AXES[1]), z.wrapping_add(AXES[2])];
    let columns = [x ^ y, next[0] ^ y, x ^ next[1], next[0] ^ next[1]];
    let (near, far) = (mixed(columns.map(|column| column ^ z)), mixed(columns.map(|column| column ^ next[2])));
    let across = |[a, b, c, d]: [f32; 4]| mix(mix(a, b, tx), mix(c, d, tx), ty);
    mix(across(near), across(far), tz)
}

/// Smooth noise in 0..1 on the plane of this number: what [`smooth`] is at a whole height, for half the work.
#[inline(never)] // Called from many places: within them it makes the engine 4 KB larger, and no faster.
pub fn flat(x: f32, plane: i32, z: f32) -> f32 {
    let (cell_x, cell_z) = (x.floor(), z.floor());
    let (tx, tz) = (ease(x - cell_x), ease(z - cell_z));
    let [x, y, z] = spread(cell_x as i32, plane, cell_z as i32);
    let next = [x.wrapping_add(AXES[0]), z.wrapping_add(AXES[2])];
    let [a, b, c, d] = mixed([x ^ z, next[0] ^ z, x ^ next[1], next[0] ^ next[1]].map(|corner| corner ^ y));
    mix(mix(a, b, tx), mix(c, d, tx), tz)
}

/// How much finer each octave of noise with details is than the one before, and how far its grid is shifted, which keeps the
/// grids from lying on each other.
const FINER: f32 = 2.03;
const SHIFT: f32 = 17.3;

/// Smooth noise in 0..1 with details: each of the `octaves` is half as wide and half as strong as the one before.
pub fn detailed(x: f32, y: f32, z: f32, octaves: u32) -> f32 {
    let (mut sum, mut weight, mut total, mut scale) = (0.0, 0.5, 0.0, 1.0);
    for octave in 0..octaves {
        let shift = octave as f32 * SHIFT;
        sum += weight * smooth(x * scale + shift, y * scale - shift, z * scale + shift);
        total += weight;
        weight *= 0.5;
        scale *= FINER;
    }
    sum / total
}

/// [`detailed`] noise on a plane of this number and those after it.
pub fn detailed_flat(x: f32, plane: i32, z: f32, octaves: u32) -> f32 {
    band(x, plane, z, octaves, [f32::MIN, f32::MAX])
}

/// [`detailed_flat`] noise where it lies within `low..high`. Elsewhere what comes back is merely on the same side of it: finer
/// octaves are left out once they can't bring the noise back, which saves most of them.
pub fn band(x: f32, plane: i32, z: f32, octaves: u32, [low, high]: [f32; 2]) -> f32 {
    let total = 1.0 - 1.0 / (1 << octaves) as f32;
    let (low, high) = (low * total, high * total);
    let (mut sum, mut weight, mut scale) = (0.0, 0.5, 1.0);
    for octave in 0..octaves {
        let shift = octave as f32 * SHIFT;
        sum += weight * flat(x * scale + shift, plane + octave as i32, z * scale + shift);
        weight *= 0.5;
        scale *= FINER;
        // What is still to come adds less than twice the next weight.
        if sum >= high {
            return sum / total;
        }
        if sum + 2.0 * weight <= low {
            return (sum + 2.0 * weight) / total;
        }
    }
    sum / total
}

/// From `a` to `b` as `t` goes from 0 to 1.
pub fn mix(a: f32, b: f32, t: f32) -> f32 {
    a + (b - a) * t
}

/// 0 below `from`, 1 above `to`, and a smooth step between them; downwards if `to` is the smaller.
#[inline]
pub fn step(from: f32, to: f32, value: f32) -> f32 {
    // The bounds are mostly constants: then there is nothing to divide.
    ease(((value - from) * (1.0 / (to - from))).clamp(0.0, 1.0))
}

/// A smooth step from 0 to 1 as `t` goes from 0 to 1.
pub fn ease(t: f32) -> f32 {
    t * t * (3.0 - 2.0 * t)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plane_of_noise_is_a_cut_through_space() {
        for i in -50..50 {
            let (x, z) = (i as f32 * 0.37, i as f32 * -0.61);
            assert_eq!(flat(x, 7, z), smooth(x, 7.0, z));
        }
    }

    #[test]
    fn noise_within_a_band_is_the_noise_and_else_on_the_same_side() {
        let (mut within, range) = (0, [0.45, 0.55]);
        for i in 0..2000 {
            let (x, z) = (i as f32 * 0.173, i as f32 * 0.091);
            let (all, some) = (detailed_flat(x, 3, z, 5), band(x, 3, z, 5, range));
            let inside = range[0] < all && all < range[1];
            within += i32::from(inside);
            assert!(
                if inside { some == all } else { (some >= range[1]) == (all >= range[1]) },
                "{x} {z}: {all} {some}"
            );
        }
        assert!(within > 100);
    }
}

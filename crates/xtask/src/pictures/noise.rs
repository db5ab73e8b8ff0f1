//! Value noise: a random level at every point of a grid, and a smooth way between them.
//!
//! Only exactly rounded operations are used, so that the noise is the same everywhere.

/// A level in 0..1 for a point of the grid, without any pattern to the eye.
///
/// The mixing is that of a finaliser of the MurmurHash3 kind: each step moves high bits to low ones and back.
pub fn level(x: i32, y: i32, z: i32) -> f32 {
    let mut hash = (x as u32).wrapping_mul(0x9e37_79b1)
        ^ (y as u32).wrapping_mul(0x85eb_ca77)
        ^ (z as u32).wrapping_mul(0xc2b2_ae3d);
    hash = (hash ^ (hash >> 16)).wrapping_mul(0x7feb_352d);
    hash = (hash ^ (hash >> 15)).wrapping_mul(0x846c_a68b);
    hash ^= hash >> 16;
    (hash >> 8) as f32 / (1 << 24) as f32
}

/// Smooth noise in 0..1, of features one unit wide, at a point of space.
pub fn smooth(x: f32, y: f32, z: f32) -> f32 {
    let (cell_x, cell_y, cell_z) = (x.floor(), y.floor(), z.floor());
    let (ix, iy, iz) = (cell_x as i32, cell_y as i32, cell_z as i32);
    let (tx, ty, tz) = (ease(x - cell_x), ease(y - cell_y), ease(z - cell_z));
    let along = |y: i32, z: i32| mix(level(ix, y, z), level(ix + 1, y, z), tx);
    let across = |z: i32| mix(along(iy, z), along(iy + 1, z), ty);
    mix(across(iz), across(iz + 1), tz)
}

/// Smooth noise in 0..1 with details: each of the `octaves` is half as wide and half as strong as the one before.
pub fn detailed(x: f32, y: f32, z: f32, octaves: u32) -> f32 {
    let (mut sum, mut weight, mut total, mut scale) = (0.0, 0.5, 0.0, 1.0);
    for octave in 0..octaves {
        // The shift keeps the grids of the octaves from lying on each other.
        let shift = octave as f32 * 17.3;
        sum += weight * smooth(x * scale + shift, y * scale - shift, z * scale + shift);
        total += weight;
        weight *= 0.5;
        scale *= 2.03;
    }
    sum / total
}

/// From `a` to `b` as `t` goes from 0 to 1.
pub fn mix(a: f32, b: f32, t: f32) -> f32 {
    a + (b - a) * t
}

/// 0 below `from`, 1 above `to`, and a smooth step between them; downwards if `to` is the smaller.
pub fn step(from: f32, to: f32, value: f32) -> f32 {
    ease(((value - from) / (to - from)).clamp(0.0, 1.0))
}

fn ease(t: f32) -> f32 {
    t * t * (3.0 - 2.0 * t)
}

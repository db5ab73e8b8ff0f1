//! Chest X-rays that nobody has: radiograph-like pictures for the batch, as many as one likes.
//!
//! A picture is what its seed and its number say, on every machine: only basic operations of IEEE 754 are used, and noise that
//! hashes its place. Rays from a point are not traced. Each part of a chest (body, lungs, heart, spine, ribs, collarbones, vessels) is a
//! smooth function of the place that adds to, or takes from, what the rays lose on their way; film turns the sum into a level by
//! a curve that never quite reaches black or white.
//!
//! Anatomy has no detail finer than some pixels: it is computed at every fourth pixel each way and interpolated. Grain is
//! computed for every pixel, and is what fills the file: with it a picture of two megapixels takes about 540 KB as JPEG of quality 90,
//! as scans of radiographs do. Sizes vary by a third around two megapixels and from upright to lying.

use kernels::{
    Size,
    noise::{detailed_flat, ease, flat, level, mix, step},
};

use crate::{EncodeError, Grey, JPEG_QUALITY, encode_grey_jpeg};

/// Pixels from one computed place of the anatomy to the next.
const GRID: usize = 4;

/// Area in pixels: the middle of the range, and how far it goes up and down.
const PIXELS: f32 = 2_000_000.0;
const PIXELS_SPREAD: f32 = 0.3;

/// Standard deviation of the grain, in levels; chosen for the size of the files.
const GRAIN: f32 = 6.9;

/// Ribs of a side that show.
const RIBS: i32 = 9;

/// The X-ray of this number in the series of this seed, as JPEG.
///
/// # Errors
/// The encoder's; none is known.
pub fn xray_jpeg(seed: u32, number: u32) -> Result<Vec<u8>, EncodeError> {
    encode_grey_jpeg(&xray(seed, number), JPEG_QUALITY)
}

/// The X-ray of this number in the series of this seed.
pub fn xray(seed: u32, number: u32) -> Grey {
    let chest = Chest::of(seed, number);
    let (width, height) = (chest.size.width as usize, chest.size.height as usize);
    let (across, down) = (width.div_ceil(GRID) + 1, height.div_ceil(GRID) + 1);
    let anatomy: Vec<f32> = (0..down)
        .flat_map(|y| (0..across).map(move |x| (x, y)))
        .map(|(x, y)| chest.level(x * GRID, y * GRID))
        .collect();

    let mut grain = Grain(u64::from(seed) << 32 | u64::from(number) | 1 << 63);
    let mut levels = Vec::with_capacity(width * height);
    let mut row = vec![0.0; across];
    for y in 0..height {
        let (above, t) = (y / GRID * across, (y % GRID) as f32 / GRID as f32);
        let [above, below] = [above, above + across].map(|start| &anatomy[start..start + across]);
        row.iter_mut().zip(above.iter().zip(below)).for_each(|(out, (&a, &b))| *out = mix(a, b, t));
        let start = levels.len();
        for pair in row.windows(2) {
            let noise = grain.four();
            let four = |i: usize| {
                let level = mix(pair[0], pair[1], i as f32 / GRID as f32);
                // Less light, more grain: a film's noise is that of counting rays.
                (level + noise[i] * (1.2 - level * (0.5 / 255.0)) + 0.5) as u8
            };
            levels.extend([four(0), four(1), four(2), four(3)]);
        }
        levels.truncate(start + width);
    }
    Grey::new(chest.size, levels).expect("a level for every pixel")
}

/// Grain: of about the bell's shape, the sum of four numbers between two bounds.
struct Grain(u64);

impl Grain {
    fn four(&mut self) -> [f32; GRID] {
        let (a, b) = (self.next(), self.next());
        // The variance of a byte is (256² − 1) / 12, and four of them are added.
        let scale = GRAIN / 147.8;
        std::array::from_fn(|i| {
            let bytes = ((if i < 2 { a } else { b }) >> (i % 2 * 32)) as u32;
            let sum: u32 = bytes.to_le_bytes().map(u32::from).iter().sum();
            (sum as f32 - 510.0) * scale
        })
    }

    /// Marsaglia's xorshift with Vigna's multiplier (2016), xorshift64*.
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }
}

/// What differs from one X-ray to the next. Places are in half widths of the chest from its middle line, and down from
/// the top of the picture.
struct Chest {
    size: Size,
    /// Half widths in a pixel.
    scale: f32,
    /// Where the middle line is at the top, in pixels, and how it leans.
    middle: f32,
    lean: f32,
    /// Of the body outside the lungs, and how dark these get.
    density: f32,
    air: f32,
    /// The lungs' lower edge at its highest, and the heart's size.
    diaphragm: f32,
    heart: f32,
    /// The first rib's place, the way to the next, and how they slope.
    first_rib: f32,
    rib_step: f32,
    rib_slope: f32,
    /// Exposure of the film.
    exposure: f32,
    /// A plane of the noise for itself.
    plane: i32,
}

impl Chest {
    fn of(seed: u32, number: u32) -> Self {
        let mut axis = 0;
        let mut between = |low: f32, high: f32| {
            axis += 1;
            mix(low, high, level(seed as i32, number as i32, axis))
        };
        let pixels = PIXELS * between(1.0 - PIXELS_SPREAD, 1.0 + PIXELS_SPREAD);
        // Height over width.
        let shape = between(0.82, 1.22);
        let width = (pixels / shape).sqrt();
        let size = Size::new(width as u32, (width * shape) as u32);
        // The chest fills the narrower side.
        let half_width = width.min(width * shape * 1.05) * between(0.46, 0.52);
        Self {
            size,
            scale: 1.0 / half_width,
            middle: width * between(0.48, 0.52),
            lean: between(-0.03, 0.03),
            density: between(0.9, 1.15),
            air: between(0.85, 1.05),
            diaphragm: between(1.38, 1.52),
            heart: between(0.85, 1.2),
            first_rib: between(0.3, 0.38),
            rib_step: between(0.135, 0.155),
            rib_slope: between(0.25, 0.45),
            exposure: between(0.85, 1.1),
            plane: (seed ^ number.wrapping_mul(0x9e37_79b1)) as i32 >> 8,
        }
    }

    /// The level of a pixel without its grain.
    fn level(&self, x: usize, y: usize) -> f32 {
        let v = y as f32 * self.scale;
        let u = (x as f32 - self.middle) * self.scale - self.lean * v;
        let lost = self.lost(u, v).max(0.0) * self.exposure;
        // 1 − e^−x has this shape and less need of a library.
        let bright = 1.0 - 1.0 / (1.0 + lost + 0.55 * lost * lost);
        6.0 + 285.0 * (bright - 0.02 - 0.22 * bright * (1.0 - bright))
    }

    /// What rays lose on their way through this place.
    fn lost(&self, u: f32, v: f32) -> f32 {
        let side = u.abs();
        let edge = self.edge(v);
        let body = step(edge + 0.015, edge - 0.1, side);
        if body == 0.0 {
            return 0.015;
        }
        let cloud = detailed_flat(u * 3.0, self.plane, v * 3.0, 3) - 0.5;
        let mut lost = body * self.density * (0.75 + 0.35 * root(1.0 - (side / edge).min(1.0)) + 0.12 * cloud);
        // The belly below, and the shoulders beside, are thick.
        lost += 0.65 * step(self.diaphragm - 0.1, self.diaphragm + 0.5, v) * body;
        lost += 0.35 * step(0.68, 0.95, side) * step(0.75, 0.35, v) * body;

        let lung = self.lung(u, v);
        let vessels = detailed_flat(u * 9.0 + 40.0, self.plane + 20, v * 7.0, 4) - 0.45;
        let near_hilum = 1.0 / (1.0 + 9.0 * (square(side - 0.2) + square(v - 0.88)));
        lost -= lung * (0.78 * self.air - 0.75 * vessels.max(-0.05) * near_hilum);

        lost += self.spine(side, v) + self.heart(u, v) + self.bones(side, v, lung) * body;
        // The windpipe, a dark column above the fork.
        lost -= 0.16 * step(0.085, 0.05, (u - 0.01).abs()) * step(0.85, 0.65, v);
        lost
    }

    /// Half the body's width: a neck, sloping shoulders, a trunk.
    fn edge(&self, v: f32) -> f32 {
        let neck = 0.3 + 0.75 * step(0.02, 0.42, v);
        neck - 0.1 * step(0.7, 1.3, v) + 0.05 * step(1.3, 2.0, v)
    }

    /// 1 within a lung, 0 outside.
    fn lung(&self, u: f32, v: f32) -> f32 {
        let side = u.abs();
        // An egg: narrow at the top, with its middle moving outwards on the way down.
        let down = ((v - 0.22) / (self.diaphragm + 0.12 - 0.22)).clamp(0.0, 1.0);
        let (middle, half) = (0.33 + 0.12 * down, 0.02 + 0.37 * root(down * (1.4 - 0.4 * down)));
        let across = (side - middle) / half;
        let within = step(1.06, 0.8, across.abs()) * step(0.2, 0.27, v);
        // The diaphragm's dome, higher on the right side (the left in the picture), where the liver is.
        let dome = self.diaphragm - if u < 0.0 { 0.06 } else { 0.0 } + 0.2 * square(side - 0.4) / 0.12;
        within * step(dome + 0.015, dome - 0.03, v)
    }

    /// Vertebrae, and what lies before them.
    fn spine(&self, side: f32, v: f32) -> f32 {
        let (_, vertebra) = whole_and_part(v * 8.5);
        let disc = ease((vertebra - 0.5).abs() * 2.0);
        let column = step(0.16, 0.09, side) * (0.34 - 0.09 * disc * step(0.12, 0.08, side));
        column + 0.26 * step(0.27, 0.03, side)
    }

    fn heart(&self, u: f32, v: f32) -> f32 {
        // Its axis points down to the left, which is the right in the picture.
        let (x, y) = (u - 0.15, v - (self.diaphragm - 0.28));
        let (along, across) = ((x * 0.85 + y * 0.5) / 0.4, (y * 0.85 - x * 0.5) / 0.29);
        let heart = step(1.15, 0.7, root(square(along) + square(across)) / self.heart);
        // The arch of the aorta.
        let arch = step(0.12, 0.06, root(square(u - 0.12) + square(v - 0.62)));
        0.5 * heart * step(self.diaphragm + 0.25, self.diaphragm - 0.1, v) + 0.22 * arch
    }

    /// Ribs and collarbones. Ribs show where air lies behind them, and faintly elsewhere.
    fn bones(&self, side: f32, v: f32, lung: f32) -> f32 {
        let cage = 0.9 - 0.42 * square((0.95 - v).max(0.0)) / 0.5;
        let within = step(cage + 0.02, cage - 0.03, side) * step(0.05, 0.14, side);
        let mut bones = 0.0;
        if within > 0.0 {
            // From the spine outwards they rise a little and then fall, the lower ones more; before, they fall towards the middle.
            let back = v + 0.1 * side - self.rib_slope * square(side) * 1.1;
            let front = v + 0.9 * side - 0.35 * side * side - 0.62;
            let show = 0.35 + 0.65 * lung;
            bones +=
                within * show * (0.24 * self.rib(back, 0.036) + 0.13 * self.rib(front, 0.045) * step(0.28, 0.4, side));
        }
        let collar = v - (0.4 - 0.17 * side + 0.035 * (side * 7.0 - 2.0).clamp(-1.0, 1.0));
        bones + 0.3 * tube(collar, 0.042) * step(0.06, 0.14, side) * step(0.95, 0.8, side)
    }

    /// The nearest rib of a row of them, `v` being along the row.
    fn rib(&self, v: f32, half: f32) -> f32 {
        let (number, part) = whole_and_part((v - self.first_rib) / self.rib_step + 0.5);
        if !(0..RIBS).contains(&number) {
            return 0.0;
        }
        let wobble = 0.02 * (flat(number as f32 * 1.7, self.plane + 9, v * 3.0) - 0.5);
        tube((part - 0.5) * self.rib_step + wobble, half)
    }
}

/// A bone cut across: its shell shows more than its middle.
fn tube(distance: f32, half: f32) -> f32 {
    let from_middle = (distance / half).abs();
    step(1.1, 0.8, from_middle) * (0.72 + 0.28 * step(0.3, 0.8, from_middle))
}

fn whole_and_part(x: f32) -> (i32, f32) {
    let whole = x.floor();
    (whole as i32, x - whole)
}

fn square(x: f32) -> f32 {
    x * x
}

/// The square root, which IEEE 754 rounds exactly; of what is below zero, zero.
fn root(x: f32) -> f32 {
    x.max(0.0).sqrt()
}

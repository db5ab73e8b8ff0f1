//! Drawings for tests: like a photo in what a codec and a kernel meet (slopes, edges, fine texture, noise), and without any
//! symmetry, so that a mirrored, turned or shifted result can't pass.

use kernels::Image;
use model::Size;

use kernels::noise::{detailed, level, mix, smooth, step};

type Colour = [f32; 3];

const SKY: [Colour; 2] = [[88.0, 140.0, 196.0], [250.0, 222.0, 180.0]];
const SUN: Colour = [255.0, 246.0, 214.0];
const HILLS: [Colour; 3] = [[142.0, 160.0, 168.0], [96.0, 128.0, 104.0], [58.0, 92.0, 56.0]];
const AWNING: [Colour; 2] = [[244.0, 236.0, 220.0], [40.0, 96.0, 148.0]];
const BALLOONS: [Colour; 4] = [[206.0, 64.0, 48.0], [240.0, 184.0, 60.0], [72.0, 148.0, 96.0], [120.0, 72.0, 136.0]];

/// A picture drawn by a function of the pixel, which gives red, green, blue and alpha, each 0 to 255.
pub fn drawn(size: Size, pixel: impl Fn(u32, u32) -> [f32; 4]) -> Image {
    let pixels = (0..size.height)
        .flat_map(|y| (0..size.width).map(move |x| (x, y)))
        .flat_map(|(x, y)| pixel(x, y).map(|sample| (sample.clamp(0.0, 255.0) + 0.5) as u8))
        .collect();
    Image::new(size, pixels).expect("four bytes a pixel")
}

/// A landscape with a sun, hills, balloons, a striped awning and the grain of a sensor. `seed` moves everything.
pub fn photo(size: Size, seed: i32) -> Image {
    let scale = 1.0 / size.height as f32;
    drawn(size, |x, y| {
        let (u, v) = (x as f32 * scale, y as f32 * scale);
        let grain = (level(x as i32, y as i32, seed) - 0.5) * 7.0;
        let [red, green, blue] = landscape(u, v, seed).map(|sample| sample + grain);
        [red, green, blue, 255.0]
    })
}

/// Coloured discs of every transparency on nothing.
pub fn discs(size: Size, seed: i32) -> Image {
    let scale = 1.0 / size.height as f32;
    drawn(size, |x, y| {
        let (u, v) = (x as f32 * scale, y as f32 * scale);
        let mut colour = [255.0; 3];
        let mut alpha = 0.0;
        for i in 0..14 {
            let place = |axis| level(i, axis, seed);
            let radius = 0.06 + 0.16 * place(2);
            let inside = step(radius, radius * place(3), distance(u - 1.33 * place(0), v - place(1)));
            colour = blend(colour, BALLOONS[i as usize % BALLOONS.len()], inside);
            alpha = mix(alpha, 255.0 * (0.3 + 0.7 * place(4)), inside);
        }
        [colour[0], colour[1], colour[2], alpha]
    })
}

fn landscape(u: f32, v: f32, seed: i32) -> Colour {
    let s = seed as f32;
    let mut colour = blend(SKY[0], SKY[1], step(0.0, 0.62, v));
    colour = blend(colour, [255.0; 3], 0.55 * step(0.5, 0.8, detailed(u * 2.5, v * 7.0, s, 5)));
    colour = blend(colour, SUN, step(0.3, 0.05, distance(u - 0.95, v - 0.3)));
    for (i, hill) in HILLS.into_iter().enumerate() {
        let near = i as f32;
        let ridge = 0.47 + 0.12 * near - 0.2 * (detailed(u * (1.5 + near), near * 9.0, s, 4) - 0.5);
        let meadow = 26.0 * (detailed(u * 28.0, v * (28.0 + 30.0 * near), s + near, 4) - 0.5);
        colour = blend(colour, hill.map(|sample| sample + meadow), step(ridge, ridge + 0.004, v));
    }
    for i in 0..7 {
        let place = |axis| level(i, axis, seed);
        let radius = 0.02 + 0.05 * place(2);
        let (dx, dy) = (u - 1.3 * place(0), v - 0.08 - 0.4 * place(1));
        let light = 1.1 - 0.5 * step(-radius, radius, dx + dy);
        let balloon = BALLOONS[i as usize % BALLOONS.len()].map(|sample| sample * light);
        colour = blend(colour, balloon, step(radius + 0.002, radius - 0.002, distance(dx, dy)));
    }
    // The stripes get narrower to the right, down to a few pixels.
    let stripe = (14.0 * u + 9.0 * u * u + 0.6 * smooth(u * 3.0, v * 6.0, s)).fract();
    let cloth = blend(AWNING[0], AWNING[1], step(0.42, 0.5, stripe) * step(1.0, 0.93, stripe));
    let shade = 1.06 - 0.3 * (v - 0.86) / 0.14;
    blend(colour, cloth.map(|sample| sample * shade), step(0.858, 0.862, v + 0.02 * smooth(u * 9.0, 0.0, s)))
}

fn distance(dx: f32, dy: f32) -> f32 {
    (dx * dx + dy * dy).sqrt()
}

fn blend(a: Colour, b: Colour, t: f32) -> Colour {
    [mix(a[0], b[0], t), mix(a[1], b[1], t), mix(a[2], b[2], t)]
}

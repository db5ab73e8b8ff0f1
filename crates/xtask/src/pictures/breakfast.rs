//! The sample on the first screen: kaya toast, two soft-boiled eggs and a cup of kopi on marble, in the morning sun.
//!
//! Nothing is loaded: every pixel is a pure function of its place and the picture's size, so rows don't depend on each other.
//! A ray from the eye steps through a field of distances until it meets a surface (`scene`), which has a colour and a gloss
//! (`materials`), and is lit by the sun, the sky and the room (`light`). Four rays a pixel smooth the edges; the light is then
//! pressed into what a screen can show.

mod light;
mod materials;
mod scene;
mod vector;

use kernels::Image;
use model::Size;
use vector::{Vec3, vec3};

/// Where in a pixel the four rays go: a grid turned so that no two share a row or a column.
const RAYS: [(f32, f32); 4] = [(0.125, 0.625), (0.375, 0.125), (0.625, 0.875), (0.875, 0.375)];

/// The picture at this size, drawn by all of the machine's threads. About a second per 50 000 pixels and thread.
pub fn sample(size: Size) -> Image {
    let mut image = Image::blank(size);
    let stride = size.width.max(1) as usize * 4;
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    // Rows differ in cost, so neighbours go to different threads.
    let mut shares: Vec<Vec<(u32, &mut [u8])>> = (0..threads).map(|_| Vec::new()).collect();
    for (y, row) in (0..size.height).zip(image.pixels_mut().chunks_exact_mut(stride)) {
        shares[y as usize % threads].push((y, row));
    }
    std::thread::scope(|scope| {
        for share in shares {
            scope.spawn(move || share.into_iter().for_each(|(y, row)| draw_row(size, y, row)));
        }
    });
    image
}

/// Draws row `y` of the picture of this size.
fn draw_row(size: Size, y: u32, row: &mut [u8]) {
    let scale = 2.0 / size.height as f32;
    for (x, pixel) in (0..size.width).zip(row.chunks_exact_mut(4)) {
        let mut light = vec3(0.0, 0.0, 0.0);
        for (dx, dy) in RAYS {
            let u = (x as f32 + dx - 0.5 * size.width as f32) * scale;
            let v = 1.0 - (y as f32 + dy) * scale;
            // Pressed before the mean, so that a highlight's edge is smooth too.
            light = light + pressed(light::seen(u, v) * vignette(u, v)) * 0.25;
        }
        let level = |v: f32| (encoded(v) * 255.0 + 0.5) as u8;
        pixel.copy_from_slice(&[level(light.x), level(light.y), level(light.z), 255]);
    }
}

/// A little darker towards the corners, as lenses do.
fn vignette(u: f32, v: f32) -> f32 {
    1.0 - 0.10 * (u * u * 0.45 + v * v * 0.6)
}

/// Any light into 0..1: even slopes in the dark, a shoulder in the bright (the curve of K. Narkowicz, "ACES filmic tone mapping
/// curve", 2016).
fn pressed(light: Vec3) -> Vec3 {
    light.map(|v| {
        let v = 0.62 * v.max(0.0);
        ((v * (2.51 * v + 0.03)) / (v * (2.43 * v + 0.59) + 0.14)).clamp(0.0, 1.0)
    })
}

/// The sRGB transfer curve, IEC 61966-2-1.
fn encoded(v: f32) -> f32 {
    if v <= 0.003_130_8 { 12.92 * v } else { 1.055 * v.powf(1.0 / 2.4) - 0.055 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_thing_is_where_the_eye_looks_for_it() {
        let size = Size::new(90, 60);
        let image = sample(size);
        let at = |x: usize, y: usize| {
            let pixel = (y * 90 + x) * 4;
            [0, 1, 2].map(|channel| i32::from(image.pixels()[pixel + channel]))
        };
        let [red, green, blue] = at(61, 45);
        assert!(red > 180 && red > green + 20 && green > blue + 80, "a yolk is orange: {red} {green} {blue}");
        let [red, green, blue] = at(64, 17);
        assert!(red < 200 && red > green + 25 && green > blue + 10, "kopi is brown: {red} {green} {blue}");
        let [red, green, blue] = at(24, 27);
        assert!(red > green + 20 && green > blue + 40, "toast is golden: {red} {green} {blue}");
        let [red, green, blue] = at(82, 36);
        assert!(red > 150 && (red - blue).abs() < 60 && green <= red, "marble is pale: {red} {green} {blue}");
        let [red, green, blue] = at(64, 19);
        assert!(blue > red + 40 && blue > green + 20, "the cup's rim is blue: {red} {green} {blue}");
    }

    #[test]
    fn a_row_is_the_same_whoever_draws_it() {
        let size = Size::new(30, 20);
        let image = sample(size);
        for (y, row) in (0..size.height).zip(image.pixels().chunks_exact(30 * 4)).rev() {
            let mut alone = [0; 30 * 4];
            draw_row(size, y, &mut alone);
            assert_eq!(alone, row, "row {y}");
        }
    }

    #[test]
    fn the_committed_sample_shows_this_breakfast() {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../www/public/sample.jpg");
        let file = std::fs::read(path).unwrap();
        assert!(file.len() <= 190_000, "{} bytes", file.len());
        let large = codec::decode(&file, codec::Limits::default()).unwrap().image;
        assert_eq!(large.size(), Size::new(3000, 2000));

        let small = sample(Size::new(75, 50));
        let mut error = 0;
        for (i, pixel) in small.pixels().chunks_exact(4).enumerate() {
            // The mean of 40 × 40 pixels stands for one.
            let (x, y) = (i % 75 * 40, i / 75 * 40);
            let row = |y: usize| large.pixels()[(y * 3000 + x) * 4..].chunks_exact(4).take(40);
            for (channel, expected) in pixel.iter().enumerate().take(3) {
                let sum: u32 = (y..y + 40).flat_map(row).map(|pixel| u32::from(pixel[channel])).sum();
                error += (sum / 1600).abs_diff(u32::from(*expected));
            }
        }
        let mean = f64::from(error) / (75.0 * 50.0 * 3.0);
        assert!(mean < 5.0, "the sample is off by {mean} levels: run `cargo xtask pictures`");
    }
}

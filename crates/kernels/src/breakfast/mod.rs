//! Breakfast: kaya toast, two soft-boiled eggs and a cup of kopi on marble, in the morning sun.
//!
//! *Uneven; rows are independent; reads no picture.* A ray from the eye steps through a field of distances until it meets a
//! surface (sphere tracing: J. C. Hart, 1996; `scene`), which has a colour and a gloss (`materials`) and is lit by the sun, the sky
//! and the room (`light`). Up to four rays a pixel smooth the edges. The light, red, green and blue in linear shares, is pressed into
//! what a screen can show and encoded as sRGB; the result is opaque. A picture wider than 1.42 to 1 keeps the height of the view, a
//! narrower one its width.
//!
//! Floats of 32 bits are used, since light and places are no whole numbers: basic operations, comparisons, roots and floors in a
//! fixed order, which IEEE 754 fixes; noise is a hash of whole numbers, and powers and roots are our own (`maths`). Nothing depends on
//! how the output is cut.
//!
//! Work a pixel, measured natively: 75 ns in rows of the wall behind the table, about 400 in rows of marble, up to 1100 where things
//! are seen, most of it for distances from them along the ray and towards the sun. The dearest row takes fifteen times what the cheapest does.
//!
//! Departures from the plain method, with the mean they left of the 1000 ns a pixel that a first version in this crate took (1200 × 900,
//! one thread, natively):
//!
//! 1. Things stand in upright cylinders, as in that version, and for every [`SPAN`] pixels of a row rectangles of the picture tell which things may be
//!    seen there, mirrored in the table, or shading it. Shade, openness and mirror images ask for a thing's rough form, without pores
//!    and crumbs, and the table's openness is a formula of the distance from the plates: 700.
//! 2. What hides others is asked first; noise leaves out octaves that can't bring it back to where it would be seen
//!    (`noise::band`); the facing of a surface takes three more distances instead of four: 600.
//! 3. A ray learns from its last step how fast it nears a surface, and goes further: 510.

mod light;
mod materials;
mod scene;
mod vector;

use std::ops::Range;

use model::{CheckedParams, KernelInfo, Shape, Size};

use crate::{
    Band, Describe, Kernel, Slab,
    describe::{number, preset, side},
    maths::{Limits, power},
};
use light::{Asked, Lamp, Place};
use scene::{Thing, Things};
use vector::{Ray, Vec3, vec3};

/// Where in a pixel its rays go, for each number of rays: no two share a row or a column.
const RAYS: [&[(f32, f32)]; 4] = [
    &[(0.5, 0.5)],
    &[(0.25, 0.25), (0.75, 0.75)],
    &[(0.167, 0.5), (0.5, 0.833), (0.833, 0.167)],
    &[(0.125, 0.625), (0.375, 0.125), (0.625, 0.875), (0.875, 0.375)],
];

const EYE: Vec3 = vec3(0.05, 3.75, 5.85);
const TARGET: Vec3 = vec3(0.12, 0.30, 0.20);
/// Half the picture's height at a distance of one, if it is wide enough.
const HALF_VIEW: f32 = 0.222;
/// The least that is seen to the left and to the right, in halves of a wide picture's height: the things end there.
const HALF_WIDTH: f32 = 1.42;

/// Entries of the table from light to levels.
const TONES: usize = 4096;

/// The kernel: a picture's size and its rays per pixel.
#[derive(Clone, Copy, Debug)]
pub struct Breakfast {
    size: Size,
    rays: u32,
}

/// Pixels of a row that are looked at together to tell what may be seen there.
const SPAN: usize = 16;

/// The camera, and what is the same for every pixel.
pub struct Plan {
    forward: Vec3,
    right: Vec3,
    up: Vec3,
    /// What a pixel is of the place's unit, and the place of the picture's left top corner.
    scale: f32,
    corner: Place,
    /// Where on the picture each thing may be seen, may be seen mirrored in the table, and may throw its shadow on the table.
    seen: Frames,
    mirrored: Frames,
    shading: Frames,
    /// What may stand between each thing and the sun.
    casters: [Things; Thing::ALL.len()],
    lamps: Vec<Lamp>,
    tones: Vec<u8>,
}

/// A rectangle of the picture, from and to.
#[derive(Clone, Copy, Debug)]
struct Frame {
    from: Place,
    to: Place,
}

/// For every thing, a rectangle.
type Frames = [Frame; Thing::ALL.len()];

impl Frame {
    fn meets(&self, other: &Frame) -> bool {
        self.from.u <= other.to.u && self.to.u >= other.from.u && self.from.v <= other.to.v && self.to.v >= other.from.v
    }
}

impl Plan {
    fn new(size: Size) -> Plan {
        let forward = (TARGET - EYE).unit();
        let right = forward.cross(vec3(0.0, 1.0, 0.0)).unit();
        let up = right.cross(forward);
        let (width, height) = (size.width as f32, size.height as f32);
        let scale = (2.0 / height).at_least(2.0 * HALF_WIDTH / width);
        let corner = Place { u: -0.5 * width * scale, v: 0.5 * height * scale };
        let place = |p: Vec3| {
            let away = p - EYE;
            let by_depth = 1.0 / (away.dot(forward) * HALF_VIEW);
            Place { u: away.dot(right) * by_depth, v: away.dot(up) * by_depth }
        };
        // The picture of a box lies within the pictures of its corners.
        let frames = |way: &dyn Fn(Thing, Vec3) -> Vec3| {
            Thing::ALL.map(|thing| {
                let places = thing.drum().corners().map(|corner| place(way(thing, corner)));
                places.fold(
                    Frame { from: Place { u: f32::MAX, v: f32::MAX }, to: Place { u: f32::MIN, v: f32::MIN } },
                    |frame, place| Frame {
                        from: Place { u: frame.from.u.at_most(place.u), v: frame.from.v.at_most(place.v) },
                        to: Place { u: frame.to.u.at_least(place.u), v: frame.to.v.at_least(place.v) },
                    },
                )
            })
        };
        let shadow = |thing: Thing, corner: Vec3| {
            let (drum, margin) = (thing.drum(), thing.penumbra());
            let wider = 1.0 + margin / drum.radius;
            let p = vec3(drum.x + (corner.x - drum.x) * wider, corner.y + margin, drum.z + (corner.z - drum.z) * wider);
            let on_table = p - light::SUN * (p.y / light::SUN.y);
            vec3(on_table.x, 0.0, on_table.z)
        };
        Plan {
            forward,
            right: right * HALF_VIEW,
            up: up * HALF_VIEW,
            scale,
            corner,
            seen: frames(&|_, corner| corner),
            mirrored: frames(&|_, corner| vec3(corner.x, -corner.y, corner.z)),
            shading: frames(&shadow),
            casters: Thing::ALL.map(|of| Things::that(|thing| thing.may_shade(of, light::SUN))),
            lamps: Lamp::all(),
            tones: (0..TONES).map(|i| encoded(i as f64 / (TONES - 1) as f64)).collect(),
        }
    }

    fn ray(&self, Place { u, v }: Place) -> Ray {
        Ray::new(EYE, (self.forward + self.right * u + self.up * v).unit())
    }

    /// What need be asked within this part of the picture.
    fn asked(&self, part: &Frame) -> Asked {
        let within = |frames: &Frames| Things::that(|thing| frames[thing as usize].meets(part));
        Asked {
            seen: within(&self.seen),
            mirrored: within(&self.mirrored),
            shading: within(&self.shading),
            lamps: self.lamps.iter().filter(|lamp| lamp.meets(part.from, part.to)).copied().collect(),
        }
    }
}

impl Kernel for Breakfast {
    type Plan = Plan;
    type Scratch = ();

    fn plan(&self, _: Size) -> Plan {
        Plan::new(self.size)
    }

    fn output_size(&self, _: Size) -> Size {
        self.size
    }

    fn footprint(&self, _: &Plan, _: Range<u32>) -> Range<u32> {
        0..0
    }

    /// A ray may be reflected and broken many times.
    fn strip_rows(&self, width: u32) -> u32 {
        ((1 << 13) / width).max(1)
    }

    fn render(&self, plan: &Plan, _: Slab<'_>, (): &mut (), mut out: Band<'_>) {
        let rays = RAYS[self.rays as usize - 1];
        let share = 1.0 / rays.len() as f32;
        for (y, row) in out.rows_mut() {
            let top = plan.corner.v - y as f32 * plan.scale;
            for (i, span) in row.as_chunks_mut::<4>().0.chunks_mut(SPAN).enumerate() {
                let left = |x: usize| plan.corner.u + (i * SPAN + x) as f32 * plan.scale;
                let part = Frame {
                    from: Place { u: left(0), v: top - plan.scale },
                    to: Place { u: left(span.len()), v: top },
                };
                let asked = plan.asked(&part);
                for (x, pixel) in span.iter_mut().enumerate() {
                    let mut light = vec3(0.0, 0.0, 0.0);
                    for (dx, dy) in rays {
                        let place = Place { u: left(x) + dx * plan.scale, v: top - dy * plan.scale };
                        let seen = light::seen(&plan.ray(place), place, &asked, &plan.casters);
                        // Pressed before the mean, so that a highlight's edge is smooth too.
                        light = light + pressed(seen * vignette(place)) * share;
                    }
                    let level = |v: f32| plan.tones[(v * (TONES - 1) as f32 + 0.5) as usize];
                    *pixel = [level(light.x), level(light.y), level(light.z), 255];
                }
            }
        }
    }
}

/// A little darker towards the corners, as lenses do.
fn vignette(Place { u, v }: Place) -> f32 {
    (1.0 - 0.10 * (u * u * 0.45 + v * v * 0.6)).at_least(0.4)
}

/// Any light into 0..1: even slopes in the dark, a shoulder in the bright (the curve of K. Narkowicz, "ACES filmic tone mapping
/// curve", 2016).
fn pressed(light: Vec3) -> Vec3 {
    light.map(|v| {
        let v = 0.62 * v.at_least(0.0);
        ((v * (2.51 * v + 0.03)) / (v * (2.43 * v + 0.59) + 0.14)).clamp(0.0, 1.0)
    })
}

/// The level of a share of full light: the sRGB transfer curve, IEC 61966-2-1.
fn encoded(v: f64) -> u8 {
    let encoded = if v <= 0.003_130_8 { 12.92 * v } else { 1.055 * power(v, 1.0 / 2.4) - 0.055 };
    (encoded * 255.0 + 0.5) as u8
}

impl Describe for Breakfast {
    fn info() -> KernelInfo {
        let view = |label: &str, width, height, rays| {
            preset(label, &[("width", width), ("height", height), ("antialiasing", rays)])
        };
        KernelInfo {
            name: "breakfast".into(),
            label: "Breakfast".into(),
            action: "draw a breakfast".into(),
            about: "Follows a ray of light for every pixel. Rows through the toast and the cup cost far more than the wall behind them."
                .into(),
            shape: Shape::Uneven,
            needs_source: false,
            params: vec![
                side("width", "Width", 1200.0),
                side("height", "Height", 800.0),
                number("antialiasing", "Rays per pixel", [1.0, 4.0, 1.0], 1.0, ""),
            ],
            presets: vec![
                view("Photo", 1200.0, 800.0, 1.0),
                view("Photo, smooth edges", 1200.0, 800.0, 4.0),
                view("Square", 1000.0, 1000.0, 1.0),
                view("Wide", 1920.0, 1080.0, 1.0),
                view("Tall", 900.0, 1600.0, 1.0),
            ],
        }
    }

    fn with(params: &CheckedParams) -> Self {
        Self { size: Size::new(params.whole("width"), params.whole("height")), rays: params.whole("antialiasing") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(width: u32, height: u32, rays: u32) -> Vec<[u8; 3]> {
        let image =
            crate::catalog::render(&Breakfast { size: Size::new(width, height), rays }, &crate::Image::default());
        image.pixels().as_chunks::<4>().0.iter().map(|&[r, g, b, _]| [r, g, b]).collect()
    }

    #[test]
    fn every_thing_is_where_the_eye_looks_for_it() {
        let image = drawn(90, 60, 4);
        let at = |x: usize, y: usize| image[y * 90 + x].map(i32::from);
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
    fn leaving_out_what_can_not_be_seen_changes_nothing() {
        for (width, height) in [(75, 50), (40, 70), (101, 30)] {
            let (size, image) = (Size::new(width, height), drawn(width, height, 1));
            let plan = Plan::new(size);
            let all = Things::that(|_| true);
            let asked = Asked { seen: all, mirrored: all, shading: all, lamps: Lamp::all() };
            for (i, &[r, g, b]) in image.iter().enumerate() {
                let (x, y) = (i % width as usize, i / width as usize);
                let place = Place {
                    u: plan.corner.u + x as f32 * plan.scale + 0.5 * plan.scale,
                    v: plan.corner.v - y as f32 * plan.scale - 0.5 * plan.scale,
                };
                let light =
                    pressed(light::seen(&plan.ray(place), place, &asked, &[all; Thing::ALL.len()]) * vignette(place));
                for (level, light) in [(r, light.x), (g, light.y), (b, light.z)] {
                    assert_eq!(
                        level,
                        encoded(f64::from((light * (TONES - 1) as f32 + 0.5).floor()) / (TONES - 1) as f64),
                        "at ({x}, {y})"
                    );
                }
            }
        }
    }

    #[test]
    fn a_larger_picture_shows_the_same() {
        let (small, large) = (drawn(180, 120, 4), drawn(360, 240, 1));
        let mut error = 0;
        for (i, pixel) in small.iter().enumerate() {
            let first = i / 180 * 720 + i % 180 * 2;
            for (channel, level) in pixel.iter().enumerate() {
                let sum: u32 = [0, 1, 360, 361].map(|at| u32::from(large[first + at][channel])).iter().sum();
                error += (sum / 4).abs_diff(u32::from(*level));
            }
        }
        assert!(error < 3 * 180 * 120 * 3, "off by {} levels", f64::from(error) / (180.0 * 120.0 * 3.0));
    }

    #[test]
    fn any_shape_of_picture_is_drawn() {
        for (width, height) in [(1, 1), (1, 90), (2000, 1), (1, 4000)] {
            assert_eq!(drawn(width, height, 1).len(), (width * height) as usize);
        }
    }
}

//! What stands on the table, as distances.
//!
//! Every thing is a function from a point to its distance from the surface, negative inside (a signed distance; the forms are
//! the usual ones of J. C. Hart, "Sphere tracing", 1996, and I. Quilez's collection). Lengths are in decimetres: a cup is
//! about 0.9 wide. The table is the plane `y = 0`.
//!
//! Every thing stands within a drum, an upright cylinder: a ray that misses the drum never asks the thing.

use super::vector::{Ray, Vec3, vec3};
use crate::{
    maths::{Limits, cube_root},
    noise::{detailed_flat, flat, level, smooth},
};

/// What a surface is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stuff {
    /// White with a blue rim.
    Plate,
    Saucer,
    Dish,
    Cup,
    Coffee,
    Bread,
    Kaya,
    Butter,
    EggWhite,
    Yolk,
    Steel,
}

/// A thing on the table. What hides another comes before it, so that a ray that has met the one need not go on to the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Thing {
    /// The sandwich that lies on another, with a pat of butter, and that other.
    Upper,
    Lower,
    Plate,
    Kopi,
    Spoon,
    Saucer,
    Eggs,
}

/// How much of a thing is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// All: for what the eye sees.
    Fine,
    /// Its form without pores and roughness, a little smaller: for shade and for faint images of it. Much cheaper.
    Rough,
}

/// The nearest surface: how far, and of what.
#[derive(Clone, Copy, Debug)]
pub struct Nearest {
    pub distance: f32,
    pub stuff: Stuff,
}

impl Nearest {
    fn or(self, distance: f32, stuff: Stuff) -> Nearest {
        if distance < self.distance { Nearest { distance, stuff } } else { self }
    }
}

/// Where the plate, the saucer and the egg dish stand.
pub const PLATE: Vec3 = vec3(-0.80, 0.0, 0.30);
pub const SAUCER: Vec3 = vec3(1.12, 0.0, -0.42);
pub const DISH: Vec3 = vec3(0.98, 0.0, 1.20);

/// A quarter turn is (0, 1): cosine and sine of how the sandwiches lie on the plate.
pub const LOWER_TURN: (f32, f32) = (0.955, 0.296);
pub const UPPER_TURN: (f32, f32) = (0.992, -0.126);
/// Centre of the sandwiches, and of the pat of butter on the upper one.
pub const UPPER: Vec3 = vec3(-0.74, 0.54, 0.28);
pub const LOWER: Vec3 = vec3(-0.82, 0.23, 0.32);
const PAT: Vec3 = vec3(-0.76, 0.71, 0.28);
const SPOON: Vec3 = vec3(1.00, 0.125, 0.20);

/// Some of the things.
#[derive(Clone, Copy, Debug)]
pub struct Things {
    list: [Thing; Thing::ALL.len()],
    count: usize,
}

impl Things {
    /// Those of all things that are wanted.
    #[inline]
    pub fn that(wanted: impl Fn(Thing) -> bool) -> Things {
        let mut things = Things { list: Thing::ALL, count: 0 };
        for thing in Thing::ALL {
            if wanted(thing) {
                things.list[things.count] = thing;
                things.count += 1;
            }
        }
        things
    }

    /// One by one.
    pub fn iter(&self) -> impl Iterator<Item = Thing> {
        self.list[..self.count].iter().copied()
    }
}

/// An upright cylinder.
#[derive(Clone, Copy, Debug)]
pub struct Drum {
    pub x: f32,
    pub z: f32,
    pub radius: f32,
    pub bottom: f32,
    pub top: f32,
}

impl Drum {
    const fn around(centre: Vec3, radius: f32, bottom: f32, top: f32) -> Drum {
        Drum { x: centre.x, z: centre.z, radius, bottom, top }
    }

    /// Where the ray enters and leaves the drum, made larger by `margin`, if it does so ahead.
    #[inline]
    pub fn through(&self, ray: &Ray, margin: f32) -> Option<(f32, f32)> {
        let (x, z) = (ray.from.x - self.x, ray.from.z - self.z);
        let radius = self.radius + margin;
        // Seen from above: how far the line passes by, times the length of the way.
        let aside = x * ray.to.z - z * ray.to.x;
        let square = ray.to.x * ray.to.x + ray.to.z * ray.to.z;
        let room = radius * radius * square - aside * aside;
        if room <= 0.0 {
            return None;
        }
        let (root, middle) = (room.sqrt(), -(x * ray.to.x + z * ray.to.z));
        if middle + root <= 0.0 {
            return None;
        }
        let by_square = 1.0 / square;
        let a = (self.bottom - margin - ray.from.y) * ray.by_height;
        let b = (self.top + margin - ray.from.y) * ray.by_height;
        let enter = ((middle - root) * by_square).at_least(a.at_most(b)).at_least(0.0);
        let leave = ((middle + root) * by_square).at_most(a.at_least(b));
        (enter < leave).then_some((enter, leave))
    }

    /// Whether a point may be closer to what is in the drum than `distance`.
    #[inline]
    pub fn is_closer(&self, p: Vec3, distance: f32) -> bool {
        let (x, z, reach) = (p.x - self.x, p.z - self.z, self.radius + distance);
        p.y < self.top + distance && p.y > self.bottom - distance && x * x + z * z < reach * reach
    }

    /// The corners of a box around the drum.
    pub fn corners(&self) -> impl Iterator<Item = Vec3> {
        (0..8).map(|i| {
            let side = |bit: u32| if i >> bit & 1 == 0 { -self.radius } else { self.radius };
            vec3(self.x + side(0), if i & 4 == 0 { self.bottom } else { self.top }, self.z + side(1))
        })
    }
}

impl Thing {
    pub const ALL: [Thing; 7] =
        [Thing::Upper, Thing::Lower, Thing::Plate, Thing::Kopi, Thing::Spoon, Thing::Saucer, Thing::Eggs];

    /// A drum that holds the thing.
    #[inline]
    pub fn drum(self) -> &'static Drum {
        const DRUMS: [Drum; Thing::ALL.len()] = [
            Drum::around(UPPER, 0.80, 0.37, 0.84),
            Drum::around(LOWER, 0.80, 0.06, 0.42),
            Drum::around(PLATE, 1.16, 0.0, 0.165),
            Drum::around(vec3(SAUCER.x + 0.09, 0.0, SAUCER.z), 0.63, 0.04, 0.85),
            Drum::around(vec3(1.08, 0.0, 0.21), 0.58, 0.06, 0.205),
            Drum::around(SAUCER, 0.82, 0.0, 0.155),
            Drum::around(DISH, 0.68, 0.0, 0.31),
        ];
        &DRUMS[self as usize]
    }

    /// How far from its drum the sun's edge is still hidden in part, for the rays that the table sends up to it.
    pub fn penumbra(self) -> f32 {
        0.055 * self.drum().top * (1.0 / 0.6) + 0.004
    }

    /// Whether it may stand between `other` and the sun.
    pub fn may_shade(self, other: Thing, sun: Vec3) -> bool {
        let (own, its) = (self.drum(), other.drum());
        let level = (sun.x * sun.x + sun.z * sun.z).sqrt();
        let (x, z) = ((own.x - its.x) / level, (own.z - its.z) / level);
        // Seen from above: how far it stands towards the sun, and to the side; and how far its shadow reaches.
        let (towards, aside) = (x * sun.x + z * sun.z, x * sun.z - z * sun.x);
        let both = own.radius + its.radius + self.penumbra();
        let reach = (own.top + self.penumbra() - its.bottom) * level / sun.y;
        aside.abs() < both && towards > -both && towards < both + reach
    }

    /// The share of the distance that a ray may go on by without passing through: the forms that are not exact say it.
    pub fn pace(self) -> f32 {
        match self {
            Thing::Plate | Thing::Saucer => 0.97,
            Thing::Lower | Thing::Upper => 0.88,
            Thing::Spoon | Thing::Kopi | Thing::Eggs => 0.85,
        }
    }

    /// Its nearest surface.
    #[inline]
    pub fn nearest(self, p: Vec3, detail: Detail) -> Nearest {
        match self {
            Thing::Plate => Nearest { distance: shell(p - PLATE, &PLATE_LINE, 0.026), stuff: Stuff::Plate },
            Thing::Lower => sandwich((p - LOWER).turned(LOWER_TURN), 3, detail),
            Thing::Upper => {
                let bread = sandwich((p - UPPER).turned(UPPER_TURN), 8, detail);
                bread.or(butter_pat(p - PAT, bread.distance), Stuff::Butter)
            }
            Thing::Saucer => Nearest { distance: shell(p - SAUCER, &SAUCER_LINE, 0.022), stuff: Stuff::Saucer },
            Thing::Spoon => Nearest { distance: spoon(p - SPOON), stuff: Stuff::Steel },
            Thing::Kopi => kopi(p - SAUCER),
            Thing::Eggs => eggs(p - DISH, detail),
        }
    }
}

/// Two slices with a slab of butter and kaya between them, about its centre.
fn sandwich(p: Vec3, seed: i32, detail: Detail) -> Nearest {
    if detail == Detail::Rough {
        let slices = rounded_box(vec3(p.x, p.y.abs() - 0.093, p.z), vec3(0.612, 0.044, 0.412), 0.03);
        let filling = rounded_box(p, vec3(0.575, 0.05, 0.395), 0.016);
        return Nearest { distance: slices.at_most(filling), stuff: Stuff::Bread };
    }
    let bend = 0.02 * (p.x * p.x + p.z * p.z) - 0.006;
    // Where both slices are as near, between them, the filling is nearer.
    let bread = if p.y > 0.0 {
        slice(p - vec3(0.0, 0.093 + bend, 0.0), seed)
    } else {
        slice(p - vec3(0.0, -0.093 + 0.4 * bend, 0.0), seed + 4)
    };
    let near = Nearest { distance: bread, stuff: Stuff::Bread };
    if p.y.abs() > 0.12 {
        return near;
    }
    let filling = rounded_box(p, vec3(0.65, 0.06, 0.46), 0.02);
    if filling >= near.distance {
        return near;
    }
    if filling > 0.05 {
        return near.or(filling, Stuff::Butter);
    }
    let wave = 0.022 * (flat(p.x * 7.0, seed, p.z * 7.0) - 0.5);
    let butter = rounded_box(p - vec3(0.02, 0.012, 0.0), vec3(0.595 + wave, 0.03, 0.415 + wave), 0.016);
    let spread = vec3(0.62 + 1.7 * wave, 0.018 + 0.3 * wave, 0.432 + 1.7 * wave);
    let kaya = rounded_box(p - vec3(0.0, -0.026, 0.0), spread, 0.014);
    near.or(butter, Stuff::Butter).or(kaya, Stuff::Kaya)
}

/// A slice of toast: its crumb is full of holes, its faces are rough.
fn slice(p: Vec3, seed: i32) -> f32 {
    let plain = rounded_box(p, vec3(0.63, 0.058, 0.43), 0.03);
    // Warp and roughness together raise the surface by 0.016 at most.
    if plain > 0.02 {
        return plain - 0.016;
    }
    let warp = 0.02 * (flat(p.x * 5.0, seed, p.z * 5.0) - 0.5);
    let holes = (pores(p, seed as f32) - 0.56).at_least(0.0);
    let rough = smooth(p.x * 39.0, p.y * 39.0, p.z * 39.0 + seed as f32) - 0.5;
    plain + warp + 0.075 * holes - 0.010 * rough
}

/// How much of a hole the crumb has here, 0 to 1.
pub fn pores(p: Vec3, seed: f32) -> f32 {
    let fine = smooth(p.x * 21.0 + seed, p.y * 30.0, p.z * 21.0);
    let coarse = smooth(p.x * 9.0, p.y * 14.0 + seed, p.z * 9.0);
    0.62 * fine + 0.38 * coarse
}

/// A pat of butter that begins to melt: a block, and a flat pool around its foot. No nearer than `known` is as good as far away.
fn butter_pat(p: Vec3, known: f32) -> f32 {
    let around = (radial(p) - 0.38).at_least(p.y - 0.13);
    if around > known.at_least(0.05) {
        return around;
    }
    let block = rounded_box((p - vec3(0.0, 0.055, 0.0)).turned((0.88, 0.47)), vec3(0.15, 0.055, 0.115), 0.025);
    let edge = 0.05 * (flat(p.x * 6.0, 2, p.z * 6.0) - 0.5);
    let pool = ellipsoid(p - vec3(0.03, 0.0, 0.03), vec3(1.0 / (0.30 + edge), 1.0 / 0.03, 1.0 / (0.24 + edge)));
    smooth_min(block, pool, 0.045, 1.0 / 0.045)
}

/// Height of the coffee, and how far the saucer lifts the cup.
const COFFEE_LEVEL: f32 = 0.66;
const LIFT: f32 = 0.055;

/// The cup and what is in it, about the saucer's centre.
fn kopi(p: Vec3) -> Nearest {
    let radius = radial(p);
    let q = p - vec3(0.0, LIFT, 0.0);
    let mut cup = bowl(radius, q.y - 0.75, 0.45, 0.68, 0.032);
    if q.y < 0.2 {
        cup = smooth_min(cup, shell_at(radius, q.y, &FOOT_LINE, 0.026), 0.03, 1.0 / 0.03);
    }
    if p.x > 0.2 && radius > 0.3 {
        // The ear: a ring, flattened, that does not reach into the cup.
        let ear = q.turned((0.93, -0.37)) - vec3(0.47, 0.43, 0.0);
        let ring = ((ear.x * ear.x * 1.1 + ear.y * ear.y).sqrt() - 0.165, ear.z * 0.8);
        let ear = ((ring.0 * ring.0 + ring.1 * ring.1).sqrt() - 0.036).at_least(0.40 - radius);
        cup = smooth_min(cup, ear, 0.04, 1.0 / 0.04);
    }
    let coffee = (radius - 0.425).at_least(p.y - COFFEE_LEVEL).at_least(0.58 - p.y);
    Nearest { distance: cup, stuff: Stuff::Cup }.or(coffee, Stuff::Coffee)
}

/// A teaspoon on the saucer's front: a bowl that is an ellipsoid, hollowed, and a handle.
fn spoon(p: Vec3) -> f32 {
    let q = p.turned((0.985, 0.174));
    let handle = capsule(q, vec3(-0.08, 0.0, 0.0), vec3(0.66, 0.05, 0.0), 0.022);
    let leaf = ellipsoid(q - vec3(-0.24, 0.0, 0.0), vec3(1.0 / 0.20, 1.0 / 0.055, 1.0 / 0.125));
    let hollow = ellipsoid(q - vec3(-0.24, 0.05, 0.0), vec3(1.0 / 0.185, 1.0 / 0.065, 1.0 / 0.11));
    smooth_min(leaf.at_least(-hollow), handle, 0.03, 1.0 / 0.03)
}

/// Where the yolks lie in the dish.
pub const YOLKS: [Vec3; 2] = [vec3(-0.17, 0.165, 0.05), vec3(0.17, 0.165, -0.07)];

fn eggs(p: Vec3, detail: Detail) -> Nearest {
    let radius = radial(p);
    let near = Nearest { distance: shell_at(radius, p.y, &DISH_LINE, 0.024), stuff: Stuff::Dish };
    let around = (radius - 0.6).at_least(p.y - 0.28);
    if around > 0.03 || around > near.distance {
        return near.or(around, Stuff::EggWhite);
    }
    let mut height = 0.118;
    if detail == Detail::Fine {
        height += 0.10 * (detailed_flat(p.x * 4.5, 1, p.z * 4.5, 3) - 0.5);
    }
    let mut yolks = f32::MAX;
    for yolk in YOLKS {
        let q = p - yolk;
        height += 0.075 * bell((q.x * q.x + q.z * q.z) * 20.0);
        yolks = yolks.at_most(ellipsoid(q, vec3(1.0 / 0.165, 1.0 / 0.105, 1.0 / 0.155)));
    }
    // The dish's wall slopes; the white must not come out on its other side.
    let wall = (0.41 * (radius - 0.33 - 2.25 * (p.y - 0.06))).at_least(radius - 0.55);
    let white = (0.75 * (p.y - height)).at_least(wall);
    near.or(white, Stuff::EggWhite).or(yolks, Stuff::Yolk)
}

/// How much pepper lies here, 0 to 1: single grains on a grid, not all of its places taken.
pub fn pepper(p: Vec3) -> f32 {
    let (x, z) = (p.x * 38.0, p.z * 38.0);
    let (cell_x, cell_z) = (x.floor() as i32, z.floor() as i32);
    let place = |axis| 0.25 + 0.5 * level(cell_x, cell_z, axis);
    let (dx, dz) = (x - x.floor() - place(1), z - z.floor() - place(2));
    let size = if level(cell_x, cell_z, 3) < 0.16 { 0.10 + 0.14 * level(cell_x, cell_z, 4) } else { 0.0 };
    f32::from(u8::from(dx * dx + dz * dz < size * size))
}

/// Nearly e to the power of −`x`, for x ≥ 0; nothing from 4 on.
pub fn bell(x: f32) -> f32 {
    let t = (1.0 - 0.25 * x).at_least(0.0);
    let square = t * t;
    square * square
}

/// Distance from the upright axis.
pub fn radial(p: Vec3) -> f32 {
    (p.x * p.x + p.z * p.z).sqrt()
}

/// A part of a line: where it starts, its way, and one over the square of its length.
#[derive(Clone, Copy)]
struct Part {
    start: (f32, f32),
    way: (f32, f32),
    by_square: f32,
}

impl Part {
    #[inline]
    fn distance(&self, r: f32, y: f32) -> f32 {
        let (ar, ay) = (r - self.start.0, y - self.start.1);
        let t = ((ar * self.way.0 + ay * self.way.1) * self.by_square).clamp(0.0, 1.0);
        let (er, ey) = (ar - t * self.way.0, ay - t * self.way.1);
        (er * er + ey * ey).sqrt()
    }
}

/// The parts of a line through points (radius, height).
const fn parts<const PARTS: usize>(points: &[(f32, f32)]) -> [Part; PARTS] {
    let mut parts = [Part { start: (0.0, 0.0), way: (0.0, 0.0), by_square: 0.0 }; PARTS];
    let mut i = 0;
    while i < PARTS {
        let (start, end) = (points[i], points[i + 1]);
        let way = (end.0 - start.0, end.1 - start.1);
        parts[i] = Part { start, way, by_square: 1.0 / (way.0 * way.0 + way.1 * way.1) };
        i += 1;
    }
    parts
}

const PLATE_LINE: [Part; 2] = parts(&[(0.0, 0.045), (0.66, 0.045), (1.12, 0.13)]);
const SAUCER_LINE: [Part; 2] = parts(&[(0.0, 0.04), (0.38, 0.04), (0.78, 0.12)]);
const DISH_LINE: [Part; 3] = parts(&[(0.0, 0.05), (0.34, 0.06), (0.52, 0.14), (0.64, 0.27)]);
const FOOT_LINE: [Part; 1] = parts(&[(0.2, 0.02), (0.2, 0.06)]);

/// A shell turned on a wheel: a line, `half` thick on either side.
fn shell(p: Vec3, line: &[Part], half: f32) -> f32 {
    shell_at(radial(p), p.y, line, half)
}

/// How far from a corner of the line only one of its parts is asked: beyond, the other can't round it.
const CORNER: f32 = 0.06;

#[inline]
fn shell_at(r: f32, y: f32, line: &[Part], half: f32) -> f32 {
    let mut i = 0;
    while i + 1 < line.len() && r > line[i + 1].start.0 + CORNER {
        i += 1;
    }
    let mut nearest = line[i].distance(r, y);
    if i + 1 < line.len() && r > line[i + 1].start.0 - CORNER {
        nearest = smooth_min(nearest, line[i + 1].distance(r, y), 0.03, 1.0 / 0.03);
    }
    nearest - half
}

/// The lower half of a ball that is nearly a box (a superellipse of power 3), hollow, `half` thick on either side, with a round lip.
/// The distance is of first order: the form's value by its slope.
#[inline]
fn bowl(r: f32, y: f32, wide: f32, deep: f32, half: f32) -> f32 {
    if y > 0.0 {
        return ((r - wide) * (r - wide) + y * y).sqrt() - half;
    }
    let (by_wide, by_deep) = (1.0 / wide, 1.0 / deep);
    let (x, z) = (r * by_wide, -y * by_deep);
    let value = cube_root((x * x * x + z * z * z).at_least(1e-9));
    let (dx, dz) = (x * x * by_wide, z * z * by_deep);
    let (slope, square) = ((dx * dx + dz * dz).sqrt(), value * value);
    ((value - 1.0) * square / slope.at_least(0.5 * square)).abs() - half
}

fn rounded_box(p: Vec3, half: Vec3, round: f32) -> f32 {
    let (x, y, z) = (p.x.abs() - (half.x - round), p.y.abs() - (half.y - round), p.z.abs() - (half.z - round));
    vec3(x.at_least(0.0), y.at_least(0.0), z.at_least(0.0)).length() + x.at_least(y).at_least(z).at_most(0.0) - round
}

/// Not exact, but never too large by much for these mild forms. One over each radius is what it is told.
#[inline]
fn ellipsoid(p: Vec3, by_radii: Vec3) -> f32 {
    let scaled = p.times(by_radii);
    let slope = scaled.times(by_radii).length();
    let k = scaled.length();
    k * (k - 1.0) / slope.at_least(1e-6)
}

fn capsule(p: Vec3, a: Vec3, b: Vec3, radius: f32) -> f32 {
    let (pa, ba) = (p - a, b - a);
    let t = (pa.dot(ba) / ba.dot(ba)).clamp(0.0, 1.0);
    (pa - ba * t).length() - radius
}

/// The smaller of two distances, rounded where they meet within `k`; one over that is given too, since dividing is slow.
#[inline]
fn smooth_min(a: f32, b: f32, k: f32, by_k: f32) -> f32 {
    let h = (1.0 - (a - b).abs() * by_k).at_least(0.0);
    a.at_most(b) - h * h * k * 0.25
}

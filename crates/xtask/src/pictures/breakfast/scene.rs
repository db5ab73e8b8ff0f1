//! What stands on the table, as distances.
//!
//! Every thing is a function from a point to its distance from the surface, negative inside (a signed distance; the forms are
//! the usual ones of J. C. Hart, "Sphere tracing", 1996, and I. Quilez's collection). Lengths are in decimetres: a cup is
//! about 0.9 wide. The table is the plane `y = 0`.
//!
//! Things come in three groups, each within a sphere: a ray that misses the sphere never asks the group.

use super::super::noise::{detailed, level, smooth};
use super::vector::{Vec3, vec3};

/// What a surface is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stuff {
    Marble,
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

/// Some things close together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    Toast,
    Kopi,
    Eggs,
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

impl Group {
    pub const ALL: [Group; 3] = [Group::Toast, Group::Kopi, Group::Eggs];

    /// Centre and radius of a sphere around the group.
    pub fn sphere(self) -> (Vec3, f32) {
        match self {
            Group::Toast => (vec3(PLATE.x, 0.22, PLATE.z), 1.22),
            Group::Kopi => (vec3(SAUCER.x, 0.34, SAUCER.z), 0.94),
            Group::Eggs => (vec3(DISH.x, 0.14, DISH.z), 0.74),
        }
    }

    /// The group's nearest surface. Beyond `exact` the distance may be too small, never too large: details are passed over.
    pub fn nearest(self, p: Vec3, exact: f32) -> Nearest {
        match self {
            Group::Toast => toast(p - PLATE, exact),
            Group::Kopi => kopi(p - SAUCER, exact),
            Group::Eggs => eggs(p - DISH, exact),
        }
    }
}

/// A quarter turn is (0, 1): cosine and sine of how the sandwiches lie on the plate.
pub const LOWER_TURN: (f32, f32) = (0.955, 0.296);
pub const UPPER_TURN: (f32, f32) = (0.992, -0.126);
/// Centre of the upper sandwich on the plate, and of the pat of butter on it.
pub const UPPER: Vec3 = vec3(0.06, 0.54, -0.02);
pub const LOWER: Vec3 = vec3(-0.02, 0.23, 0.02);
pub const PAT: Vec3 = vec3(0.04, 0.71, -0.02);

fn toast(p: Vec3, exact: f32) -> Nearest {
    let plate =
        Nearest { distance: shell(p, &[(0.0, 0.045), (0.66, 0.045), (1.12, 0.13)], 0.026), stuff: Stuff::Plate };
    let block = rounded_box(p - vec3(0.0, 0.42, 0.0), vec3(0.85, 0.42, 0.66), 0.02);
    if block > exact {
        // Far from the bread its details don't matter; the block around it stands for them.
        return plate.or(block, Stuff::Bread);
    }
    let near = sandwich(plate, (p - LOWER).turned(LOWER_TURN), 3.0, exact);
    let near = sandwich(near, (p - UPPER).turned(UPPER_TURN), 8.0, exact);
    butter_pat(near, p - PAT)
}

/// Two slices with a slab of butter and kaya between them, about its centre.
fn sandwich(near: Nearest, p: Vec3, seed: f32, exact: f32) -> Nearest {
    let whole = rounded_box(p, vec3(0.72, 0.165, 0.5), 0.02);
    if whole > near.distance || whole > exact {
        return near.or(whole, Stuff::Bread);
    }
    let wave = 0.022 * (smooth(p.x * 7.0, seed, p.z * 7.0) - 0.5);
    let bend = 0.02 * (p.x * p.x + p.z * p.z) - 0.006;
    let upper = slice(p - vec3(0.0, 0.093 + bend, 0.0), seed);
    let lower = slice(p - vec3(0.0, -0.093 + 0.4 * bend, 0.0), seed + 4.0);
    let butter = rounded_box(p - vec3(0.02, 0.012, 0.0), vec3(0.595 + wave, 0.03, 0.415 + wave), 0.016);
    let spread = vec3(0.62 + 1.7 * wave, 0.018 + 0.3 * wave, 0.432 + 1.7 * wave);
    let kaya = rounded_box(p - vec3(0.0, -0.026, 0.0), spread, 0.014);
    near.or(upper.min(lower), Stuff::Bread).or(butter, Stuff::Butter).or(kaya, Stuff::Kaya)
}

/// A slice of toast: its crumb is full of holes, its faces are rough.
fn slice(p: Vec3, seed: f32) -> f32 {
    let plain = rounded_box(p, vec3(0.63, 0.058, 0.43), 0.03);
    if plain > 0.04 {
        return plain - 0.01;
    }
    let warp = 0.02 * (smooth(p.x * 5.0, seed, p.z * 5.0) - 0.5);
    let holes = (pores(p, seed) - 0.56).max(0.0);
    let rough = detailed(p.x * 34.0, p.y * 34.0, p.z * 34.0 + seed, 2) - 0.5;
    plain + warp + 0.075 * holes - 0.012 * rough
}

/// How much of a hole the crumb has here, 0 to 1.
pub fn pores(p: Vec3, seed: f32) -> f32 {
    let fine = smooth(p.x * 21.0 + seed, p.y * 30.0, p.z * 21.0);
    let coarse = smooth(p.x * 9.0, p.y * 14.0 + seed, p.z * 9.0);
    0.62 * fine + 0.38 * coarse
}

/// A pat of butter that begins to melt: a block, and a flat pool around its foot.
fn butter_pat(near: Nearest, p: Vec3) -> Nearest {
    let block = rounded_box((p - vec3(0.0, 0.055, 0.0)).turned((0.88, 0.47)), vec3(0.15, 0.055, 0.115), 0.025);
    let edge = 0.05 * (smooth(p.x * 6.0, 2.0, p.z * 6.0) - 0.5);
    let pool = ellipsoid(p - vec3(0.03, 0.0, 0.03), vec3(0.30 + edge, 0.03, 0.24 + edge));
    near.or(smooth_min(block, pool, 0.045), Stuff::Butter)
}

/// Height of the coffee, and how far the saucer lifts the cup.
pub const COFFEE_LEVEL: f32 = 0.66;
const LIFT: f32 = 0.055;

fn kopi(p: Vec3, exact: f32) -> Nearest {
    let radius = radial(p);
    let saucer = shell(p, &[(0.0, 0.04), (0.38, 0.04), (0.78, 0.12)], 0.022);
    let near = Nearest { distance: saucer, stuff: Stuff::Saucer };
    let near = near.or(spoon(p), Stuff::Steel);
    let around = (radius - 0.70).max(p.y - 0.86);
    if around > exact {
        return near.or(around, Stuff::Cup);
    }
    let q = p - vec3(0.0, LIFT, 0.0);
    let wall = bowl(q - vec3(0.0, 0.75, 0.0), 0.45, 0.68, 0.032);
    let foot = shell(q, &[(0.2, 0.02), (0.2, 0.06)], 0.026);
    // The ear: a ring, flattened, that does not reach into the cup.
    let ear = q.turned((0.93, -0.37)) - vec3(0.47, 0.43, 0.0);
    let ring = ((ear.x * ear.x * 1.1 + ear.y * ear.y).sqrt() - 0.165, ear.z * 0.8);
    let ear = ((ring.0 * ring.0 + ring.1 * ring.1).sqrt() - 0.036).max(0.40 - radius);
    let cup = smooth_min(smooth_min(wall, foot, 0.03), ear, 0.04);
    let coffee = (radius - 0.425).max(p.y - COFFEE_LEVEL).max(0.58 - p.y);
    near.or(cup, Stuff::Cup).or(coffee, Stuff::Coffee)
}

/// A teaspoon on the saucer's front: a bowl that is an ellipsoid, hollowed, and a handle.
fn spoon(p: Vec3) -> f32 {
    let q = (p - vec3(-0.12, 0.125, 0.62)).turned((0.985, 0.174));
    let handle = capsule(q, vec3(-0.08, 0.0, 0.0), vec3(0.66, 0.05, 0.0), 0.022);
    let leaf = ellipsoid(q - vec3(-0.24, 0.0, 0.0), vec3(0.20, 0.055, 0.125));
    let hollow = ellipsoid(q - vec3(-0.24, 0.05, 0.0), vec3(0.185, 0.065, 0.11));
    smooth_min(leaf.max(-hollow), handle, 0.03)
}

/// Where the yolks lie in the dish.
pub const YOLKS: [Vec3; 2] = [vec3(-0.17, 0.165, 0.05), vec3(0.17, 0.165, -0.07)];

fn eggs(p: Vec3, exact: f32) -> Nearest {
    let dish = shell(p, &[(0.0, 0.05), (0.34, 0.06), (0.52, 0.14), (0.64, 0.27)], 0.024);
    let near = Nearest { distance: dish, stuff: Stuff::Dish };
    let around = (radial(p) - 0.6).max(p.y - 0.32);
    if around > exact {
        return near.or(around, Stuff::EggWhite);
    }
    let mut height = 0.118 + 0.10 * (detailed(p.x * 4.5, 1.0, p.z * 4.5, 3) - 0.5);
    let mut yolks = f32::MAX;
    for yolk in YOLKS {
        let q = p - yolk;
        height += 0.075 * (-(q.x * q.x + q.z * q.z) * 20.0).exp();
        yolks = yolks.min(ellipsoid(q, vec3(0.165, 0.105, 0.155)));
    }
    // The dish's wall slopes; the white must not come out on its other side.
    let wall = (0.41 * (radial(p) - 0.33 - 2.25 * (p.y - 0.06))).max(radial(p) - 0.55);
    let white = (0.75 * (p.y - height)).max(wall);
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

/// Distance from the upright axis.
pub fn radial(p: Vec3) -> f32 {
    (p.x * p.x + p.z * p.z).sqrt()
}

/// A shell turned on a wheel: a line through points (radius, height), `half` thick on either side.
fn shell(p: Vec3, line: &[(f32, f32)], half: f32) -> f32 {
    let (r, y) = (radial(p), p.y);
    let to_part = |part: &[(f32, f32)]| {
        let ((ar, ay), (br, by)) = (part[0], part[1]);
        let (dr, dy) = (br - ar, by - ay);
        let t = (((r - ar) * dr + (y - ay) * dy) / (dr * dr + dy * dy)).clamp(0.0, 1.0);
        let (er, ey) = (r - ar - t * dr, y - ay - t * dy);
        (er * er + ey * ey).sqrt()
    };
    line.windows(2).map(to_part).fold(f32::MAX, |a, b| smooth_min(a, b, 0.03)) - half
}

/// The lower half of a ball that is nearly a box (a superellipse of power 3), hollow, `half` thick on either side, with a round lip.
/// The distance is of first order: the form's value by its slope.
fn bowl(p: Vec3, wide: f32, deep: f32, half: f32) -> f32 {
    let (r, y) = (radial(p), p.y);
    if y > 0.0 {
        return ((r - wide) * (r - wide) + y * y).sqrt() - half;
    }
    let (x, z) = (r / wide, -y / deep);
    let value = (x * x * x + z * z * z).cbrt().max(1e-3);
    let (dx, dz) = (x * x / wide, z * z / deep);
    let slope = (dx * dx + dz * dz).sqrt() / (value * value);
    ((value - 1.0) / slope.max(0.5)).abs() - half
}

fn rounded_box(p: Vec3, half: Vec3, round: f32) -> f32 {
    let q = p.map(f32::abs) - half.map(|h| h - round);
    q.map(|v| v.max(0.0)).length() + q.x.max(q.y).max(q.z).min(0.0) - round
}

/// Not exact, but never too large by much for these mild forms.
fn ellipsoid(p: Vec3, radii: Vec3) -> f32 {
    let scaled = vec3(p.x / radii.x, p.y / radii.y, p.z / radii.z);
    let slope = vec3(scaled.x / radii.x, scaled.y / radii.y, scaled.z / radii.z).length();
    let k = scaled.length();
    k * (k - 1.0) / slope.max(1e-6)
}

fn capsule(p: Vec3, a: Vec3, b: Vec3, radius: f32) -> f32 {
    let (pa, ba) = (p - a, b - a);
    let t = (pa.dot(ba) / ba.dot(ba)).clamp(0.0, 1.0);
    (pa - ba * t).length() - radius
}

/// The smaller of two distances, rounded where they meet within `k`.
fn smooth_min(a: f32, b: f32, k: f32) -> f32 {
    let h = (k - (a - b).abs()).max(0.0) / k;
    a.min(b) - h * h * k * 0.25
}

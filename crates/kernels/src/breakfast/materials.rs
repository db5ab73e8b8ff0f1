//! What surfaces look like: their colour and their gloss, point by point.

use super::scene::{
    DISH, LOWER, LOWER_TURN, PLATE, SAUCER, Stuff, Thing, UPPER, UPPER_TURN, YOLKS, pepper, pores, radial,
};
use super::vector::{Vec3, vec3};
use crate::{
    maths::Limits,
    noise::{band, detailed, detailed_flat, flat, level, smooth, step},
};

/// How a point of a surface answers light.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    /// The share of light it gives back in all directions, per channel.
    pub colour: Vec3,
    /// How much it mirrors, looked at straight: 0 for chalk, 0.04 for glaze, 0.6 for steel.
    pub mirror: f32,
    /// How small highlights are, as a power of two: 3 for bread, 8 for glaze. A power of a power of two takes that many products.
    pub polish: u32,
    /// How far light creeps around into its shade, 0 to 1: butter, egg.
    pub glow: f32,
}

const BLUE: Vec3 = vec3(0.035, 0.13, 0.42);
/// The dish is tinted, so that the white of the eggs is seen.
const CELADON: Vec3 = vec3(0.50, 0.66, 0.57);
const PORCELAIN: Vec3 = vec3(0.86, 0.85, 0.82);

/// The look of `stuff` at the point `p` of a thing, where the surface faces `normal`.
pub fn look(thing: Thing, stuff: Stuff, p: Vec3, normal: Vec3) -> Look {
    match stuff {
        Stuff::Plate => glaze(rim(radial(p - PLATE), 1.035, 1.11, 0.985)),
        Stuff::Saucer => glaze(rim(radial(p - SAUCER), 0.705, 0.765, 0.665)),
        Stuff::Dish => glaze(rim(p.y, 0.262, 0.40, 0.235).mix(CELADON, step(0.262, 0.255, p.y))),
        Stuff::Cup => glaze(rim(p.y, 0.775, 1.0, 0.725)),
        Stuff::Coffee => Look { colour: coffee(p - SAUCER), mirror: 0.03, polish: 8, glow: 0.1 },
        Stuff::Bread => Look { colour: bread(thing, p, normal), mirror: 0.01, polish: 3, glow: 0.12 },
        Stuff::Kaya => {
            let lumps = smooth(p.x * 30.0, p.y * 30.0, p.z * 30.0);
            let colour = vec3(0.30, 0.27, 0.04).mix(vec3(0.47, 0.37, 0.07), lumps);
            Look { colour, mirror: 0.04, polish: 6, glow: 0.2 }
        }
        Stuff::Butter => Look { colour: vec3(0.86, 0.56, 0.15), mirror: 0.035, polish: 6, glow: 0.45 },
        Stuff::EggWhite => Look { colour: egg_white(p - DISH), mirror: 0.04, polish: 8, glow: 0.3 },
        Stuff::Yolk => {
            let soy = pepper(p - DISH) * 0.85;
            let colour = vec3(0.90, 0.275, 0.008).mix(vec3(0.05, 0.035, 0.02), soy);
            Look { colour, mirror: 0.04, polish: 8, glow: 0.35 }
        }
        Stuff::Steel => Look { colour: vec3(0.30, 0.30, 0.31), mirror: 0.55, polish: 7, glow: 0.0 },
    }
}

/// The look of the table.
pub fn table(p: Vec3) -> Look {
    Look { colour: marble(p), mirror: 0.035, polish: 7, glow: 0.0 }
}

fn glaze(colour: Vec3) -> Look {
    Look { colour, mirror: 0.045, polish: 8, glow: 0.08 }
}

/// Porcelain with a blue band from `from` to `to` and a thin blue line at `line`.
fn rim(at: f32, from: f32, to: f32, line: f32) -> Vec3 {
    let soft = 0.006;
    let band = step(from, from + soft, at) * step(to + soft, to, at);
    let thin = step(line, line + soft, at) * step(line + 0.012 + soft, line + 0.012, at);
    PORCELAIN.mix(BLUE, band.at_least(0.85 * thin))
}

/// White marble with grey veins: thin where noise that is bent by noise passes its middle, and clouds between them.
fn marble(p: Vec3) -> Vec3 {
    let bend = |plane: i32| detailed_flat(p.x * 0.8, plane, p.z * 0.8, 2) - 0.5;
    let (x, z) = (p.x + 1.5 * bend(4), p.z + 1.5 * bend(31));
    let vein = |scale: f32, plane: i32, width: f32, octaves: u32| {
        let (x, z) = (x * scale + 0.6 * z * scale, z * scale * 0.6);
        step(width, 0.0, (band(x, plane, z, octaves, [0.5 - width, 0.5 + width]) - 0.5).abs())
    };
    let clouds = band(x * 1.1, 7, z * 1.1, 3, [0.45, 0.75]);
    let veins = 0.62 * vein(0.55, 11, 0.026, 5) + 0.34 * vein(1.3, 23, 0.03, 5) + 0.16 * vein(3.1, 53, 0.05, 4);
    let stone = vec3(0.80, 0.775, 0.735).mix(vec3(0.63, 0.625, 0.62), step(0.45, 0.75, clouds));
    stone.mix(vec3(0.25, 0.25, 0.26), veins.at_most(0.88))
}

/// Milky kopi with froth at the wall: bubbles of two sizes.
fn coffee(p: Vec3) -> Vec3 {
    let swirl = detailed_flat(p.x * 5.0 + 2.0 * p.z, 1, p.z * 6.0 - p.x, 4);
    let body = vec3(0.105, 0.036, 0.011).mix(vec3(0.21, 0.084, 0.028), step(0.35, 0.75, swirl));
    let wavy = radial(p) + 0.05 * (flat(p.x * 9.0, 5, p.z * 9.0) - 0.5);
    let froth = step(0.335, 0.40, wavy).at_least(step(0.70, 0.78, band(p.x * 4.0, 9, p.z * 4.0, 3, [0.70, 0.78])));
    if froth <= 0.0 {
        return body;
    }
    let bubbles = 0.5 * bubble(p, 26.0) + 0.5 * bubble(p, 50.0);
    body.mix(vec3(0.55, 0.31, 0.13), froth * (0.55 + 0.45 * bubbles))
}

/// Rings of a foam: bright at a cell's wall, dark within.
fn bubble(p: Vec3, scale: f32) -> f32 {
    let (x, z) = (p.x * scale, p.z * scale);
    let mut nearest = 9.0_f32;
    for dx in -1..=1 {
        for dz in -1..=1 {
            let (cx, cz) = (x.floor() as i32 + dx, z.floor() as i32 + dz);
            let (ex, ez) = (cx as f32 + level(cx, cz, 1) - x, cz as f32 + level(cx, cz, 2) - z);
            nearest = nearest.at_most(ex * ex + ez * ez);
        }
    }
    step(0.15, 0.6, nearest.sqrt())
}

/// Toast: brown faces, pale sides full of holes, and a browned line where they meet.
fn bread(thing: Thing, p: Vec3, normal: Vec3) -> Vec3 {
    let (centre, turn, seed) = if thing == Thing::Upper { (UPPER, UPPER_TURN, 8) } else { (LOWER, LOWER_TURN, 3) };
    let q = (p - centre).turned(turn);
    let grain = detailed(q.x * 26.0, q.y * 26.0, q.z * 26.0 + seed as f32, 3);
    let flatness = step(0.35, 0.75, normal.y.abs());
    let mut side = vec3(0.0, 0.0, 0.0);
    if flatness < 1.0 {
        let holes = step(0.52, 0.72, pores(q - vec3(0.0, 0.093, 0.0), seed as f32));
        let crumb = vec3(0.80, 0.55, 0.26).mix(vec3(0.50, 0.27, 0.09), holes) * (0.85 + 0.3 * grain);
        // The browning goes a little way in from each face of a slice.
        let depth = (q.y.abs() - 0.093).abs();
        side = crumb.mix(vec3(0.42, 0.19, 0.055), 0.85 * step(0.022, 0.056, depth));
        if flatness <= 0.0 {
            return side;
        }
    }
    let blotches = detailed_flat(q.x * 3.4, seed, q.z * 3.4, 5);
    let edge = step(0.5, 1.0, (q.x.abs() / 0.63).at_least(q.z.abs() / 0.43));
    let baked = (step(0.30, 0.72, blotches) * 0.75 + 0.5 * edge * edge + 0.9 * (grain - 0.5)).clamp(0.0, 1.0);
    side.mix(vec3(0.66, 0.37, 0.125).mix(vec3(0.27, 0.105, 0.028), baked), flatness)
}

/// Soft white, clearer towards the rim, with a streak of dark soy sauce and some pepper.
fn egg_white(p: Vec3) -> Vec3 {
    let cloud = detailed_flat(p.x * 6.0, 2, p.z * 6.0, 3);
    let near_yolk = YOLKS.iter().map(|yolk| radial(p - *yolk)).fold(1.0, f32::at_most);
    let set = step(0.42, 0.22, near_yolk + 0.25 * (cloud - 0.5));
    let white = vec3(0.78, 0.73, 0.58).mix(vec3(0.90, 0.89, 0.84), set);
    let bent = 0.16 * (detailed_flat(p.x * 4.0, 6, p.z * 4.0, 3) - 0.5);
    let stream = (p.z - 0.55 * p.x - 0.235 + bent).abs();
    let soy = step(0.085, 0.02, stream + 0.14 * (flat(p.x * 11.0, 8, p.z * 11.0) - 0.5)) * step(0.56, 0.4, radial(p));
    let with_soy = white.mix(vec3(0.06, 0.018, 0.004), 0.95 * soy);
    with_soy.mix(vec3(0.05, 0.04, 0.03), 0.85 * pepper(p))
}

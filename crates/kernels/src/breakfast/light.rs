//! The morning, and how a ray of it is followed.

use super::materials::{Look, look, table};
use super::scene::{DISH, Detail, Nearest, PLATE, SAUCER, Thing, Things, bell, radial};
use super::vector::{Ray, Vec3, vec3};
use crate::{
    maths::Limits,
    noise::{band, ease, flat, level, mix, smooth, step},
};

/// Towards the sun: low, from the left and a little behind the table.
pub const SUN: Vec3 = vec3(-0.7149, 0.5999, -0.3600);
const SUNLIGHT: Vec3 = vec3(3.15, 2.33, 1.40);
const SKYLIGHT: Vec3 = vec3(0.49, 0.515, 0.56);
const BOUNCE: Vec3 = vec3(0.42, 0.315, 0.20);

/// Where the table ends: its far edge.
const TABLE_END: f32 = -2.15;
/// Half the width over which the far edge, out of focus, fades.
const EDGE_BLUR: f32 = 0.13;

/// Most steps of a ray through a thing's drum.
const STEPS: usize = 90;
/// Less than any thing is thick.
const THIN: f32 = 0.02;
const FAR: f32 = 40.0;

/// A place of the picture: `u` and `v` from −1 to 1 over its height or less, right and up.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    pub u: f32,
    pub v: f32,
}

/// A lamp of the shop behind the table, out of focus: a disc.
#[derive(Clone, Copy, Debug)]
pub struct Lamp {
    x: f32,
    y: f32,
    radius: f32,
    light: Vec3,
}

impl Lamp {
    /// All lamps.
    pub fn all() -> Vec<Lamp> {
        let lamp = |i| {
            let place = |axis| level(i, axis, 77);
            let warmth = vec3(1.5, 0.92, 0.42).mix(vec3(1.3, 1.05, 0.75), place(3) * place(3));
            Lamp {
                x: -1.7 + 3.4 * place(0),
                y: 0.60 + 0.50 * place(1),
                radius: 0.05 + 0.085 * place(2),
                light: warmth * (0.07 + 0.34 * place(4)),
            }
        };
        (0..20).map(lamp).collect()
    }

    /// Whether it is seen between two places of the picture.
    pub fn meets(&self, from: Place, to: Place) -> bool {
        let reach = self.radius + 0.012;
        self.x + reach >= from.u && self.x - reach <= to.u && self.y + reach >= from.v && self.y - reach <= to.v
    }
}

/// What a ray meets.
struct Hit {
    t: f32,
    thing: Thing,
    near: Nearest,
}

/// The first surface of the things ahead, nearer than `until`.
fn hit(ray: &Ray, things: &Things, until: f32, detail: Detail) -> Option<Hit> {
    let (mut best, mut end) = (None, until);
    for thing in things.iter() {
        let Some((enter, leave)) = thing.drum().through(ray, 0.0) else { continue };
        if let Some((t, near)) = meet(ray, thing, (enter, leave.at_most(end)), detail) {
            end = t;
            best = Some(Hit { t, thing, near });
        }
    }
    best
}

/// Where the ray meets the thing between two places, by steps as long as the distance from it allows.
///
/// Going at an angle a ray nears a surface by less than it goes on. What it neared by in its last step tells how much longer the
/// next may be. That is a guess, so no step is longer than the distance by more than a thing is thick, and a ray that comes out
/// within goes back.
fn meet(ray: &Ray, thing: Thing, (enter, leave): (f32, f32), detail: Detail) -> Option<(f32, Nearest)> {
    let pace = thing.pace();
    let (mut t, mut step, mut before) = (enter, 0.0, 0.0);
    for _ in 0..STEPS {
        if t > leave {
            return None;
        }
        let near = thing.nearest(ray.at(t), detail);
        let distance = near.distance;
        if distance.abs() < 3e-4 * t {
            return Some((t, near));
        }
        let neared = before - distance;
        before = distance;
        step = if distance > 0.0 && neared > 0.0 {
            let guess = distance * step * (pace / neared);
            guess.at_least(distance * pace).at_most(distance + THIN)
        } else {
            distance * pace
        };
        t += step;
    }
    None
}

/// How much of the sun is seen from a point, 0 to 1: less the closer a surface passes by the way there, for the sun's size in the sky.
fn sunshine(from: Vec3, casters: &Things) -> f32 {
    let ray = Ray::new(from, SUN);
    let mut open = 1.0;
    for thing in casters.iter() {
        let Some((enter, leave)) = thing.drum().through(&ray, thing.penumbra()) else { continue };
        let mut t = enter.at_least(0.012);
        for _ in 0..STEPS {
            if t > leave || open <= 0.0 {
                break;
            }
            let distance = thing.nearest(ray.at(t), Detail::Rough).distance;
            open = (0.5 + 0.5 * distance / (0.055 * t + 0.004)).at_most(open);
            t += distance.at_least(0.018);
        }
        if open <= 0.0 {
            return 0.0;
        }
    }
    ease(open)
}

/// What need be asked for some pixels of the picture: no other things or lamps than these are to be seen there.
pub struct Asked {
    pub seen: Things,
    /// Seen in the table.
    pub mirrored: Things,
    /// Throwing their shadows on the table.
    pub shading: Things,
    pub lamps: Vec<Lamp>,
}

/// Light that reaches the eye along a ray.
pub fn seen(ray: &Ray, place: Place, asked: &Asked, casters: &[Things; Thing::ALL.len()]) -> Vec3 {
    let at_table = -ray.from.y * ray.by_height;
    let end = ray.at(at_table).z;
    let on_table = at_table > 1e-3 && end > TABLE_END - EDGE_BLUR;
    let hit = hit(ray, &asked.seen, if on_table { at_table } else { FAR }, Detail::Fine);
    let (until, light) = match hit {
        Some(hit) => (hit.t, on_thing(ray, &hit, &casters[hit.thing as usize])),
        None if on_table => {
            let sharp = step(TABLE_END - EDGE_BLUR, TABLE_END + EDGE_BLUR, end);
            let mut light = on_the_table(ray, ray.at(at_table), asked);
            if sharp < 1.0 {
                light = room(place, &asked.lamps).mix(light, sharp);
            }
            (at_table, light)
        }
        None => (FAR, room(place, &asked.lamps)),
    };
    steam(ray, until, light)
}

/// Light that a thing sends back along the ray that met it.
fn on_thing(ray: &Ray, &Hit { t, thing, near: Nearest { distance, stuff } }: &Hit, casters: &Things) -> Vec3 {
    let p = ray.at(t);
    let normal = normal(thing, p, distance, 4e-4 * t, Detail::Fine);
    let look = look(thing, stuff, p, normal);
    let open = openness(p, normal);
    let mirrored = ray.to.reflected(normal);
    let sun = direct_sun(p, normal, &look, casters);
    lit(&look, normal, open, sun)
        + highlight(ray, normal, &look, sun)
        + surroundings(mirrored) * (mix(0.35, 1.0, open) * mirroring(ray, normal, &look))
}

/// Light that the table sends back along the ray that met it at `p`. Things stand mirrored in its polish.
fn on_the_table(ray: &Ray, p: Vec3, asked: &Asked) -> Vec3 {
    let (normal, look) = (vec3(0.0, 1.0, 0.0), table(p));
    let sun = direct_sun(p, normal, &look, &asked.shading);
    let mirrored = Ray::new(p, vec3(ray.to.x, -ray.to.y, ray.to.z));
    lit(&look, normal, table_openness(p), sun)
        + highlight(ray, normal, &look, sun)
        + mirrored_things(&mirrored, &asked.mirrored) * mirroring(ray, normal, &look)
}

/// How much of what is mirrored is seen: more at a low angle (Schlick, "An inexpensive BRDF model", 1994), toned down for what is rough.
fn mirroring(ray: &Ray, normal: Vec3, look: &Look) -> f32 {
    let away = 1.0 - (-ray.to.dot(normal)).clamp(0.0, 1.0);
    let gloss = (1 << look.polish) as f32 * (0.7 / 256.0);
    look.mirror + (1.0 - look.mirror) * (away * away) * (away * away) * away * gloss
}

/// What things look like in the table: their colour in plain light, which is enough for a faint image.
fn mirrored_things(ray: &Ray, things: &Things) -> Vec3 {
    match hit(ray, things, FAR, Detail::Rough) {
        Some(Hit { t, thing, near: Nearest { distance, stuff } }) => {
            let p = ray.at(t);
            let normal = normal(thing, p, distance, 2e-3, Detail::Rough);
            lit(&look(thing, stuff, p, normal), normal, 0.7, 0.5 * SUN.dot(normal).at_least(0.0))
        }
        None => surroundings(ray.to),
    }
}

/// Light given back in all directions: sun, sky from above, and what the table throws back from below.
fn lit(look: &Look, normal: Vec3, open: f32, sun: f32) -> Vec3 {
    let sky = SKYLIGHT * (0.55 + 0.45 * normal.y) * open;
    let left = 0.5 - 0.5 * normal.x;
    let window = SKYLIGHT * (0.5 * left * left * open);
    let bounce = BOUNCE * ((0.5 - 0.5 * normal.y) * (0.3 + 0.7 * open));
    look.colour.times(SUNLIGHT * sun + sky + window + bounce)
}

/// How much sun falls on the surface, 0 to 1.
fn direct_sun(p: Vec3, normal: Vec3, look: &Look, casters: &Things) -> f32 {
    let facing = (SUN.dot(normal) + look.glow) / (1.0 + look.glow);
    if facing <= 0.0 {
        return 0.0;
    }
    let shade = sunshine(p + normal * 4e-3, casters);
    facing * mix(shade, 1.0, 0.25 * look.glow) * through_window(p)
}

/// The sun comes through a window with bars, and past the leaves of a plant.
fn through_window(p: Vec3) -> f32 {
    let t = p.y * (1.0 / SUN.y);
    let (x, z) = (p.x - SUN.x * t, p.z - SUN.z * t);
    // Along the bars and across them, in decimetres on the table.
    let (a, b) = (0.93 * x + 0.37 * z, -0.37 * x + 0.93 * z);
    let bar = |at: f32, half: f32| step(half - 0.10, half + 0.14, at.abs());
    let bars = bar(a + 2.28, 0.13) * bar(a - 2.55, 0.13) * bar(b + 1.42, 0.10);
    let frame = step(3.6, 3.1, b.abs());
    let mut leaves = step(-0.4, -2.4, x - 0.5 * z);
    if leaves > 0.0 {
        leaves *= step(0.50, 0.62, band(x * 0.9 + 3.0, 5, z * 0.9, 3, [0.50, 0.62]));
    }
    mix(0.10, 1.0, bars * frame * (1.0 - 0.75 * leaves))
}

fn highlight(ray: &Ray, normal: Vec3, look: &Look, sun: f32) -> Vec3 {
    let mut sharp = (SUN - ray.to).unit().dot(normal).at_least(0.0);
    for _ in 0..look.polish {
        sharp = sharp * sharp;
    }
    SUNLIGHT * (sharp * look.mirror * ((1 << look.polish) as f32 + 8.0) * 0.10 * sun.at_most(1.0).sqrt())
}

/// Which way the surface faces at a point that is this far from it.
fn normal(thing: Thing, p: Vec3, distance: f32, by: f32, detail: Detail) -> Vec3 {
    let along = |way: Vec3| thing.nearest(p + way * by, detail).distance - distance;
    vec3(along(vec3(1.0, 0.0, 0.0)), along(vec3(0.0, 1.0, 0.0)), along(vec3(0.0, 0.0, 1.0))).unit()
}

/// How far from a surface its openness is felt, and how much each of these counts over its length.
const FEELERS: [(f32, f32); 4] = [(0.08, 1.0 / 0.08), (0.21, 0.80 / 0.21), (0.40, 0.60 / 0.40), (0.70, 0.42 / 0.70)];

/// How open the sky is around a point, 0 to 1: things close to the surface shade it (Evans, "Fast approximations for global
/// illumination on dynamic scenes", 2006).
fn openness(p: Vec3, normal: Vec3) -> f32 {
    // The longest feeler comes closer by its length, and feels as far.
    let near = Things::that(|thing| thing.drum().is_closer(p, 1.4));
    let mut shade = 0.0;
    for (away, weight) in FEELERS {
        let q = p + normal * away;
        let mut distance = if q.z > TABLE_END { q.y.at_most(away) } else { away };
        for thing in near.iter() {
            if thing.drum().is_closer(q, distance) {
                distance = distance.at_most(thing.nearest(q, Detail::Rough).distance);
            }
        }
        shade += weight * (away - distance);
    }
    (1.0 - 0.33 * shade).clamp(0.0, 1.0)
}

/// How open the sky is around a point of the table: what stands on it is round, so its distance says all.
fn table_openness(p: Vec3) -> f32 {
    let mut open = 1.0;
    for (centre, radius, reach) in [(PLATE, 1.12, 0.22), (SAUCER, 0.78, 0.22), (DISH, 0.62, 0.40)] {
        let away = radial(p - centre) - radius;
        if away < reach {
            let t = (1.0 - (away + 0.2) * (1.0 / (reach + 0.2))).at_most(1.0);
            open *= 1.0 - 0.6 * t * t;
        }
    }
    open
}

/// What glossy things mirror: a bright window on the left, a pale ceiling, a brown room.
fn surroundings(way: Vec3) -> Vec3 {
    let height = way.y;
    let room = vec3(0.16, 0.105, 0.07).mix(vec3(0.50, 0.46, 0.40), step(-0.1, 0.9, height));
    let (across, up) = (way.z + 0.35, height - 0.52);
    let pane = step(0.62, 0.52, across.abs()) * step(0.34, 0.26, up.abs()) * step(0.0, -0.3, way.x);
    let bars = step(0.015, 0.05, (across - 0.02).abs()) * step(0.012, 0.04, up.abs());
    room + vec3(5.2, 4.5, 3.6) * (pane * bars)
}

/// The shop behind the table, out of focus: a counter's darkness, warm lamps and the window as soft discs.
fn room(Place { u, v }: Place, lamps: &[Lamp]) -> Vec3 {
    let glow = step(1.6, -1.6, u);
    let mut light = vec3(0.075, 0.045, 0.03).mix(vec3(0.46, 0.30, 0.165), glow);
    light = light.mix(vec3(0.03, 0.055, 0.045), 0.55 * step(0.35, 0.7, smooth(u * 1.3 + 4.0, v * 1.1, 2.0)));
    // Two panes of the window that the sun comes through.
    for left in [-1.62, -1.02] {
        let pane = step(left, left + 0.16, u) * step(left + 0.60, left + 0.44, u) * step(0.56, 0.80, v);
        light = light + vec3(1.25, 0.93, 0.52) * (0.62 * pane);
    }
    for lamp in lamps {
        let (dx, dy, radius) = (u - lamp.x, v - lamp.y, lamp.radius);
        let square = dx * dx + dy * dy;
        if square < (radius + 0.012) * (radius + 0.012) {
            let distance = square.sqrt();
            let disc = step(radius + 0.012, radius - 0.012, distance) * (0.75 + 0.25 * step(0.0, radius, distance));
            light = light + lamp.light * (disc * (0.45 + 0.55 * glow));
        }
    }
    light
}

/// Thin steam that rises from the cup, in the upright plane through it.
fn steam(ray: &Ray, until: f32, light: Vec3) -> Vec3 {
    let t = (SAUCER.z - ray.from.z) / ray.to.z;
    if !(0.0..=until).contains(&t) {
        return light;
    }
    let p = ray.at(t) - SAUCER;
    let height = p.y - 0.68;
    if !(0.0..1.9).contains(&height) || p.x.abs() > 0.9 {
        return light;
    }
    let drift = 0.42 * height * (flat(height * 1.3, 2, 9.0) - 0.5) + 0.10 * height;
    let x = p.x - drift;
    let width = 0.16 + 0.16 * height;
    let within = bell(x * x / (width * width)) * step(0.0, 0.25, height) * step(1.9, 0.4, height);
    if within <= 0.0 {
        return light;
    }
    let wisps = band(x * 3.2 / (0.7 + height), 3, height * 1.35, 3, [0.42, 0.72]);
    light.mix(vec3(0.95, 0.88, 0.78), 0.34 * within * step(0.42, 0.72, wisps))
}

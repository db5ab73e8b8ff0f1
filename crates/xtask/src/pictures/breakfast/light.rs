//! The camera, the morning and how a ray of it is followed.

use super::super::noise::{detailed, level, mix, smooth, step};
use super::materials::{Look, look};
use super::scene::{Group, Nearest, SAUCER, Stuff};
use super::vector::{Vec3, vec3};

/// Towards the sun: low, from the left and a little behind the table.
const SUN: Vec3 = vec3(-0.715, 0.60, -0.36);
const SUNLIGHT: Vec3 = vec3(3.15, 2.33, 1.40);
const SKYLIGHT: Vec3 = vec3(0.49, 0.515, 0.56);
const BOUNCE: Vec3 = vec3(0.42, 0.315, 0.20);

const EYE: Vec3 = vec3(0.05, 3.75, 5.85);
const TARGET: Vec3 = vec3(0.12, 0.30, 0.20);
/// Half the picture's height at a distance of one.
const HALF_VIEW: f32 = 0.222;
/// Where the table ends: its far edge.
const TABLE_END: f32 = -2.15;
/// Half the width over which the far edge, out of focus, fades.
const EDGE_BLUR: f32 = 0.13;

const STEPS: usize = 110;
/// How near a group's details begin to matter to a ray.
const NEARBY: f32 = 0.1;
const FAR: f32 = 40.0;

/// A line of sight.
#[derive(Clone, Copy)]
struct Ray {
    from: Vec3,
    to: Vec3,
}

impl Ray {
    fn at(&self, t: f32) -> Vec3 {
        self.from + self.to * t
    }

    /// Where it enters and leaves the group's sphere, if it does so ahead.
    fn through(&self, group: Group) -> Option<(f32, f32)> {
        let (centre, radius) = group.sphere();
        let away = self.from - centre;
        let b = away.dot(self.to);
        let h = b * b - away.dot(away) + radius * radius;
        let root = h.max(0.0).sqrt();
        (h > 0.0 && root > b).then_some(((-b - root).max(0.0), root - b))
    }

    /// Steps along the ray, from sphere to sphere; `visit` gets the place and the nearest surface of the group, and says how far
    /// to go on, or that it has seen enough.
    fn walk(&self, group: Group, near: f32, until: f32, mut visit: impl FnMut(f32, Nearest) -> Option<f32>) {
        let Some((enter, leave)) = self.through(group) else { return };
        let (mut t, end) = (enter.max(near), leave.min(until));
        for _ in 0..STEPS {
            if t > end {
                return;
            }
            match visit(t, group.nearest(self.at(t), NEARBY)) {
                Some(step) => t += step,
                None => return,
            }
        }
    }

    /// The first surface ahead: how far, of what, and of which group.
    fn hit(&self) -> Option<(f32, Stuff, Option<Group>)> {
        let table = -self.from.y / self.to.y;
        let on_table = table > 1e-3 && self.at(table).z > TABLE_END - EDGE_BLUR;
        let mut best = on_table.then_some((table, Stuff::Marble, None));
        for group in Group::ALL {
            let until = best.map_or(FAR, |(t, ..)| t);
            self.walk(group, 0.0, until, |t, near| {
                if near.distance < 2e-4 * t.max(0.5) {
                    best = Some((t, near.stuff, Some(group)));
                    return None;
                }
                Some(near.distance * 0.85)
            });
        }
        best
    }

    /// How much of the sun is seen along the ray, 0 to 1: less the closer a surface passes by, for its size in the sky.
    fn sunshine(&self) -> f32 {
        let mut open: f32 = 1.0;
        for group in Group::ALL {
            self.walk(group, 0.012, FAR, |t, near| {
                open = open.min(0.5 + 0.5 * near.distance / (0.055 * t + 0.004));
                (open > 0.0).then_some(near.distance.max(0.012) * 0.9)
            });
        }
        ease(open.clamp(0.0, 1.0))
    }
}

fn ease(t: f32) -> f32 {
    t * t * (3.0 - 2.0 * t)
}

/// Light that reaches the eye from a place of the picture: `u` and `v` from −1 to 1 over its height, right and up.
pub fn seen(u: f32, v: f32) -> Vec3 {
    let forward = (TARGET - EYE).unit();
    let right = forward.cross(vec3(0.0, 1.0, 0.0)).unit();
    let up = right.cross(forward);
    let ray = Ray { from: EYE, to: (forward + right * (u * HALF_VIEW) + up * (v * HALF_VIEW)).unit() };
    let hit = ray.hit();
    let light = match hit {
        Some((t, Stuff::Marble, _)) => {
            let sharp = step(TABLE_END - EDGE_BLUR, TABLE_END + EDGE_BLUR, ray.at(t).z);
            room(u, v).mix(shaded(&ray, t, Stuff::Marble, None), sharp)
        }
        Some((t, stuff, group)) => shaded(&ray, t, stuff, group),
        None => room(u, v),
    };
    steam(&ray, hit.map_or(FAR, |(t, ..)| t), light)
}

fn shaded(ray: &Ray, t: f32, stuff: Stuff, group: Option<Group>) -> Vec3 {
    let p = ray.at(t);
    let normal = group.map_or(vec3(0.0, 1.0, 0.0), |group| normal(group, p, 4e-4 * t));
    let look = look(stuff, p, normal);
    let open = openness(p, normal);
    let mirrored = ray.to.reflected(normal);
    let facing = (-ray.to.dot(normal)).clamp(0.0, 1.0);
    let mirror = look.mirror + (1.0 - look.mirror) * (1.0 - facing).powi(5) * (look.polish / 300.0).min(1.0) * 0.7;
    let reflected = match stuff {
        // Things stand mirrored in the polished table.
        Stuff::Marble => mirrored_things(&Ray { from: p + normal * 2e-3, to: mirrored }),
        _ => surroundings(mirrored) * mix(0.35, 1.0, open),
    };
    let sun = direct_sun(p, normal, &look);
    lit(&look, normal, open, sun) + highlight(ray, normal, &look, sun) + reflected * mirror
}

/// What things look like in the table: their colour in plain light, which is enough for a faint image.
fn mirrored_things(ray: &Ray) -> Vec3 {
    match ray.hit() {
        Some((t, stuff, Some(group))) => {
            let p = ray.at(t);
            let normal = normal(group, p, 1e-3);
            let look = look(stuff, p, normal);
            lit(&look, normal, 0.7, 0.5 * SUN.dot(normal).max(0.0))
        }
        _ => surroundings(ray.to),
    }
}

/// Light given back in all directions: sun, sky from above, and what the table throws back from below.
fn lit(look: &Look, normal: Vec3, open: f32, sun: f32) -> Vec3 {
    let sky = SKYLIGHT * (0.55 + 0.45 * normal.y) * open;
    let window = SKYLIGHT * (0.5 * (0.5 - 0.5 * normal.x).powi(2) * open);
    let bounce = BOUNCE * ((0.5 - 0.5 * normal.y) * (0.3 + 0.7 * open));
    look.colour.times(SUNLIGHT * sun + sky + window + bounce)
}

/// How much sun falls on the surface, 0 to 1.
fn direct_sun(p: Vec3, normal: Vec3, look: &Look) -> f32 {
    let facing = (SUN.dot(normal) + look.glow) / (1.0 + look.glow);
    if facing <= 0.0 {
        return 0.0;
    }
    let shade = Ray { from: p + normal * 4e-3, to: SUN }.sunshine();
    facing * mix(shade, 1.0, 0.25 * look.glow) * through_window(p)
}

/// The sun comes through a window with bars, and past the leaves of a plant.
fn through_window(p: Vec3) -> f32 {
    let t = p.y / SUN.y;
    let (x, z) = (p.x - SUN.x * t, p.z - SUN.z * t);
    // Along the bars and across them, in decimetres on the table.
    let (a, b) = (0.93 * x + 0.37 * z, -0.37 * x + 0.93 * z);
    let bar = |at: f32, half: f32| step(half - 0.10, half + 0.14, at.abs());
    let bars = bar(a + 2.28, 0.13) * bar(a - 2.55, 0.13) * bar(b + 1.42, 0.10);
    let frame = step(3.6, 3.1, b.abs());
    let leaves = step(0.50, 0.62, detailed(x * 0.9 + 3.0, 5.0, z * 0.9, 3)) * step(-0.4, -2.4, x - 0.5 * z);
    mix(0.10, 1.0, bars * frame * (1.0 - 0.75 * leaves))
}

fn highlight(ray: &Ray, normal: Vec3, look: &Look, sun: f32) -> Vec3 {
    let half = (SUN - ray.to).unit();
    let sharp = half.dot(normal).max(0.0).powf(look.polish);
    SUNLIGHT * (sharp * look.mirror * (look.polish + 8.0) * 0.10 * sun.min(1.0).sqrt())
}

fn normal(group: Group, p: Vec3, by: f32) -> Vec3 {
    // Four corners of a tetrahedron: one question fewer than two along each axis, and no direction is preferred.
    let corner = |x: f32, y: f32, z: f32| {
        let way = vec3(x, y, z);
        way * group.nearest(p + way * by, NEARBY).distance
    };
    (corner(1.0, -1.0, -1.0) + corner(-1.0, -1.0, 1.0) + corner(-1.0, 1.0, -1.0) + corner(1.0, 1.0, 1.0)).unit()
}

/// How open the sky is around a point, 0 to 1: things close to the surface shade it (Evans, "Fast approximations for global
/// illumination on dynamic scenes", 2006).
fn openness(p: Vec3, normal: Vec3) -> f32 {
    let mut shade = 0.0;
    let mut weight = 1.0;
    for i in 1..=5 {
        let away = 0.055 * i as f32 * (1.0 + 0.35 * i as f32);
        let q = p + normal * away;
        let mut distance = if q.z > TABLE_END { q.y } else { FAR };
        for group in Group::ALL {
            let (centre, radius) = group.sphere();
            // Only what is nearer than `away` counts.
            if (q - centre).length() - radius < away {
                distance = distance.min(group.nearest(q, away).distance);
            }
        }
        shade += weight * (away - distance).max(0.0) / away;
        weight *= 0.72;
    }
    (1.0 - 0.33 * shade).clamp(0.0, 1.0)
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
fn room(u: f32, v: f32) -> Vec3 {
    let glow = step(1.6, -1.6, u);
    let mut light = vec3(0.075, 0.045, 0.03).mix(vec3(0.46, 0.30, 0.165), glow);
    light = light.mix(vec3(0.03, 0.055, 0.045), 0.55 * step(0.35, 0.7, smooth(u * 1.3 + 4.0, v * 1.1, 2.0)));
    // Two panes of the window that the sun comes through.
    for left in [-1.62, -1.02] {
        let pane = step(left, left + 0.16, u) * step(left + 0.60, left + 0.44, u) * step(0.56, 0.80, v);
        light = light + vec3(1.25, 0.93, 0.52) * (0.62 * pane);
    }
    for i in 0..20 {
        let place = |axis| level(i, axis, 77);
        let (x, y, radius) = (-1.7 + 3.4 * place(0), 0.60 + 0.50 * place(1), 0.05 + 0.085 * place(2));
        let (dx, dy) = (u - x, v - y);
        let distance = (dx * dx + dy * dy).sqrt();
        let disc = step(radius + 0.012, radius - 0.012, distance) * (0.75 + 0.25 * step(0.0, radius, distance));
        let warmth = vec3(1.5, 0.92, 0.42).mix(vec3(1.3, 1.05, 0.75), place(3) * place(3));
        light = light + warmth * (disc * (0.07 + 0.34 * place(4)) * (0.45 + 0.55 * glow));
    }
    light
}

/// Thin steam that rises from the cup, in the upright plane through it.
fn steam(ray: &Ray, until: f32, light: Vec3) -> Vec3 {
    let t = (SAUCER.z - ray.from.z) / ray.to.z;
    if t < 0.0 || t > until {
        return light;
    }
    let p = ray.at(t) - SAUCER;
    let height = p.y - 0.68;
    if !(0.0..1.9).contains(&height) || p.x.abs() > 0.9 {
        return light;
    }
    let drift = 0.42 * height * (smooth(height * 1.3, 2.0, 9.0) - 0.5) + 0.10 * height;
    let x = p.x - drift;
    let width = 0.16 + 0.16 * height;
    let wisps = detailed(x * 3.2 / (0.7 + height), height * 1.35, 3.0, 3);
    let within = (-(x * x) / (width * width)).exp() * step(0.0, 0.25, height) * step(1.9, 0.4, height);
    let thick = 0.34 * within * step(0.42, 0.72, wisps);
    light.mix(vec3(0.95, 0.88, 0.78), thick)
}

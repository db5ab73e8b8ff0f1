//! Points, directions and colours of three numbers.

use std::ops::{Add, Mul, Sub};

use crate::maths::Limits;

/// Three numbers: x to the right, y up, z towards the viewer; or red, green and blue light, 1 for a white wall in the sun.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Vec3 {
    pub x: f32,
    pub y: f32,
    pub z: f32,
}

/// Short for the three numbers.
pub const fn vec3(x: f32, y: f32, z: f32) -> Vec3 {
    Vec3 { x, y, z }
}

impl Vec3 {
    pub fn dot(self, other: Vec3) -> f32 {
        self.x * other.x + self.y * other.y + self.z * other.z
    }

    pub fn cross(self, o: Vec3) -> Vec3 {
        vec3(self.y * o.z - self.z * o.y, self.z * o.x - self.x * o.z, self.x * o.y - self.y * o.x)
    }

    pub fn length(self) -> f32 {
        self.dot(self).sqrt()
    }

    pub fn unit(self) -> Vec3 {
        self * (1.0 / self.length().at_least(1e-12))
    }

    /// Seen in a mirror with this normal.
    pub fn reflected(self, normal: Vec3) -> Vec3 {
        self - normal * (2.0 * self.dot(normal))
    }

    /// Turned about the upright axis, by the cosine and sine of the angle.
    pub fn turned(self, (cos, sin): (f32, f32)) -> Vec3 {
        vec3(self.x * cos - self.z * sin, self.y, self.x * sin + self.z * cos)
    }

    /// Each number times the other's.
    pub fn times(self, other: Vec3) -> Vec3 {
        vec3(self.x * other.x, self.y * other.y, self.z * other.z)
    }

    pub fn map(self, f: impl Fn(f32) -> f32) -> Vec3 {
        vec3(f(self.x), f(self.y), f(self.z))
    }

    /// From this to `other` as `t` goes from 0 to 1.
    pub fn mix(self, other: Vec3, t: f32) -> Vec3 {
        self + (other - self) * t
    }
}

impl Add for Vec3 {
    type Output = Vec3;
    fn add(self, o: Vec3) -> Vec3 {
        vec3(self.x + o.x, self.y + o.y, self.z + o.z)
    }
}

impl Sub for Vec3 {
    type Output = Vec3;
    fn sub(self, o: Vec3) -> Vec3 {
        vec3(self.x - o.x, self.y - o.y, self.z - o.z)
    }
}

impl Mul<f32> for Vec3 {
    type Output = Vec3;
    fn mul(self, by: f32) -> Vec3 {
        vec3(self.x * by, self.y * by, self.z * by)
    }
}

/// A line of sight.
#[derive(Clone, Copy, Debug)]
pub struct Ray {
    pub from: Vec3,
    /// Its way, of length 1.
    pub to: Vec3,
    /// One over its way's height: what crossing a level costs.
    pub by_height: f32,
}

impl Ray {
    /// From a point, a way of length 1. Level rays are tilted by nothing that is seen, so that they cross every level.
    pub fn new(from: Vec3, to: Vec3) -> Ray {
        let height = if to.y.abs() < 1e-9 { 1e-9 } else { to.y };
        Ray { from, to, by_height: 1.0 / height }
    }

    /// The point at this distance.
    pub fn at(&self, t: f32) -> Vec3 {
        self.from + self.to * t
    }
}

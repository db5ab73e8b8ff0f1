//! Invert: each colour becomes its opposite.
//!
//! *Point; rows are independent.* 255 − c for each colour c of the sRGB bytes, as a photographic negative in image
//! editors; exact. Alpha is kept. Work: an exclusive or a pixel; four bytes read, four written, so memory is the limit.

use model::{CheckedParams, KernelInfo, Shape};

use crate::{Describe, point::Point, rows};

/// The kernel; it has no parameters.
#[derive(Clone, Copy, Debug)]
pub struct Invert;

impl Point for Invert {
    type Plan = ();

    fn plan(&self) {}

    fn row((): &(), source: &[u8], out: &mut [u8]) {
        rows::invert(source, out);
    }
}

impl Describe for Invert {
    fn info() -> KernelInfo {
        KernelInfo {
            name: "invert".into(),
            label: "Invert".into(),
            action: "turn this picture into a negative".into(),
            about: "Each colour becomes its opposite. The least work there is, so moving the bytes is all of it."
                .into(),
            shape: Shape::Point,
            needs_source: true,
            params: vec![],
            presets: vec![],
        }
    }

    fn with(_: &CheckedParams) -> Self {
        Self
    }
}

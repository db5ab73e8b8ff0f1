//! A kernel that fails on demand, so that every engine's way of failing can be tested for real. Not offered to
//! visitors.

use std::ops::Range;

use model::{CheckedParams, Choice, KernelInfo, ParamInfo, ParamKind, Shape, Size};

use crate::{Band, Describe, Kernel, Slab};

/// How it fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Failure {
    Panic,
    Hang,
}

/// Copies the source's rows, but fails in the row in the middle.
#[derive(Clone, Copy, Debug)]
pub struct Fault(Failure);

impl Kernel for Fault {
    type Plan = Size;
    type Scratch = ();

    fn plan(&self, source: Size) -> Size {
        source
    }

    fn footprint(&self, _: &Size, out: Range<u32>) -> Range<u32> {
        out
    }

    fn render(&self, size: &Size, source: Slab<'_>, (): &mut (), mut out: Band<'_>) {
        for (y, row) in out.rows_mut() {
            if y == size.height / 2 {
                match self.0 {
                    Failure::Panic => panic!("the fault kernel panicked at row {y}, as it was asked to"),
                    Failure::Hang => loop {
                        std::hint::spin_loop();
                    },
                }
            }
            row.copy_from_slice(source.row(y));
        }
    }
}

impl Describe for Fault {
    fn info() -> KernelInfo {
        KernelInfo {
            name: "fault".into(),
            label: "Fault".into(),
            action: "fail".into(),
            about: "Fails on demand, to test what happens then.".into(),
            shape: Shape::Point,
            needs_source: true,
            params: vec![ParamInfo {
                name: "failure".into(),
                label: "Failure".into(),
                kind: ParamKind::Choice {
                    choices: vec![
                        Choice { name: "panic".into(), label: "Panic".into() },
                        Choice { name: "hang".into(), label: "Hang".into() },
                    ],
                },
            }],
            presets: vec![],
        }
    }

    fn with(params: &CheckedParams) -> Self {
        Self(if params.choice("failure") == "hang" { Failure::Hang } else { Failure::Panic })
    }
}

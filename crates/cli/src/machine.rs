//! The machine's card in a report.

use std::env::consts::{ARCH, OS};
use std::fs;
use std::num::NonZeroUsize;
use std::thread;

use model::Machine;

use crate::clock;

/// The card of this program on this machine.
pub fn card() -> Machine {
    let version = env!("CARGO_PKG_VERSION");
    let processor = processor().map(|name| format!(", {name}")).unwrap_or_default();
    Machine {
        agent: format!("toasters {version}, {OS} {ARCH}{processor}"),
        claimed_cores: claimed_cores(),
        isolated: true,
        clock_resolution_ms: clock::resolution_ms(),
        version: version.into(),
    }
}

/// Cores that this process may use, as the system says.
pub fn claimed_cores() -> u32 {
    thread::available_parallelism().map_or(1, NonZeroUsize::get) as u32
}

/// The processor's name, where the system keeps it in a file.
fn processor() -> Option<String> {
    let info = fs::read_to_string("/proc/cpuinfo").ok()?;
    let name = info.lines().find_map(|line| line.strip_prefix("model name")?.split_once(':'))?.1.trim();
    (!name.is_empty()).then(|| name.into())
}

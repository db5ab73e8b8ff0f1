//! The clock that all threads of a page share.

use js_sys::{Reflect, global};
use wasm_bindgen::{JsCast, UnwrapThrowExt};
use web_sys::Performance;

thread_local! {
    /// This thread's clock, and its zero on the clock that all threads share.
    static CLOCK: (Performance, f64) = {
        // Workers and windows are different kinds of global object; both have this.
        let clock = Reflect::get(&global(), &"performance".into()).expect_throw("every thread of a page has a clock");
        let clock: Performance = clock.unchecked_into();
        let origin = clock.time_origin();
        (clock, origin)
    };
}

/// Milliseconds on the clock that all threads share. `now()` of each starts at a zero of its own; its `timeOrigin` says
/// where that lies.
pub fn now_ms() -> f64 {
    CLOCK.with(|(clock, origin)| origin + clock.now())
}

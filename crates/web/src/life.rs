//! Signs of life: what a watch from outside sees of the lanes at work.
//!
//! In shared memory it reads [`SIGNS`], one number a lane. An instance that shares no memory sends its thread's owner a message
//! now and then instead: messages leave a worker even while it is busy.

use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

/// Lanes that are told apart; the ones beyond share a number with the first.
pub const LANES: usize = 256;

/// A lane's number, on a cache line of its own: lanes would take the line from each other with every sign.
#[repr(align(64))]
pub struct Sign(AtomicU32);

/// Numbers of 32 bits from one lane's sign to the next.
pub const STRIDE: usize = size_of::<Sign>() / size_of::<u32>();

/// A number a lane: even when it has nothing to do, odd while it is in a chunk, another one after every sign of life.
pub static SIGNS: [Sign; LANES] = [const { Sign(AtomicU32::new(0)) }; LANES];

/// Where they lie.
pub fn address() -> *const u32 {
    SIGNS[0].0.as_ptr()
}

/// The lane has begun with a chunk.
pub fn begin(lane: usize) {
    // Only the lane itself writes its number.
    let Sign(sign) = &SIGNS[lane % LANES];
    sign.store(sign.load(Relaxed).wrapping_add(2) | 1, Relaxed);
}

/// The lane has got on with it.
pub fn alive(lane: usize) {
    let Sign(sign) = &SIGNS[lane % LANES];
    sign.store(sign.load(Relaxed).wrapping_add(2), Relaxed);
    message::send();
}

/// The lane is done with it.
pub fn end(lane: usize) {
    let Sign(sign) = &SIGNS[lane % LANES];
    sign.store(sign.load(Relaxed).wrapping_add(2) & !1, Relaxed);
}

#[cfg(target_feature = "atomics")]
mod message {
    /// Memory is shared: whoever watches reads it.
    pub fn send() {}
}

#[cfg(not(target_feature = "atomics"))]
mod message {
    use std::cell::Cell;

    use js_sys::global;
    use wasm_bindgen::JsCast;
    use web_sys::DedicatedWorkerGlobalScope;

    use crate::clock::now_ms;

    /// What the message is. It has no number, so that nobody takes it for an answer.
    const ALIVE: &str = "alive";

    /// So seldom that it costs nothing, and often enough for a watch of two seconds.
    const EVERY_MS: f64 = 200.0;

    thread_local! {
        static LAST_MS: Cell<f64> = const { Cell::new(0.0) };
    }

    /// Says that this thread is alive, if it is a worker and hasn't said so lately.
    pub fn send() {
        let now = now_ms();
        if now - LAST_MS.get() < EVERY_MS {
            return;
        }
        LAST_MS.set(now);
        // On the page's own thread there is nobody to tell.
        if let Ok(worker) = global().dyn_into::<DedicatedWorkerGlobalScope>() {
            // A message that can't be sent is one sign of life less.
            let _ = worker.post_message(&ALIVE.into());
        }
    }
}

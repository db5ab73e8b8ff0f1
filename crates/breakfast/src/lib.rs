//! A breakfast in virtual time: the talk's own picture of work that is shared and of work that is waited for.
//!
//! Slices are toasted on single-slice toasters, cups brewed, eggs boiled; one cook's hands do what machines can't. [`simulate`] says
//! who did what, when, as the same trace of lanes that a threaded blur leaves behind, so the same charts draw it. [`presets`] are shops
//! worth trying, [`caption`] tells a moment in words.
//!
//! Time is counted in whole milliseconds of virtual time, so that sums are exact. Nothing here has a clock, draws lots or knows a page.

mod caption;
mod kitchen;
mod presets;

pub use caption::caption;
pub use presets::presets;

use kitchen::Kitchen;
use model::{Morning, Order, Shop, Waiting};

/// Most tasks of a dish, most machines of a kind, longest minutes of anything.
const MOST_TASKS: u32 = 2_000;
const MOST_MACHINES: u32 = 256;
const MOST_MINUTES: f64 = 60.0;
const LEAST_MINUTES: f64 = 0.1;
const LARGEST_BATCH: u32 = 1_000;

/// A morning in this shop. Numbers outside their ranges are taken as the nearest within.
pub fn simulate(shop: &Shop) -> Morning {
    let shop = within_ranges(shop);
    let mut kitchen = Kitchen::new(&shop);
    match shop.waiting {
        Waiting::Synchronous => kitchen.stand_by(),
        Waiting::Asynchronous => kitchen.keep_busy(),
    }
    kitchen.morning()
}

fn within_ranges(shop: &Shop) -> Shop {
    // Not a number is no time at all.
    let minutes = |m: f64| if m.is_nan() { 0.0 } else { m.clamp(0.0, MOST_MINUTES) };
    let order = |order: Order| Order {
        count: order.count.min(MOST_TASKS),
        minutes: minutes(order.minutes).max(LEAST_MINUTES),
        machines: order.machines.clamp(1, MOST_MACHINES),
    };
    Shop {
        coffee: order(shop.coffee),
        toast: order(shop.toast),
        eggs: order(shop.eggs),
        before_minutes: minutes(shop.before_minutes),
        after_minutes: minutes(shop.after_minutes),
        overhead_minutes: minutes(shop.overhead_minutes),
        batch: shop.batch.clamp(1, LARGEST_BATCH),
        unevenness: if shop.unevenness.is_nan() { 0.0 } else { shop.unevenness.clamp(0.0, 1.0) },
        ..*shop
    }
}

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
use model::{Morning, Order, SHOP_RANGES, Shop, Waiting};

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
    let ranges = SHOP_RANGES;
    let whole = |n: u32, [least, most]: [u32; 2]| n.clamp(least, most);
    // What is not a number is the least there is.
    let number = |x: f64, [least, most]: [f64; 2]| if x.is_nan() { least } else { x.clamp(least, most) };
    let order = |order: Order| Order {
        count: whole(order.count, ranges.count),
        minutes: number(order.minutes, ranges.minutes),
        machines: whole(order.machines, ranges.machines),
    };
    Shop {
        coffee: order(shop.coffee),
        toast: order(shop.toast),
        eggs: order(shop.eggs),
        before_minutes: number(shop.before_minutes, ranges.hands_minutes),
        after_minutes: number(shop.after_minutes, ranges.hands_minutes),
        overhead_minutes: number(shop.overhead_minutes, ranges.hands_minutes),
        batch: whole(shop.batch, ranges.batch),
        unevenness: number(shop.unevenness, ranges.unevenness),
        ..*shop
    }
}

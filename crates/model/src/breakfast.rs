//! A breakfast to be simulated, and what came of it.

use serde::{Deserialize, Serialize};

use crate::Trace;

/// What can be ordered. Each needs a machine of its own kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub enum Dish {
    /// A cup from a coffee maker.
    Coffee,
    /// A slice from a single-slice toaster.
    Toast,
    /// An egg from a pot.
    Egg,
}

impl Dish {
    /// All of them, in the order in which a breakfast is cooked: what takes longest first.
    pub const ALL: [Self; 3] = [Self::Coffee, Self::Toast, Self::Egg];
}

/// So many of a dish, and the machines for it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Order {
    /// How many are wanted, from 0 to 500.
    pub count: u32,
    /// Minutes that a machine takes for one, from 0.1 to 60.
    pub minutes: f64,
    /// Machines, from 1 to 256.
    pub machines: u32,
}

/// What the cook does while machines work.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub enum Waiting {
    /// Stands by the machines that were filled until all of them are done.
    #[default]
    Synchronous,
    /// Does whatever else there is to do.
    Asynchronous,
}

/// In which order dishes are finished by hand and served.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub enum Service {
    /// As ordered: the third waits for the second, as with `map`.
    #[default]
    AsOrdered,
    /// As completed: whatever is ready, as with `submit` and `as_completed`.
    AsCompleted,
}

/// A coffee shop with one cook, and its orders.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Shop {
    /// Cups and coffee makers.
    pub coffee: Order,
    /// Slices and toasters.
    pub toast: Order,
    /// Eggs and pots.
    pub eggs: Order,
    /// Minutes of the cook's hands before each task: cutting the slice, grinding the beans. From 0 to 10.
    pub before_minutes: f64,
    /// Minutes of the cook's hands after each task: buttering, pouring. From 0 to 10.
    pub after_minutes: f64,
    /// Minutes of the cook's hands for every batch that is handed to a machine, however many tasks it has. From 0 to 10.
    pub overhead_minutes: f64,
    /// Tasks handed to a machine at once, one after the other on that machine, from 1 to 100.
    pub batch: u32,
    /// What the cook does meanwhile.
    pub waiting: Waiting,
    /// Order of service.
    pub service: Service,
    /// How unlike the slices are, from 0 to 1: with 0 all take the same time, with 1 the dearest slice takes twice the minutes and the
    /// cheapest almost none. Dear ones lie together in the middle of the order, as the busy rows of a picture do.
    pub unevenness: f64,
    /// Whether each egg goes on a slice: it can't be put on before the slice of the same number is served.
    pub egg_needs_toast: bool,
}

/// From the least to the most of each number in a [`Shop`], both included.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(ts_rs::TS))]
pub struct ShopRanges {
    /// Of a dish.
    pub count: [u32; 2],
    /// Of a machine for one.
    pub minutes: [f64; 2],
    /// Of a kind.
    pub machines: [u32; 2],
    /// Of the cook's hands: before, after, overhead.
    pub hands_minutes: [f64; 2],
    /// Tasks handed over at once.
    pub batch: [u32; 2],
    /// How unlike the slices are.
    pub unevenness: [f64; 2],
}

/// The ranges that the simulation keeps to, and forms and addresses with it.
pub const SHOP_RANGES: ShopRanges = ShopRanges {
    count: [0, 500],
    minutes: [0.1, 60.0],
    machines: [1, 256],
    hands_minutes: [0.0, 10.0],
    batch: [1, 100],
    unevenness: [0.0, 1.0],
};

/// Somebody or something that works: a lane of the trace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Station {
    /// What it makes; nothing for the cook.
    pub dish: Option<Dish>,
    /// Its number among those that make the same, from 1.
    pub number: u32,
}

/// A task that was done.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Served {
    /// What it is.
    pub dish: Dish,
    /// Its number among those of its dish, from 1.
    pub number: u32,
    /// When its machine was done with it, in milliseconds of virtual time.
    pub done_ms: f64,
    /// When it was served.
    pub served_ms: f64,
}

/// A morning, simulated.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Morning {
    /// Who did what, when, in virtual time. Rows are tasks in the order of the orders. The cook's work before a task is a span of stage
    /// `copy-in`, a machine's `render`, the cook's work after it `copy-out`.
    pub trace: Trace,
    /// The trace's lanes: the cook first.
    pub stations: Vec<Station>,
    /// Every task, in the order of the orders.
    pub served: Vec<Served>,
    /// From when to when the cook stood by machines, in milliseconds of virtual time.
    pub standing_ms: Vec<[f64; 2]>,
    /// Minutes until all was served.
    pub minutes: f64,
    /// Minutes that a cook with one machine of each kind takes who stands by it, one task after the other: a plain loop, which has
    /// nothing to hand over, so without the overhead.
    pub loop_minutes: f64,
    /// The one over the other.
    pub speed_up: f64,
}

/// A shop worth trying.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct ShopPreset {
    /// The name used in addresses.
    pub name: String,
    /// What a visitor reads.
    pub label: String,
    /// What it shows, in a sentence or two.
    pub about: String,
    /// Whether its figures are the talk's own.
    pub from_talk: bool,
    /// The shop.
    pub shop: Shop,
    /// The query of the lab's address that runs the matching experiment with pixels.
    pub lab: String,
}

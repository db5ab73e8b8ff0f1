//! Shops worth trying: the talk's own, and what it warns of.

use model::{Order, Service, Shop, ShopPreset, Waiting};

/// A shop where nothing is ordered: what presets begin with.
const EMPTY: Shop = Shop {
    coffee: Order { count: 0, minutes: 5.0, machines: 1 },
    toast: Order { count: 0, minutes: 2.0, machines: 1 },
    eggs: Order { count: 0, minutes: 6.0, machines: 1 },
    before_minutes: 0.0,
    after_minutes: 0.0,
    overhead_minutes: 0.0,
    batch: 1,
    waiting: Waiting::Synchronous,
    service: Service::AsOrdered,
    unevenness: 0.0,
    egg_needs_toast: false,
};

const fn toast(count: u32, machines: u32) -> Order {
    Order { count, minutes: 2.0, machines }
}

/// All presets, in the order of the story.
pub fn presets() -> Vec<ShopPreset> {
    let preset = |name: &str, label: &str, about: &str, from_talk, lab: &str, shop| ShopPreset {
        name: name.into(),
        label: label.into(),
        about: about.into(),
        from_talk,
        shop,
        lab: lab.into(),
    };
    let coffee = Order { count: 1, minutes: 5.0, machines: 1 };
    vec![
        preset(
            "one-toaster",
            "One toaster",
            "100 slices, 2 minutes each, one after the other: 200 minutes. A loop.",
            true,
            "experiment=race&kernel=mandelbrot&modes=simd",
            Shop { toast: toast(100, 1), ..EMPTY },
        ),
        preset(
            "four-toasters",
            "Four toasters",
            "The same 100 slices on four toasters: 50 minutes, four times as fast. Toasters are threads.",
            true,
            "experiment=race&kernel=mandelbrot&modes=simd,threads&threads=4",
            Shop { toast: toast(100, 4), ..EMPTY },
        ),
        preset(
            "standing-by",
            "Coffee, then toast: standing by",
            "One coffee takes 5 minutes, then two slices 2 minutes each. A cook who stands by each machine needs 9 minutes.",
            true,
            "experiment=race&kernel=gaussian&modes=simd&blocking=simd",
            Shop { coffee, toast: toast(2, 1), ..EMPTY },
        ),
        preset(
            "meanwhile",
            "Coffee, and toast meanwhile",
            "The same order with the same machines. A cook who makes toast while the coffee brews needs 5 minutes: nothing is faster, \
             but nobody waits.",
            true,
            "experiment=race&kernel=gaussian&modes=simd&blocking=simd",
            Shop { coffee, toast: toast(2, 1), waiting: Waiting::Asynchronous, ..EMPTY },
        ),
        preset(
            "butter",
            "Buttering is serial",
            "Each slice must be buttered, half a minute, by the one cook there is. However many toasters, 100 slices take 50 minutes \
             of butter: Amdahl’s law.",
            false,
            "experiment=scaling&kernel=equalize",
            Shop { toast: toast(100, 16), after_minutes: 0.5, waiting: Waiting::Asynchronous, ..EMPTY },
        ),
        preset(
            "256-toasters",
            "256 toasters, one cook",
            "Filling a toaster takes the cook a minute, and toasting two. Before the fourth could be filled, the first is free again: 253 \
             toasters stand idle.",
            false,
            "experiment=chunks&kernel=invert",
            Shop {
                toast: toast(100, 256),
                overhead_minutes: 1.0,
                waiting: Waiting::Asynchronous,
                service: Service::AsCompleted,
                ..EMPTY
            },
        ),
        preset(
            "batches",
            "Fewer trips",
            "The same cook hands over ten slices at a time, one minute a trip. Fewer trips, and ten toasters are enough: a chunk size.",
            false,
            "experiment=chunks&kernel=gaussian",
            Shop {
                toast: toast(100, 10),
                overhead_minutes: 1.0,
                batch: 10,
                waiting: Waiting::Asynchronous,
                service: Service::AsCompleted,
                ..EMPTY
            },
        ),
        preset(
            "uneven",
            "Some slices are thicker",
            "The thick slices lie together, and batches are large: whoever gets them is busy long after the others have finished. \
             Smaller batches even it out.",
            false,
            "experiment=chunks&kernel=mandelbrot",
            Shop {
                toast: toast(100, 4),
                batch: 25,
                unevenness: 1.0,
                waiting: Waiting::Asynchronous,
                service: Service::AsCompleted,
                ..EMPTY
            },
        ),
        preset(
            "egg-on-toast",
            "The toast goes under the egg",
            "Each egg is put on when its slice is served, not before. Twelve toasters don’t help when there is one pot, and one pot \
             must wait for the first slice: a dependency.",
            false,
            "experiment=race&kernel=floyd_steinberg",
            Shop {
                toast: toast(12, 12),
                eggs: Order { count: 12, minutes: 3.0, machines: 1 },
                waiting: Waiting::Asynchronous,
                egg_needs_toast: true,
                ..EMPTY
            },
        ),
    ]
}

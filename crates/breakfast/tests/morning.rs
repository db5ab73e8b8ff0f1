//! The simulation against closed forms, against the talk's own figures, and against what must hold in any kitchen.

use breakfast::{caption, presets, simulate};
use model::{Dish, Experiment, Mode, Morning, Order, Service, Shop, Stage, Waiting};
use proptest::prelude::*;

fn preset(name: &str) -> Shop {
    presets()
        .into_iter()
        .find(|preset| preset.name == name)
        .map(|preset| preset.shop)
        .unwrap_or_else(|| panic!("no {name}"))
}

fn minutes(name: &str) -> f64 {
    simulate(&preset(name)).minutes
}

#[test]
fn the_talks_own_figures() {
    assert_eq!(minutes("one-toaster"), 200.0);
    let four = simulate(&preset("four-toasters"));
    assert_eq!((four.minutes, four.speed_up), (50.0, 4.0));
    assert_eq!(minutes("standing-by"), 9.0);
    assert_eq!(minutes("meanwhile"), 5.0);
}

#[test]
fn presets_show_what_they_say() {
    // Butter: the first slice is done after 2 minutes, and from then on the cook butters without a pause but for filling (no time).
    assert_eq!(minutes("butter"), 52.0);
    // 256 toasters: a minute to fill each, two to toast. The last slice is begun after 100 minutes.
    let many = simulate(&preset("256-toasters"));
    assert_eq!(many.minutes, 102.0);
    let used = (1..many.trace.lanes).filter(|&lane| many.trace.spans.iter().any(|s| s.lane == lane)).count();
    assert_eq!(used, 3, "toasters that ever worked");
    // Serving takes no time, so nothing is held back while toasters are filled.
    let held_ms = many.served.iter().map(|task| task.served_ms - task.done_ms).fold(0.0, f64::max);
    assert!(held_ms <= 60_000.0, "{held_ms}");
    // Ten trips, the last of which begins after 9 minutes, and 20 minutes for its slices.
    assert_eq!(minutes("batches"), 30.0);
    let uneven = preset("uneven");
    let even_batches = Shop { batch: 1, ..uneven };
    assert!(minutes("uneven") > 1.3 * simulate(&even_batches).minutes);
    // One pot: the first slice, then twelve eggs.
    assert_eq!(minutes("egg-on-toast"), 2.0 + 12.0 * 3.0);
}

#[test]
fn a_loop_is_a_loop() {
    let shop = Shop {
        coffee: Order { count: 2, minutes: 5.0, machines: 1 },
        toast: Order { count: 3, minutes: 2.0, machines: 1 },
        eggs: Order { count: 1, minutes: 6.0, machines: 1 },
        before_minutes: 0.5,
        after_minutes: 1.0,
        ..preset("one-toaster")
    };
    let morning = simulate(&shop);
    assert_eq!(morning.minutes, 10.0 + 6.0 + 6.0 + 6.0 * 1.5);
    assert_eq!((morning.loop_minutes, morning.speed_up), (morning.minutes, 1.0));
}

#[test]
fn overhead_is_the_shops_not_the_loops() {
    let shop =
        Shop { overhead_minutes: 1.0, toast: Order { count: 10, minutes: 2.0, machines: 1 }, ..preset("one-toaster") };
    let morning = simulate(&shop);
    assert_eq!((morning.minutes, morning.loop_minutes), (30.0, 20.0));
    let batches = simulate(&Shop { batch: 5, ..shop });
    assert_eq!(batches.minutes, 22.0, "two trips");
}

#[test]
fn a_serial_share_limits_the_gain_however_many_the_toasters() {
    // Two minutes can be shared and half a minute can't: Amdahl's bound is 2.5 / 0.5.
    for machines in [4, 16, 64, 256] {
        let morning = simulate(&Shop { toast: Order { count: 100, minutes: 2.0, machines }, ..preset("butter") });
        assert!(morning.speed_up < 5.0, "{machines} toasters: {}", morning.speed_up);
        assert!(machines < 16 || morning.speed_up > 4.8);
    }
}

#[test]
fn every_preset_leads_to_a_real_experiment() {
    let kernels = kernels::catalog::infos();
    for preset in presets() {
        let query: Vec<(&str, &str)> = preset.lab.split('&').filter_map(|pair| pair.split_once('=')).collect();
        let of = |name: &str| query.iter().find(|(key, _)| *key == name).map(|&(_, value)| value);
        let kernel = of("kernel").expect("a kernel");
        assert!(kernels.iter().any(|info| info.name == kernel), "{}: {kernel}", preset.name);
        let experiment = serde_json::from_value::<Experiment>(of("experiment").expect("an experiment").into());
        assert!(experiment.is_ok(), "{}: {:?}", preset.name, of("experiment"));
        for mode in of("modes").into_iter().chain(of("blocking")).flat_map(|modes| modes.split(',')) {
            assert!(serde_json::from_value::<Mode>(mode.into()).is_ok(), "{}: {mode}", preset.name);
        }
    }
}

#[test]
fn service_in_order_makes_the_quick_wait_for_the_slow() {
    let shop = Shop { toast: Order { count: 30, minutes: 2.0, machines: 4 }, ..preset("uneven") };
    let shop = Shop { batch: 1, after_minutes: 0.1, ..shop };
    let mean = |service| {
        let served = simulate(&Shop { service, ..shop }).served;
        served.iter().map(|task| task.served_ms).sum::<f64>() / served.len() as f64
    };
    assert!(mean(Service::AsCompleted) <= mean(Service::AsOrdered));
    let in_order = simulate(&Shop { service: Service::AsOrdered, ..shop }).served;
    assert!(in_order.is_sorted_by_key(|task| task.served_ms));
}

#[test]
fn moments_in_words() {
    let morning = simulate(&preset("meanwhile"));
    assert_eq!(
        caption(&morning, 60_000.0),
        "The cook has nothing to do. At work: 1 of 1 coffee maker, 1 of 1 toaster. Served: 0 of 3."
    );
    assert_eq!(caption(&morning, 1e9), "All is served after 5 minutes.");
    let none = Order { count: 0, ..preset("meanwhile").toast };
    let nothing = simulate(&Shop { toast: none, coffee: none, ..preset("meanwhile") });
    assert_eq!(caption(&nothing, 0.0), "Nothing is ordered.");
    let standing = simulate(&preset("standing-by"));
    assert!(caption(&standing, 60_000.0).starts_with("The cook stands by the machines."));
    let butter = simulate(&preset("butter"));
    assert!(caption(&butter, 2.2 * 60_000.0).starts_with("The cook finishes slice 1."));
}

fn order() -> impl Strategy<Value = Order> {
    (0..24u32, 0.1..9.0f64, 1..9u32).prop_map(|(count, minutes, machines)| Order { count, minutes, machines })
}

prop_compose! {
    fn shop()(
        (coffee, toast, eggs) in (order(), order(), order()),
        (before_minutes, after_minutes, overhead_minutes) in (0.0..2.0f64, 0.0..2.0f64, 0.0..2.0f64),
        batch in 1..9u32,
        synchronous: bool,
        as_ordered: bool,
        unevenness in 0.0..=1.0f64,
        egg_needs_toast: bool,
    ) -> Shop {
        Shop {
            coffee, toast, eggs, before_minutes, after_minutes, overhead_minutes, batch, unevenness, egg_needs_toast,
            waiting: if synchronous { Waiting::Synchronous } else { Waiting::Asynchronous },
            service: if as_ordered { Service::AsOrdered } else { Service::AsCompleted },
        }
    }
}

/// The milliseconds that machines worked on tasks of a dish.
fn machine_ms(morning: &Morning, dish: Dish) -> f64 {
    let of = |lane: u32| morning.stations[lane as usize].dish == Some(dish);
    morning.trace.spans.iter().filter(|s| of(s.lane)).map(|s| s.end_ms - s.start_ms).sum()
}

proptest! {
    #[test]
    fn no_lane_overlaps_itself_and_work_is_conserved(shop in shop()) {
        let morning = simulate(&shop);
        let tasks = shop.coffee.count + shop.toast.count + shop.eggs.count;
        prop_assert_eq!(morning.served.len(), tasks as usize);
        for lane in 0..morning.trace.lanes {
            let mut spans: Vec<_> = morning.trace.spans.iter().filter(|s| s.lane == lane).collect();
            spans.sort_by(|a, b| a.start_ms.total_cmp(&b.start_ms));
            prop_assert!(spans.is_sorted_by(|a, b| a.end_ms <= b.start_ms), "lane {}", lane);
        }
        // Every task once on a machine, for the time it takes.
        let mut on_machines: Vec<u32> =
            morning.trace.spans.iter().filter(|s| s.stage == Stage::Render).map(|s| s.first_row).collect();
        on_machines.sort_unstable();
        prop_assert_eq!(on_machines, (0..tasks).collect::<Vec<_>>());
        for (dish, order) in [(Dish::Coffee, shop.coffee), (Dish::Egg, shop.eggs)] {
            let ms = f64::from(order.count) * (order.minutes * 60_000.0).round();
            prop_assert!((machine_ms(&morning, dish) - ms).abs() < 1e-6);
        }
        // Each millisecond of a slice is rounded, no more.
        let toast = f64::from(shop.toast.count) * shop.toast.minutes * 60_000.0;
        prop_assert!((machine_ms(&morning, Dish::Toast) - toast).abs() <= 1.0 + f64::from(shop.toast.count));
        // Nothing is served before its machine and the cook's hands are done with it.
        let after_ms = (shop.after_minutes * 60_000.0).round();
        prop_assert!(morning.served.iter().all(|task| task.served_ms >= task.done_ms + after_ms && task.done_ms > 0.0));
        let last = morning.served.iter().map(|task| task.served_ms).fold(0.0, f64::max);
        prop_assert_eq!(morning.minutes, last / 60_000.0);
    }

    #[test]
    fn it_takes_no_less_than_it_must(shop in shop()) {
        let morning = simulate(&shop);
        // The cook's hands, and each kind of machine, can't do more than work all the time.
        let hands: f64 = morning.trace.spans.iter().filter(|s| s.lane == 0).map(|s| s.end_ms - s.start_ms).sum();
        prop_assert!(morning.minutes * 60_000.0 >= hands - 1e-6);
        for (dish, order) in Dish::ALL.into_iter().zip([shop.coffee, shop.toast, shop.eggs]) {
            prop_assert!(morning.minutes * 60_000.0 >= machine_ms(&morning, dish) / f64::from(order.machines) - 1e-6);
        }
    }

    #[test]
    fn more_toasters_are_never_slower_without_overhead(
        count in 1..60u32, minutes in 0.1..9.0f64, machines in 1..30u32, unevenness in 0.0..=1.0f64, waits: bool,
    ) {
        let waiting = if waits { Waiting::Synchronous } else { Waiting::Asynchronous };
        let at = |machines| {
            let toast = Order { count, minutes, machines };
            simulate(&Shop { toast, unevenness, waiting, service: Service::AsCompleted, ..preset("one-toaster") }).minutes
        };
        // A cook who stands by fills all toasters at once, and one more toaster can put a thick slice among thin ones; that cook is
        // asked about even slices alone.
        if waiting == Waiting::Asynchronous || unevenness == 0.0 {
            prop_assert!(at(machines + 1) <= at(machines) + 1e-9);
        }
        prop_assert!(at(machines) <= at(1) + 1e-9);
    }

    #[test]
    fn even_slices_alone_take_as_many_turns_as_there_must_be(count in 1..200u32, machines in 1..40u32, waits: bool) {
        let waiting = if waits { Waiting::Synchronous } else { Waiting::Asynchronous };
        let toast = Order { count, minutes: 2.0, machines };
        let morning = simulate(&Shop { toast, waiting, ..preset("one-toaster") });
        prop_assert_eq!(morning.minutes, f64::from(count.div_ceil(machines)) * 2.0);
    }

    /// Where hands take no time and nothing depends on anything, machines of one kind don't wait for those of another.
    #[test]
    fn waiting_well_takes_as_long_as_the_slowest_line(coffee in order(), toast in order(), eggs in order()) {
        let shop = Shop { coffee, toast, eggs, waiting: Waiting::Asynchronous, ..preset("one-toaster") };
        let turns = |order: Order| f64::from(order.count.div_ceil(order.machines)) * (order.minutes * 60_000.0).round();
        let slowest = [coffee, toast, eggs].map(turns).into_iter().fold(0.0, f64::max) / 60_000.0;
        prop_assert!((simulate(&shop).minutes - slowest).abs() < 1e-9);
    }

    #[test]
    fn any_numbers_give_a_morning(minutes in prop::num::f64::ANY, count: u32, machines: u32, batch: u32) {
        let wild = Order { count: count % 50, minutes, machines };
        let shop = Shop { toast: wild, before_minutes: minutes, unevenness: minutes, batch, ..preset("meanwhile") };
        let morning = simulate(&shop);
        prop_assert!(morning.minutes.is_finite() && morning.speed_up.is_finite() && !caption(&morning, minutes).is_empty());
    }
}

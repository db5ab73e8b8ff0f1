//! A moment in words, for those who listen and for those who look.

use model::{Dish, Morning, Span, Stage, Station};

/// What is going on at a time, in milliseconds of virtual time: what the cook does, how many machines are at work, what is served.
pub fn caption(morning: &Morning, at_ms: f64) -> String {
    if morning.served.is_empty() {
        return "Nothing is ordered.".into();
    }
    if at_ms >= morning.minutes * 60_000.0 {
        let minutes = (morning.minutes * 10.0).round() / 10.0;
        return format!("All is served after {minutes} minute{}.", if minutes == 1.0 { "" } else { "s" });
    }
    let now = |span: &&Span| span.start_ms <= at_ms && at_ms < span.end_ms;
    let cook = morning.trace.spans.iter().filter(now).find(|span| span.lane == 0);
    let standing = morning.standing_ms.iter().any(|&[from, to]| from <= at_ms && at_ms < to);
    let what = |span: &Span| {
        let task = morning.served.get(span.first_row as usize);
        let tasks = span.end_row - span.first_row;
        task.map_or_else(String::new, |task| match tasks {
            1 => format!("{} {}", noun(task.dish, 1), task.number),
            n => format!("{n} {}", noun(task.dish, n)),
        })
    };
    let hands = match cook {
        Some(span) if span.stage == Stage::CopyIn => format!("The cook prepares {}.", what(span)),
        Some(span) => format!("The cook finishes {}.", what(span)),
        None if standing => "The cook stands by the machines.".into(),
        None => "The cook has nothing to do.".into(),
    };
    let at_work = |dish: Dish| {
        let of = |station: &Station| station.dish == Some(dish);
        let all = morning.stations.iter().filter(|station| of(station)).count();
        let lane = |span: &&Span| morning.stations.get(span.lane as usize).is_some_and(of);
        let busy = morning.trace.spans.iter().filter(now).filter(lane).count();
        (all > 0).then(|| format!("{busy} of {all} {}", machines(dish, all)))
    };
    let busy: Vec<String> = Dish::ALL.into_iter().filter_map(at_work).collect();
    let served = morning.served.iter().filter(|task| task.served_ms <= at_ms).count();
    let work = if busy.is_empty() { String::new() } else { format!(" At work: {}.", busy.join(", ")) };
    format!("{hands}{work} Served: {served} of {}.", morning.served.len())
}

fn noun(dish: Dish, n: u32) -> &'static str {
    match (dish, n) {
        (Dish::Coffee, 1) => "cup",
        (Dish::Coffee, _) => "cups",
        (Dish::Toast, 1) => "slice",
        (Dish::Toast, _) => "slices",
        (Dish::Egg, 1) => "egg",
        (Dish::Egg, _) => "eggs",
    }
}

fn machines(dish: Dish, n: usize) -> &'static str {
    match (dish, n) {
        (Dish::Coffee, 1) => "coffee maker",
        (Dish::Coffee, _) => "coffee makers",
        (Dish::Toast, 1) => "toaster",
        (Dish::Toast, _) => "toasters",
        (Dish::Egg, 1) => "pot",
        (Dish::Egg, _) => "pots",
    }
}

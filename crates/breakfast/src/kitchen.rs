//! The simulation: one cook, machines of three kinds, and the order book.
//!
//! It goes from one thing the cook does to the next. Between those, machines only run down, so their times are known the moment they are
//! filled, and no event queue is needed: what comes next is the earliest time at which the cook can do something.

use std::ops::Range;

use model::{Dish, Morning, Order, Served, Service, Shop, Span, Stage, Station, Trace};

/// Milliseconds of virtual time in a minute.
const MINUTE: f64 = 60_000.0;

/// A time in whole milliseconds.
type Ticks = u64;

fn ticks(minutes: f64) -> Ticks {
    (minutes * MINUTE).round() as Ticks
}

/// One thing to be made.
#[derive(Clone, Copy)]
struct Task {
    dish: Dish,
    /// How long its machine takes.
    machine: Ticks,
    /// When its machine is done with it, once that is known.
    done: Option<Ticks>,
    served: Option<Ticks>,
}

/// The machines of one kind and the tasks for them.
struct Line {
    /// Its tasks in the order book.
    tasks: Range<usize>,
    /// The first one that isn't begun.
    next: usize,
    /// When each machine is free.
    free: Vec<Ticks>,
    /// The lane of the first machine.
    lane: u32,
}

pub(crate) struct Kitchen<'s> {
    shop: &'s Shop,
    tasks: Vec<Task>,
    lines: Vec<Line>,
    stations: Vec<Station>,
    spans: Vec<Span>,
    standing: Vec<[Ticks; 2]>,
    /// When the cook is free.
    now: Ticks,
}

impl<'s> Kitchen<'s> {
    pub(crate) fn new(shop: &'s Shop) -> Self {
        let mut kitchen = Kitchen {
            shop,
            tasks: vec![],
            lines: vec![],
            stations: vec![Station { dish: None, number: 1 }],
            spans: vec![],
            standing: vec![],
            now: 0,
        };
        for (dish, order) in Dish::ALL.into_iter().zip([shop.coffee, shop.toast, shop.eggs]) {
            kitchen.open(dish, order);
        }
        kitchen
    }

    fn open(&mut self, dish: Dish, order: Order) {
        if order.count == 0 {
            return;
        }
        let first = self.tasks.len();
        let uneven = if dish == Dish::Toast { self.shop.unevenness } else { 0.0 };
        self.tasks.extend((0..order.count).map(|i| {
            // A tent over the order of the slices, less its mean, so that the work is the same in all.
            let count = f64::from(order.count);
            let mean = if order.count % 2 == 1 { 1.0 / (count * count) } else { 0.0 };
            let tent = 1.0 - 2.0 * (2.0 * (f64::from(i) + 0.5) / count - 1.0).abs() - mean;
            let machine = ticks(order.minutes * (1.0 + uneven * tent)).max(1);
            Task { dish, machine, done: None, served: None }
        }));
        let lane = self.stations.len() as u32;
        self.stations.extend((1..=order.machines).map(|number| Station { dish: Some(dish), number }));
        let free = vec![0; order.machines as usize];
        self.lines.push(Line { tasks: first..self.tasks.len(), next: first, free, lane });
    }

    /// The synchronous cook: fills the machines of one kind, stands by them until all are done, finishes what they made.
    pub(crate) fn stand_by(&mut self) {
        while let Some(line) = (0..self.lines.len()).find(|&line| !self.ready(line).is_empty()) {
            let begun = self.lines[line].next;
            for machine in 0..self.lines[line].free.len() {
                if self.ready(line).is_empty() {
                    break;
                }
                self.fill(line, machine);
            }
            let mut made: Vec<usize> = (begun..self.lines[line].next).collect();
            let end = made.iter().filter_map(|&task| self.tasks[task].done).max().unwrap_or(self.now);
            if end > self.now {
                self.standing.push([self.now, end]);
                self.now = end;
            }
            if self.shop.service == Service::AsCompleted {
                made.sort_by_key(|&task| self.tasks[task].done);
            }
            for task in made {
                self.serve(task);
            }
        }
    }

    /// The asynchronous cook: fills whatever machine is free, else finishes whatever is done, else waits for the next of these.
    /// A machine comes first, because it works on while the cook does something else; but what takes no time to serve isn't held back.
    pub(crate) fn keep_busy(&mut self) {
        let serving_is_free = ticks(self.shop.after_minutes) == 0;
        loop {
            if serving_is_free {
                while let Some(task) = self.done_now() {
                    self.serve(task);
                }
            }
            let free = |line: &Line| line.free.iter().position(|&free| free <= self.now);
            let open = (0..self.lines.len()).filter(|&line| !self.ready(line).is_empty());
            if let Some((line, machine)) = open.filter_map(|line| Some((line, free(&self.lines[line])?))).next() {
                self.fill(line, machine);
            } else if let Some(task) = self.done_now() {
                self.serve(task);
            } else if let Some(next) = self.next_event() {
                self.now = next;
            } else {
                return;
            }
        }
    }

    /// The tasks that a machine of this line could be given now.
    fn ready(&self, line: usize) -> Range<usize> {
        let Line { tasks, next, .. } = &self.lines[line];
        let most = (next + self.shop.batch as usize).min(tasks.end);
        let allowed = (*next..most).take_while(|&task| self.base_is_served(task)).count();
        *next..next + allowed
    }

    /// Whether what a task goes on is served: an egg's slice, where eggs go on toast and there is a slice of that number.
    fn base_is_served(&self, task: usize) -> bool {
        if self.tasks[task].dish != Dish::Egg || !self.shop.egg_needs_toast {
            return true;
        }
        let line = |dish| self.lines.iter().find(|line| self.tasks[line.tasks.start].dish == dish);
        let number = |line: &Line| task - line.tasks.start;
        let slice = line(Dish::Egg).map(number).zip(line(Dish::Toast)).map(|(number, line)| line.tasks.start + number);
        let slice = slice.filter(|slice| line(Dish::Toast).is_some_and(|line| line.tasks.contains(slice)));
        slice.is_none_or(|slice| self.tasks[slice].served.is_some_and(|at| at <= self.now))
    }

    /// Hands the next batch to a machine that is free.
    fn fill(&mut self, line: usize, machine: usize) {
        let batch = self.ready(line);
        let hands = ticks(self.shop.overhead_minutes) + ticks(self.shop.before_minutes) * batch.len() as Ticks;
        self.span(0, self.now, self.now + hands, batch.clone(), Stage::CopyIn);
        self.now += hands;
        let lane = self.lines[line].lane + machine as u32;
        let mut at = self.now.max(self.lines[line].free[machine]);
        for task in batch.clone() {
            let done = at + self.tasks[task].machine;
            self.span(lane, at, done, task..task + 1, Stage::Render);
            self.tasks[task].done = Some(done);
            at = done;
        }
        self.lines[line].free[machine] = at;
        self.lines[line].next = batch.end;
    }

    /// Tasks that can be served once they are done, with the time at which they are.
    fn servable(&self) -> impl Iterator<Item = (usize, Ticks)> {
        self.lines.iter().flat_map(|line| {
            let open = line.tasks.clone().filter(|&task| self.tasks[task].served.is_none());
            let in_order = self.shop.service == Service::AsOrdered;
            open.take(if in_order { 1 } else { usize::MAX }).filter_map(|task| Some((task, self.tasks[task].done?)))
        })
    }

    /// The task that has been done for longest and can be served.
    fn done_now(&self) -> Option<usize> {
        let done = self.servable().filter(|&(_, done)| done <= self.now);
        done.min_by_key(|&(_, done)| done).map(|(task, _)| task)
    }

    fn serve(&mut self, task: usize) {
        let end = self.now + ticks(self.shop.after_minutes);
        self.span(0, self.now, end, task..task + 1, Stage::CopyOut);
        self.now = end;
        self.tasks[task].served = Some(end);
    }

    /// The next time at which the cook has something to do who has nothing now.
    fn next_event(&self) -> Option<Ticks> {
        let waiting =
            self.lines.iter().filter(|line| line.next < line.tasks.end).flat_map(|line| line.free.iter().copied());
        waiting.chain(self.servable().map(|(_, done)| done)).filter(|&at| at > self.now).min()
    }

    fn span(&mut self, lane: u32, start: Ticks, end: Ticks, tasks: Range<usize>, stage: Stage) {
        if start < end {
            let (first_row, end_row) = (tasks.start as u32, tasks.end as u32);
            self.spans.push(Span { lane, start_ms: start as f64, end_ms: end as f64, first_row, end_row, stage });
        }
    }

    pub(crate) fn morning(self) -> Morning {
        let firsts: Vec<usize> = self.lines.iter().map(|line| line.tasks.start).collect();
        let number = |task: usize| firsts.iter().rev().find(|&&first| first <= task).map_or(0, |first| task - first);
        let served = self.tasks.iter().enumerate().map(|(i, task)| Served {
            dish: task.dish,
            number: number(i) as u32 + 1,
            done_ms: task.done.unwrap_or_default() as f64,
            served_ms: task.served.unwrap_or_default() as f64,
        });
        let served: Vec<Served> = served.collect();
        let hands = ticks(self.shop.before_minutes) + ticks(self.shop.after_minutes);
        let in_a_loop: Ticks = self.tasks.iter().map(|task| task.machine + hands).sum();
        let minutes = self.now as f64 / MINUTE;
        let loop_minutes = in_a_loop as f64 / MINUTE;
        Morning {
            trace: Trace { lanes: self.stations.len() as u32, spans: self.spans },
            stations: self.stations,
            served,
            standing_ms: self.standing.into_iter().map(|times| times.map(|t| t as f64)).collect(),
            minutes,
            loop_minutes,
            speed_up: if minutes > 0.0 { loop_minutes / minutes } else { 1.0 },
        }
    }
}

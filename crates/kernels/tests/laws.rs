//! What holds for every kernel in the catalogue, over random pictures, parameters, chunks and threads.
//!
//! A kernel that is added to the catalogue is covered without a word here.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{
    ops::Range,
    sync::{
        LazyLock, Mutex,
        atomic::{AtomicU32, AtomicUsize, Ordering},
    },
};

use kernels::{
    Band, Chunk, Image, NoProbe, Order, RunError, Schedule, Slab,
    catalog::{self, AnyKernel, AnyProbe},
    pieces::{Task, add_up},
};
use model::{ChunkSize, KernelInfo, KernelSettings, ParamKind, ParamValue, ParamValues, Size, Stage};
use proptest::{
    prelude::*,
    test_runner::{Config, TestCaseResult, TestRunner},
};
use rayon::{ThreadPool, ThreadPoolBuilder};

/// Random cases a kernel.
const CASES: u32 = 150;

/// Random cases a kernel on long pictures.
const LONG_CASES: u32 = 30;

/// The longest side of a picture that the page takes.
const LONGEST_PX: u32 = 16_384;

/// Most pixels that a kernel is asked for on long pictures.
const MOST_PIXELS: u64 = 40_000;

/// Largest side of a picture that is made or asked for.
const MOST_PX: u32 = 90;

/// Lanes that a kernel is run on.
const LANES: [usize; 4] = [1, 2, 3, 5];

static POOLS: LazyLock<Vec<ThreadPool>> =
    LazyLock::new(|| LANES.map(|threads| ThreadPoolBuilder::new().num_threads(threads).build().unwrap()).into());

/// A job and the ways to run it.
#[derive(Clone, Debug)]
struct Case {
    params: ParamValues,
    source: Image,
    chunk: ChunkSize,
    pool: usize,
    /// Where the result is cut when parts of it are asked for, as shares of its height.
    cut: f64,
}

/// A side: often 1, and often at or next to a multiple of what SIMD bodies do at a time.
fn side() -> impl Strategy<Value = u32> {
    let blocks = prop::sample::select(vec![7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65]);
    prop_oneof![2 => Just(1), 2 => 2..10u32, 3 => blocks, 3 => 1..=MOST_PX]
}

/// Sides of a picture that may have any shape.
fn any_shape() -> impl Strategy<Value = [u32; 2]> {
    [side(), side()]
}

/// Sides of a long picture, lying or standing, that crosses the strips and blocks in which kernels work.
fn long() -> impl Strategy<Value = [u32; 2]> {
    let blocks = prop::sample::select(vec![255, 256, 257, 511, 512, 513]);
    let long = prop_oneof![blocks, 257..=700u32];
    let sides = prop_oneof![4 => (long, 1..=5u32), 1 => Just((LONGEST_PX, 1))];
    (sides, any::<bool>()).prop_map(|((long, short), lying)| if lying { [long, short] } else { [short, long] })
}

/// Pictures that are opaque, wholly transparent, or neither.
fn image(sides: impl Strategy<Value = [u32; 2]>) -> impl Strategy<Value = Image> {
    (sides, 0..4, any::<u64>()).prop_map(|([width, height], kind, seed)| {
        let mut image = Image::blank(Size::new(width, height));
        let mut state = seed;
        for pixel in image.pixels_mut().as_chunks_mut::<4>().0 {
            state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            let [.., run, r, g, b, a] = state.to_le_bytes();
            let alpha = match kind {
                0 => 255,
                1 => 0,
                2 => a,
                // Mostly opaque, so that SIMD bodies change course within a row.
                _ => {
                    if run < 40 {
                        a
                    } else {
                        255
                    }
                }
            };
            *pixel = [r, g, b, alpha];
        }
        image
    })
}

/// A value of any parameter; pixels are few, and large numbers are rare, but for the largest and the smallest.
fn params(info: &KernelInfo) -> impl Strategy<Value = ParamValues> + use<> {
    let all = info.params.clone();
    let share = prop_oneof![1 => Just(0.0), 1 => Just(1.0), 6 => 0.0..=1.0f64];
    proptest::collection::vec(share, all.len()).prop_map(move |shares| {
        let value = |kind: &ParamKind, share: f64| match (kind, kind.at(share.powi(3))) {
            (ParamKind::Number { integer: true, unit, .. }, ParamValue::Number(n)) if unit == "px" => {
                ParamValue::Number(n.min(f64::from(MOST_PX)))
            }
            (ParamKind::Choice { .. }, _) => kind.at(share),
            (_, value) => value,
        };
        all.iter().zip(shares).map(|(param, share)| (param.name.clone(), value(&param.kind, share))).collect()
    })
}

/// Ways to cut a picture of no more than `MOST_PX` rows.
fn chunk() -> impl Strategy<Value = ChunkSize> {
    prop_oneof![
        Just(ChunkSize::Auto),
        Just(ChunkSize::OnePerLane),
        Just(ChunkSize::Rows(1)),
        (1..=MOST_PX + 3).prop_map(ChunkSize::Rows)
    ]
}

/// Ways to cut a picture of many rows: in not too many chunks, each of which may have to begin anew.
fn large_chunk() -> impl Strategy<Value = ChunkSize> {
    prop_oneof![Just(ChunkSize::Auto), Just(ChunkSize::OnePerLane), (100..=600u32).prop_map(ChunkSize::Rows)]
}

fn case(
    info: &KernelInfo,
    sides: impl Strategy<Value = [u32; 2]>,
    chunk: impl Strategy<Value = ChunkSize>,
) -> impl Strategy<Value = Case> {
    (params(info), image(sides), chunk, 0..POOLS.len(), 0.0..=1.0f64)
        .prop_map(|(params, source, chunk, pool, cut)| Case { params, source, chunk, pool, cut })
}

/// Runs `law` on random cases of every kernel.
fn for_every_kernel(law: impl Fn(&dyn AnyKernel, &Case) -> TestCaseResult) {
    for info in catalog::infos() {
        check(&info, CASES, &case(&info, any_shape(), chunk()), &law);
    }
}

/// Runs `law` on random cases of one.
fn check(
    info: &KernelInfo,
    cases: u32,
    case: &impl Strategy<Value = Case>,
    law: impl Fn(&dyn AnyKernel, &Case) -> TestCaseResult,
) {
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    let outcome = TestRunner::new(config).run(case, |case| {
        let settings = KernelSettings { name: info.name.clone(), params: case.params.clone() };
        law(&*catalog::kernel(&settings).unwrap(), &case)
    });
    if let Err(error) = outcome {
        panic!("{}: {error}", info.name);
    }
}

/// A result to be filled, of bytes that no row should keep by chance.
fn unfilled(kernel: &dyn AnyKernel, source: &Image) -> Image {
    let mut out = Image::blank(kernel.output_size(source.size()));
    out.pixels_mut().fill(0xa5);
    out
}

fn run(kernel: &dyn AnyKernel, source: &Image, order: Order, chunk: ChunkSize, probe: Option<&dyn AnyProbe>) -> Image {
    let mut out = unfilled(kernel, source);
    kernel.run(source.slab(), out.band(), Schedule { order, chunk }, probe).unwrap();
    out
}

/// One pass in order.
fn one_pass(kernel: &dyn AnyKernel, source: &Image) -> Image {
    run(kernel, source, Order::Sequential, ChunkSize::Rows(u32::MAX), None)
}

/// Keeps every span, by a clock that ticks when it is read.
#[derive(Default)]
struct Record {
    ticks: AtomicU32,
    chunks: AtomicUsize,
    spans: Mutex<Vec<(Chunk, f64, f64)>>,
}

impl AnyProbe for Record {
    fn begin(&self, chunks: usize) {
        self.chunks.store(chunks, Ordering::Relaxed);
    }

    fn start(&self, _: &Chunk) -> f64 {
        f64::from(self.ticks.fetch_add(1, Ordering::Relaxed))
    }

    fn end(&self, chunk: &Chunk, start_ms: f64) {
        let end_ms = f64::from(self.ticks.fetch_add(1, Ordering::Relaxed));
        self.spans.lock().unwrap().push((chunk.clone(), start_ms, end_ms));
    }
}

#[test]
fn chunks_threads_and_probes_change_no_byte() {
    for_every_kernel(every_run_gives_the_same);
}

fn every_run_gives_the_same(kernel: &dyn AnyKernel, case: &Case) -> TestCaseResult {
    let expected = one_pass(kernel, &case.source);
    let record = Record::default();
    prop_assert!(run(kernel, &case.source, Order::Sequential, case.chunk, None) == expected, "in order");
    prop_assert!(run(kernel, &case.source, Order::Sequential, case.chunk, Some(&record)) == expected, "probed");
    POOLS[case.pool].install(|| {
        prop_assert!(run(kernel, &case.source, Order::Pool, case.chunk, None) == expected, "on the pool");
        prop_assert!(run(kernel, &case.source, Order::Pool, case.chunk, Some(&record)) == expected, "pool, probed");
        Ok(())
    })
}

#[test]
fn a_slab_cut_to_the_declared_footprint_is_enough() {
    for_every_kernel(the_footprint_is_enough);
}

fn the_footprint_is_enough(kernel: &dyn AnyKernel, case: &Case) -> TestCaseResult {
    let expected = one_pass(kernel, &case.source);
    let size = expected.size();
    let row_bytes = size.width as usize * 4;
    let cut = (f64::from(size.height) * case.cut) as u32;
    for rows in [0..cut, cut..size.height, cut..(cut + 1).min(size.height)] {
        let footprint = kernel.footprint(case.source.size(), rows.clone());
        prop_assert!(footprint.start <= footprint.end && footprint.end <= case.source.size().height);
        let bytes = bytes_of(&rows, row_bytes);
        let mut part = vec![0xa5; bytes.len()];
        let band = Band::new(size, rows.start, &mut part).unwrap();
        // A copy, so that reading beyond the slab can't find the picture's rows by luck.
        let slab_bytes = case.source.pixels()[bytes_of(&footprint, case.source.size().width as usize * 4)].to_vec();
        let slab = Slab::new(case.source.size(), footprint.start, &slab_bytes).unwrap();
        let schedule = Schedule { order: Order::Sequential, chunk: case.chunk };
        kernel.run(slab, band, schedule, None).unwrap();
        prop_assert!(part == expected.pixels()[bytes], "rows {rows:?} from source rows {footprint:?}");
    }
    Ok(())
}

#[test]
fn lanes_that_share_nothing_give_the_same() {
    for_every_kernel(pieces_give_the_same);
}

/// Every lane has a kernel of its own, and sees nothing of the picture but the rows that its task needs.
fn pieces_give_the_same(kernel: &dyn AnyKernel, case: &Case) -> TestCaseResult {
    let expected = one_pass(kernel, &case.source);
    let size = case.source.size();
    let begin = || kernel.pieces(size);
    let asked = LANES[case.pool];
    let mut lanes: Vec<_> = (0..begin().lanes(asked)).map(|_| begin()).collect();
    let tasks = lanes[0].tasks(case.chunk, asked);
    let slab_bytes = |task: &Task| case.source.pixels()[bytes_of(&task.needs, size.width as usize * 4)].to_vec();
    // Tasks go to lanes out of order, as they do where lanes are not equally fast.
    let lane_of = |index: usize| (index * 7 + index / 3) % lanes.len();
    let lane_of: Vec<usize> = (0..tasks.len()).map(lane_of).collect();
    let survey = || tasks.iter().zip(&lane_of).filter(|(task, _)| task.stage == Stage::Survey);
    for (task, &lane) in survey() {
        let bytes = slab_bytes(task);
        lanes[lane].survey(Slab::new(size, task.needs.start, &bytes).unwrap());
    }
    let mut sums = vec![0; lanes[0].counts().len()];
    lanes.iter().for_each(|lane| add_up(&mut sums, lane.counts()));
    lanes.iter_mut().for_each(|lane| lane.conclude(&sums));
    let mut made = vec![0xa5; expected.pixels().len()];
    let row_bytes = expected.size().width as usize * 4;
    let mut covered = 0;
    for (task, &lane) in tasks.iter().zip(&lane_of).filter(|(task, _)| task.stage == Stage::Render) {
        prop_assert_eq!(task.rows.start, covered);
        covered = task.rows.end;
        let (bytes, out) = (slab_bytes(task), &mut made[bytes_of(&task.rows, row_bytes)]);
        let slab = Slab::new(size, task.needs.start, &bytes).unwrap();
        lanes[lane].render(slab, Band::new(expected.size(), task.rows.start, out).unwrap(), &NoProbe).unwrap();
    }
    prop_assert_eq!(covered, expected.size().height);
    prop_assert!(made == expected.pixels());
    Ok(())
}

#[test]
fn a_piece_without_its_rows_is_refused() {
    let settings = KernelSettings { name: "gaussian".into(), params: ParamValues::new() };
    let mut pieces = catalog::kernel(&settings).unwrap().pieces(Size::new(4, 40));
    let (slab, mut out) = ([0; 4 * 4 * 3], [0; 4 * 4]);
    let slab = Slab::new(Size::new(4, 40), 19, &slab).unwrap();
    let refused = pieces.render(slab, Band::new(Size::new(4, 40), 20, &mut out).unwrap(), &NoProbe);
    assert!(matches!(refused, Err(RunError::MissingRows { given: (19, 22), .. })), "{refused:?}");
}

/// Blocks, strips and rings are begun and ended many times.
#[test]
fn long_pictures_obey_as_well() {
    for info in catalog::infos() {
        check(&info, LONG_CASES, &case(&info, long(), large_chunk()), |kernel, case| {
            if kernel.output_size(case.source.size()).pixels() > MOST_PIXELS {
                return Ok(());
            }
            every_run_gives_the_same(kernel, case)?;
            the_footprint_is_enough(kernel, case)?;
            pieces_give_the_same(kernel, case)
        });
    }
}

fn bytes_of(rows: &Range<u32>, row_bytes: usize) -> Range<usize> {
    rows.start as usize * row_bytes..rows.end as usize * row_bytes
}

#[test]
fn spans_cover_every_row_once_on_lanes_that_exist() {
    for_every_kernel(|kernel, case| {
        let source_rows = case.source.size().height;
        let rows = kernel.output_size(case.source.size()).height;
        for order in [Order::Sequential, Order::Pool] {
            let record = Record::default();
            let lanes = POOLS[case.pool].install(|| {
                run(kernel, &case.source, order, case.chunk, Some(&record));
                kernel.lanes(order)
            });
            prop_assert!(lanes == 1 || lanes == POOLS[case.pool].current_num_threads());
            let mut spans = record.spans.into_inner().unwrap();
            spans.sort_by_key(|(chunk, ..)| chunk.index);
            prop_assert_eq!(spans.len(), record.chunks.into_inner());
            prop_assert!(spans.iter().enumerate().all(|(index, (chunk, ..))| chunk.index == index));
            prop_assert!(spans.iter().all(|(chunk, start, end)| chunk.lane < lanes && start < end));
            // What is surveyed is surveyed whole, and before anything is rendered.
            let surveyed = spans.iter().take_while(|(chunk, ..)| chunk.stage == Stage::Survey).count();
            let (survey, render) = spans.split_at(surveyed);
            prop_assert!(survey.is_empty() || cover(survey, source_rows));
            prop_assert!(cover(render, rows) && render.iter().all(|(chunk, ..)| chunk.stage == Stage::Render));
            prop_assert!(survey.iter().all(|(_, _, end)| render.iter().all(|(_, start, _)| end < start)));
            // A lane does one thing at a time.
            for lane in 0..lanes {
                let mut of_lane: Vec<_> = spans.iter().filter(|(chunk, ..)| chunk.lane == lane).collect();
                of_lane.sort_by(|a, b| a.1.total_cmp(&b.1));
                prop_assert!(of_lane.windows(2).all(|pair| pair[0].2 < pair[1].1));
            }
        }
        Ok(())
    });
}

/// Whether the chunks follow each other without a gap, from the first of `rows` rows to the last.
fn cover(spans: &[(Chunk, f64, f64)], rows: u32) -> bool {
    let mut next = 0;
    spans.iter().all(|(Chunk { rows, .. }, ..)| {
        let follows = rows.start == next && rows.start < rows.end;
        next = rows.end;
        follows
    }) && next == rows
}

#[test]
fn presets_and_defaults_are_valid() {
    for info in catalog::infos() {
        assert!(info.check(&ParamValues::new()).is_ok(), "{}", info.name);
        for preset in &info.presets {
            assert!(info.check(&preset.params).is_ok(), "{}: {}", info.name, preset.label);
        }
    }
}

#[test]
fn names_are_unlike_and_every_kernel_can_be_had_by_its_name() {
    let infos = catalog::infos();
    for info in &infos {
        assert_eq!(infos.iter().filter(|other| other.name == info.name).count(), 1);
        let kernel = catalog::kernel(&KernelSettings { name: info.name.clone(), params: ParamValues::new() }).unwrap();
        // No picture: nothing to make, and no reason to fail.
        let nothing = Image::blank(Size::default());
        assert_eq!(kernel.output_size(nothing.size()).pixels() == 0, info.needs_source);
        if info.needs_source {
            assert_eq!(one_pass(&*kernel, &nothing).size(), Size::default());
        }
    }
    assert!(catalog::kernel(&KernelSettings { name: "toast".into(), params: ParamValues::new() }).is_err());
}

#[test]
fn a_result_of_the_wrong_size_and_a_slab_without_the_rows_are_refused() {
    let kernel = catalog::kernel(&KernelSettings { name: "sobel".into(), params: ParamValues::new() }).unwrap();
    let (source, mut wrong) = (Image::blank(Size::new(4, 6)), Image::blank(Size::new(4, 5)));
    let schedule = Schedule { order: Order::Sequential, chunk: ChunkSize::Auto };
    let refused = kernel.run(source.slab(), wrong.band(), schedule, None);
    assert_eq!(refused, Err(RunError::OutputSize { made: source.size(), given: wrong.size() }));
    let mut out = vec![0; 4 * 4 * 2];
    let band = Band::new(source.size(), 3, &mut out).unwrap();
    let refused = kernel.run(source.slab().cut(2..5), band, schedule, None);
    assert_eq!(refused, Err(RunError::MissingRows { needed: (2, 6), given: (2, 5) }));
    assert_eq!(refused.unwrap_err().to_string(), "Rows 2 to 6 of the source are needed, but 2 to 5 were given.");
}

#[test]
fn a_panic_on_the_pool_reaches_the_caller_and_the_pool_works_on() {
    let fault = catalog::kernel(&KernelSettings { name: "fault".into(), params: ParamValues::new() }).unwrap();
    let gray = catalog::kernel(&KernelSettings { name: "grayscale".into(), params: ParamValues::new() }).unwrap();
    let source = Image::blank(Size::new(8, 40));
    for pool in POOLS.iter() {
        let on_pool =
            |kernel: &dyn AnyKernel| pool.install(|| run(kernel, &source, Order::Pool, ChunkSize::Rows(1), None));
        let panic = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| on_pool(&*fault))).unwrap_err();
        assert!(panic.downcast_ref::<String>().is_some_and(|text| text.contains("row 20")));
        assert_eq!(on_pool(&*gray), source);
    }
}

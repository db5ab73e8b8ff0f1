use kernels::Image;
use model::Size;

use super::{at, luma, noise, picture, pictures, run};

/// A tile's new levels, in floats.
fn table(lumas: &[u8], clip_limit: f64) -> Vec<f64> {
    let whole = lumas.len() as f64;
    if lumas.is_empty() {
        return (0..256).map(f64::from).collect();
    }
    let counts: Vec<f64> =
        (0..=255u8).map(|level| lumas.iter().filter(|&&luma| luma == level).count() as f64).collect();
    let most = (clip_limit * whole / 256.0).floor().max(1.0);
    let over: f64 = counts.iter().map(|count| (count - most).max(0.0)).sum();
    // Whole pixels are handed out: to each level alike, and what is left to every so manieth, from the darkest.
    let share = (over / 256.0).floor();
    let left = over - share * 256.0;
    let apart = if left > 0.0 { (256.0 / left).floor().max(1.0) } else { 256.0 };
    let handed = |level: f64| share * (level + 1.0) + ((level / apart).floor() + 1.0).min(left);
    let mut kept = 0.0;
    let levels = counts.iter().enumerate().map(|(level, count)| {
        kept += count.min(most);
        255.0 * (kept + handed(level as f64)) / whole
    });
    levels.collect()
}

/// The tiles before and after a pixel, and how far it has come from the first one's middle to the second's.
fn between(pixel: i64, step: i64, tiles: i64) -> ([i64; 2], f64) {
    let tile = (pixel as f64 + 0.5) / step as f64 - 0.5;
    ([0.0, 1.0].map(|next| ((tile.floor() + next) as i64).clamp(0, tiles - 1)), tile - tile.floor())
}

/// Compares with the mix of the four tiles' tables. Tolerance: a distance of 8 bits may be almost 1/256 of 255 levels off,
/// across and down; and half a level by rounding.
fn assert_equalised(source: &Image, clip_limit: f64, tiles: [i64; 2]) {
    let params = format!(r#"{{"clip_limit": {clip_limit}, "tiles": [{}, {}]}}"#, tiles[0], tiles[1]);
    let out = run("clahe", &params, source);
    let Size { width, height } = source.size();
    let sides = [i64::from(width), i64::from(height)];
    let pixels = |from: [i64; 2], to: [i64; 2]| {
        (from[1]..to[1].min(sides[1])).flat_map(move |y| (from[0]..to[0].min(sides[0])).map(move |x| (x, y)))
    };
    let step = [0, 1].map(|side| (sides[side] + tiles[side] - 1) / tiles[side]);
    // Where pixels are few, tiles are fewer than asked for.
    let tiles = [0, 1].map(|side| (sides[side] + step[side] - 1) / step[side]);
    let tables: Vec<Vec<f64>> = (0..tiles[0] * tiles[1])
        .map(|tile| {
            let from = [tile % tiles[0] * step[0], tile / tiles[0] * step[1]];
            let inside = pixels(from, [from[0] + step[0], from[1] + step[1]]).map(|(x, y)| at(source, x, y));
            table(&inside.filter(|&[.., a]| a > 0).map(luma).collect::<Vec<_>>(), clip_limit)
        })
        .collect();
    for (x, y) in pixels([0, 0], sides) {
        let (old, new) = (at(source, x, y), at(&out, x, y));
        let (columns, across) = between(x, step[0], tiles[0]);
        let (rows, down) = between(y, step[1], tiles[1]);
        let of = |column: usize, row: usize| {
            tables[(columns[column] + rows[row] * tiles[0]) as usize][usize::from(luma(old))]
        };
        let mixed = (of(0, 0) * (1.0 - across) + of(1, 0) * across) * (1.0 - down)
            + (of(0, 1) * (1.0 - across) + of(1, 1) * across) * down;
        for c in 0..3 {
            let expected = (f64::from(old[c]) + mixed - f64::from(luma(old))).clamp(0.0, 255.0);
            let near = (f64::from(new[c]) - expected).abs() < 2.55;
            assert!(near, "{params} of {width} × {height} at ({x}, {y}): {old:?} became {new:?}, expected {expected}");
        }
        assert_eq!(new[3], old[3]);
    }
}

#[test]
fn every_pixel_is_equalised_by_the_four_tiles_around_it() {
    for source in pictures() {
        for (clip_limit, tiles) in [(2.0, [8, 8]), (1.0, [1, 1]), (40.0, [16, 3]), (3.7, [2, 5]), (4.0, [16, 16])] {
            assert_equalised(&source, clip_limit, tiles);
        }
    }
    assert_equalised(&noise(150, 90), 2.0, [3, 2]);
}

#[test]
fn what_cannot_be_seen_changes_nothing() {
    // Transparent pixels differ between the two, all others are alike.
    let of = |hidden: [u8; 4]| {
        let noise = noise(64, 48);
        picture(64, 48, move |x, y| if (x / 3 + y) % 4 == 0 { hidden } else { at(&noise, x.into(), y.into()) })
    };
    let [a, b] = [[0, 0, 0, 0], [200, 255, 90, 0]].map(|hidden| run("clahe", r#"{"tiles": [4, 4]}"#, &of(hidden)));
    let pairs = a.pixels().as_chunks::<4>().0.iter().zip(b.pixels().as_chunks::<4>().0);
    assert!(pairs.filter(|(a, _)| a[3] > 0).all(|(a, b)| a == b));
}

#[test]
fn faint_details_come_out_in_the_dark_and_in_the_light_alike() {
    // Stripes three levels apart, on a dark half and on a light one: one stretch of the whole picture could do no good.
    let source = picture(160, 80, |x, y| {
        let level = (if x < 80 { 20 } else { 220 } + y / 5 % 2 * 3) as u8;
        [level, level, level, 255]
    });
    let out = run("clahe", r#"{"clip_limit": 8, "tiles": [8, 4]}"#, &source);
    for x in [3, 30, 130, 157] {
        let apart = at(&out, x, 47)[0].abs_diff(at(&out, x, 42)[0]);
        assert!(apart >= 8, "{apart} at {x}");
    }
}

use super::{noise, run};

const NAMES: [&str; 3] = ["red", "green", "blue"];

/// The whole matrix as JSON.
fn params(matrix: [[f64; 4]; 3]) -> String {
    let rows = NAMES.iter().zip(matrix).flat_map(|(to, row)| {
        let names = NAMES.map(|from| format!("{to}_from_{from}")).into_iter().chain([format!("{to}_offset")]);
        names.zip(row).map(|(name, value)| format!("\"{name}\": {value}"))
    });
    format!("{{{}}}", rows.collect::<Vec<_>>().join(", "))
}

#[test]
fn every_colour_is_the_sum_that_the_matrix_says_and_alpha_is_kept() {
    let source = noise(61, 40);
    let most = [2.0, 2.0, 2.0, 255.0];
    for matrix in [
        [[0.393, 0.769, 0.189, 0.0], [0.349, 0.686, 0.168, 0.0], [0.272, 0.534, 0.131, 0.0]],
        [[1.787, -0.715, -0.072, 0.0], [-0.213, 1.285, -0.072, -7.0], [-0.213, -0.715, 1.928, 19.0]],
        [[0.3337, -1.2345, 1.9999, -31.0], [-2.0, 2.0, -2.0, 255.0], [2.0, -2.0, 2.0, -255.0]],
        [most, most.map(|n| -n), [0.0; 4]],
    ] {
        let out = run("color_matrix", &params(matrix), &source);
        let pixels = source.pixels().as_chunks::<4>().0.iter().zip(out.pixels().as_chunks::<4>().0);
        for (&[r, g, b, a], mixed) in pixels {
            for (row, new) in matrix.iter().zip(mixed) {
                let old = [f64::from(r), f64::from(g), f64::from(b), 1.0];
                let sum: f64 = row.iter().zip(old).map(|(share, colour)| share * colour).sum();
                // Half a level by rounding, and the weights' fixed point.
                assert!((sum.clamp(0.0, 255.0) - f64::from(*new)).abs() < 0.55, "{row:?} of {old:?} gave {new}");
            }
            assert_eq!(mixed[3], a);
        }
    }
}

#[test]
fn known_matrices_give_known_pictures() {
    let source = noise(45, 31);
    let unit = |c: usize, one: f64, offset| {
        std::array::from_fn(|i| {
            if i == c {
                one
            } else if i == 3 {
                offset
            } else {
                0.0
            }
        })
    };
    let of = |[red, green, blue]: [usize; 3], one, offset| {
        run("color_matrix", &params([red, green, blue].map(|c| unit(c, one, offset))), &source)
    };
    assert_eq!(of([0, 1, 2], 1.0, 0.0), source);
    assert_eq!(of([0, 1, 2], -1.0, 255.0), run("invert", "{}", &source));
    let swapped = of([2, 1, 0], 1.0, 0.0);
    for (&[r, g, b, a], pixel) in source.pixels().as_chunks::<4>().0.iter().zip(swapped.pixels().as_chunks::<4>().0) {
        assert_eq!(*pixel, [b, g, r, a]);
    }
    // The same weights with fewer bits: a level at most from grayscale's own.
    let grey = run("color_matrix", &params([[0.299, 0.587, 0.114, 0.0]; 3]), &source);
    let luma = run("grayscale", "{}", &source);
    assert!(grey.pixels().iter().zip(luma.pixels()).all(|(a, b)| a.abs_diff(*b) <= 1));
}

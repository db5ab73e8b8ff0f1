//! Numbers as they stand in sentences: with their unit, and no more digits than they are worth.

/// A time with three significant digits: "0.05 ms", "8.21 ms", "36.2 ms", "123 ms", "1.23 s".
///
/// Below a hundredth of a millisecond it says just that, since no browser's clock shows more.
pub fn time(ms: f64) -> String {
    match ms {
        ms if ms < 0.005 => "under 0.01 ms".into(),
        ms if ms < 9.995 => format!("{ms:.2} ms"),
        ms if ms < 99.95 => format!("{ms:.1} ms"),
        ms if ms < 999.5 => format!("{ms:.0} ms"),
        ms if ms < 9_995.0 => format!("{:.2} s", ms / 1e3),
        ms if ms < 99_950.0 => format!("{:.1} s", ms / 1e3),
        ms => format!("{:.0} s", ms / 1e3),
    }
}

/// A ratio: "0.08 ×", "0.9 ×", "0.98 ×", "3.4 ×", "21 ×".
pub fn times(ratio: f64) -> String {
    format!("{ratio:.*}\u{a0}×", ratio_decimals(ratio))
}

/// Two ratios with the same number of decimals: "0.96 × to 1.10 ×"; as many, up to three, as it takes to tell them apart.
pub fn from_to(low: f64, high: f64) -> String {
    let least = ratio_decimals(low).max(ratio_decimals(high));
    let apart = |&decimals: &usize| format!("{low:.decimals$}") != format!("{high:.decimals$}");
    let decimals = (least..=3).find(apart).unwrap_or(least);
    format!("{low:.decimals$}\u{a0}× to {high:.decimals$}\u{a0}×")
}

/// A share in per cent, whole from 1 % on: "84 %", "0.4 %".
pub fn percent(share: f64) -> String {
    let percent = share * 100.0;
    format!("{percent:.*} %", usize::from(percent.abs() < 0.95))
}

/// Close to 1 and close to 0 a ratio needs two decimals to say anything; from 10 on, none.
fn ratio_decimals(ratio: f64) -> usize {
    match ratio {
        r if r < 0.195 || (0.95..1.05).contains(&r) => 2,
        r if r < 9.95 => 1,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_have_three_digits_and_a_unit() {
        let cases = [
            (0.0, "under 0.01 ms"),
            (0.05, "0.05 ms"),
            (8.214, "8.21 ms"),
            (9.996, "10.0 ms"),
            (36.24, "36.2 ms"),
            (99.96, "100 ms"),
            (123.4, "123 ms"),
            (999.7, "1.00 s"),
            (12_345.0, "12.3 s"),
            (240_000.0, "240 s"),
        ];
        for (ms, text) in cases {
            assert_eq!(time(ms), text);
        }
    }

    #[test]
    fn ratios_and_shares() {
        let ratios = [
            (0.078, "0.08\u{a0}×"),
            (0.9, "0.9\u{a0}×"),
            (0.98, "0.98\u{a0}×"),
            (3.41, "3.4\u{a0}×"),
            (20.9, "21\u{a0}×"),
        ];
        for (ratio, text) in ratios {
            assert_eq!(times(ratio), text);
        }
        assert_eq!(from_to(0.96, 1.1), "0.96\u{a0}× to 1.10\u{a0}×");
        assert_eq!(from_to(3.2, 3.5), "3.2\u{a0}× to 3.5\u{a0}×");
        assert_eq!((percent(0.844), percent(0.004), percent(1.05)), ("84 %".into(), "0.4 %".into(), "105 %".into()));
    }
}

//! Numbers as sentences, charts and tables write them: with their unit, and no more digits than they are worth.

/// A time of three significant digits, of two below a tenth of a millisecond: "0 ms", "0.42 µs", "50 µs", "8.21 ms", "36.2 ms", "1.23 s".
///
/// Clocks count in larger steps than microseconds; a time so short is the mean of a batch. `ms` are milliseconds from 0 on.
pub fn time(ms: f64) -> String {
    match ms {
        ms if ms <= 0.0 => "0 ms".into(),
        ms if ms < 5e-6 => "under 0.01\u{a0}µs".into(),
        ms if ms < 0.000_995 => format!("{:.2} µs", ms * 1e3),
        ms if ms < 0.009_95 => format!("{:.1} µs", ms * 1e3),
        ms if ms < 0.099_5 => format!("{:.0} µs", ms * 1e3),
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

/// Two ratios with the same number of decimals: "0.96 to 1.10 ×"; as many, up to three, as it takes to tell them apart.
pub fn from_to(low: f64, high: f64) -> String {
    let least = ratio_decimals(low).max(ratio_decimals(high));
    let apart = |&decimals: &usize| format!("{low:.decimals$}") != format!("{high:.decimals$}");
    let decimals = (least..=3).find(apart).unwrap_or(least);
    format!("{low:.decimals$} to {high:.decimals$}\u{a0}×")
}

/// Close to 1 and close to 0 a ratio needs two decimals to say anything; from 10 on, none.
fn ratio_decimals(ratio: f64) -> usize {
    match ratio {
        r if r < 0.195 || (0.95..1.05).contains(&r) => 2,
        r if r < 9.95 => 1,
        _ => 0,
    }
}

/// A share in per cent, whole but for what is less than 1 % and more than nothing: "84 %", "0.4 %", "0 %".
pub fn percent(share: f64) -> String {
    let percent = share * 100.0;
    format!("{percent:.*} %", usize::from((0.05..0.95).contains(&percent.abs())))
}

/// "1 round", "9 rounds".
pub fn count(n: usize, noun: &str) -> String {
    format!("{n} {noun}{}", if n == 1 { "" } else { "s" })
}

/// Digits in groups of three, with a no-break space between them: "40 000".
pub fn grouped(number: u64) -> String {
    in_groups(&number.to_string(), '\u{a0}')
}

/// Digits in groups of three, with this between them.
pub fn in_groups(digits: &str, between: char) -> String {
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(between);
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_have_as_many_digits_as_they_are_worth() {
        let cases = [
            (0.0, "0 ms"),
            (1e-6, "under 0.01\u{a0}µs"),
            (0.000_42, "0.42 µs"),
            (0.005, "5.0 µs"),
            (0.05, "50 µs"),
            (0.099_6, "0.10 ms"),
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
    fn ratios_shares_and_counts() {
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
        assert_eq!(from_to(0.96, 1.1), "0.96 to 1.10\u{a0}×");
        assert_eq!(from_to(3.2, 3.5), "3.2 to 3.5\u{a0}×");
        assert_eq!(from_to(3.21, 3.24), "3.21 to 3.24\u{a0}×");
        let shares = [(0.844, "84 %"), (0.004, "0.4 %"), (0.0001, "0 %"), (0.0, "0 %"), (1.05, "105 %")];
        for (share, text) in shares {
            assert_eq!(percent(share), text);
        }
        assert_eq!((count(1, "round"), count(9, "round")), ("1 round".into(), "9 rounds".into()));
        assert_eq!([0, 999, 20_000, 1_234_567].map(grouped), ["0", "999", "20\u{a0}000", "1\u{a0}234\u{a0}567"]);
    }
}

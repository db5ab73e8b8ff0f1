//! Tables as text.

use model::Table;

/// Columns side by side; those with numbers flush right, but for the first one, which names the rows. No line ends in blanks.
pub fn aligned(table: &Table) -> String {
    let lines = || [&table.columns].into_iter().chain(&table.rows);
    let width = |column: usize| lines().filter_map(|line| line.get(column)).map(|cell| cell.chars().count()).max();
    let widths: Vec<usize> = (0..table.columns.len()).map(|column| width(column).unwrap_or(0)).collect();
    let is_number = |cell: &String| cell.starts_with(|first: char| first.is_ascii_digit());
    let has_numbers = |column: usize| column > 0 && table.rows.iter().filter_map(|row| row.get(column)).any(is_number);
    let line = |cells: &Vec<String>| {
        let cell = |(column, (cell, &width)): (usize, (&String, &usize))| match has_numbers(column) {
            true => format!("{cell:>width$}"),
            false => format!("{cell:width$}"),
        };
        let cells: Vec<String> = cells.iter().zip(&widths).enumerate().map(cell).collect();
        cells.join("   ").trim_end().to_owned() + "\n"
    };
    lines().map(line).collect()
}

/// Comma-separated values, as RFC 4180 has them: lines end in CR LF, and a cell with a comma, a quotation mark or a line break is quoted.
pub fn csv(table: &Table) -> String {
    let cell = |cell: &String| match cell.contains([',', '"', '\r', '\n']) {
        true => format!("\"{}\"", cell.replace('"', "\"\"")),
        false => cell.clone(),
    };
    let line = |cells: &Vec<String>| cells.iter().map(cell).collect::<Vec<_>>().join(",") + "\r\n";
    [&table.columns].into_iter().chain(&table.rows).map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        let line = |cells: [&str; 3]| cells.map(Into::into).to_vec();
        let rows = vec![line(["a “b” \"c\"", "1", "so"]), line(["d", "23.5", ""])];
        Table { columns: line(["mode", "ms, median", "so it is"]), rows }
    }

    #[test]
    fn columns_stand_below_each_other() {
        assert_eq!(
            aligned(&table()),
            "mode        ms, median   so it is\na “b” \"c\"            1   so\nd                 23.5\n"
        );
    }

    #[test]
    fn csv_quotes_what_would_break_it() {
        assert_eq!(csv(&table()), "mode,\"ms, median\",so it is\r\n\"a “b” \"\"c\"\"\",1,so\r\nd,23.5,\r\n");
    }
}

//! The report's documentation is held to the schema, and the schema's example to both.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{collections::BTreeMap, fs, path::Path};

use model::{LARGEST_BATCH, Report, figures::grouped, limits};
use serde_json::{Map, Value};

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)).unwrap()
}

/// The page's text below each heading of a type, by the type's name.
fn sections() -> BTreeMap<String, String> {
    let page = read("docs/report.md");
    let section = |text: &str| text.split_once('\n').map(|(name, rest)| (name.trim().to_owned(), rest.to_owned()));
    page.split("\n### ").skip(1).filter_map(section).collect()
}

/// The schema's types by name.
fn types() -> Map<String, Value> {
    let mut schema: Value = serde_json::from_str(&read("www/public/report.schema.json")).unwrap();
    let Value::Object(mut types) = schema["$defs"].take() else { panic!("the schema has types") };
    types.insert("Report".into(), schema);
    types
}

/// What a type can be: itself, and its alternatives.
fn forms(of: &Value) -> Vec<&Value> {
    let alternatives = ["oneOf", "anyOf"].into_iter().filter_map(|word| of[word].as_array()).flatten();
    [of].into_iter().chain(alternatives).collect()
}

/// The words that a form of a type can be.
fn words(form: &Value) -> impl Iterator<Item = &str> {
    let several = form["enum"].as_array().into_iter().flatten();
    [&form["const"]].into_iter().chain(several).filter_map(Value::as_str)
}

#[test]
fn every_type_field_and_word_of_the_schema_is_explained() {
    let (sections, types) = (sections(), types());
    assert!(types.len() > 20 && sections.keys().eq(types.keys()), "{:?}", sections.keys());
    for (name, of) in &types {
        let text = &sections[name];
        let rows: BTreeMap<&str, &str> =
            text.lines().filter_map(|line| line.strip_prefix("| `")?.split_once('`')).collect();
        let mut known = 0;
        for form in forms(of) {
            let required: Vec<&str> =
                form["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
            for (field, schema) in form["properties"].as_object().into_iter().flatten() {
                let row = rows.get(field.as_str()).unwrap_or_else(|| panic!("{name}.{field} isn't explained"));
                known += 1;
                assert_eq!(row.matches('|').count(), 3, "{name}.{field}: {row}");
                // A field that may be null has no need to say so where null is its default.
                let nullable = schema.to_string().contains("null");
                assert!(!nullable || row.contains("null"), "{name}.{field} may be null: {row}");
                let optional = !required.contains(&field.as_str());
                assert!(
                    row.contains("default") == optional || (optional && nullable),
                    "{name}.{field} says what it is when absent, if it may be: {row}"
                );
            }
        }
        assert_eq!(rows.len(), known, "{name} explains a field that there isn't: {rows:?}");
        for word in forms(of).into_iter().flat_map(words) {
            assert!(text.contains(&format!("`{word}`")), "{name}: `{word}` isn't explained");
        }
    }
}

#[test]
fn the_example_is_a_small_report_with_every_field() {
    let text = read("docs/report-example.json");
    assert!(text.len() < 30_000, "{} bytes", text.len());
    let report: Report = serde_json::from_str(&text).unwrap();
    report.check().unwrap();
    // What the model writes of it is what there is: no field too many, none missing.
    assert_eq!(serde_json::to_value(&report).unwrap(), serde_json::from_str::<Value>(&text).unwrap());
    assert!(report.runs.iter().any(|run| run.warmup) && report.runs.iter().any(|run| !run.warmup));
    assert!(report.equality.is_some_and(|equality| equality.identical));
}

#[test]
fn every_limit_is_listed_with_its_value() {
    let page = read("docs/report.md");
    let (_, section) = page.split_once("\n## What is refused\n").unwrap();
    let section = section.split("\n## ").next().unwrap();
    let cells = |line: &str| -> Vec<String> { line.split('|').map(|cell| cell.trim().to_owned()).collect() };
    let listed: Vec<Vec<String>> = section.lines().filter(|line| line.starts_with("| `")).map(cells).collect();
    let limit = |limit: &limits::Limit| {
        let of = limit.of.trim().trim_end_matches('.');
        let (first, rest) = of.split_at(1);
        let of = first.to_lowercase() + rest;
        ["", &format!("`{}`", limit.name), &grouped(limit.value as u64), &of, ""].map(String::from).to_vec()
    };
    assert_eq!(listed, limits::ALL.iter().map(limit).collect::<Vec<_>>(), "docs/report.md lists the limits");
    assert!(section.contains(&format!("a `batch` of more than {}", grouped(LARGEST_BATCH.into()))));
}

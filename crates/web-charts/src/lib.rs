//! The wasm-bindgen surface of `charts` and `measure`: reports in, plans, summaries and SVG out.
//!
//! It needs no page, so it runs in a worker, and a chart never holds up the main thread.

use charts::{Frame, Theme};
use model::{Mode, Report, Settings, Size, Summary, Trace};
use serde::{Serialize, de::DeserializeOwned};
use wasm_bindgen::prelude::*;

/// The order in which an experiment makes its runs: a `Step[]` for a `Settings`.
///
/// # Errors
/// A plain text when the settings can't be read.
#[wasm_bindgen]
pub fn plan(settings: JsValue) -> Result<JsValue, JsValue> {
    write(&measure::plan(&read::<Settings>(settings)?))
}

/// What a report says: a `Summary` for a `Report`.
///
/// # Errors
/// A plain text when the report can't be read or contradicts itself.
#[wasm_bindgen]
pub fn summarise(report: JsValue) -> Result<JsValue, JsValue> {
    write(&measure::summarise(&checked(report)?))
}

/// Every sample of a report as a point, with the medians and intervals of its `Summary`: SVG. `width` and `height` are CSS pixels.
///
/// # Errors
/// As [`summarise`].
#[wasm_bindgen]
pub fn timing(report: JsValue, summary: JsValue, width: u32, height: u32, dark: bool) -> Result<String, JsValue> {
    Ok(charts::timing(&checked(report)?, &read::<Summary>(summary)?, frame(width, height, dark)))
}

/// When the page drew frames during a run of each mode: SVG.
///
/// # Errors
/// As [`summarise`].
#[wasm_bindgen]
pub fn frames(report: JsValue, width: u32, height: u32, dark: bool) -> Result<String, JsValue> {
    Ok(charts::frames(&checked(report)?, frame(width, height, dark)))
}

/// Which lane did which rows, when: SVG for a `Trace` and its `Mode`. The axis reaches to `axis_ms` at least.
///
/// # Errors
/// A plain text when the trace can't be read.
#[wasm_bindgen]
pub fn lanes(
    trace: JsValue,
    mode: JsValue,
    axis_ms: f64,
    width: u32,
    height: u32,
    dark: bool,
) -> Result<String, JsValue> {
    Ok(charts::lanes(&read::<Trace>(trace)?, read::<Mode>(mode)?, axis_ms, frame(width, height, dark)))
}

/// The lanes' colours over the rows they rendered, to be laid over a result of this `Size`: SVG.
///
/// # Errors
/// As [`lanes`].
#[wasm_bindgen]
pub fn overlay(trace: JsValue, mode: JsValue, size: JsValue, dark: bool) -> Result<String, JsValue> {
    Ok(charts::overlay(&read::<Trace>(trace)?, read::<Mode>(mode)?, read::<Size>(size)?, theme(dark)))
}

fn frame(width: u32, height: u32, dark: bool) -> Frame {
    Frame { width, height, theme: theme(dark) }
}

fn theme(dark: bool) -> Theme {
    if dark { Theme::Dark } else { Theme::Light }
}

fn checked(report: JsValue) -> Result<Report, JsValue> {
    let report: Report = read(report)?;
    report.check().map_err(|error| JsValue::from_str(&error.to_string()))?;
    Ok(report)
}

fn read<T: DeserializeOwned>(value: JsValue) -> Result<T, JsValue> {
    Ok(serde_wasm_bindgen::from_value(value)?)
}

fn write(value: &impl Serialize) -> Result<JsValue, JsValue> {
    Ok(value.serialize(&serde_wasm_bindgen::Serializer::json_compatible())?)
}

//! The wasm-bindgen surface of `charts` and `measure`: designs and reports in; settings, rounds, summaries and SVG out.
//!
//! It needs no page, so it runs in a worker, and a chart never holds up the main thread.

use model::{Design, Drawing, FigureId, Mode, Report, Size, SoFar, Summary, Theme, Trace};
use serde::{Serialize, de::DeserializeOwned};
use wasm_bindgen::prelude::*;

/// The settings of the experiment asked for: a `Settings` for a `Design`.
///
/// # Errors
/// A plain text when the design can't be read.
#[wasm_bindgen]
pub fn design(asked: JsValue) -> Result<JsValue, JsValue> {
    write(&measure::design(&read::<Design>(asked)?))
}

/// What an experiment does next: a `Next` for a `SoFar`.
///
/// # Errors
/// A plain text when the value can't be read.
#[wasm_bindgen(js_name = nextRound)]
pub fn next_round(so_far: JsValue) -> Result<JsValue, JsValue> {
    write(&measure::next_round(&read::<SoFar>(so_far)?))
}

/// What a report says: a `Summary` for a `Report`.
///
/// # Errors
/// A plain text when the report can't be read or contradicts itself.
#[wasm_bindgen]
pub fn summarise(report: JsValue) -> Result<JsValue, JsValue> {
    write(&measure::summarise(&checked(report)?))
}

/// A report with its summary, from which charts are drawn: it is read once, not with every chart.
#[wasm_bindgen]
pub struct Gallery {
    report: Report,
    summary: Summary,
}

#[wasm_bindgen]
impl Gallery {
    /// A gallery of a `Report`.
    ///
    /// # Errors
    /// As [`summarise`].
    #[wasm_bindgen(constructor)]
    pub fn new(report: JsValue) -> Result<Gallery, JsValue> {
        let report = checked(report)?;
        let summary = measure::summarise(&report);
        Ok(Self { report, summary })
    }

    /// The report's `Summary`.
    ///
    /// # Errors
    /// None that could be met.
    pub fn summary(&self) -> Result<JsValue, JsValue> {
        write(&self.summary)
    }

    /// The charts that have something to show: a `FigureId[]`.
    ///
    /// # Errors
    /// None that could be met.
    pub fn figures(&self) -> Result<JsValue, JsValue> {
        write(&charts::figures(&self.report, &self.summary))
    }

    /// One of them, as a `Drawing` asks for it: a `Figure`, or null where there is nothing to show.
    ///
    /// # Errors
    /// A plain text when the name or the drawing can't be read.
    pub fn figure(&self, id: JsValue, drawing: JsValue) -> Result<JsValue, JsValue> {
        write(&charts::figure(read::<FigureId>(id)?, &self.report, &self.summary, read::<Drawing>(drawing)?))
    }
}

/// The lanes' colours over the rows they rendered, to be laid over a result of this `Size`, in a `Theme`: SVG.
///
/// # Errors
/// A plain text when the trace can't be read.
#[wasm_bindgen]
pub fn overlay(trace: JsValue, mode: JsValue, size: JsValue, theme: JsValue) -> Result<String, JsValue> {
    Ok(charts::overlay(&read::<Trace>(trace)?, read::<Mode>(mode)?, read::<Size>(size)?, read::<Theme>(theme)?))
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

//! The wasm-bindgen surface of `charts`, `measure` and `breakfast`: designs and reports in; settings, rounds, summaries and SVG out;
//! shops in, mornings out.
//!
//! It needs no page, so it runs in a worker, and a chart never holds up the main thread.

use model::{
    BatchReport, BatchRun, Design, Drawing, FigureId, Mode, Morning, NetworkRun, Report, Shop, Size, SoFar, Summary,
    Theme, Trace,
};
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

/// The shops worth trying, in the order of the story: a `ShopPreset[]`.
///
/// # Errors
/// None that could be met.
#[wasm_bindgen(js_name = shopPresets)]
pub fn shop_presets() -> Result<JsValue, JsValue> {
    write(&breakfast::presets())
}

/// A simulated morning, which is asked for its moments: its trace crosses over once, not with every caption.
#[wasm_bindgen]
pub struct Breakfast {
    morning: Morning,
}

#[wasm_bindgen]
impl Breakfast {
    /// The morning in a `Shop`.
    ///
    /// # Errors
    /// A plain text when the shop can't be read.
    #[wasm_bindgen(constructor)]
    pub fn new(shop: JsValue) -> Result<Breakfast, JsValue> {
        Ok(Self { morning: breakfast::simulate(&read::<Shop>(shop)?) })
    }

    /// The `Morning`.
    ///
    /// # Errors
    /// None that could be met.
    pub fn morning(&self) -> Result<JsValue, JsValue> {
        write(&self.morning)
    }

    /// What is going on at this time, in milliseconds of virtual time: a sentence or two.
    pub fn caption(&self, at_ms: f64) -> String {
        breakfast::caption(&self.morning, at_ms)
    }

    /// The lanes of the morning, as a `Drawing` asks for them: a `Figure`.
    ///
    /// # Errors
    /// A plain text when the drawing can't be read.
    pub fn figure(&self, drawing: JsValue) -> Result<JsValue, JsValue> {
        write(&charts::morning(&self.morning, read::<Drawing>(drawing)?))
    }
}

/// The waterfall of a `NetworkRun`, as a `Drawing` asks for it: a `Figure`.
///
/// # Errors
/// A plain text when the run or the drawing can't be read.
#[wasm_bindgen]
pub fn waterfall(run: JsValue, drawing: JsValue) -> Result<JsValue, JsValue> {
    write(&charts::waterfall(&read::<NetworkRun>(run)?, read::<Drawing>(drawing)?))
}

/// The lanes of a `BatchRun`, as a `Drawing` asks for them: a `Figure`.
///
/// # Errors
/// A plain text when the run or the drawing can't be read.
#[wasm_bindgen(js_name = batchLanes)]
pub fn batch_lanes(run: JsValue, drawing: JsValue) -> Result<JsValue, JsValue> {
    write(&charts::batch_lanes(&read::<BatchRun>(run)?, read::<Drawing>(drawing)?))
}

/// The ways of a `BatchReport` side by side, as a `Drawing` asks for them: a `Figure`.
///
/// # Errors
/// A plain text when the report or the drawing can't be read.
#[wasm_bindgen(js_name = batchWays)]
pub fn batch_ways(report: JsValue, drawing: JsValue) -> Result<JsValue, JsValue> {
    write(&charts::batch_ways(&read::<BatchReport>(report)?, read::<Drawing>(drawing)?))
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

//! The wasm-bindgen surface of `charts`, `measure` and `breakfast`: designs and reports in; settings, rounds, summaries and SVG out;
//! shops in, mornings out.
//!
//! It needs no page, so it runs in a worker, and a chart never holds up the main thread.

use charts::{Entry, Exhibit, MOST_REPORTS};
use model::{
    BatchReport, BatchRun, Design, Drawing, FigureId, Morning, NetworkRun, Report, Shop, SoFar, Summary, Theme,
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
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
    write(&measure::summarise(&checked(report_in(report)?)?))
}

/// A report from elsewhere, with all that an older or shorter one leaves out: a `Report` for what may be one.
///
/// # Errors
/// A sentence when it can't be read or contradicts itself.
#[wasm_bindgen(js_name = readReport)]
pub fn read_report(value: JsValue) -> Result<JsValue, JsValue> {
    write(&checked(report_in(value)?)?)
}

/// A report, or several to be laid over each other, from which charts are drawn: they are read once, not with every chart.
#[wasm_bindgen]
pub struct Gallery {
    shown: Vec<Shown>,
}

struct Shown {
    name: String,
    report: Report,
    summary: Summary,
}

/// A report and what tells it from the others.
#[derive(Deserialize)]
struct Named {
    name: String,
    report: Report,
}

#[wasm_bindgen]
impl Gallery {
    /// A gallery of reports, each a `{ name: string, report: Report }`; at least one, and no more than can be told apart.
    ///
    /// # Errors
    /// A plain text when there are too few or too many, or one can't be read or contradicts itself.
    #[wasm_bindgen(constructor)]
    pub fn new(reports: JsValue) -> Result<Gallery, JsValue> {
        let named: Vec<Named> = report_in(reports)?;
        if named.is_empty() {
            return Err(JsValue::from_str("There is no report."));
        }
        if named.len() > MOST_REPORTS {
            let why = format!("Charts show {MOST_REPORTS} reports at most: leave one out before you add another.");
            return Err(JsValue::from_str(&why));
        }
        let show = |Named { name, report }| {
            let report = checked(report)?;
            let summary = measure::summarise(&report);
            Ok(Shown { name, report, summary })
        };
        Ok(Self { shown: named.into_iter().map(show).collect::<Result<_, JsValue>>()? })
    }

    fn exhibit(&self) -> Result<Exhibit<'_>, JsValue> {
        let shown = self.shown.iter();
        let entries = shown.map(|Shown { name, report, summary }| Entry { name, report, summary });
        let entries: Vec<Entry<'_>> = entries.collect();
        Exhibit::several(&entries).ok_or_else(|| JsValue::from_str("There is no report."))
    }

    /// The first report's `Summary`.
    ///
    /// # Errors
    /// None that could be met.
    pub fn summary(&self) -> Result<JsValue, JsValue> {
        write(&self.shown.first().map(|shown| &shown.summary))
    }

    /// The charts that have something to show: a `FigureId[]`. Modes are counted through all reports.
    ///
    /// # Errors
    /// None that could be met.
    pub fn figures(&self) -> Result<JsValue, JsValue> {
        write(&charts::figures(&self.exhibit()?))
    }

    /// What the modes of all reports are called: a `string[]`.
    ///
    /// # Errors
    /// None that could be met.
    pub fn modes(&self) -> Result<JsValue, JsValue> {
        write(&charts::modes(&self.exhibit()?))
    }

    /// One of them, as a `Drawing` asks for it: a `Figure`, or null where there is nothing to show.
    ///
    /// # Errors
    /// A plain text when the name or the drawing can't be read.
    pub fn figure(&self, id: JsValue, drawing: JsValue) -> Result<JsValue, JsValue> {
        write(&charts::figure(read::<FigureId>(id)?, &self.exhibit()?, read::<Drawing>(drawing)?))
    }

    /// The lanes' colours over the rows they rendered, to be laid over the first report's result, in a `Theme`: SVG; empty where there is nothing
    /// to show.
    ///
    /// # Errors
    /// A plain text when the theme can't be read.
    pub fn overlay(&self, theme: JsValue) -> Result<String, JsValue> {
        Ok(charts::overlay(&self.exhibit()?, read::<Theme>(theme)?).unwrap_or_default())
    }
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

/// What the types of the model make of a value that holds a report.
fn report_in<T: DeserializeOwned>(value: JsValue) -> Result<T, JsValue> {
    serde_wasm_bindgen::from_value(value)
        .map_err(|error| JsValue::from_str(&format!("The report can't be read: {error}.")))
}

fn checked(report: Report) -> Result<Report, JsValue> {
    report.check().map_err(|error| JsValue::from_str(&error.to_string()))?;
    Ok(report)
}

fn read<T: DeserializeOwned>(value: JsValue) -> Result<T, JsValue> {
    Ok(serde_wasm_bindgen::from_value(value)?)
}

fn write(value: &impl Serialize) -> Result<JsValue, JsValue> {
    Ok(value.serialize(&serde_wasm_bindgen::Serializer::json_compatible())?)
}

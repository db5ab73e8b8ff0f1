/** Registers every element and names what their events carry. */
export { BitmapView, type Picture } from './bitmap.js';
export { Chart, type ChartWidth } from './chart.js';
export { DropZone, type FilesDetail } from './drop-zone.js';
export { ExperimentPicker } from './experiment-picker.js';
export { Facts } from './facts.js';
export { HistoryList, type RunDetail } from './history.js';
export { Kettle } from './kettle.js';
export { KernelForm, type KernelChange } from './kernel-form.js';
export { ModePicker, type ModeOffer } from './mode-picker.js';
export { ModelFacts } from './model-facts.js';
export { Notice, type NoticeKind } from './notice.js';
export { NumberField } from './number-field.js';
export { ReportFiles } from './report-files.js';
export { RunBar, type Progress, type RunState } from './run-bar.js';
export { Term } from './term.js';
export { Tray, type EntryDetail, type TrayEntry } from './tray.js';
export { TwoUp, type View, type ViewChange } from './two-up.js';
export { Verdict } from './verdict.js';

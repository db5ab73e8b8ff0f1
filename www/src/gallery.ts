/**
 * A page for developers: every element in every state, with made-up data. It is no part of the built site.
 *
 * `?view=page` shows the elements composed as the page has them, `?state=empty` that page before the first picture,
 * `?theme=dark` the dark theme whatever the system says.
 */
import { html, render, type TemplateResult } from 'lit';
import './elements/index.js';
import { siteHeader } from './elements/site-header.js';
import type { Chart, ModeOffer, Picture, Progress, RunState, TrayEntry } from './elements/index.js';
import type { HistoryEntry } from './history/history.js';
import type {
  Experiment,
  Figure,
  Fit,
  KernelInfo,
  ModeSettings,
  Report,
  Run,
  Size,
  Summary,
} from './generated/model.js';

const query = new URLSearchParams(location.search);
const theme = query.get('theme');
if (theme) document.documentElement.dataset['theme'] = theme;

// --- Made-up data -----------------------------------------------------------------------------------------------------

const PHOTO: Size = { width: 4032, height: 3024 };

/** A breakfast in a few shapes; the filter stands for a kernel. */
function madeUpPicture(width: number, height: number, filter = 'none'): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const c = canvas.getContext('2d');
  if (!c) return canvas;
  c.filter = filter;
  c.scale(width / 400, height / 300);
  const ellipse = (x: number, y: number, rx: number, ry: number, fill: string) => {
    c.fillStyle = fill;
    c.beginPath();
    c.ellipse(x, y, rx, ry, 0, 0, 7);
    c.fill();
  };
  c.fillStyle = '#d9d3c7';
  c.fillRect(0, 0, 400, 300);
  for (let i = 0; i < 24; i += 1) {
    c.strokeStyle = 'rgb(120 110 100 / 18%)';
    c.beginPath();
    c.moveTo(i * 20, 0);
    c.bezierCurveTo(i * 12, 90, i * 24, 190, i * 17 - 20, 300);
    c.stroke();
  }
  ellipse(160, 165, 135, 105, '#f6f2ea');
  ellipse(160, 165, 108, 82, '#ece5d8');
  for (const [x, y, turn] of [
    [110, 110, -0.2],
    [170, 150, 0.15],
  ] as const) {
    c.save();
    c.translate(x, y);
    c.rotate(turn);
    c.fillStyle = '#8a5526';
    c.fillRect(-44, -40, 96, 90);
    c.fillStyle = '#d79c53';
    c.fillRect(-38, -34, 84, 78);
    c.fillStyle = '#7fa34d';
    c.fillRect(-30, -26, 66, 60);
    c.fillStyle = '#f5dd8a';
    c.fillRect(-8, -8, 24, 22);
    c.restore();
  }
  ellipse(325, 105, 66, 62, '#2f5fa8');
  ellipse(325, 105, 60, 56, '#f8f5ee');
  ellipse(325, 105, 44, 41, '#3a2012');
  ellipse(312, 94, 16, 9, '#6a4327');
  return canvas;
}

const photo = madeUpPicture(1600, 1200);
const blurred = madeUpPicture(1600, 1200, 'blur(14px)');
const tiny = madeUpPicture(64, 64);
const portrait = madeUpPicture(600, 1000);

const number = (
  name: string,
  label: string,
  min: number,
  max: number,
  step: number,
  value: number,
  unit: string,
  log = false,
) => ({
  name,
  label,
  kind: { type: 'number' as const, min, max, step, default: value, integer: step === 1, logarithmic: log, unit },
});

const kernels: KernelInfo[] = [
  {
    name: 'gaussian',
    label: 'Gaussian blur',
    action: 'blur this picture',
    about: 'Softens the picture: each pixel becomes a weighted mean of those around it.',
    shape: 'stencil',
    needsSource: true,
    params: [
      number('sigma', 'Radius σ', 0.5, 50, 0.1, 8, 'px', true),
      {
        name: 'border',
        label: 'At the border',
        kind: {
          type: 'choice',
          choices: [
            { name: 'extend', label: 'Extend' },
            { name: 'mirror', label: 'Mirror' },
            { name: 'wrap', label: 'Wrap' },
          ],
        },
      },
    ],
    presets: [
      { label: 'Soft', params: { sigma: 2 } },
      { label: 'Foggy', params: { sigma: 8 } },
      { label: 'Dream', params: { sigma: 40, border: 'mirror' } },
    ],
  },
  {
    name: 'resize',
    label: 'Resize',
    action: 'resize this picture',
    about: 'Makes the picture smaller or larger, averaging where it must.',
    shape: 'geometry',
    needsSource: true,
    params: [
      number('width', 'Width', 1, 16384, 1, 64, 'px', true),
      number('height', 'Height', 1, 16384, 1, 64, 'px', true),
      {
        name: 'filter',
        label: 'Filter',
        kind: {
          type: 'choice',
          choices: ['Box', 'Triangle', 'Catmull-Rom', 'Mitchell', 'Lanczos 3'].map((label) => ({ name: label, label })),
        },
      },
    ],
    presets: [{ label: '64 × 64', params: { width: 64, height: 64 } }],
  },
  {
    name: 'mandelbrot',
    label: 'Mandelbrot',
    action: 'draw the Mandelbrot set',
    about: 'Draws its own picture; rows through the middle take far longer than those at the edge.',
    shape: 'uneven',
    needsSource: false,
    params: [number('iterations', 'Most iterations', 10, 1000, 10, 200, '')],
    presets: [],
  },
];

const offers: ModeOffer[] = [
  {
    mode: 'simd',
    label: 'Sequential',
    explanation: 'One toaster: all rows in order, on one thread. Every speed-up is measured against it.',
    available: true,
  },
  {
    mode: 'threads',
    label: 'Parallel',
    explanation: 'Four toasters: the rows are dealt out to several threads over shared memory.',
    available: true,
  },
];

const offersWithout: ModeOffer[] = offers.map((offer) =>
  offer.mode === 'threads'
    ? {
        ...offer,
        available: false,
        reason: 'Not here: this page is not isolated, so threads can’t share memory.',
        help: ['Open the page by itself, not inside another.', 'Or start it with “npm start” on your own machine.'],
      }
    : offer,
);

const entries: TrayEntry[] = [
  { id: 'a', name: 'breakfast-at-the-corner.jpg', state: 'ready', size: PHOTO, sizeBytes: 4_812_345, thumbnail: photo },
  { id: 'b', name: 'IMG_2041.heic', state: 'reading' },
  {
    id: 'c',
    name: 'notes.txt',
    state: 'failed',
    message: 'This is not a picture we know. Try a JPEG, PNG, WebP, GIF, BMP or TIFF file.',
  },
  {
    id: 'd',
    name: 'a-very-long-name-of-a-picture-that-nobody-would-ever-want-to-read-to-its-end-but-there-it-is.png',
    state: 'ready',
    size: { width: 600, height: 1000 },
    sizeBytes: 734,
    thumbnail: portrait,
  },
];

const modes: ModeSettings[] = [
  { mode: 'simd', threads: 1, chunk: 'auto', place: 'worker', passing: 'transfer', size: null },
  { mode: 'threads', threads: 4, chunk: 'auto', place: 'worker', passing: 'transfer', size: null },
];

const run = (modeIndex: number, round: number, warmup: boolean, ms: number): Run => ({
  modeIndex,
  round,
  warmup,
  totalMs: ms + 12,
  phases: [
    { phase: 'copy-in', ms: 5.2 + round / 10 },
    { phase: 'compute', ms },
    { phase: 'copy-out', ms: 6.1 + round / 10 },
  ],
  trace: { lanes: 1, spans: [] },
  movedBytes: 0,
  fingerprint: '0123456789abcdef',
  frames: null,
  atMs: 0,
  batch: 1,
  setAside: null,
  pressure: null,
});

const fit = (model: Fit['model'], p: number, peak: Fit['peak']): Fit => ({
  model,
  parallel: { value: p, low: p - 0.01, high: p + 0.01 },
  coherency: { value: 0.004, low: 0.001, high: 0.006 },
  peak,
  limit: model === 'amdahl' ? { value: 16.7, low: 14.2, high: 20.1 } : null,
  aicc: -20,
  curve: [],
});

const summary: Summary = {
  modes: [
    {
      modeIndex: 0,
      mode: modes[0] as ModeSettings,
      name: 'Sequential',
      samples: 9,
      medianMs: { value: 412.3, low: 409.1, high: 418.8 },
      minMs: 405.9,
      madMs: 3.42,
      outliers: 0,
      setAside: 0,
      warmUp: { runs: 2, firstMs: 500, ratio: 1.21, settled: true },
      drift: 0.03,
      drifts: false,
      busy: 0.998,
    },
    {
      modeIndex: 1,
      mode: modes[1] as ModeSettings,
      name: 'Parallel, 4 threads',
      samples: 9,
      medianMs: { value: 121.4, low: 118.2, high: 127.9 },
      minMs: 115.2,
      madMs: 2.81,
      outliers: 1,
      setAside: 2,
      warmUp: { runs: 2, firstMs: 730, ratio: 6.01, settled: false },
      drift: -0.62,
      drifts: true,
      busy: 0.94,
    },
  ],
  comparisons: [
    {
      modeIndex: 1,
      baselineIndex: 0,
      speedUp: { value: 3.4, low: 3.2, high: 3.5 },
      efficiency: 0.85,
      ofCeiling: 0.97,
      serialFraction: 0.059,
      decision: 'faster',
    },
  ],
  rungs: [],
  scaling: [
    {
      mode: 'threads',
      growing: false,
      modeIndices: [1],
      fits: [fit('amdahl', 0.94, null), fit('usl', 0.95, { value: 14, low: 9, high: null })],
      better: 1,
      note: 'Made up from thin air.',
      measuredParallel: 0.97,
    },
  ],
  breakEven: {
    lines: [],
    crossings: [
      {
        mode: modes[1] as ModeSettings,
        wins: 'from',
        pixels: { value: 9000, low: 7000, high: 12000 },
        smallest: { width: 128, height: 96 },
      },
    ],
  },
  findings: [
    { rule: 'made-up', sentence: 'What limits it is memory: two threads already take 80 % of what it gives.' },
    { rule: 'made-up-too', sentence: 'A 256-core processor would bring 9.1 × at most: the serial part is 6 %.' },
  ],
  headline: '4 threads blur this picture 3.4 × faster than one.',
  detail: 'Between 3.2 and 3.5 times, over 9 rounds. Each thread was at work 94 % of the time.',
};

const report: Report = {
  version: 1,
  created: '2026-01-01T08:00:00Z',
  machine: { agent: 'Made up', claimedCores: 8, isolated: true, clockResolutionMs: 0.005, version: '0' },
  job: {
    kernel: { name: 'gaussian', params: { sigma: 8 } },
    action: 'blur this picture',
    shape: 'stencil',
    input: { origin: 'file', name: 'made-up.jpg', size: PHOTO, decodeMs: 101 },
    outputSize: PHOTO,
  },
  settings: {
    experiment: 'race',
    modes,
    repeats: 9,
    warmups: 2,
    precision: 0.02,
    budgetMs: 8000,
    seed: 1,
    scope: 'kernel',
  },
  ceilingAt: '2026-01-01T07:59:20Z',
  ceiling: [
    { lanes: 1, speedUp: 1 },
    { lanes: 4, speedUp: 3.5 },
  ],
  stop: 'precise',
  engines: [
    { modeIndex: 0, startMs: 41.2, copyInMs: 5.2, copyOutMs: 6.1 },
    { modeIndex: 1, startMs: 63.9, copyInMs: 5.2, copyOutMs: 6.1 },
  ],
  runs: [0, 1].flatMap((mode) => [
    run(mode, 0, true, 500),
    run(mode, 1, true, 420),
    ...[0, 1, 2, 3, 4, 5, 6, 7, 8].map((round) => run(mode, round, false, 412)),
  ]),
  equality: { identical: true, outputs: 2, sizeBytes: 48_771_072, firstDifference: null, asPromised: true, levels: 0 },
};

/** Stands for a chart; the real ones are drawn in Rust. Its marks say what they are, as theirs do. */
function madeUpChart(width: number): string {
  const [left, plot] = [70, width - 90];
  const lanes = [0, 1, 2, 3].map((lane) => {
    const spans = [0, 1, 2, 3, 4, 5].map((i) => {
      const [start, end] = [i * 10, (i + 1) * 10 - 0.5 - ((i * 7 + lane * 5) % 9) / 5];
      return `<rect class="span" data-lane="${lane}" data-start-ms="${start}" data-end-ms="${end}" x="${left + (start * plot) / 60}"
        y="${20 + lane * 44}" width="${((end - start) * plot) / 60}" height="32" fill="#3d7a3f" rx="2"
        ><title>Chunk ${i + 1} of lane ${lane}: ${start} to ${end.toFixed(1)} ms</title></rect>`;
    });
    return `<text x="0" y="${41 + lane * 44}" font-size="14" fill="#8a7661">Lane ${lane}</text>${spans.join('')}`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} 220" width="${width}" height="220" role="img" aria-label="Made-up lanes">
    <rect class="plot" data-from-ms="0" data-to-ms="60" x="${left}" y="10" width="${plot}" height="186" fill="none"/>
    ${lanes.join('')}<text x="70" y="214" font-size="14" fill="#8a7661">0 ms</text></svg>`;
}

const madeUpFigure = (width: number, title: string, note: string): Figure => ({
  title,
  note,
  svg: madeUpChart(width),
  table: {
    columns: ['Lane', 'Chunks', 'Busy, ms', 'Share, %'],
    rows: [0, 1, 2, 3].map((lane) => [`Lane ${lane}`, '6', (52 - lane).toFixed(1), String(88 - lane)]),
  },
});

const undecided: Summary = {
  ...summary,
  comparisons: summary.comparisons.map((comparison) => ({ ...comparison, decision: 'undecided' })),
  headline: 'Undecided: 2 threads may be faster.',
  findings: [],
  detail: 'The difference drowns in the noise.',
};

const alone: Summary = {
  ...summary,
  modes: summary.modes.slice(0, 1),
  comparisons: [],
  headline: 'One thread blurs this picture in 412 ms.',
  findings: [],
  detail: 'Add a second mode to compare.',
};

const earlier: HistoryEntry[] = ['c', 'b', 'a'].map((id, i) => ({
  id,
  createdAt: `2026-01-0${3 - i}T08:00:00Z`,
  words: 'Gaussian blur, 8 px on made-up.jpg (4032 × 3024): one thread against 4 threads, 9 rounds',
  finding: summary.headline,
  bytes: 48_000,
}));

/** As many modes as the largest experiments have. */
const manyModes: Summary = {
  ...summary,
  modes: Array.from({ length: 30 }, (_, i) => ({
    ...(summary.modes[i % 2] as Summary['modes'][number]),
    modeIndex: i % 2,
  })),
};

const overlay = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4032 3024" preserveAspectRatio="none">${[
  0, 1, 2, 3, 4, 5, 6, 7,
]
  .map(
    (i) =>
      `<rect y="${i * 378}" width="4032" height="370" fill="${['#2b5c9e', '#3d7a34', '#c98a3f', '#a0331d'][i % 4]}" fill-opacity="0.4"/>`,
  )
  .join('')}</svg>`;

const progress: Progress = { share: 0.32, round: 3, rounds: 9, secondsLeft: 4.2 };

// --- The page ---------------------------------------------------------------------------------------------------------

const redraw = ({ target, detail }: CustomEvent<{ width: number }>) => {
  const chart = target as Chart;
  if (chart.figure) chart.figure = madeUpFigure(detail.width, chart.figure.title, chart.figure.note);
};

const chart = (heading: string, source: 'measured' | 'model', note: string, more: Partial<Chart> = {}) =>
  html`<ft-chart
    heading=${heading}
    source=${source}
    name="made-up"
    .figure=${note ? madeUpFigure(600, heading, note) : undefined}
    .busy=${more.busy ?? false}
    .zoomable=${more.zoomable ?? false}
    .replays=${more.replays ?? false}
    @resize-chart=${redraw}
  ></ft-chart>`;

const twoUp = (original?: Picture, result?: Picture, originalSize?: Size, resultSize?: Size, showOverlay = false) =>
  html`<ft-two-up
    .original=${original}
    .result=${result}
    .originalSize=${originalSize}
    .resultSize=${resultSize}
    .overlay=${overlay}
    .showOverlay=${showOverlay}
    ><span slot="empty">Your picture goes here.</span></ft-two-up
  >`;

const kernelForm = (kernel: string, values = {}, disabled = false) =>
  html`<ft-kernel-form .kernels=${kernels} kernel=${kernel} .values=${values} ?disabled=${disabled}></ft-kernel-form>`;

const modePicker = (list: ModeOffer[], disabled = false, experiment: Experiment = 'race') =>
  html`<ft-mode-picker
    .modes=${list}
    .setup=${{ experiment, modes: ['simd', 'threads', 'workers'], threads: 4, repeats: 9, budgetS: undefined, chunk: { rows: 64 }, passing: 'transfer', scope: 'kernel', blocking: 'simd' }}
    .cores=${8}
    .mostThreads=${16}
    ?disabled=${disabled}
  ></ft-mode-picker>`;

const runBar = (state: RunState, reason = '') =>
  html`<ft-run-bar
    .state=${state}
    .progress=${state === 'running' ? progress : undefined}
    .reason=${reason}
  ></ft-run-bar>`;

function composed(empty: boolean): TemplateResult {
  return html`${siteHeader('lab')}
    <main class="page-main">
      <section class="first" aria-label="Race">
        <div class="first-words">
          <ft-verdict
            .summary=${empty ? undefined : summary}
            .equality=${empty ? undefined : report.equality}
          ></ft-verdict>
        </div>
        <div class="first-picture">${empty ? twoUp() : twoUp(photo, blurred, PHOTO, PHOTO)}</div>
        <div class="first-act">
          <ft-drop-zone ?compact=${!empty}></ft-drop-zone>
          <ft-tray .entries=${empty ? [] : entries.slice(0, 1)} selected="a"></ft-tray>
          <details class="settings">
            <summary>Gaussian blur, σ 8 px · one thread against 4 · 9 rounds</summary>
            <div class="settings-body">${kernelForm('gaussian')}${modePicker(offers)}</div>
          </details>
          ${runBar(empty ? 'disabled' : 'done', empty ? 'First a picture: yours, or our breakfast.' : '')}
        </div>
      </section>
      <section class="charts" aria-label="Charts">
        ${chart('How long each took', 'measured', empty ? '' : 'Made-up data.')}
        ${chart('Which thread did what, when', 'measured', empty ? '' : 'Made-up data.')}
      </section>
      <section class="facts">
        <h2>The numbers</h2>
        <ft-facts .report=${empty ? undefined : report} .summary=${empty ? undefined : summary}></ft-facts>
      </section>
      <section class="prose">
        <h2>How it is measured</h2>
        <p>Every round runs each mode once, in shuffled order. Warm-up rounds come first and do not count.</p>
      </section>
    </main>
    <footer class="page-footer">Made-up data, for developers. Nothing leaves your device.</footer>`;
}

const piece = (title: string, content: TemplateResult) =>
  html`<section class="facts">
    <h2>${title}</h2>
    ${content}
  </section>`;

function gallery(): TemplateResult {
  return html`${siteHeader('lab')}
    <main class="page-main">
      <ft-notice
        heading="A page for developers"
        sentence="Every element in every state. All data here is made up; nothing was measured."
      ></ft-notice>
      ${piece('Drop zone', html`<ft-drop-zone></ft-drop-zone><br /><ft-drop-zone compact disabled></ft-drop-zone>`)}
      ${piece('Tray', html`<ft-tray .entries=${entries} selected="a"></ft-tray>`)}
      ${piece(
        'Kernel form',
        html`<div class="charts">
          ${kernelForm('gaussian')} ${kernelForm('resize')} ${kernelForm('mandelbrot', {}, true)}
        </div>`,
      )}
      ${piece(
        'Experiment picker',
        html`<div class="charts">
          <ft-experiment-picker></ft-experiment-picker>
          <ft-experiment-picker
            experiment="scaling"
            fixedSize="This kernel draws its own picture."
          ></ft-experiment-picker>
          <ft-experiment-picker experiment="break-even" disabled></ft-experiment-picker>
        </div>`,
      )}
      ${piece(
        'Mode picker',
        html`<div class="charts">
          ${modePicker(offers)} ${modePicker(offersWithout)} ${modePicker(offers, false, 'scaling')}
          ${modePicker(offers, false, 'ladder')}
        </div>`,
      )}
      ${piece(
        'Run bar',
        html`<div class="charts">
          ${runBar('idle')} ${runBar('disabled', 'First a picture: yours, or our breakfast.')} ${runBar('loading')}
          ${runBar('running')} ${runBar('done')} ${runBar('failed')} ${runBar('cancelled')}
        </div>`,
      )}
      ${piece(
        'Two-up',
        html`<div class="charts">
          ${twoUp()} ${twoUp(photo, undefined, PHOTO)} ${twoUp(photo, blurred, PHOTO, PHOTO, true)}
          ${twoUp(photo, tiny, PHOTO, { width: 64, height: 64 })} ${twoUp(undefined, photo, undefined, PHOTO)}
          ${twoUp(portrait, portrait)}
        </div>`,
      )}
      ${piece(
        'Chart',
        html`<div class="charts">
          ${chart('4 threads: at work 87 % of the time', 'measured', 'Zooms.', { zoomable: true })}
          ${chart('The first to finish waits 3 ms for the last', 'measured', 'Replays.', { replays: true })}
          ${chart('Toast and coffee', 'model', 'From a model, while something is measured.', { busy: true, replays: true })}
          ${chart('Not yet', 'measured', '')}
        </div>`,
      )}
      ${piece(
        'Verdict',
        html`<ft-verdict></ft-verdict><br /><ft-verdict .summary=${summary} .equality=${report.equality}></ft-verdict
          ><br /><ft-verdict
            .summary=${undecided}
            .equality=${{ identical: false, outputs: 2, sizeBytes: 48_771_072, firstDifference: 1_234_567 }}
          ></ft-verdict
          ><br /><ft-verdict .summary=${alone}></ft-verdict><br /><ft-verdict
            .summary=${summary}
            growing
          ></ft-verdict>`,
      )}
      ${piece(
        'Facts',
        html`<ft-facts .report=${report} .summary=${summary}></ft-facts><br /><ft-facts></ft-facts><br /><ft-facts
            .report=${report}
            .summary=${manyModes}
          ></ft-facts
          ><ft-model-facts .report=${report} .summary=${summary}></ft-model-facts>`,
      )}
      <ft-history class="facts" .entries=${earlier} .shown=${'b'}></ft-history>
      <ft-history class="facts" .entries=${earlier.slice(0, 1)} disabled problem="There was no room."></ft-history>
      ${piece(
        'Notice',
        html`<div class="notices">
          <ft-notice
            heading="A newer picture is chosen"
            sentence="The numbers below are from the race before."
          ></ft-notice>
          <ft-notice
            kind="warning"
            heading="Threads are off here"
            sentence="The page is not isolated from others, so the browser keeps shared memory away. Everything else works."
            .steps=${['Open the page by itself, not inside another.', 'Or reload it once: it can switch threads on itself.']}
            action="Reload"
          ></ft-notice>
          <ft-notice
            kind="error"
            heading="The engine stopped"
            sentence="It ran out of memory. Your pictures are safe; the next race starts a fresh one."
          ></ft-notice>
        </div>`,
      )}
    </main>
    <footer class="page-footer">Made-up data, for developers.</footer>`;
}

render(query.get('view') === 'page' ? composed(query.get('state') === 'empty') : gallery(), document.body);
document.documentElement.dataset['ready'] = 'true';

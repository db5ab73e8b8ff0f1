// The engines without the page: browser tests and benchmarks drive them from outside. Not in the built site.

import { Drawings } from './app/drawings.js';
import type { ChartWidth } from './elements/index.js';
import './elements/index.js';
import type { TimeWindow } from './elements/zoom.js';
import type { Engine, Pixels } from './engines/engine.js';
import { engineOf } from './engines/index.js';
import { startEngine } from './engines/start.js';
import { catalog } from './generated/catalog.js';
import type {
  ChunkSize,
  Execution,
  KernelSettings,
  ModeSettings,
  Report,
  Scope,
  Settings,
  Size,
  Summary,
} from './generated/model.js';
import { measureCeiling } from './state/ceiling.js';
import { runExperiment } from './state/experiment.js';
import { machine } from './state/machine.js';
import { noResults } from './state/state.js';
import { charts, pictures } from './workers/clients.js';
import { room } from './workers/memory.js';

/** An experiment without a visitor. */
export interface Headless {
  readonly kernel: KernelSettings;
  readonly modes: readonly ModeSettings[];
  /** Size of the picture, which is drawn. */
  readonly picture: Size;
  /** For each mode, the share of its own time that every run is made longer by; 0 for none. */
  readonly delays: readonly number[];
  readonly seed: number;
  /** What the settings are to be instead of what the page would choose. */
  readonly settings?: Partial<Settings>;
}

/** Keeps the page's own thread at work for so long; the milliseconds that it really took. */
function spin(ms: number): number {
  const start = performance.now();
  while (performance.now() - start < ms);
  return performance.now() - start;
}

const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));

const engines = new Map<number, Engine>();
let next = 0;
let picture: Pixels | undefined;

function engine(id: number): Engine {
  const found = engines.get(id);
  if (!found) throw new Error(`there is no engine ${id}`);
  return found;
}

const lab = {
  /** Draws a picture that engines load from then on: smooth fields with grain, opaque. */
  draw(size: Size): void {
    const bytes = room(size.width * size.height * 4);
    let seed = 1;
    for (let i = 0; i < bytes.length; i += 4) {
      const x = (i / 4) % size.width;
      const y = Math.floor(i / 4 / size.width);
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      const grain = (seed >>> 27) - 16;
      bytes[i] = 110 + 90 * Math.sin(x / 700) + grain;
      bytes[i + 1] = 120 + 80 * Math.cos(y / 500) + grain;
      bytes[i + 2] = 100 + 70 * Math.sin((x + y) / 900) + grain;
      bytes[i + 3] = 255;
    }
    picture = { size, bytes };
  },

  /** Starts an engine and loads the picture, if there is one; its number. */
  async start(settings: ModeSettings): Promise<number> {
    const started = await startEngine(engineOf(settings.mode), settings, new AbortController().signal);
    await started.load({ pixels: picture, file: undefined });
    engines.set((next += 1), started);
    return next;
  },

  async run(id: number, kernel: KernelSettings, chunk: ChunkSize = 'auto'): Promise<Execution> {
    const ran = await engine(id).run(kernel, chunk, 'kernel', 1);
    return { ...ran, fingerprint: await engine(id).fingerprint() };
  },

  /** Runs it so many times; the median of the totals, in milliseconds. */
  async median(id: number, kernel: KernelSettings, runs: number): Promise<number> {
    const totals: number[] = [];
    for (let i = 0; i < runs; i += 1) totals.push((await engine(id).run(kernel, 'one-per-lane', 'kernel', 1)).totalMs);
    return totals.sort((a, b) => a - b)[runs >> 1] ?? NaN;
  },

  /** Runs an experiment to its end, as the page does, but shows nothing. */
  async experiment({ kernel, modes, picture: size, delays, seed, settings: instead }: Headless): Promise<Report> {
    lab.draw(size);
    const scope: Scope = 'kernel';
    const own = [...new Set(modes.map(({ mode }) => mode))];
    const designed = await charts.design({
      experiment: 'race',
      modes: own,
      available: own,
      threads: Math.max(...modes.map(({ threads }) => threads)),
      chunk: 'auto',
      passing: 'transfer',
      blocking: null,
      scope,
      size,
      resizable: true,
      repeats: null,
      budgetMs: null,
      seed,
    });
    const settings: Settings = { ...designed, modes: [...modes], ...instead };
    const info = catalog.find(({ name }) => name === kernel.name);
    const { action, shape } = info ?? { action: 'run', shape: 'point' as const };
    const input = { origin: 'sample' as const, name: 'drawn', size, decodeMs: 0 };
    const { report, error } = await runExperiment(
      {
        job: { kernel, action, shape, input },
        source: { pixels: picture, file: undefined },
        settings,
        machine: machine(),
      },
      {
        next: charts.nextRound,
        compare: pictures.compare,
        ceiling: measureCeiling,
        around: async ({ modeIndex, batch }, run) => {
          const ran = await run();
          const share = delays[modeIndex] ?? 0;
          if (share === 0) return ran;
          const delayMs = spin(ran.totalMs * batch * share) / batch;
          const phases = [...ran.phases, { phase: 'wait' as const, ms: delayMs }];
          return { ...ran, totalMs: ran.totalMs + delayMs, phases };
        },
      },
      { progress: async () => {}, firstOutput: async (output) => output, round: async () => {}, paused: () => {} },
      new AbortController().signal,
    );
    if (error ?? !report) throw error ?? new Error('the experiment made no run');
    return report as Report;
  },

  /** What a report says. */
  summarise: async (report: Report): Promise<Summary> => (await charts.show([{ name: '', report }])).summary,

  /**
   * Puts the lanes of a report's only mode into an <ft-chart>, drawn and zoomed as on the page; milliseconds until they are on the screen.
   */
  async lanes(report: Report): Promise<number> {
    const shown = [{ name: '', report }];
    const said = await charts.show(shown);
    document.querySelector('ft-chart')?.remove();
    const chart = document.createElement('ft-chart');
    Object.assign(chart, { zoomable: true, name: 'lanes' });
    const drawings = new Drawings(() => {
      chart.figure = drawings.drawn.find(({ id }) => id.chart === 'lanes')?.figure;
    });
    const key = 'lanes-0';
    const heard = (event: Event): unknown => (event as CustomEvent<unknown>).detail;
    chart.addEventListener('resize-chart', (event) => drawings.resize(key, (heard(event) as ChartWidth).width));
    chart.addEventListener('see-chart', (event) => drawings.see(key, heard(event) as boolean));
    chart.addEventListener('zoom-chart', (event) => drawings.zoom(key, heard(event) as TimeWindow | null));
    document.body.append(chart);
    drawings.resize(key, chart.clientWidth);
    drawings.see(key, true);
    const start = performance.now();
    drawings.show({ ...noResults, report, shown, ...said });
    while (!chart.renderRoot.querySelector('.drawing > svg')) await frame();
    await frame();
    return performance.now() - start;
  },

  /** Zooms into the middle of that chart with a wheel, a step a frame: the milliseconds between frames. */
  async zoom(steps: number): Promise<number[]> {
    const drawing = document.querySelector('ft-chart')?.renderRoot.querySelector('.drawing');
    const svg = drawing?.querySelector('svg');
    if (!drawing || !svg) throw new Error('there is no chart');
    const { left, width, top } = drawing.getBoundingClientRect();
    const gaps: number[] = [];
    let before = await frame();
    for (let step = 0; step < steps; step += 1) {
      // A drawing that has come meanwhile takes the place of the one before.
      drawing.querySelector('svg')?.dispatchEvent(
        new WheelEvent('wheel', {
          deltaY: step < steps / 2 ? -20 : 20,
          ctrlKey: true,
          clientX: left + width / 2,
          clientY: top + 10,
          bubbles: true,
          composed: true,
          cancelable: true,
        }),
      );
      const now = await frame();
      gaps.push(now - before);
      before = now;
    }
    return gaps;
  },

  dispose(...ids: number[]): void {
    for (const id of ids) {
      engine(id).dispose();
      engines.delete(id);
    }
  },
};

export type Lab = typeof lab;

declare global {
  interface Window {
    lab: Lab;
  }
}

window.lab = lab;

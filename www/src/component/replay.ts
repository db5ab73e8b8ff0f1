/**
 * <four-toasters-replay>: a recorded report as a race that is played: lanes fill and clocks run in true proportion of time. It needs no
 * WebAssembly, no worker, no isolation and no network, and works under the strictest content policy.
 *
 * Properties: `report`, the recorded report; `theme`, "light" or "dark", else as the reader's system has it.
 * Methods: `run()` plays it from the start, resolved at its end; `stop()` pauses it.
 * Events: `started`; `progress`, from 0 to 1; `report`, when it was played to its end; `stopped`, when it was paused.
 */
import { formatMs } from '../elements/format.js';
import { speedInWords, usualSlowness } from '../elements/slow-motion.js';
import type { Report, Theme } from '../generated/model.js';
import { PALETTES } from './palette.js';
import { raceOf, type Race } from './race.js';
import { drawn, reading, withdrawn, type TimeScale } from './recorded-svg.js';

const STEPS = 1000;
/** Wider than this it is scaled: its text grows with it, for a projector. In CSS pixels. */
const WIDEST = 1280;
const SPEEDS = [0.2, 1, 5];

const STYLE = `
:host { display: block; font: 1rem/1.5 var(--four-toasters-font, system-ui, sans-serif); }
:host([hidden]) { display: none; }
svg { display: block; width: 100%; height: auto; }
.controls { display: flex; flex-wrap: wrap; align-items: center; gap: 8px 16px; padding: 8px 16px 12px; font-variant-numeric: tabular-nums; }
button, select { font: inherit; color: inherit; background: none; border: 1px solid currentColor; border-radius: 8px; min-height: 40px; padding: 0 16px; cursor: pointer; }
select { padding: 0 8px; }
select, output { font-size: .875rem; }
option { color: #000; background: #fff; }
input { flex: 1 1 120px; min-width: 96px; height: 24px; accent-color: currentColor; }
:focus-visible { outline: 2px solid currentColor; outline-offset: 2px; }
p { margin: 0; padding: 16px; }
@media print { .controls { display: none; } }
`;

export class RecordedRace extends HTMLElement {
  static observedAttributes = ['theme'];
  readonly #root = this.attachShadow({ mode: 'open' });
  readonly #dark = matchMedia('(prefers-color-scheme: dark)');
  readonly #still = matchMedia('(prefers-reduced-motion: reduce)');
  readonly #sized = new ResizeObserver(() => this.#draw());
  #report: unknown;
  #race: Race | undefined;
  #problem = '';
  #nowMs = 0;
  /** The instant that was shown before it was printed; nothing while nothing is printed. */
  #beforePrintMs: number | undefined;
  #slowness = 1;
  #frame = 0;
  #lastFrame = 0;
  #drawnFor = '';
  #svg: SVGSVGElement | undefined;
  #scale: TimeScale | undefined;
  #ended: (() => void) | undefined;
  /** What is resolved at the end of what plays. */
  #over = Promise.resolve();
  readonly #place = make('div');
  readonly #button = make('button');
  readonly #slider = make('input');
  readonly #output = make('output');
  readonly #speed = make('select');

  constructor() {
    super();
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    this.#root.adoptedStyleSheets = [sheet];
    const controls = make('div');
    controls.className = 'controls';
    controls.setAttribute('role', 'group');
    controls.setAttribute('aria-label', 'Replay of the recorded race');
    this.#button.type = 'button';
    this.#button.addEventListener('click', () => (this.#frame ? this.stop() : void this.run()));
    Object.assign(this.#slider, { type: 'range', min: '0', max: String(STEPS) });
    this.#slider.setAttribute('aria-label', 'Instant of the race');
    this.#slider.addEventListener('input', () => {
      const wanted = (this.#slider.valueAsNumber / STEPS) * (this.#race?.longestMs ?? 0);
      this.stop();
      this.#show(wanted);
    });
    this.#speed.setAttribute('aria-label', 'Speed');
    this.#speed.addEventListener('change', () => (this.#slowness = Number(this.#speed.value)));
    controls.append(this.#button, this.#slider, this.#output, this.#speed);
    this.#root.append(this.#place, controls);
  }

  get report(): unknown {
    return this.#report;
  }

  set report(report: unknown) {
    // Whoever draws a page anew gives the same one again, also while it plays.
    if (report === this.#report) return;
    this.stop();
    this.#report = report;
    try {
      this.#race = raceOf(report);
      this.#problem = '';
    } catch (error) {
      this.#race = undefined;
      this.#problem = (error as Error).message;
    }
    this.#nowMs = this.#race?.longestMs ?? 0;
    const usual = usualSlowness(this.#nowMs);
    this.#slowness = usual;
    this.#speed.replaceChildren(
      ...SPEEDS.map((times) => {
        const option = new Option(speedInWords(usual * times), String(usual * times));
        option.selected = times === 1;
        return option;
      }),
    );
    this.#drawnFor = '';
    this.#draw();
  }

  /** Why there is nothing to play; empty where there is. */
  get problem(): string {
    return this.#problem;
  }

  get theme(): Exclude<Theme, 'print'> {
    const own = this.getAttribute('theme') ?? document.documentElement.dataset['theme'];
    if (own === 'light' || own === 'dark') return own;
    return this.#dark.matches ? 'dark' : 'light';
  }

  /** Plays from the start, or goes on where it was paused. Whoever wants no motion gets the end at once. */
  run(): Promise<void> {
    const race = this.#race;
    if (!race) return Promise.resolve();
    if (this.#frame) return this.#over;
    if (this.#nowMs >= race.longestMs) this.#nowMs = 0;
    this.#tell('started', {});
    if (this.#still.matches) {
      this.#show(race.longestMs);
      this.#tell('report', this.#report as Report);
      return Promise.resolve();
    }
    this.#lastFrame = performance.now();
    this.#frame = requestAnimationFrame(this.#tick);
    this.#show(this.#nowMs);
    return (this.#over = new Promise((resolve) => (this.#ended = resolve)));
  }

  stop(): void {
    const played = this.#frame !== 0;
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#ended?.();
    this.#ended = undefined;
    this.#show(this.#nowMs);
    if (played) this.#tell('stopped', {});
  }

  connectedCallback(): void {
    this.#sized.observe(this);
    this.#dark.addEventListener('change', this.#redraw);
    addEventListener('beforeprint', this.#toPaper);
    addEventListener('afterprint', this.#toScreen);
    this.#draw();
  }

  disconnectedCallback(): void {
    this.stop();
    this.#sized.disconnect();
    this.#dark.removeEventListener('change', this.#redraw);
    removeEventListener('beforeprint', this.#toPaper);
    removeEventListener('afterprint', this.#toScreen);
  }

  attributeChangedCallback(): void {
    this.#draw();
  }

  readonly #redraw = (): void => this.#draw();

  /** Paper shows the end, in black and grey. A browser that prints waits for nothing, so neither does this. */
  readonly #toPaper = (): void => {
    this.stop();
    this.#beforePrintMs ??= this.#nowMs;
    this.#nowMs = this.#race?.longestMs ?? 0;
    this.#draw();
  };

  readonly #toScreen = (): void => {
    this.#nowMs = this.#beforePrintMs ?? this.#nowMs;
    this.#beforePrintMs = undefined;
    this.#draw();
  };

  readonly #tick = (time: number): void => {
    const { longestMs } = this.#race ?? { longestMs: 0 };
    const passed = Math.max(0, time - this.#lastFrame) / this.#slowness;
    this.#lastFrame = time;
    const now = Math.min(longestMs, this.#nowMs + passed);
    const over = now >= longestMs;
    this.#frame = over ? 0 : requestAnimationFrame(this.#tick);
    this.#show(now);
    this.#tell('progress', longestMs > 0 ? now / longestMs : 1);
    if (!over) return;
    this.#ended?.();
    this.#ended = undefined;
    this.#tell('report', this.#report as Report);
  };

  /** Draws the race anew where its width or theme has changed. */
  #draw(): void {
    const race = this.#race;
    const theme = this.#beforePrintMs === undefined ? this.theme : 'print';
    const width = Math.round(this.getBoundingClientRect().width) || 640;
    const { paper, ink } = PALETTES[theme];
    this.style.setProperty('background', paper);
    this.style.setProperty('color', ink);
    for (const control of [this.#button, this.#slider, this.#output, this.#speed])
      control.hidden = !race || (this.#still.matches && control !== this.#slider && control !== this.#output);
    if (!race) {
      const sentence = make('p');
      sentence.textContent = this.#problem || 'There is no report to play.';
      this.#place.replaceChildren(sentence);
      return;
    }
    const wanted = `${theme} ${width}`;
    if (wanted !== this.#drawnFor) {
      this.#drawnFor = wanted;
      const { svg, scale } = drawn(race, { theme, animated: false, width: Math.min(width, WIDEST) });
      // Parsed as a document of its own: it has attributes alone, and no style that a policy could refuse.
      const parsed = new DOMParser().parseFromString(svg, 'image/svg+xml').documentElement as unknown as SVGSVGElement;
      this.#svg = document.importNode(parsed, true);
      this.#scale = scale;
      this.#place.replaceChildren(this.#svg);
    }
    this.#show(this.#nowMs);
  }

  /** Shows this instant. */
  #show(nowMs: number): void {
    this.#nowMs = nowMs;
    const [race, svg, scale] = [this.#race, this.#svg, this.#scale];
    if (!race || !svg || !scale) return;
    const share = race.longestMs > 0 ? nowMs / race.longestMs : 1;
    for (const cover of svg.querySelectorAll('.cover')) cover.setAttribute('transform', withdrawn(scale, share));
    svg.querySelectorAll('.clock').forEach((clock, i) => {
      const contestant = race.contestants[i];
      if (contestant) clock.textContent = reading(contestant, nowMs);
    });
    const cursor = svg.querySelector('.cursor');
    cursor?.setAttribute('opacity', share < 1 ? '1' : '0');
    cursor?.setAttribute('transform', `translate(${((scale.right - scale.left) * share).toFixed(2)} 0)`);
    this.#slider.value = String(Math.round(share * STEPS));
    const words = `${formatMs(nowMs)} of ${formatMs(race.longestMs)}`;
    this.#slider.setAttribute('aria-valuetext', words);
    this.#output.textContent = words;
    this.#button.textContent = this.#frame ? 'Pause' : 'Replay';
  }

  #tell(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}

function make<K extends keyof HTMLElementTagNameMap>(name: K): HTMLElementTagNameMap[K] {
  return document.createElement(name);
}

if (!customElements.get('four-toasters-replay')) customElements.define('four-toasters-replay', RecordedRace);

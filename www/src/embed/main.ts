// The page in other people's pages: one view, how it runs and why, and the way to the full version. Nothing runs before it is asked to.

import { html, nothing, render, type TemplateResult } from 'lit';

import { RecordedRace } from '../component/replay.js';
import { Notice } from '../elements/notice.js';
import { AS_NOBODY, fetchedReport } from '../links/text.js';
import { LiveRace } from '../toys/live-race.js';
import { Toy } from '../toys/toy.js';
import { Turn } from '../turn.js';
import { chartsOf, fullVersion, onOneThread, readOptions } from './options.js';
import { fromPage, message, type FromEmbed } from './protocol.js';
import { findTier, type Found } from './tier.js';
import { viewOf } from './views.js';

// Named so that the bundler keeps the modules that register them.
export const elements = [Notice, RecordedRace];

const options = readOptions(location.search, location.href);
if (options.theme) document.documentElement.dataset['theme'] = options.theme;
const charts = chartsOf(options.view);
const other = viewOf(options);
/** The picture for readers without scripts. */
const still = document.querySelector('.embed-still img');

let found: Found | undefined;
let recorded: unknown;
/** Whether anything was begun here. */
let begun = false;
const problems = [...options.problems, ...(other?.problems ?? [])];

const TIER_NAMES: Readonly<Record<Found['tier'], string>> = {
  threads: 'Threads',
  workers: 'Workers',
  'one-worker': 'One thread',
  replay: 'Replay',
  picture: 'Picture',
};

function view(): TemplateResult {
  return html`<main class="embed ${begun ? '' : 'untried'}">
    ${problems.map((problem) => html`<ft-notice kind="warning" heading="Not as asked" .sentence=${problem}></ft-notice>`)}
    ${found ? (found.tier === 'replay' ? replay() : toy(found)) : html`<p class="quiet" role="status">Looking what can be done here…</p>`}
    ${begun || found?.tier === 'replay' ? nothing : untried()}
    <footer class="embed-foot small quiet">
      ${found ? html`<span data-tier=${found.tier}><strong>${TIER_NAMES[found.tier]}.</strong> ${found.reason}</span>` : nothing}
      <a href=${fullVersion(options)} target="_blank" rel="noopener">Open the full version</a>
    </footer>
  </main>`;
}

/** What paper has of an embed that nobody started: the picture for readers without scripts, where a race would be. */
function untried(): TemplateResult {
  const words = charts.length > 0 ? 'Nothing was run here: this is a recorded race.' : 'Nothing was run here.';
  return html`<div class="embed-paper">
    ${charts.length > 0 ? still : nothing}
    <p class="small quiet">${words}</p>
  </div>`;
}

function replay(): TemplateResult | typeof nothing {
  if (recorded) return html`<four-toasters-replay .report=${recorded}></four-toasters-replay>`;
  if (fetching || options.reportHost === undefined) return nothing;
  return html`<p>
    <button type="button" class="act main" @click=${() => void run()}>Play the report</button>
    It is on ${options.reportHost}, which is asked when you press this.
  </p>`;
}

/** Brings the recorded report, once. */
let fetching: Promise<void> | undefined;
const fetchRecorded = (): Promise<void> =>
  (fetching ??= (async () => {
    try {
      recorded = JSON.parse(await fetchedReport(options.report ?? 'recorded-race.json', AS_NOBODY)) as unknown;
    } catch (error) {
      problems.push(`The recorded report could not be read (${(error as Error).message}).`);
    }
    draw();
  })());

function toy({ tier }: Found): TemplateResult {
  if (other) return other.content;
  const { query, image } = options;
  const alone = tier === 'one-worker';
  const asked = query || 'kernel=gaussian';
  return html`<ft-live-race
    .charts=${alone ? chartsOf('race') : charts}
    .query=${alone ? onOneThread(asked) : asked}
    .image=${image}
  ></ft-live-race>`;
}

function draw(): void {
  render(view(), document.body);
}

// The page around: whoever says hello first, and nobody else.
let around: { readonly window: Window; readonly origin: string } | undefined;

function tell(content: FromEmbed): void {
  // A sandboxed page has no origin that could be named.
  if (around) around.window.postMessage(message(content), around.origin === 'null' ? '*' : around.origin);
  // A height says nothing about anybody, so it may be heard by whoever is around.
  else if (content.type === 'height' && parent !== window) parent.postMessage(message(content), '*');
}

addEventListener('message', ({ data, source, origin }) => {
  const said = source === parent && source !== window ? fromPage(data) : undefined;
  if (!said || (around && around.origin !== origin)) return;
  if (said.type === 'hello') {
    around = { window: parent, origin };
    tellHeight();
    if (found) tell({ type: 'tier', ...found });
  } else if (said.type === 'stop') stop();
  else if (!around) return;
  else if (said.type === 'run') void run();
  else void file().then(tell);
});

let lastHeight = 0;
function tellHeight(): void {
  lastHeight = Math.ceil(document.body.getBoundingClientRect().height);
  tell({ type: 'height', height: lastHeight });
}
new ResizeObserver(() => {
  if (Math.ceil(document.body.getBoundingClientRect().height) !== lastHeight) tellHeight();
}).observe(document.body);

// Whoever has the turn.
const playing = (): Toy<object> | RecordedRace | undefined =>
  [...document.querySelectorAll('.embed *')].find(
    (element): element is Toy<object> | RecordedRace => element instanceof Toy || element instanceof RecordedRace,
  );
/** Whether something was started here and its end hasn't been told. */
let underWay = false;
/** How often it was told to stop, and how many ends were told. */
let [stops, ends] = [0, 0];
const turn = new Turn(stop);

function stop(): void {
  stops += 1;
  playing()?.stop();
}

/** Has it run, unless it is stopped before it can be. Whoever asked is always told an end: the race's, or that there was none. */
async function run(): Promise<void> {
  const [stopsBefore, endsBefore] = [stops, ends];
  await ready;
  try {
    if (found?.tier === 'replay' && stops === stopsBefore) await fetchRecorded();
    if (stops === stopsBefore && !document.hidden) await playing()?.run();
  } finally {
    if (!underWay && ends === endsBefore) tell({ type: 'stopped' });
  }
}

function ended(): void {
  underWay = false;
  ends += 1;
  turn.release();
}

/** What is made of the last race: every chart is drawn for it. */
async function file(): Promise<FromEmbed> {
  try {
    const one = playing();
    if (!(one instanceof LiveRace)) throw new Error('There is no live race here, and files are made of nothing else.');
    return { type: 'file', html: await one.page(new URL(fullVersion(options), location.href).href) };
  } catch (error) {
    return { type: 'file', problem: (error as Error).message };
  }
}

document.body.addEventListener('started', () => {
  turn.take();
  underWay = true;
  begun = true;
  draw();
  tell({ type: 'started' });
});
document.body.addEventListener('progress', (event) => {
  const share = (event as Event as CustomEvent<unknown>).detail;
  if (typeof share === 'number') tell({ type: 'progress', share: Math.min(1, Math.max(0, share)) });
});
document.body.addEventListener('report', (event) => {
  ended();
  tell({ type: 'report', report: (event as CustomEvent<object>).detail });
});
document.body.addEventListener('stopped', () => {
  ended();
  tell({ type: 'stopped' });
});
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && !event.defaultPrevented) tell({ type: 'leave' });
});
document.addEventListener('visibilitychange', () => document.hidden && stop());

async function prepare(): Promise<void> {
  found = await findTier();
  // Whose address any link can name is asked when somebody wants to see what is there, and not before.
  if (found.tier === 'replay' && options.reportHost === undefined) await fetchRecorded();
  draw();
  tell({ type: 'tier', ...found });
  // Says to tests, and to whoever drives the page, how it runs.
  document.documentElement.dataset['tier'] = found.tier;
}

document.body.replaceChildren();
draw();
const ready = prepare();
await ready;
// What scrolls out of sight stops; what was asked to begin by itself begins when it is first seen.
let waiting = options.autorun && !(found?.tier === 'replay' && options.reportHost !== undefined);
new IntersectionObserver((entries) => {
  // The latest, where several came at once.
  if (!entries.at(-1)?.isIntersecting) return stop();
  if (waiting) {
    waiting = false;
    void run();
  }
}).observe(document.body);

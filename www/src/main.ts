// Starts the page: reads the address, makes the state, draws the view after every change.

import { render } from 'lit';

import { Drawings } from './app/drawings.js';
import { view } from './app/view.js';
import { catalog } from './generated/catalog.js';
import type { Report } from './generated/model.js';
import { isolate } from './app/isolate.js';
import { reportInWords } from './app/words.js';
import { History } from './history/history.js';
import { readLink } from './links/link.js';
import { readAddress } from './state/address.js';
import { Controller, HIDDEN_KERNELS, MOST } from './state/controller.js';
import { isUnderWay } from './state/state.js';
import { Turn } from './turn.js';

declare global {
  interface Window {
    /** For other programs: the report of the last race, as a plain object. */
    fourToasters: { report: Report | undefined };
  }
  interface WindowEventMap {
    /** A race has ended; its report is the event's detail. */
    'toasters:report': CustomEvent<Report>;
  }
}

// A permalink says all; else the query does.
const link = await readLink(location.hash);
const asked = readAddress(link?.setting ?? location.search, catalog, MOST, HIDDEN_KERNELS);
// Other programs must not get the report of a job they did not ask for.
const autorun = asked.autorun === true && asked.problems.length === 0;
const problems =
  asked.autorun && !autorun ? [...asked.problems, 'So the race was not started by itself.'] : asked.problems;
const controller = new Controller(asked, new History(reportInWords));
const { store } = controller;
const drawings = new Drawings(() => schedule());

window.fourToasters = { report: undefined };
// Another tab that begins to measure ends what is measured here.
const turn = new Turn(() => controller.cancel());
let measured = false;
store.subscribe(() => {
  const measures = isUnderWay(store.value.race.state);
  // Once a race: who has lost its turn is still busy for a moment, and must not take it back.
  if (measures && !measured) turn.take();
  if (!measures) turn.release();
  measured = measures;
  drawings.show(store.value.results);
  announce();
  schedule();
});

let scheduled = false;
/** Draws the page once, however many changes there were since the last time. */
function schedule(): void {
  if (scheduled) return;
  scheduled = true;
  queueMicrotask(() => {
    scheduled = false;
    const { race, results } = store.value;
    render(view(store.value, controller, drawings, problems), document.body);
    // Says to tests, and to whoever drives the page, what is going on.
    document.documentElement.dataset['race'] = race.state;
    if (race.state === 'done' && lastState !== 'done') showVerdict();
    lastState = race.state;
    if (results.opened && results.report !== lastOpened) showOpened();
    lastOpened = results.opened ? results.report : undefined;
    const { length: others } = results.others;
    if (others > lastOthers && !isUnderWay(race.state)) showCompared();
    lastOthers = others;
  });
}

const scrolling = (): ScrollBehavior => (matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth');

let lastState = 'idle';
/** Brings the point into sight if the visitor has scrolled past it. */
function showVerdict(): void {
  const verdict = document.querySelector('.first-words');
  const { top = 0, bottom = 0 } = verdict?.getBoundingClientRect() ?? {};
  if (top >= 0 && bottom <= innerHeight) return;
  verdict?.scrollIntoView({ block: 'start', behavior: scrolling() });
}

let lastOthers = 0;
/** Brings the list of what is compared into sight when there is more of it. */
function showCompared(): void {
  document.querySelector('ft-compared')?.scrollIntoView({ block: 'start', behavior: scrolling() });
}

let lastOpened: Report | undefined;
/** Brings what was opened into sight, with where it comes from; whoever chose it further down, by keyboard too, goes on there. */
function showOpened(): void {
  scrollTo({ top: 0, behavior: scrolling() });
  if (store.value.results.earlier) document.querySelector<HTMLElement>('.first-words')?.focus({ preventScroll: true });
}

let announced: Report | undefined;
/** Tells other programs of a report once its race has ended. */
function announce(): void {
  const { race, results } = store.value;
  const over = race.state === 'done' || race.state === 'failed' || race.state === 'cancelled';
  if (!over || results.opened || !results.report || results.report === announced) return;
  announced = results.report;
  window.fourToasters.report = announced;
  window.dispatchEvent(new CustomEvent('toasters:report', { detail: announced }));
}

// Another link pasted into the same tab is another visit.
addEventListener('hashchange', () => /^#v\d/.test(location.hash) && location.reload());

schedule();
// On a host that can't set headers the service worker brings isolation, with one reload.
if (!(await isolate())) {
  // A visitor without a photo starts with one click.
  await controller.addSample();
  // What was measured before is listed once the page stands; nothing waits for it.
  void controller.recall();
  if (link?.report !== undefined) await controller.open(link.report);
  if (link?.problem) controller.refuse(link.problem);
  if (autorun && !link?.report) await controller.race();
}

// Starts the requests page: the view after every change, calmly while results pour in.

import { render } from 'lit';

import { readRequests } from './address.js';
import { App } from './app.js';
import { view } from './view.js';

declare global {
  interface Window {
    /** For other programs: what the requests page measured last. */
    requests: { readonly app: App };
  }
}

/** While results pour in, the page is drawn no oftener than this, in milliseconds: drawing must not slow down what is measured. */
const CALM_MS = 100;

let drawnAt = -Infinity;
let scheduled = false;
/** Draws soon, and once, however many changes there were. */
function schedule(): void {
  // Told at once: whoever waits for the end of this run must not see that of the last.
  if (app.isBusy) tell();
  if (scheduled) return;
  scheduled = true;
  const wait = app.isBusy ? Math.max(0, drawnAt + CALM_MS - performance.now()) : 0;
  setTimeout(draw, wait);
}

function draw(): void {
  scheduled = false;
  drawnAt = performance.now();
  render(view(app), document.body);
  tell();
}

/** Says to tests, and to whoever drives the page, what is going on. */
function tell(): void {
  const { dataset } = document.documentElement;
  dataset['requests'] = app.server === 'starting' ? 'starting' : app.state;
  dataset['pictures'] = app.pictures.state;
}

const app = new App(schedule);
window.requests = { app };
const asked = readRequests(location.search);
app.set(asked.settings);
app.leftOut = asked.problems;
schedule();
void app.start();

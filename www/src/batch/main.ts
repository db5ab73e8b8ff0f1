// Starts the batch page: the view after every change, calmly while results pour in; files from anywhere in the window.

import { render } from 'lit';

import { isolate } from '../app/isolate.js';
import { App } from './app.js';
import { view } from './view.js';

declare global {
  interface Window {
    /** For other programs: what the batch page knows, its report among it. */
    batch: { readonly app: App };
  }
}

/** While a batch runs, the page is drawn no oftener than this, in milliseconds: drawing must not slow down what is measured. */
const CALM_MS = 250;

let drawnAt = -Infinity;
let scheduled = false;
/** Draws soon, and once, however many changes there were. */
function schedule(): void {
  // Told at once: whoever waits for the end of this run must not see that of the last.
  tell();
  if (scheduled) return;
  scheduled = true;
  const wait = app.doing === 'running' ? Math.max(0, drawnAt + CALM_MS - performance.now()) : 0;
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
  document.documentElement.dataset['batch'] = app.isBusy ? app.doing : app.ended;
}

addEventListener('dragover', (event) => {
  if (!event.dataTransfer?.types.includes('Files')) return;
  event.preventDefault();
  document.body.classList.add('dragging');
});
// Told also when it goes on to another part of the page; away from the page it goes to nothing.
addEventListener('dragleave', ({ relatedTarget }) => {
  if (!relatedTarget) document.body.classList.remove('dragging');
});
addEventListener('drop', (event) => {
  document.body.classList.remove('dragging');
  if (!event.dataTransfer) return;
  // Caught also while a batch runs: the browser would leave the page to show the file.
  event.preventDefault();
  if (!app.isBusy) void app.drop(event.dataTransfer);
});

const app = new App(location.search, () => schedule());
window.batch = { app };
schedule();
// On a host that can't set headers the service worker brings isolation, with one reload.
await isolate();

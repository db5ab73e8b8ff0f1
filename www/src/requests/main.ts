// Starts the requests page: the view after every change, once a frame while results pour in.

import { render } from 'lit';

import { App } from './app.js';
import { view } from './view.js';

declare global {
  interface Window {
    /** For other programs: what the requests page measured last. */
    requests: { readonly app: App };
  }
}

let scheduled = false;
/** Draws soon, and once, however many changes there were. A page that nobody sees has no frames, and draws nevertheless. */
function schedule(): void {
  if (scheduled) return;
  scheduled = true;
  if (document.hidden) setTimeout(draw);
  else requestAnimationFrame(draw);
}

function draw(): void {
  scheduled = false;
  render(view(app), document.body);
  // Says to tests, and to whoever drives the page, what is going on.
  document.documentElement.dataset['requests'] = app.server === 'starting' ? 'starting' : app.state;
}

const app = new App(schedule);
window.requests = { app };
schedule();
void app.start();

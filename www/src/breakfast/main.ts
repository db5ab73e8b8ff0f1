// Starts the breakfast page: the view after every change, and the keys.

import { render } from 'lit';

import { App } from './app.js';
import { moveCursor } from './cursor.js';
import { keyLeadsTo } from './player.js';
import { observeStage, view } from './view.js';

let drawing: Promise<void> | undefined;
/** Draws soon, and once, however many changes there were. */
function schedule(): void {
  drawing ??= Promise.resolve().then(draw);
}

function draw(): void {
  drawing = undefined;
  render(view(app), document.body);
  observeStage(schedule);
  moveCursor(app.atMs);
  // Says to tests, and to whoever embeds the page, what is going on.
  document.documentElement.dataset['morning'] = app.failure ? 'failed' : app.moments ? 'ready' : 'loading';
  document.documentElement.classList.toggle('embedded', app.embed);
}

const app = new App(schedule);

document.addEventListener('keydown', (event) => {
  const target = event.composedPath()[0];
  if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || !(target instanceof Element)) return;
  // A control has first claim on its own keys.
  if (target.matches('input, select, textarea')) return;
  if (event.key === ' ' && !target.matches('button, summary, a')) {
    event.preventDefault();
    app.play(!app.playing);
    return;
  }
  const to = keyLeadsTo(event.key, app.atMs, app.endMs);
  if (to === undefined) return;
  event.preventDefault();
  app.play(false);
  app.seek(to);
});

schedule();
void app.start(location.search);

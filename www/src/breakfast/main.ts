// Starts the breakfast page: the view after every change, and the keys.

import { render } from 'lit';

import { App } from './app.js';
import { moveCursor } from './cursor.js';
import { keyLeadsTo } from './player.js';
import { observeStage, view } from './view.js';

let scheduled = false;
/** Draws once a frame at most, however many changes there were. */
function schedule(): void {
  if (scheduled) return;
  scheduled = true;
  queueMicrotask(() => {
    scheduled = false;
    render(view(app), document.body);
    observeStage(schedule);
    moveCursor(app.atMs);
    document.documentElement.dataset['morning'] = app.failure ? 'failed' : app.moments ? 'ready' : 'loading';
    document.documentElement.classList.toggle('embedded', app.embed);
  });
}

const app = new App(schedule);

document.addEventListener('keydown', (event) => {
  const target = event.composedPath()[0];
  if (event.altKey || event.ctrlKey || event.metaKey || !(target instanceof Element)) return;
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

// Starts the breakfast page: the view after every change, and the keys.

import { render } from 'lit';

import type { ShopPreset } from '../generated/model.js';
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
  showChosen();
  moveCursor(document, app.atMs);
  // Says to tests, and to whoever embeds the page, what is going on.
  document.documentElement.dataset['morning'] = app.failure ? 'failed' : app.moments ? 'ready' : 'loading';
  document.documentElement.classList.toggle('embedded', app.embed);
}

let chosen: ShopPreset | undefined;
/** On a narrow screen the presets are a row to swipe through: the chosen one is brought into it. */
function showChosen(): void {
  if (app.preset === chosen) return;
  chosen = app.preset;
  const card = document.querySelector<HTMLElement>('.card[aria-pressed="true"]');
  const row = card?.parentElement;
  if (row) row.scrollLeft = card.offsetLeft - row.offsetLeft - (row.clientWidth - card.offsetWidth) / 2;
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

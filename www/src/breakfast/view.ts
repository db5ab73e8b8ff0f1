// The breakfast page as a function of its state.

import { html, nothing, type TemplateResult } from 'lit';

import { Chart, type ChartWidth } from '../elements/chart.js';
import { formatNumber } from '../elements/format.js';
import { Notice } from '../elements/notice.js';
import { siteHeader } from '../elements/site-header.js';
import type { Shop, ShopPreset } from '../generated/model.js';
import type { App } from './app.js';
import { MINUTE_MS } from './moment.js';
import { Player, type PlaySpeed } from './player.js';
import { scene } from './scene.js';
import { ShopForm } from './shop-form.js';
import { againstLoop, clockMinutes, inMinutes, shopLine, throughput } from './words.js';

// Named so that the bundler keeps the modules that register them.
export const elements = [Chart, Notice, Player, ShopForm];

/** Width of the stage before it was measured, in CSS pixels. */
const FIRST_WIDTH = 720;
let stageWidth = FIRST_WIDTH;
let observed: Element | undefined;

/** Draws again when the stage's width changes. */
export function observeStage(changed: () => void): void {
  const stage = document.querySelector('.stage') ?? undefined;
  if (!stage || stage === observed) return;
  observed = stage;
  new ResizeObserver(([entry]) => {
    const width = Math.round(entry?.contentRect.width ?? 0);
    if (width === 0 || width === stageWidth) return;
    stageWidth = width;
    changed();
  }).observe(stage);
}

/** The same words for pixels. */
const GLOSSARY: readonly (readonly [string, string])[] = [
  ['Toaster, coffee maker, pot', 'Thread, or a worker'],
  ['Slice, cup, egg', 'Chunk of rows'],
  ['Cook', 'Main thread'],
  ['Standing by', 'Blocking: the page is frozen'],
  ['Doing something else', 'await: the page can still move'],
  ['Buttering', 'Serial part'],
  ['Walk to the machine', 'Overhead: a message, a copy, a start'],
  ['Slices in a batch', 'Chunk size'],
  ['Served as ordered', 'map'],
  ['Served as completed', 'submit, as_completed'],
];

/** The whole page. */
export function view(app: App): TemplateResult {
  const { moments, shop, preset, morning } = app;
  return html`
    ${app.embed ? nothing : siteHeader('breakfast')}
    <main class="page-main breakfast-page">
      ${
        app.embed
          ? html`<h1 class="visually-hidden">Breakfast, and where the minutes go</h1>`
          : html`<div class="intro">
              <h1>Breakfast, and where the minutes go <span class="chip model">model</span></h1>
              <p>
                A coffee shop with one cook, in virtual time. Toasters are threads, the cook is the page’s main thread:
                what helps here helps with pixels.
              </p>
            </div>`
      }
      ${notices(app)} ${app.embed || !preset ? nothing : presetCards(app, preset)}
      <section class="show" aria-label="The morning">
        ${stage(app)} ${moments && shop && morning ? board(app) : nothing}
        <p class="caption" aria-live="polite">${app.caption}</p>
        <ft-player
          .atMs=${app.atMs}
          .endMs=${app.endMs}
          .playing=${app.playing}
          .speed=${app.speed}
          @play=${({ detail }: CustomEvent<boolean>) => app.play(detail)}
          @seek=${({ detail }: CustomEvent<number>) => app.seek(detail)}
          @speed=${({ detail }: CustomEvent<PlaySpeed>) => app.setSpeed(detail)}
        ></ft-player>
      </section>
      ${app.embed || !shop ? nothing : controls(app, shop)}
      <h2 class="visually-hidden">Lanes</h2>
      <ft-chart
        class="lanes"
        heading="Who did what, when"
        source="model"
        name="morning"
        .figure=${app.figure}
        .paper=${app.paper}
        .redraw=${app.redraw}
        @resize-chart=${({ detail }: CustomEvent<ChartWidth>) => app.resize(detail.width)}
        ><span slot="empty">The lanes of the morning come here.</span></ft-chart
      >
      <div class="after">
        ${shop && morning ? compare(app) : nothing} ${app.embed || !preset ? nothing : pixels(preset)}
      </div>
    </main>
    ${
      app.embed
        ? nothing
        : html`<footer class="page-footer">
            Four Toasters ${__VERSION__}. Everything runs in this page. The story follows the talk “Speed Up Your Data
            Processing”.
          </footer>`
    }
  `;
}

function notices({ problems, failure }: App): TemplateResult | typeof nothing {
  if (problems.length === 0 && !failure) return nothing;
  return html`<div class="notices">
    ${failure ? html`<ft-notice kind="error" heading="The shop is closed" .sentence=${failure}></ft-notice>` : nothing}
    ${
      problems.length > 0
        ? html`<ft-notice heading="Part of the address was left out" .sentence=${problems.join(' ')}></ft-notice>`
        : nothing
    }
  </div>`;
}

function presetCards(app: App, chosen: ShopPreset): TemplateResult {
  const changed = app.shop !== chosen.shop;
  const cards = (heading: string, fromTalk: boolean): TemplateResult =>
    html`<div class="cards" role="group" aria-label=${heading}>
      <span class="cards-heading">${heading}</span>
      <div class="cards-row">
        ${app.presets
          .filter((preset) => preset.fromTalk === fromTalk)
          .map(
            (preset) =>
              html`<button
                type="button"
                class="card"
                aria-pressed=${preset === chosen}
                data-preset=${preset.name}
                @click=${() => app.choose(preset)}
              >
                ${preset.label}
              </button>`,
          )}
      </div>
    </div>`;
  return html`<section class="presets" aria-label="Shops worth trying">
    ${cards('The talk’s figures', true)} ${cards('What it warns of', false)}
    <p class="about">${chosen.about}${changed ? ' You have changed it since.' : ''}</p>
  </section>`;
}

function stage({ moments, atMs }: App): TemplateResult {
  return html`<div class="stage">${moments ? scene(moments.at(atMs), stageWidth) : nothing}</div>`;
}

/** Clock, throughput, speed-up. */
export function board({ moments, morning, shop, atMs, endMs }: App): TemplateResult {
  const served = moments?.served(atMs) ?? 0;
  const fact = (name: string, value: unknown, of: string): TemplateResult =>
    html`<div>
      <dt>${name}</dt>
      <dd><span class="big">${value}</span> <span class="quiet">${of}</span></dd>
    </div>`;
  return html`<dl class="board">
    ${fact('Clock', clockMinutes(atMs, endMs), `of ${inMinutes(endMs / MINUTE_MS)}`)}
    ${fact('Served', served, `of ${morning?.served.length ?? 0}; ${shop ? throughput(served, atMs, shop) : ''} so far`)}
    ${fact('Against the loop', `${formatNumber(morning?.speedUp ?? 1)} ×`, 'in the end')}
  </dl>`;
}

function controls(app: App, shop: Shop): TemplateResult {
  return html`<details class="settings shop-settings">
    <summary>${shopLine(shop)}</summary>
    <div class="settings-body">
      <h2 class="visually-hidden">The shop’s numbers</h2>
      <ft-shop-form .shop=${shop} @shop=${({ detail }: CustomEvent<Shop>) => void app.change(detail)}></ft-shop-form>
    </div>
  </details>`;
}

/** This shop against the plain loop, as two bars to one scale. */
function compare({ morning, shop }: App): TemplateResult | typeof nothing {
  if (!morning || !shop) return nothing;
  const most = Math.max(morning.minutes, morning.loopMinutes, 1e-9);
  const bar = (name: string, minutes: number, kind: string): TemplateResult =>
    html`<div class="bar-row">
      <span>${name}</span>
      <svg class="bar ${kind}" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
        <rect width=${(100 * minutes) / most} height="10" />
      </svg>
      <span class="figures">${inMinutes(minutes)}</span>
    </div>`;
  return html`<section class="compare">
    <h2>Against the plain loop <span class="chip model">model</span></h2>
    <div class="bars">
      ${bar('Plain loop', morning.loopMinutes, 'loop')}${bar('This shop', morning.minutes, 'shop')}
    </div>
    <p>${againstLoop(morning, shop)}</p>
  </section>`;
}

function pixels({ label, lab }: ShopPreset): TemplateResult {
  return html`<section class="pixels">
    <h2>Now with pixels</h2>
    <p>
      All above is a model: its minutes follow from its numbers. The lab measures the same on your machine, in
      milliseconds. <a class="to-lab" href=${`./?${lab}`}>“${label}” with pixels</a>
    </p>
    <table>
      <thead>
        <tr>
          <th scope="col">In the shop <span class="chip model">model</span></th>
          <th scope="col">In the lab <span class="chip">measured</span></th>
        </tr>
      </thead>
      <tbody>
        ${GLOSSARY.map(
          ([shop, lab]) =>
            html`<tr>
              <td>${shop}</td>
              <td>${lab}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </section>`;
}

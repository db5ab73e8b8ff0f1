// The tour's page as a function of its state.

import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';

import { formatNumber } from '../elements/format.js';
import { siteHeader } from '../elements/site-header.js';
import { LiveBatch } from '../toys/live-batch.js';
import { LiveBreakfast } from '../toys/live-breakfast.js';
import { LiveRace } from '../toys/live-race.js';
import { LiveRequests } from '../toys/live-requests.js';
import { AmdahlToy } from './amdahl.js';
import { STEP_IDS, read, text, type Piece, type StepId } from './language.js';
import { STEPS, type ToySettings } from './steps.js';
import type { Tour } from './tour.js';

// Named so that the bundler keeps the modules that register them.
export const elements = [AmdahlToy, LiveBatch, LiveBreakfast, LiveRace, LiveRequests];

/** The whole page. `magnification` is how many times larger than usual text is. */
export function view(tour: Tour, magnification: number, present: (presenting: boolean) => void): TemplateResult {
  const { presenting } = tour;
  return html`
    ${presenting ? nothing : siteHeader('tour')}
    <main class="page-main tour-page" lang=${text.language}>
      ${presenting || tour.index > 0 ? nothing : html`<p class="tagline quiet">${text.tagline}</p>`} ${steps(tour)}
      ${STEP_IDS.map((id) => step(tour, id, magnification))}
      <nav class="turn" aria-label=${text.name}>
        ${turnTo(tour.neighbour(-1), 'previous', text.previous)}
        <button type="button" class="present" @click=${() => present(!presenting)}>
          ${presenting ? text.leave : text.present}
        </button>
        ${turnTo(tour.neighbour(1), 'next', text.next)}
      </nav>
    </main>
    ${presenting ? nothing : html`<footer class="page-footer">Four Toasters ${__VERSION__}</footer>`}
  `;
}

/** The row of steps: where one is, and the way to any other. */
function steps(tour: Tour): TemplateResult {
  return html`<nav class="steps" aria-label=${text.steps}>
    <ol>
      ${STEP_IDS.map((id, i) => {
        const current = id === tour.step;
        return html`<li class=${i < tour.index ? 'before' : ''}>
          <a href=${`#${id}`} title=${text.story[id].title} aria-current=${current ? 'step' : nothing}>
            ${i + 1}<span class="visually-hidden">: ${text.story[id].title}</span>
          </a>
        </li>`;
      })}
    </ol>
  </nav>`;
}

function step(tour: Tour, id: StepId, magnification: number): TemplateResult {
  const { title, say, note, toys: labels, links: ways, talkSeconds: bars = {} } = text.story[id];
  const { toys, links, talkSeconds } = STEPS[id];
  const chosen = tour.chosen(id);
  return html`<article class="step" data-step=${id} ?hidden=${id !== tour.step} aria-labelledby=${`title-${id}`}>
    <div class="says">
      <p class="where quiet">${text.stepOf(STEP_IDS.indexOf(id) + 1, STEP_IDS.length)}</p>
      <h1 id=${`title-${id}`} tabindex="-1">${title}</h1>
      ${say.map((paragraph) => html`<p>${read(paragraph).map(piece)}</p>`)}
      ${note ? html`<p class="note small quiet">${read(note).map(piece)}</p>` : nothing}
      ${talkSeconds ? talkBars(talkSeconds, bars) : nothing}
      ${Object.entries(links).map(([name, href]) => html`<p class="lead"><a href=${href}>${ways?.[name] ?? name}</a></p>`)}
    </div>
    <div class="plays">
      ${
        toys.length > 1
          ? html`<fieldset class="choice">
              <legend class="visually-hidden">${text.choose}</legend>
              ${toys.map(
                ({ name }, i) =>
                  html`<label
                    ><input
                      type="radio"
                      name=${`toy-${id}`}
                      .checked=${live(i === chosen)}
                      @change=${() => tour.choose(id, i)}
                    />${labels?.[name] ?? name}</label
                  >`,
              )}
            </fieldset>`
          : nothing
      }
      ${toys.map((settings, i) =>
        tour.isOut(id, i)
          ? html`<div class="table" ?hidden=${i !== chosen}>${toy(settings, tour.presenting, magnification)}</div>`
          : nothing,
      )}
    </div>
  </article>`;
}

function piece(part: Piece): TemplateResult | string {
  switch (part.kind) {
    case 'plain':
      return part.words;
    case 'emphasis':
      return html`<em>${part.words}</em>`;
    case 'number':
      return html`<span class="number" data-source=${part.source}
        ><strong>${part.words.replace(/(?<=[\d≈=]) | (?=[×≈=])/gu, '\u00a0').replaceAll('-', '\u2011')}</strong
        >${'\u00a0'}<span class="chip ${part.source}">${text.sources[part.source]}</span></span
      >`;
  }
}

/** A toy with its settings. */
export function toy(settings: ToySettings, fitted: boolean, magnification: number): TemplateResult {
  switch (settings.kind) {
    case 'race':
      return html`<ft-live-race
        .charts=${settings.charts}
        .query=${settings.query}
        .fitted=${fitted}
        .magnification=${magnification}
      ></ft-live-race>`;
    case 'breakfast':
      return html`<ft-live-breakfast
        .controls=${settings.controls}
        .query=${settings.query}
        .fitted=${fitted}
        .magnification=${magnification}
      ></ft-live-breakfast>`;
    case 'requests':
      return html`<ft-live-requests
        .settings=${settings.settings}
        .limits=${settings.limits}
        .fitted=${fitted}
        .magnification=${magnification}
      ></ft-live-requests>`;
    case 'batch':
      return html`<ft-live-batch
        .query=${settings.query}
        .fitted=${fitted}
        .magnification=${magnification}
      ></ft-live-batch>`;
    case 'amdahl':
      return html`<ft-amdahl .fitted=${fitted} .magnification=${magnification}></ft-amdahl>`;
  }
}

/** What the talk measured, as bars to one scale. */
function talkBars(seconds: Readonly<Record<string, number>>, labels: Readonly<Record<string, string>>): TemplateResult {
  const most = Math.max(...Object.values(seconds));
  return html`<div class="talk-bars">
    <span class="chip talk">${text.sources.talk}</span>
    <div class="bars">
      ${Object.entries(seconds).map(
        ([name, value]) =>
          html`<div class="bar-row">
            <span>${labels[name] ?? name}</span>
            <svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
              <rect width=${(100 * value) / most} height="10" />
            </svg>
            <span class="figures">${text.seconds(formatNumber(value))}</span>
          </div>`,
      )}
    </div>
  </div>`;
}

/** The way to a neighbouring step; at an end its place stays empty. */
function turnTo(id: StepId | undefined, kind: 'previous' | 'next', label: string): TemplateResult {
  if (!id) return html`<span></span>`;
  return html`<a class=${kind} rel=${kind === 'previous' ? 'prev' : 'next'} href=${`#${id}`}>
    ${kind === 'previous' ? html`<span aria-hidden="true">←</span>` : nothing}
    <span>${label}<span class="turn-title">: ${text.story[id].title}</span></span>
    ${kind === 'next' ? html`<span aria-hidden="true">→</span>` : nothing}
  </a>`;
}

// What stands in an embed that is no race: the breakfast, the requests, a step of the tour. Each reads what its own page's address takes.

import { html, nothing, type TemplateResult } from 'lit';

import { FIRST_PRESET } from '../breakfast/address.js';
import { SHOP_CONTROLS } from '../breakfast/fields.js';
import { readRequests } from '../requests/address.js';
import { STEP_IDS, text } from '../tour/language.js';
import { STEPS } from '../tour/steps.js';
import { stepNamed } from '../tour/tour.js';
import { toy as tourToy } from '../tour/view.js';
import type { EmbedOptions } from './options.js';

/** A view, set up. */
export interface Shown {
  readonly content: TemplateResult;
  /** What of its options could not be understood, as sentences. */
  readonly problems: readonly string[];
}

/** The view that is asked for; nothing where it is a race. */
export function viewOf(options: EmbedOptions): Shown | undefined {
  switch (options.view) {
    case 'breakfast':
      return breakfast(options);
    case 'network':
      return network(options);
    case 'tour-step':
      return step(options);
    default:
      return undefined;
  }
}

function breakfast({ query, controls }: EmbedOptions): Shown {
  const unknown = controls.filter((name) => !SHOP_CONTROLS.includes(name));
  return {
    content: html`<ft-live-breakfast
      .query=${query || `preset=${FIRST_PRESET}`}
      .controls=${controls}
      lanes
    ></ft-live-breakfast>`,
    problems: unknown.map(
      (name) => `The shop has no control called “${name.slice(0, 40)}”; there are ${SHOP_CONTROLS.join(', ')}.`,
    ),
  };
}

/** One by one, with the limit if there is one, and all at once. */
function network({ query }: EmbedOptions): Shown {
  const { settings, problems } = readRequests(query);
  const { limit } = settings;
  const limits = limit === undefined || limit === 1 ? [1] : [1, limit];
  return {
    content: html`<ft-live-requests .settings=${settings} .limits=${limits}></ft-live-requests>`,
    problems,
  };
}

/** A step of the tour: its title and one of its toys. What it says is its author's to say. */
function step({ step: wanted, toy: wantedToy, query }: EmbedOptions): Shown {
  const problems: string[] = [];
  const found = wanted === undefined ? STEP_IDS[0] : stepNamed(wanted);
  if (!found)
    problems.push(
      `The tour has no step called “${wanted?.slice(0, 40) ?? ''}”; there are ${STEP_IDS.join(', ')}, or 1 to ${STEP_IDS.length}.`,
    );
  const id = found ?? STEP_IDS[0];
  const { toys } = STEPS[id];
  const toy = toys.find(({ name }) => name === wantedToy) ?? toys[0];
  if (wantedToy !== undefined && toy?.name !== wantedToy)
    problems.push(
      `The step ${id} has no toy called “${wantedToy.slice(0, 40)}”; there is ${toys.map(({ name }) => name).join(', ')}.`,
    );
  for (const name of new URLSearchParams(query).keys())
    problems.push(`The address asks for ${name.slice(0, 40)}, which the tour’s steps don’t take.`);
  return {
    content: html`<h1 class="embed-title">${text.story[id].title}</h1>
      ${toy ? tourToy(toy, false, 1) : nothing}`,
    problems,
  };
}

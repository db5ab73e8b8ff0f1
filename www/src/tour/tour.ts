// Where the tour is: its step, the toys that were brought out so far, and whether an audience watches.

import { STEP_IDS, text, type StepId } from './language.js';

/** The step of this name, or with this number, from 1. */
export const stepNamed = (wanted: string | null): StepId | undefined =>
  STEP_IDS.find((id, i) => id === wanted || String(i + 1) === wanted);

/** The step that an address asks for: `#amdahl`, `#7` or `?step=amdahl`; nothing when it asks for none that there is. */
export function askedStep({ hash, search }: Pick<URL, 'hash' | 'search'>): StepId | undefined {
  return stepNamed(hash.slice(1)) ?? stepNamed(new URLSearchParams(search).get('step'));
}

/** Whether an address asks for the presenter's view. */
export function asksToPresent(search: string): boolean {
  const search_ = new URLSearchParams(search);
  return search_.has('presenter') && search_.get('presenter') !== '0';
}

/** The state of the tour and all that changes it. The address leads: a step is gone to by going to its address. */
export class Tour {
  step: StepId;
  presenting: boolean;
  /** Toys that were brought out, by step: the indices, and which is on the table. Others are not made before they are wanted. */
  readonly #out = new Map<StepId, { readonly brought: Set<number>; chosen: number }>();
  readonly #changed: () => void;

  constructor(changed: () => void) {
    this.#changed = changed;
    this.step = askedStep(new URL(location.href)) ?? STEP_IDS[0];
    this.presenting = asksToPresent(location.search);
    this.choose(this.step, 0);
  }

  get index(): number {
    return STEP_IDS.indexOf(this.step);
  }

  /** What the document is called. */
  get title(): string {
    return `${this.index + 1}. ${text.story[this.step].title} · ${text.name} · Four Toasters`;
  }

  /** The step before or after; nothing at either end. */
  neighbour(by: 1 | -1): StepId | undefined {
    return STEP_IDS[this.index + by];
  }

  /** Which of a step's toys is on the table. */
  chosen(step: StepId): number {
    return this.#out.get(step)?.chosen ?? 0;
  }

  isOut(step: StepId, toy: number): boolean {
    return this.#out.get(step)?.brought.has(toy) ?? false;
  }

  choose(step: StepId, toy: number): void {
    const out = this.#out.get(step) ?? { brought: new Set<number>(), chosen: toy };
    out.brought.add(toy);
    out.chosen = toy;
    this.#out.set(step, out);
    this.#changed();
  }

  /** Takes the step from the address. True when it is another one. */
  follow(): boolean {
    const asked = askedStep(new URL(location.href)) ?? STEP_IDS[0];
    if (asked === this.step) return false;
    this.step = asked;
    this.choose(asked, this.chosen(asked));
    return true;
  }

  /** Goes to the step before or after, if there is one: an entry in the history. */
  turn(by: 1 | -1): void {
    const next = this.neighbour(by);
    if (next) location.hash = next;
  }

  present(presenting: boolean): void {
    if (presenting === this.presenting) return;
    this.presenting = presenting;
    const address = new URL(location.href);
    if (presenting) address.searchParams.set('presenter', '');
    else address.searchParams.delete('presenter');
    // The parameter needs no value.
    history.replaceState(
      history.state,
      '',
      address.href.replace('presenter=&', 'presenter&').replace(/presenter=(?=#|$)/u, 'presenter'),
    );
    this.#changed();
  }
}

// Where the tour is, by its address.

import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { STEP_IDS, text } from '../../../www/src/tour/language.js';
import { Tour, askedStep, asksToPresent } from '../../../www/src/tour/tour.js';

const at = (path: string): URL => new URL(path, 'https://example.org/');

beforeEach(() => history.replaceState(null, '', '/tour.html'));
afterEach(() => history.replaceState(null, '', '/'));

test('an address asks for a step by its sign or by its query, or for none', () => {
  expect(askedStep(at('tour.html#amdahl'))).toBe('amdahl');
  expect(askedStep(at('tour.html?step=waiting'))).toBe('waiting');
  expect(askedStep(at('tour.html?step=waiting#order'))).toBe('order');
  expect([askedStep(at('tour.html#1')), askedStep(at('tour.html#12'))]).toEqual([STEP_IDS[0], STEP_IDS[11]]);
  for (const nowhere of ['#nowhere', '#0', '#13', '#1.0', '#01'])
    expect(askedStep(at(`tour.html${nowhere}`)), nowhere).toBeUndefined();
  expect([asksToPresent('?presenter'), asksToPresent('?presenter=0'), asksToPresent('')]).toEqual([true, false, false]);
});

test('it follows the address, and names the document after the step', () => {
  const changed = vi.fn();
  const tour = new Tour(changed);
  expect([tour.step, tour.neighbour(-1), tour.neighbour(1)]).toEqual([STEP_IDS[0], undefined, STEP_IDS[1]]);
  history.replaceState(null, '', '#amdahl');
  expect([tour.follow(), tour.step, tour.follow()]).toEqual([true, 'amdahl', false]);
  expect(tour.title).toContain(text.story.amdahl.title);
  expect(changed).toHaveBeenCalled();
});

test('toys are brought out when their step is gone to or they are chosen, not before', () => {
  const tour = new Tour(() => {});
  expect(STEP_IDS.filter((id) => tour.isOut(id, 0))).toEqual([STEP_IDS[0]]);
  tour.choose('amdahl', 1);
  expect([tour.isOut('amdahl', 0), tour.isOut('amdahl', 1), tour.chosen('amdahl')]).toEqual([false, true, 1]);
});

test('the presenter’s view is in the address, beside what else is there', () => {
  history.replaceState(null, '', '/tour.html#waiting');
  const tour = new Tour(() => {});
  tour.present(true);
  expect(location.search + location.hash).toBe('?presenter#waiting');
  tour.present(false);
  expect(location.search + location.hash).toBe('#waiting');
});

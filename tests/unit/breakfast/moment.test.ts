import { render } from 'lit';
import { describe, expect, test } from 'vitest';

import { layOut } from '../../../www/src/breakfast/layout.js';
import { Moments } from '../../../www/src/breakfast/moment.js';
import { keyLeadsTo, minutesASecond } from '../../../www/src/breakfast/player.js';
import { cookX, scene } from '../../../www/src/breakfast/scene.js';
import { againstLoop, clockMinutes, shopLine, throughput } from '../../../www/src/breakfast/words.js';
import { morning, shop } from './shops.js';

const moments = new Moments(morning);
const at = (minutes: number) => moments.at(minutes * 60_000);

describe('a moment', () => {
  test.each([
    [0.25, 'before', 0, 0.5],
    [0.75, 'before', 1, 0.5],
    [2, 'standing', 0, 0],
    [2.75, 'standing', 1, 0],
    [3.5, 'after', undefined, 0.5],
    [5, 'over', undefined, 0],
  ] as const)('after %d minutes the cook is %s', (minutes, doing, machine, share) => {
    expect(at(minutes).cook).toMatchObject({ doing, machine, share });
  });

  test.each([
    [0.25, ['idle', 'idle']],
    [1.5, ['busy', 'busy']],
    [2.75, ['done', 'busy']],
    [3.5, ['done', 'done']],
    [4.5, ['idle', 'done']],
    [5, ['idle', 'idle']],
  ])('after %d minutes the toasters are %j', (minutes, states) => {
    expect(at(minutes).machines.map(({ state }) => state)).toEqual(states);
  });

  test('counts what was served, and nothing waits that is still in its toaster', () => {
    expect([0, 3.99, 4, 5].map((minutes) => moments.served(minutes * 60_000))).toEqual([0, 0, 1, 2]);
    expect(at(3.5).dishes).toEqual([{ dish: 'toast', ordered: 2, served: 0, waiting: 0 }]);
  });

  test('is one of the morning, whatever is asked', () => {
    expect(at(-1)).toEqual(at(0));
    expect(at(99)).toEqual(at(5));
  });
});

describe('the cook walks', () => {
  const plan = layOut(['toast', 'toast'], 900);
  const x = (minutes: number): number => cookX(at(minutes), plan);

  test('from one place to the next, at the start of what is done there', () => {
    expect(at(0.25).cook.walk).toBeUndefined();
    // The second slice is put in from 0.5 to 1: a third of it is the way there.
    expect(at(0.55).cook.walk).toMatchObject({ from: { doing: 'before', machine: 0 } });
    expect(at(0.55).cook.walk?.share).toBeCloseTo(0.05 / 0.175);
    expect(at(0.7).cook.walk).toBeUndefined();
    // One slice is buttered where the other was.
    expect(at(4.05).cook.walk).toBeUndefined();
  });

  test('without a jump, however finely one looks', () => {
    let last = x(0);
    let farthest = 0;
    for (let minutes = 0; minutes <= 4.99; minutes += 0.002) {
      const now = x(minutes);
      farthest = Math.max(farthest, Math.abs(now - last));
      last = now;
    }
    expect(farthest).toBeGreaterThan(0);
    expect(farthest).toBeLessThan(12);
  });

  test('the same way whether one plays or looks back', () => {
    const forwards = [0.5, 0.55, 0.6].map(x);
    expect([0.6, 0.55, 0.5].map(x).reverse()).toEqual(forwards);
  });
});

describe('the plan', () => {
  const toasters = (count: number) => Array.from({ length: count }, () => 'toast' as const);

  test.each([320, 360, 768, 1100, 1920])('has room for 1 to 768 machines at %d px', (width) => {
    for (const count of [1, 4, 16, 100, 256, 768]) {
      const { machines, size, counter, width: wide, shelves } = layOut(toasters(count), width);
      expect(machines).toHaveLength(count);
      for (const { x, y } of machines) {
        expect(x).toBeGreaterThanOrEqual(0);
        expect(x + size).toBeLessThanOrEqual(wide + 0.001);
        expect(shelves).toContain(y + size);
        expect(y + size).toBeLessThan(counter);
      }
      // No two in one place.
      expect(new Set(machines.map(({ x, y }) => `${x} ${y}`)).size).toBe(count);
      const first = machines.filter(({ y }) => y === machines[0]?.y).map(({ x }) => x);
      first.slice(1).forEach((x, i) => expect(x - (first[i] ?? 0)).toBeGreaterThanOrEqual(size));
    }
  });

  test('more machines are never drawn larger', () => {
    const sizes = [1, 2, 4, 8, 16, 64, 256].map((count) => layOut(toasters(count), 720).size);
    expect(sizes.toSorted((a, b) => b - a)).toEqual(sizes);
  });
});

describe('the scene', () => {
  function drawn(minutes: number): HTMLElement {
    const host = document.createElement('div');
    render(scene(at(minutes), 720), host);
    return host;
  }

  test('is the same for the same moment', () => {
    expect(drawn(2).innerHTML).toBe(drawn(2).innerHTML);
    expect(drawn(2).innerHTML).not.toBe(drawn(2.5).innerHTML);
  });

  test('shows what each machine does, and counts what is served', () => {
    expect(drawn(2.75).querySelectorAll('.lamp.busy')).toHaveLength(1);
    expect(drawn(2.75).querySelectorAll('.lamp.done')).toHaveLength(1);
    expect(drawn(4.5).querySelector('.slip-text')?.textContent).toBe('1 of 2');
  });

  test('thinks while the cook stands by', () => {
    expect(drawn(2).querySelector('.thought')).not.toBeNull();
    expect(drawn(3.5).querySelector('.thought')).toBeNull();
  });
});

test('a morning lasts twelve seconds, however long it is', () => {
  for (const minutes of [5, 200]) expect(minutes / minutesASecond(minutes * 60_000, 1)).toBeCloseTo(12, 9);
  expect(minutesASecond(60_000, 4)).toBeCloseTo(4 * minutesASecond(60_000, 1), 9);
});

test('keys lead through the morning and not out of it', () => {
  expect(keyLeadsTo('ArrowRight', 0, 1000)).toBe(20);
  expect(keyLeadsTo('ArrowLeft', 10, 1000)).toBe(0);
  expect(keyLeadsTo('ArrowRight', 990, 1000)).toBe(1000);
  expect([keyLeadsTo('Home', 500, 1000), keyLeadsTo('End', 500, 1000)]).toEqual([0, 1000]);
  expect(keyLeadsTo('x', 500, 1000)).toBeUndefined();
});

describe('in words', () => {
  const plain = (text: string) => text.replaceAll('\u00a0', ' ');

  test.each([
    [{ minutes: 50, loopMinutes: 200, speedUp: 4 }, 'takes 50 minutes: 4 × faster, all that 4 machines can give.'],
    [{ minutes: 100, loopMinutes: 200, speedUp: 2 }, 'and not 4 ×, although there are 4 machines of a kind.'],
    [{ minutes: 200, loopMinutes: 200, speedUp: 1 }, 'takes just as long: nothing overlaps.'],
    [{ minutes: 300, loopMinutes: 200, speedUp: 2 / 3 }, 'the overhead costs more than the machines gain.'],
  ])('%j', (numbers, words) => {
    expect(plain(againstLoop({ ...morning, ...numbers }, shop))).toContain(words);
  });

  test('one machine of a kind gains by waiting alone', () => {
    const one = { ...shop, toast: { ...shop.toast, machines: 1 } };
    expect(againstLoop({ ...morning, speedUp: 1.8 }, one)).toContain('because waiting was put to use');
  });

  test('the clock doesn’t strike before its time', () => {
    expect(clockMinutes(49.99 * 60_000, 50 * 60_000)).toBe('49');
    expect(clockMinutes(50 * 60_000, 50 * 60_000)).toBe('50');
    expect(clockMinutes(2.56 * 60_000, 9 * 60_000)).toBe('2.5');
  });

  test('a shop in a line names what isn’t nothing', () => {
    expect(plain(shopLine(shop))).toBe('100 slices on 4 toasters · the cook stands by · served as ordered');
    expect(
      plain(
        shopLine({
          ...shop,
          coffee: { count: 1, minutes: 5, machines: 1 },
          afterMinutes: 0.5,
          overheadMinutes: 1,
          batch: 10,
        }),
      ),
    ).toContain(
      '1 cup on 1 coffee maker · 0.5 minutes of the cook’s hands for each · 1 minute for every batch · batches of 10',
    );
  });

  test('throughput', () => {
    expect(throughput(50, 25 * 60_000, shop)).toBe('2 slices a minute');
    expect(throughput(0, 0, shop)).toBe('0 slices a minute');
    expect(throughput(3, 60_000, { ...shop, coffee: { ...shop.coffee, count: 1 } })).toBe('3 dishes a minute');
  });
});

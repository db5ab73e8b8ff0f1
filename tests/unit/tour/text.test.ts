// The tour's text is complete, and every figure in it says where it comes from.

import { describe, expect, test } from 'vitest';

import { STEP_IDS, read, text } from '../../../www/src/tour/language.js';
import { STEPS } from '../../../www/src/tour/steps.js';

test.each(STEP_IDS)('%s has words, and a toy or a chart', (id) => {
  const { title, say, toys = {}, links = {}, talkSeconds = {} } = text.story[id];
  expect(title).not.toBe('');
  expect(say.length).toBeGreaterThan(0);
  expect(STEPS[id].toys.length).toBeGreaterThan(0);
  // Toys to choose from are told apart by words, and so is every way out; nothing is called that isn't there.
  const choices = STEPS[id].toys.length > 1 ? STEPS[id].toys.map(({ name }) => name) : [];
  expect(Object.keys(toys)).toEqual(choices);
  expect(Object.keys(talkSeconds)).toEqual(Object.keys(STEPS[id].talkSeconds ?? {}));
  expect(Object.keys(links)).toEqual(Object.keys(STEPS[id].links));
});

test('there is a text for every step and no other', () => {
  expect(Object.keys(text.story)).toEqual([...STEP_IDS]);
  expect(STEP_IDS.length).toBeGreaterThanOrEqual(10);
  expect(STEP_IDS.length).toBeLessThanOrEqual(12);
});

describe('numbers', () => {
  const paragraphs = STEP_IDS.flatMap((id) => {
    const { title, say, note = '', toys = {}, links = {}, talkSeconds = {} } = text.story[id];
    return [title, ...say, note, ...Object.values(toys), ...Object.values(links), ...Object.values(talkSeconds)].map(
      (words) => [id, words] as const,
    );
  });

  test.each(paragraphs)('%s: each is marked: %s', (_, paragraph) => {
    for (const piece of read(paragraph)) {
      if (piece.kind === 'number') expect(['talk', 'model']).toContain(piece.source);
      else expect(piece.words).not.toMatch(/\d|[{}|*]/u);
    }
  });

  test('every kind of mark has words', () => {
    const used = new Set(
      paragraphs.flatMap(([, words]) => read(words).flatMap((p) => ('source' in p ? p.source : []))),
    );
    expect([...used].sort()).toEqual(['model', 'talk']);
    for (const source of used) expect(text.sources[source]).not.toBe('');
  });
});

test('the markup is read piece by piece', () => {
  expect(read('One *toaster*, {talk|200 minutes}, or {model|p = 0}.')).toEqual([
    { kind: 'plain', words: 'One ' },
    { kind: 'emphasis', words: 'toaster' },
    { kind: 'plain', words: ', ' },
    { kind: 'number', words: '200 minutes', source: 'talk' },
    { kind: 'plain', words: ', or ' },
    { kind: 'number', words: 'p = 0', source: 'model' },
    { kind: 'plain', words: '.' },
  ]);
});

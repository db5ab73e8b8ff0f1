// The requests' address: what it can ask for, and that nothing in it sends anybody anywhere.

import fc from 'fast-check';
import { expect, test } from 'vitest';

import { readRequests } from '../../../www/src/requests/address.js';
import { REQUESTS_NUMBERS } from '../../../www/src/requests/fields.js';

test('every number of the form has a name in addresses, and is read from it', () => {
  expect(new Set(REQUESTS_NUMBERS.map(({ address }) => address)).size).toBe(REQUESTS_NUMBERS.length);
  const values = fc.record(
    Object.fromEntries(
      REQUESTS_NUMBERS.map(({ address, kind: { min, max } }) => [address, fc.integer({ min, max })] as const),
    ),
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(values, (asked) => {
      const query = new URLSearchParams(Object.entries(asked).map(([name, value]) => [name, String(value)]));
      const { settings, problems } = readRequests(query.toString());
      expect(problems).toEqual([]);
      const expected = REQUESTS_NUMBERS.filter(({ address }) => asked[address] !== undefined);
      expect(settings).toEqual(Object.fromEntries(expected.map(({ name, address }) => [name, asked[address]])));
    }),
  );
});

test.each([
  ['count=0', /count=0, which is not a whole number from 1 to 200\.$/],
  ['count=1000000000', /not a whole number from 1 to 200\.$/],
  ['latency=1e3', /latency=1e3, which is not a whole number from 0 to 1000\.$/],
  ['failures=-1', /failures=-1/],
  ['source=own', /source=own, which the requests don’t take\.$/],
  ['addresses=https://example.org/', /which the requests don’t take\.$/],
  [`count=${'9'.repeat(9000)}`, /^.{0,160}$/],
])('%s is told in a sentence, and the rest holds', (part, sentence) => {
  const { settings, problems } = readRequests(`limit=10&${part}&seed=7`);
  expect(settings).toEqual({ limit: 10, seed: 7 });
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatch(sentence);
});

// Whom a link to an embed can have asked, and when.

import { expect, test } from 'vitest';

import { readOptions } from '../../../www/src/embed/options.js';

const SITE = 'https://toasters.example/embed.html';
const HERE = 'http://localhost:8080/embed.html';
const asked = (name: string, address: string, base: string): string | undefined =>
  readOptions(`?${new URLSearchParams({ [name]: address })}`, base)[name as 'report' | 'image'];

test.each(['report', 'image'])('as %s a link names our own site’s addresses, and others with https', (name) => {
  expect(asked(name, 'a.json', SITE)).toBe('https://toasters.example/a.json');
  expect(asked(name, '/a.json', HERE)).toBe('http://localhost:8080/a.json');
  expect(asked(name, 'https://other.example/a', SITE)).toBe('https://other.example/a');
  // A builder's own machine, from that machine.
  expect(asked(name, 'http://127.0.0.1:9/a', HERE)).toBe('http://127.0.0.1:9/a');
});

test.each([
  ['http://other.example/a', SITE],
  ['http://other.example/a', HERE],
  ['http://localhost/admin', SITE],
  ['http://127.0.0.1:631/', SITE],
  ['http://192.168.0.1/', HERE],
  ['http://localhost.other.example/', HERE],
  ['file:///etc/passwd', HERE],
  ['data:application/json,{}', SITE],
  ['javascript:alert(1)', SITE],
])('%s is not asked from %s, and a sentence says so', (address, base) => {
  for (const name of ['report', 'image']) {
    const { problems, ...options } = readOptions(`?${new URLSearchParams({ [name]: address })}`, base);
    expect(options).toMatchObject({ report: undefined, image: undefined, reportHost: undefined });
    expect(problems).toEqual([expect.stringMatching(new RegExp(`asks for ${name}=.*https\\.$`))]);
  }
});

test('with a picture of another site nothing begins by itself, and a sentence says so', () => {
  const { autorun, problems } = readOptions('?autorun&image=https://other.example/a.png', SITE);
  expect(autorun).toBe(false);
  expect(problems).toEqual([expect.stringMatching(/is on other\.example, .* nothing begins by itself\.$/)]);
  for (const query of ['?autorun', '?autorun&image=mine.png', '?autorun&report=https://other.example/a.json'])
    expect(readOptions(query, SITE)).toMatchObject({ autorun: true, problems: [] });
  expect(readOptions('?image=https://other.example/a.png', SITE).problems).toEqual([]);
});

test('a report of another site is told from ours', () => {
  expect(readOptions('?report=https://other.example:8443/a.json', SITE).reportHost).toBe('other.example:8443');
  expect(readOptions('?report=a.json', SITE).reportHost).toBeUndefined();
  expect(readOptions('', SITE).reportHost).toBeUndefined();
});

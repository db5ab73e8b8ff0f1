import { expect, test } from 'vitest';

import { Gate, address, answer, readAddress, type Ask, type Service } from '../../../www/src/requests/weather.js';

const BASE = 'https://example.org/toasters/requests.html';
const SERVICE: Service = {
  latencyMs: 100,
  jitterMs: 40,
  failurePercent: 20,
  ratePerSecond: 0,
  kBPerSecond: 0,
  damagedPercent: 0,
  seed: 7,
};

const ask = (request: number, retry = 0, service = SERVICE): Ask => {
  const found = readAddress(address(BASE, service, 'run', request, retry), BASE);
  if (!found) throw new Error('the service does not know its own address');
  return found;
};

test('what is written into an address is read from it', () => {
  expect(ask(31, 2)).toEqual({ ...SERVICE, place: 'singapore', day: '2026-02-01', request: 31, retry: 2, run: 'run' });
});

test('other addresses are not the service’s', () => {
  for (const url of [
    'https://example.org/weather/x',
    'https://example.org/toasters/',
    'https://a.org/toasters/weather/x',
  ]) {
    expect(readAddress(new URL(url), BASE)).toBeUndefined();
  }
});

test('the same attempt is answered the same; another request, retry or seed differs', () => {
  const facts = Array.from({ length: 50 }, (_, request) => answer(ask(request)));
  expect(Array.from({ length: 50 }, (_, request) => answer(ask(request)))).toEqual(facts);
  expect(new Set(facts.map(({ latencyMs }) => latencyMs)).size).toBe(50);
  expect(answer(ask(1, 1)).latencyMs).not.toBe(answer(ask(1)).latencyMs);
  expect(answer(ask(1, 0, { ...SERVICE, seed: 8 })).latencyMs).not.toBe(answer(ask(1)).latencyMs);
});

test('latency, jitter and failures are as asked for', () => {
  const many = Array.from({ length: 2000 }, (_, request) => answer(ask(request)));
  const latencies = many.map(({ latencyMs }) => latencyMs);
  expect(Math.min(...latencies)).toBeGreaterThanOrEqual(100);
  expect(Math.max(...latencies)).toBeLessThan(140);
  const mean = latencies.reduce((a, b) => a + b) / latencies.length;
  expect(mean).toBeGreaterThan(118);
  expect(mean).toBeLessThan(122);
  const failed = many.filter(({ status }) => status === 503).length / many.length;
  // Four standard deviations of a share of 20 % in 2,000.
  expect(Math.abs(failed - 0.2)).toBeLessThan(0.036);
});

test('a day has its weather, whatever the attempt', () => {
  const calm = { ...SERVICE, failurePercent: 0 };
  expect(answer(ask(5, 3, { ...calm, latencyMs: 1 })).body).toBe(answer(ask(5, 0, calm)).body);
  expect(JSON.parse(answer(ask(5, 0, calm)).body)).toMatchObject({ place: 'singapore', day: '2026-01-06' });
});

test('a gate takes so many a second, and says when to come back', () => {
  const gate = new Gate(5, 0);
  const burst = Array.from({ length: 8 }, () => gate.admit(0));
  expect(burst).toEqual([0, 0, 0, 0, 0, 1, 1, 1]);
  expect([gate.admit(199), gate.admit(400), gate.admit(400)]).toEqual([1, 0, 0]);
  // However long nobody came, a second's worth is in the bucket.
  expect(Array.from({ length: 6 }, () => gate.admit(60_000))).toEqual([0, 0, 0, 0, 0, 1]);
});

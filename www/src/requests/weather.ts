// A weather service without a server: what it answers, and how long it takes about it. The service worker and, where there is none, the
// page itself run this same code.

import { chance } from './chance.js';

/** How the service behaves. */
export interface Service {
  /** From the request to the first of the answer, in milliseconds. */
  readonly latencyMs: number;
  /** The latency is up to this much longer, in milliseconds. */
  readonly jitterMs: number;
  /** Share of attempts that fail with status 503, in per cent. */
  readonly failurePercent: number;
  /** Requests a second it takes, from all together; 0 for any number. */
  readonly ratePerSecond: number;
  /** What all answers together may take of the line, in kB a second; 0 for all they want. */
  readonly kBPerSecond: number;
  /** Share of pictures that come damaged, in per cent; of other answers none does. */
  readonly damagedPercent: number;
  readonly seed: number;
}

/** The place whose days are pictures. */
export const PICTURES = 'xrays';

/** One attempt as it is written in an address. */
export interface Ask extends Service {
  readonly place: string;
  /** The day, as in 2026-01-31. */
  readonly day: string;
  readonly request: number;
  readonly retry: number;
  /** Names the run, which has a rate and a line of its own. */
  readonly run: string;
}

/** What the service knows of a day. */
export interface Day {
  readonly place: string;
  readonly day: string;
  readonly highC: number;
  readonly lowC: number;
  readonly rainMm: number;
}

/** The folder that addresses of the service begin with, beside the page. There is no such folder on the host. */
const FOLDER = 'weather/';

const NUMBERS = [
  'latencyMs',
  'jitterMs',
  'failurePercent',
  'ratePerSecond',
  'kBPerSecond',
  'damagedPercent',
  'seed',
] as const;
const FIRST_DAY = Date.UTC(2026, 0, 1);
const DAY_MS = 86_400_000;

/** The longest the service may be told to take, in milliseconds: no address holds a worker up for ever. */
const LONGEST_MS = 60_000;

/** The address of one attempt, beside `base`. Request 0 asks for the first of January 2026, and so on. */
export function address(
  base: string,
  service: Service,
  run: string,
  request: number,
  retry: number,
  place = 'singapore',
): URL {
  const day = new Date(FIRST_DAY + request * DAY_MS).toISOString().slice(0, 10);
  const url = new URL(`${FOLDER}${place}/${day}`, base);
  for (const name of NUMBERS) url.searchParams.set(name, String(service[name]));
  url.searchParams.set('request', String(request));
  url.searchParams.set('retry', String(retry));
  url.searchParams.set('run', run);
  return url;
}

/** Reads an address of the service that lies beside `base`; nothing when it is none. */
export function readAddress(url: URL, base: string): Ask | undefined {
  const folder = new URL(FOLDER, base);
  if (url.origin !== folder.origin || !url.pathname.startsWith(folder.pathname)) return undefined;
  const [place = '', day = ''] = url.pathname.slice(folder.pathname.length).split('/');
  const number = (name: string): number => Math.max(0, Number(url.searchParams.get(name)) || 0);
  return {
    place,
    day,
    latencyMs: Math.min(number('latencyMs'), LONGEST_MS),
    jitterMs: Math.min(number('jitterMs'), LONGEST_MS),
    failurePercent: number('failurePercent'),
    ratePerSecond: number('ratePerSecond'),
    kBPerSecond: number('kBPerSecond'),
    damagedPercent: number('damagedPercent'),
    seed: number('seed'),
    request: number('request'),
    retry: number('retry'),
    run: url.searchParams.get('run') ?? '',
  };
}

/** What one attempt is answered, and after how long; the same for the same address, always. */
export function answer(ask: Ask): { readonly status: 200 | 503; readonly latencyMs: number; readonly body: string } {
  const { seed, request, retry, place, day } = ask;
  const latencyMs = ask.latencyMs + ask.jitterMs * chance(seed, request, retry, 1);
  if (chance(seed, request, retry, 2) * 100 < ask.failurePercent) {
    return { status: 503, latencyMs, body: JSON.stringify({ error: 'The weather service is having a bad moment.' }) };
  }
  const tenths = (value: number): number => Math.round(value * 10) / 10;
  // Of the day alone: a retry, or another speed, brings the same weather.
  const lowC = tenths(23 + 3 * chance(seed, request, 3));
  const highC = tenths(lowC + 4 + 5 * chance(seed, request, 4));
  const rain = chance(seed, request, 5);
  const rainMm = rain < 0.45 ? 0 : tenths((rain - 0.45) ** 2 * 180);
  const weather: Day = { place, day, highC, lowC, rainMm };
  return { status: 200, latencyMs, body: JSON.stringify(weather) };
}

/** A bucket of as many tokens as requests are taken in a second, which fills again in a second. */
export class Gate {
  #tokens: number;
  #at: number;
  readonly #perSecond: number;

  constructor(perSecond: number, nowMs: number) {
    this.#perSecond = perSecond;
    this.#tokens = perSecond;
    this.#at = nowMs;
  }

  /** Lets one in: 0; or how many whole seconds to come back after. */
  admit(nowMs: number): number {
    this.#tokens = Math.min(this.#perSecond, this.#tokens + ((nowMs - this.#at) / 1000) * this.#perSecond);
    this.#at = nowMs;
    if (this.#tokens >= 1) {
      this.#tokens -= 1;
      return 0;
    }
    return Math.max(1, Math.ceil((1 - this.#tokens) / this.#perSecond));
  }
}

/** The most runs that are remembered: old ones have ended. */
const MOST_RUNS = 8;

/** The service: answers, made to wait. */
export class WeatherServer {
  /** Of each run: its gate, and when its line is free again. */
  readonly #runs = new Map<string, { gate: Gate; freeMs: number }>();
  readonly #picture: (number: number) => Promise<Uint8Array<ArrayBuffer> | undefined>;

  /** `picture` gives the bytes of the picture of this number, if it has them. */
  constructor(picture: (number: number) => Promise<Uint8Array<ArrayBuffer> | undefined>) {
    this.#picture = picture;
  }

  async respond(ask: Ask): Promise<Response> {
    const run = this.#run(ask);
    const headers = new Headers({ 'Content-Type': ask.place === PICTURES ? 'image/jpeg' : 'application/json' });
    const after = ask.ratePerSecond > 0 ? run.gate.admit(performance.now()) : 0;
    const { status, latencyMs, body: text } = answer(ask);
    // Fetched while the answer is late anyway: it takes no time of its own.
    const picture = status === 200 && ask.place === PICTURES ? this.#damaged(ask) : undefined;
    await sleep(latencyMs);
    const body = picture ? await picture : new TextEncoder().encode(text);
    if (!body) return new Response('{"error":"There are no pictures yet."}', { status: 404, headers });
    if (after > 0) {
      headers.set('Retry-After', String(after));
      return new Response(JSON.stringify({ error: 'Too many requests.' }), { status: 429, headers });
    }
    // All of a run share one line: an answer begins when those before it are through.
    const now = performance.now();
    let wait = 0;
    if (ask.kBPerSecond > 0) {
      run.freeMs = Math.max(run.freeMs, now) + body.length / ask.kBPerSecond;
      wait = run.freeMs - now;
    }
    // A stream even where nothing is to wait for: Chromium makes a blob of any other body, in a third process, which takes half a
    // millisecond more (measured: 40 at a time are 15 % faster so).
    const stream = new ReadableStream<Uint8Array>({
      start: async (controller) => {
        if (wait > 0) await sleep(wait);
        controller.enqueue(body);
        controller.close();
      },
    });
    return new Response(stream, { status, headers });
  }

  /** The picture that is asked for, cut off if it is one of the damaged. */
  async #damaged({ seed, request, damagedPercent }: Ask): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const bytes = await this.#picture(request);
    const isDamaged = chance(seed, request, 6) * 100 < damagedPercent;
    // A copy: what is handed out is gone.
    return bytes?.slice(0, isDamaged ? bytes.length >> 1 : bytes.length);
  }

  #run({ run, ratePerSecond }: Ask): { gate: Gate; freeMs: number } {
    const known = this.#runs.get(run);
    if (known) return known;
    const fresh = { gate: new Gate(ratePerSecond, performance.now()), freeMs: 0 };
    this.#runs.set(run, fresh);
    for (const old of [...this.#runs.keys()].slice(0, -MOST_RUNS)) this.#runs.delete(old);
    return fresh;
  }
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

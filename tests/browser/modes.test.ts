// Every kernel in every mode it has: the same bytes, sound traces, phases that add up. Engines that are killed, hang or are too
// many; pages without isolation; memory that comes back.

import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

import type { Browser, CDPSession, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { buildLab } from '../../scripts/lab.mjs';
import { catalog } from '../../www/src/generated/catalog.js';
import type { Execution, Mode, ModeSettings, Report, Run } from '../../www/src/generated/model.js';
import { usual } from '../../www/src/setup.js';
import { jsKernels } from '../../www/src/js-kernels/index.js';
import {
  chooseKernel,
  coveredRows,
  drop,
  launch,
  measured,
  race,
  raceIs,
  read,
  report,
  said,
  serve,
  visit,
  type Server,
} from './harness.js';

let browser: Browser;
let server: Server;
let lab: Server;
beforeAll(async () => {
  [browser, server, lab] = [await launch(), await serve(), await serve({ folder: await buildLab() })];
});
afterAll(async () => Promise.all([browser.close(), server.close(), lab.close()]));

const ALL: readonly Mode[] = ['simd', 'threads', 'workers', 'scalar', 'js'];

/** The phases make up the run, to two per cent and a few steps of the clock. */
function expectPhases({ totalMs, phases }: Pick<Run, 'totalMs' | 'phases'>, tickMs: number): void {
  const sum = phases.reduce((all, { ms }) => all + ms, 0);
  expect(phases.every(({ ms }) => ms >= 0)).toBe(true);
  expect(Math.abs(sum - totalMs), JSON.stringify(phases)).toBeLessThanOrEqual(totalMs * 0.02 + tickMs * 4);
}

/** What must hold in every mode. */
function expectSound(made: Report): void {
  for (const run of made.runs) {
    const settings = made.settings.modes[run.modeIndex] as ModeSettings;
    expectPhases(run, made.machine.clockResolutionMs);
    expect(coveredRows(run), settings.mode).toEqual([[0, made.job.outputSize.height]]);
    for (const { lane, startMs, endMs } of run.trace.spans) {
      expect(lane).toBeLessThan(run.trace.lanes);
      expect(startMs).toBeGreaterThanOrEqual(0);
      expect(endMs).toBeGreaterThanOrEqual(startMs);
      expect(endMs).toBeLessThanOrEqual(run.totalMs + 0.01);
    }
    const dependent = made.job.shape === 'dependent';
    const lanes = settings.mode === 'threads' || settings.mode === 'workers' ? settings.threads : 1;
    expect(run.trace.lanes).toBe(dependent ? 1 : lanes);
    // What the lanes' stamps say is what the phase says.
    const work = run.trace.spans.filter(({ stage }) => stage === 'survey' || stage === 'render');
    const workMs = work.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0) / run.trace.lanes;
    const compute = run.phases.find(({ phase }) => phase === 'compute')?.ms ?? NaN;
    expect(workMs).toBeLessThanOrEqual(compute + made.machine.clockResolutionMs * 4);
    if (run.trace.lanes > 1) expect(workMs).toBeGreaterThanOrEqual(compute * 0.98 - 0.05);
    const moves = settings.mode === 'workers';
    expect(run.movedBytes > 0).toBe(moves);
  }
}

describe('every kernel in every mode it has gives the same bytes', () => {
  let page: Page;
  let close: () => Promise<void>;
  beforeAll(async () => {
    ({ page, close } = await visit(browser, server, `?modes=${ALL.join(',')}&threads=3&repeats=1`));
    await drop(page, ['tests/data/oriented.jpg']);
    await read(page, 'oriented.jpg');
  });
  afterAll(() => close());

  test.each(catalog.map(({ name }) => name))('%s', async (name) => {
    const params: Record<string, number> = {};
    const info = catalog.find((kernel) => kernel.name === name);
    for (const { name } of info?.params ?? []) if (name === 'width' || name === 'height') params[name] = 90;
    await chooseKernel(page, name, params);
    const made = await race(page);
    expect(await page.evaluate(() => document.documentElement.dataset['race'])).toBe('done');
    const modes = made.settings.modes.map(({ mode }) => mode);
    expect(modes).toEqual(ALL.filter((mode) => mode !== 'js' || jsKernels.has(name)));
    expectSound(made);
    const parallel = made.runs.find((run) => modes[run.modeIndex] === 'threads')?.trace;
    // A strong reduction is summed rather than rendered; here it is not strong.
    expect(parallel?.spans.some(({ stage }) => stage === 'survey')).toBe(made.job.shape === 'reduce-then-map');
    if (jsKernels.get(name)?.tolerance === 1) {
      expect(made.equality).toMatchObject({ asPromised: true });
      expect(made.equality?.levels).toBeLessThanOrEqual(1);
      const others = made.runs.filter((run) => modes[run.modeIndex] !== 'js').map((run) => run.fingerprint);
      expect(new Set(others).size).toBe(1);
    } else {
      expect(made.equality).toMatchObject({ identical: true, asPromised: true, outputs: modes.length, levels: 0 });
    }
  });
});

test('a mode that lacks the kernel is greyed out with the reason, and races again with the next that has it', async () => {
  const { page, close } = await visit(browser, server, '?kernel=clahe&modes=simd,js&repeats=1&image=sample');
  await page.locator('details.settings > summary').click();
  expect(await page.getByRole('checkbox', { name: 'JavaScript' }).isEnabled()).toBe(false);
  expect(await said(page, 'ft-mode-picker')).toMatch(/Only some kernels were written in JavaScript/);
  await chooseKernel(page, 'grayscale');
  const made = await race(page);
  expect(made.settings.modes.map(({ mode }) => mode)).toEqual(['simd', 'js']);
  await close();
});

describe('chunks', () => {
  test.each([
    ['one-per-lane', 2],
    ['40', Math.ceil(200 / 40)],
  ])('%s: the parallel modes are cut so, and say so', async (chunk, chunks) => {
    const query = `?kernel=sobel&modes=simd,threads,workers&threads=2&repeats=1&chunk=${chunk}`;
    const { page, close } = await visit(browser, server, query);
    await drop(page, ['tests/data/oriented.jpg']);
    await read(page, 'oriented.jpg');
    const made = await race(page);
    for (const mode of ['threads', 'workers']) {
      const rendered = measured(made, mode)[0]?.trace.spans.filter(({ stage }) => stage === 'render');
      expect(rendered).toHaveLength(chunks);
    }
    expect(made.equality?.identical).toBe(true);
    await page.waitForSelector('ft-chart .span');
    expect(await said(page, '.charts')).toMatch(chunk === '40' ? /40 rows a chunk/ : /one chunk a lane/);
    await close();
  });
});

test.each(['gaussian', 'clahe'])('workers copy or transfer the same bytes: %s', async (kernel) => {
  const moved: number[] = [];
  for (const passing of ['transfer', 'copy']) {
    const query = `?kernel=${kernel}&modes=simd,workers&threads=2&repeats=1&passing=${passing}&chunk=one-per-lane`;
    const { page, close } = await visit(browser, server, query);
    await drop(page, ['tests/data/oriented.jpg']);
    await read(page, 'oriented.jpg');
    const made = await race(page);
    expect(made.settings.modes[1]?.passing).toBe(passing);
    expect(made.equality?.identical).toBe(true);
    expectSound(made);
    moved.push(measured(made, 'workers')[0]?.movedBytes ?? 0);
    await close();
  }
  // 300 × 200 in and out; the rows that both halves need, or what was counted.
  expect(moved[0]).toBe(moved[1]);
  expect(moved[0]).toBeGreaterThan(2 * 300 * 200 * 4);
});

test('the whole pipeline is timed from file to file, in every mode, and its phases are stacked in the chart', async () => {
  const query = `?kernel=grayscale&modes=${ALL.join(',')}&threads=2&repeats=2&scope=jpeg`;
  const { page, close } = await visit(browser, server, query);
  await drop(page, ['tests/data/photo.jpg']);
  await read(page, 'photo.jpg');
  const made = await race(page);
  expect(made.settings.scope).toBe('jpeg');
  expectSound(made);
  for (const run of made.runs) {
    const names = run.phases.map(({ phase }) => phase);
    expect(names).toEqual(expect.arrayContaining(['decode', 'copy-in', 'compute', 'copy-out', 'encode']));
  }
  expect(made.equality).toMatchObject({ identical: true, outputs: ALL.length });
  await page.waitForSelector('ft-chart .phase[data-phase=decode]');
  await close();
});

test('a run on the page’s own thread freezes it, the same in a worker doesn’t, and the report says how long', async () => {
  const query = '?kernel=mandelbrot&width=1500&height=1200&iterations=1000&modes=simd&blocking=simd&repeats=2';
  const { page, close } = await visit(browser, server, query);
  const made = await race(page);
  expect(made.settings.modes.map(({ mode, place }) => `${mode} ${place}`)).toEqual(['simd worker', 'simd page']);
  expect(made.equality?.identical).toBe(true);
  expectSound(made);
  for (const run of made.runs) {
    const gap = run.frames?.longestGapMs ?? NaN;
    if (run.modeIndex === 1) {
      // The freeze lasts at least as long as the run: no frame was drawn within it.
      expect(gap).toBeGreaterThanOrEqual(run.totalMs * 0.95);
      const within = run.frames?.atMs.filter((ms) => ms > 10 && ms < run.totalMs * 0.9);
      expect(within).toEqual([]);
    } else {
      expect(run.frames?.atMs.filter((ms) => ms > 0 && ms < run.totalMs).length).toBeGreaterThan(2);
    }
  }
  await page.locator('ft-chart[data-chart=frames]').scrollIntoViewIfNeeded();
  await page.waitForSelector('ft-chart .run[data-mode=simd]');
  expect(await page.locator('ft-kettle svg').count()).toBe(1);
  await close();
});

/** Memory that a process has in the machine's own, in bytes. */
function residentBytes(pid: number): number {
  const kilobytes = existsSync('/proc')
    ? /VmRSS:\s*(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
    : execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' });
  return Number(kilobytes) * 1024;
}

/** Ends whatever script runs in one of the workers whose address matches, as a crash of its thread would. */
async function kill(cdp: CDPSession, matching: RegExp): Promise<void> {
  const { targetInfos } = await cdp.send('Target.getTargets', { filter: [{}] });
  const victim = targetInfos.find(({ type, url }) => type === 'worker' && matching.test(url));
  if (!victim) throw new Error(`no worker ${matching}: ${targetInfos.map(({ url }) => url).join(' ')}`);
  const { sessionId } = await cdp.send('Target.attachToTarget', { targetId: victim.targetId, flatten: false });
  const message = JSON.stringify({ id: 1, method: 'Runtime.terminateExecution' });
  await cdp.send('Target.sendMessageToTarget', { sessionId, message });
}

describe('a lane that is killed in the middle of a run', () => {
  test.each([
    ['simd', /engine\.worker/, 0],
    ['scalar', /engine\.worker/, 0],
    ['js', /engine\.worker/, 0],
    ['threads', /workerHelpers/, 0],
    // A pool without its head finishes what it has, and gives signs of life till then.
    ['threads', /engine\.worker/, 8000],
    ['workers', /lane\.worker/, 0],
  ] as const)('%s, %s: is noticed, and the next run works', async (mode, worker, lifeMs) => {
    const kernel = 'kernel=mandelbrot&width=2000&height=1500&iterations=5000';
    const { page, close } = await visit(browser, server, `?${kernel}&modes=${mode}&threads=2&repeats=20`);
    const cdp = await browser.newBrowserCDPSession();
    await page.getByRole('button', { name: /^Race/ }).click();
    await raceIs(page, 'running');
    await page.waitForTimeout(700);
    const start = Date.now();
    await kill(cdp, worker);
    await raceIs(page, 'failed', 'done');
    // Two seconds of silence, and what this machine takes to notice.
    expect(Date.now() - start).toBeLessThan(3500 + lifeMs);
    expect(await page.evaluate(() => document.documentElement.dataset['race'])).toBe('failed');
    expect(await said(page, '.notices')).toMatch(/no sign of life|crashed/);
    await chooseKernel(page, 'grayscale');
    expect((await race(page)).runs.length).toBeGreaterThan(0);
    await cdp.detach();
    await close();
  });
});

test.each(['scalar', 'js'])('%s can block the page, too', async (mode) => {
  const { page, close } = await visit(browser, server, `?kernel=sobel&modes=simd&blocking=${mode}&repeats=1`);
  await drop(page, ['tests/data/oriented.jpg']);
  await read(page, 'oriented.jpg');
  const made = await race(page);
  expect(made.settings.modes.map(({ mode, place }) => `${mode} ${place}`)).toEqual([
    'simd worker',
    `${mode} worker`,
    `${mode} page`,
  ]);
  expect(made.equality?.identical).toBe(true);
  expectSound(made);
  // And once more: what was freed doesn't come back to haunt.
  expect((await race(page)).equality?.identical).toBe(true);
  await close();
});

describe('a lane that hangs', () => {
  test.each(['simd', 'scalar', 'threads', 'workers'])('in %s is noticed within two seconds', async (mode) => {
    const query = `?kernel=fault&failure=hang&modes=${mode}&threads=2&repeats=1&image=sample`;
    const { page, close } = await visit(browser, server, query);
    await page.getByRole('button', { name: /^Race/ }).click();
    await raceIs(page, 'running');
    const start = Date.now();
    await raceIs(page, 'failed');
    expect(Date.now() - start).toBeLessThan(3500);
    expect(await said(page, '.notices')).toMatch(/no sign of life for 2 seconds/);
    await chooseKernel(page, 'sobel');
    expect((await race(page)).job.kernel.name).toBe('sobel');
    await close();
  });

  test('in a pipeline is noticed as soon, whatever serial work went before', async () => {
    const query = '?kernel=fault&failure=hang&modes=scalar&scope=jpeg&repeats=1';
    const { page, close } = await visit(browser, server, query);
    await drop(page, ['tests/data/oriented.jpg']);
    await read(page, 'oriented.jpg');
    await page.getByRole('button', { name: /^Race/ }).click();
    await raceIs(page, 'running');
    const start = Date.now();
    await raceIs(page, 'failed');
    expect(Date.now() - start).toBeLessThan(4500);
    expect(await said(page, '.notices')).toMatch(/no sign of life for 2 seconds/);
    await close();
  });

  test.each(['workers', 'scalar'])('that panics in %s ends its run with its own words', async (mode) => {
    const query = `?kernel=fault&failure=panic&modes=${mode}&threads=2&repeats=1&image=sample&autorun`;
    const { page, close } = await visit(browser, server, query);
    await raceIs(page, 'failed');
    expect(await said(page, '.notices')).toMatch(/panicked at row/);
    await close();
  });
});

test('64 lanes on few cores break nothing', async () => {
  const query = '?kernel=gaussian&modes=simd,threads,workers&threads=64&repeats=1';
  const { page, close } = await visit(browser, server, query);
  await drop(page, ['tests/data/photo.jpg']);
  await read(page, 'photo.jpg');
  const made = await race(page);
  expect(made.settings.modes.map(({ threads }) => threads)).toEqual([1, 64, 64]);
  expect(made.equality?.identical).toBe(true);
  expectSound(made);
  await close();
});

test('without isolation workers are the parallel mode, and the clock’s steps are told', async () => {
  const plain = await serve({ headers: {} });
  const query = '?kernel=gaussian&threads=2&repeats=2&scope=png';
  const { page, close } = await visit(browser, plain, query, { serviceWorkers: 'block' });
  await drop(page, ['tests/data/photo.jpg']);
  await read(page, 'photo.jpg');
  const made = await race(page);
  expect(made.machine.isolated).toBe(false);
  expect(made.settings.modes.map(({ mode }) => mode)).toEqual(['simd', 'workers']);
  expect(made.equality?.identical).toBe(true);
  expect(made.machine.clockResolutionMs).toBeGreaterThan(0.01);
  expect(await said(page, '.facts')).toMatch(/clock steps of 0\.1 ms; not isolated/);
  expectSound(made);
  await close();
  await plain.close();
});

describe('engines side by side', () => {
  const simd = usual('simd', 1);
  const threads = (count: number): ModeSettings => usual('threads', count);
  const workers = (count: number): ModeSettings => usual('workers', count);
  const kernel = { name: 'gaussian', params: { sigma: 2 } };
  let own: Browser;
  let page: Page;
  beforeAll(async () => {
    // A browser of its own, so that its memory is that of these engines.
    own = await launch();
    page = await (await own.newContext()).newPage();
    await page.goto(`${lab.url}engines-lab.html`);
    await page.waitForFunction(() => 'lab' in window);
    await page.evaluate(() => window.lab.draw({ width: 160, height: 120 }));
  });
  afterAll(() => own.close());

  const sweep = (settings: ModeSettings[]): Promise<Execution[]> =>
    page.evaluate(
      async ([all, job]) => {
        const ids: number[] = [];
        for (const one of all) ids.push(await window.lab.start(one));
        const made: Execution[] = [];
        for (const id of ids) made.push(await window.lab.run(id, job));
        window.lab.dispose(...ids);
        return made;
      },
      [settings, kernel] as const,
    );

  test('pools of different sizes live at once, each with its own lanes', async () => {
    const made = await sweep([simd, threads(1), threads(2), threads(4), workers(1), workers(3)]);
    expect(made.map(({ trace }) => trace.lanes)).toEqual([1, 1, 2, 4, 1, 3]);
    expect(new Set(made.map(({ fingerprint }) => fingerprint)).size).toBe(1);
    for (const one of made) expectPhases(one, 0.005);
  });

  test('fifty sweeps leave no memory and no worker behind', async () => {
    const cdp = await own.newBrowserCDPSession();
    const lanes = async (): Promise<number> =>
      (await cdp.send('Target.getTargets', { filter: [{}] })).targetInfos.filter(({ type }) => type === 'worker')
        .length;
    const memory = async (): Promise<number> => {
      const { processInfo } = await cdp.send('SystemInfo.getProcessInfo');
      return processInfo.filter(({ type }) => type === 'renderer').reduce((sum, { id }) => sum + residentBytes(id), 0);
    };
    const round = [simd, threads(2), workers(2)];
    for (let i = 0; i < 5; i += 1) await sweep(round);
    const first = await memory();
    for (let i = 0; i < 50; i += 1) await sweep(round);
    // What was ended takes a moment to go: a thread that waits for its pool, two seconds.
    // Once in several hundred Chromium goes on listing one that is gone.
    await expect.poll(lanes, { timeout: 20_000, interval: 200 }).toBeLessThan(3);
    // An engine kept alive is some 3 MB, and fifty sweeps start a hundred and fifty; the browser's own memory breathes by some 20 MB.
    expect((await memory()) - first).toBeLessThan(60e6);
    await cdp.detach();
  });
});

test('a report with modes, phases and frames keeps to its schema', async () => {
  const { page, close } = await visit(
    browser,
    server,
    '?kernel=equalize&modes=simd,workers&blocking=simd&threads=2&repeats=1&scope=png&image=sample',
  );
  await race(page);
  const { default: Ajv } = await import('ajv/dist/2020.js');
  const schema = (await (await fetch(`${server.url}report.schema.json`)).json()) as object;
  const check = new Ajv({ strict: false, validateFormats: false }).compile(schema);
  expect(check(await report(page)), JSON.stringify(check.errors)).toBe(true);
  await close();
});

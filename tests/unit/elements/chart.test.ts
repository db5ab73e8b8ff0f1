// @vitest-environment happy-dom
import { describe, expect, test, onTestFinished, vi } from 'vitest';
import type { Chart } from '../../../www/src/elements/chart.js';
import type { ChartFiles } from '../../../www/src/elements/chart-files.js';
import { csvOf, fileName } from '../../../www/src/elements/download.js';
import { distance, nearest } from '../../../www/src/elements/marks.js';
import { doneAt } from '../../../www/src/elements/replay.js';
import { usualSlowness } from '../../../www/src/elements/slow-motion.js';
import { svgNode } from '../../../www/src/elements/svg-markup.js';
import { isWhole, moved, zoomed } from '../../../www/src/elements/zoom.js';
import '../../../www/src/elements/chart.js';
import type { Figure } from '../../../www/src/generated/model.js';
import { heard, mount, part, press, text } from './dom.js';

const SPANS = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 40"><title>All</title>
  <rect class="plot" data-from-ms="0" data-to-ms="10" x="0" y="0" width="200" height="40"/>
  <rect class="span" data-lane="0" data-start-ms="0" data-end-ms="4" x="0" y="0" width="80" height="20"><title>one</title></rect>
  <rect class="span" data-lane="0" data-start-ms="5" data-end-ms="10" x="100" y="0" width="100" height="20"><title>two</title></rect>
  <rect class="band" data-lane="0" data-start-ms="0" data-end-ms="10" x="0" y="20" width="9" height="10"><title>three</title></rect></svg>`;

const figure = (part: Partial<Figure> = {}): Figure => ({
  title: '4 threads: 3.4 × faster',
  note: 'Dots are runs.',
  svg: SPANS,
  table: { columns: ['Mode', 'Median, ms'], rows: [['Parallel', '3.4']] },
  ...part,
});

test('charts take SVG and nothing else', async () => {
  expect(svgNode('')).toBeUndefined();
  expect(svgNode('<p>no</p>')).toBeUndefined();
  const chart = await mount<Chart>('ft-chart', { heading: 'Lanes', source: 'model' });
  expect(part(chart, 'h3').textContent).toBe('Lanes');
  expect(chart.renderRoot.querySelector('button')).toBeNull();
  chart.figure = figure();
  await chart.updateComplete;
  expect(part(chart, 'h3').textContent).toBe('4 threads: 3.4 × faster');
  expect(part(chart, '.note').textContent).toBe('Dots are runs.');
  expect(part(chart, '.source').textContent).toBe('model');
  expect(chart.renderRoot.querySelectorAll('.drawing svg.icon, .drawing > svg')).toHaveLength(1);
});

test('the numbers behind a chart are a table with headings for columns and rows', async () => {
  const chart = await mount<Chart>('ft-chart', { figure: figure() });
  expect([...chart.renderRoot.querySelectorAll('th[scope=col]')].map((th) => th.textContent)).toEqual([
    'Mode',
    'Median, ms',
  ]);
  expect(part(chart, 'th[scope=row]').textContent).toBe('Parallel');
  expect(part(chart, 'tbody td').textContent).toBe('3.4');
  expect(part(chart, 'caption').textContent?.trim()).toBe('4 threads: 3.4 × faster');
});

test('arrow keys walk through the marks and say each; Escape leaves', async () => {
  const chart = await mount<Chart>('ft-chart', { figure: figure() });
  const drawing = part(chart, '.drawing');
  const said = async (key: string): Promise<string> => {
    press(drawing, key);
    await chart.updateComplete;
    return part(chart, '[aria-live]').textContent ?? '';
  };
  expect(await said('ArrowRight')).toBe('one. 1 of 3');
  expect(await said('ArrowRight')).toBe('two. 2 of 3');
  expect(part(chart, '.bubble').textContent).toBe('two');
  expect(await said('End')).toBe('three. 3 of 3');
  expect(await said('ArrowRight')).toBe('three. 3 of 3');
  expect(await said('Home')).toBe('one. 1 of 3');
  await said('Escape');
  expect(chart.renderRoot.querySelector('.bubble')).toBeNull();
});

test('only a chart of time zooms; what is asked for is told when zooming pauses, and 0 shows all', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const pause = (): unknown => vi.advanceTimersByTime(200);
  const zooms = heard<readonly [number, number] | null>('zoom-chart');
  const still = await mount<Chart>('ft-chart', { figure: figure() });
  expect(still.renderRoot.querySelector('.zoom')).toBeNull();
  press(part(still, '.drawing'), '+');
  pause();
  expect(zooms).toEqual([]);
  const chart = await mount<Chart>('ft-chart', { figure: figure(), zoomable: true });
  const drawing = part(chart, '.drawing');
  press(drawing, '+');
  // At once, before the exact drawing is even asked for.
  expect(part(chart, '[clip-path] > g').getAttribute('transform')).toMatch(/^matrix\(1\.6 0 0 1 /);
  expect(zooms).toEqual([]);
  pause();
  expect(zooms.at(-1)?.map((ms) => ms.toFixed(3))).toEqual(['1.875', '8.125']);
  press(drawing, '+');
  press(drawing, '-');
  press(drawing, 'PageDown');
  pause();
  expect(zooms).toHaveLength(2);
  expect(zooms.at(-1)?.map((ms) => ms.toFixed(3))).toEqual(['3.438', '9.688']);
  press(drawing, '0');
  pause();
  expect(zooms.at(-1)).toBeNull();
});

test('while the page is printed the drawing for paper takes the place of the other, whole and at once', async () => {
  const paper = { ...figure(), title: 'On paper' };
  const chart = await mount<Chart>('ft-chart', { figure: figure(), paper, zoomable: true });
  const screen = part(chart, 'h3').textContent;
  press(part(chart, '.drawing'), '+');
  window.dispatchEvent(new Event('beforeprint'));
  expect(part(chart, 'h3').textContent).toBe('On paper');
  expect(chart.renderRoot.querySelector('[clip-path]')).toBeNull();
  window.dispatchEvent(new Event('afterprint'));
  expect(part(chart, 'h3').textContent).toBe(screen);
  expect(part(chart, '[clip-path] > g').getAttribute('transform')).toMatch(/^matrix\(1\.6 0 0 1 /);
});

test('a replay shows what was done by then', async () => {
  const chart = await mount<Chart>('ft-chart', { figure: figure(), replays: true });
  const slider = part<HTMLInputElement>(chart, '.replay input');
  slider.value = '250';
  slider.dispatchEvent(new Event('input'));
  await chart.updateComplete;
  const widths = [...chart.renderRoot.querySelectorAll('.span')].map((span) => Number(span.getAttribute('width')));
  expect(widths).toEqual([(80 * 2.5) / 4, 0]);
  // Rows are done from the top down.
  expect(Number(part(chart, '.band').getAttribute('height'))).toBe(2.5);
  expect(Number(part(chart, '.cursor').getAttribute('x1'))).toBe(50);
  expect(text(chart)).toMatch(/2\.50.ms of 10\.0.ms/);
  chart.busy = true;
  await chart.updateComplete;
  expect(slider.disabled).toBe(true);
});

describe('zooming', () => {
  const whole = [0, 100] as const;
  test('keeps the instant under the pointer where it is', () => {
    const [from, to] = zoomed(whole, [20, 60], 0.5, 30);
    expect([from, to]).toEqual([25, 45]);
  });
  test('never leaves the whole', () => {
    expect(zoomed(whole, [20, 60], 100, 30)).toEqual([0, 100]);
    expect(moved(whole, [20, 60], 1000)).toEqual([60, 100]);
    expect(moved(whole, [20, 60], -1000)).toEqual([0, 40]);
    expect(isWhole(whole, [0, 100])).toBe(true);
    expect(isWhole(whole, [0, 99])).toBe(false);
    const [from, to] = zoomed(whole, [50, 50.02], 1e-9, 50.01);
    expect(to - from).toBeCloseTo(0.01, 9);
  });
});

describe('the nearest mark', () => {
  const box = (left: number, right: number, top = 0, bottom = 10) => ({ left, right, top, bottom });
  test('is the one below the pointer, or within reach', () => {
    expect(distance(15, 5, box(0, 10))).toBe(5);
    expect(nearest(15, 5, [box(0, 10), box(18, 20)], 12)).toBe(1);
    expect(nearest(50, 5, [box(0, 10), box(18, 20)], 12)).toBeUndefined();
  });
  test('of several below the pointer is the smallest', () => {
    expect(nearest(5, 5, [box(0, 100), box(4, 6, 4, 6), box(0, 50)], 12)).toBe(1);
  });
});

test('what is done of a piece, and how slow it is shown', () => {
  expect([doneAt(1, 2, 4), doneAt(3, 2, 4), doneAt(4, 2, 4), doneAt(2, 2, 2)]).toEqual([0, 0.5, 1, 1]);
  expect(usualSlowness(50)).toBe(100);
  expect(usualSlowness(12)).toBe(500);
  expect(usualSlowness(5000)).toBe(1);
});

test('tables as CSV, names as file names', () => {
  expect(csvOf({ columns: ['a', 'b, "c"'], rows: [['1', '2\n3']] })).toBe('a,"b, ""c"""\r\n1,"2\n3"\r\n');
  expect(fileName('Four Toasters', 'gaussian', 'lanes-1')).toBe('four-toasters-gaussian-lanes-1');
});

test('a chart’s files: what its owner can’t make isn’t offered, and while something is measured nothing is made', async () => {
  const offered = async (props: Partial<ChartFiles>): Promise<string[]> => {
    const files = await mount<ChartFiles>('ft-chart-files', { figure: figure(), ...props });
    return [...files.renderRoot.querySelectorAll('select, button')].map(
      (control) =>
        control.getAttribute('aria-label') ?? control.closest('label')?.firstChild?.textContent?.trim() ?? '',
    );
  };
  const always = ['Pixels of the PNG', 'Save as SVG', 'Save as PNG'];
  expect(await offered({ figure: figure({ table: { columns: [], rows: [] } }) })).toEqual(always);
  expect(await offered({ redraw: async () => null, animated: () => SPANS })).toEqual([
    'Colours',
    'Pixels of the PNG',
    'Save as SVG',
    'Save as Animated SVG',
    'Save as PNG',
    'Save the numbers as CSV',
  ]);
  const busy = await mount<ChartFiles>('ft-chart-files', { figure: figure(), disabled: true });
  expect([...busy.renderRoot.querySelectorAll('button')].every(({ disabled }) => disabled)).toBe(true);
  expect(part(busy, 'p').textContent).toContain('when nothing is being measured');
});

test('what can’t be made is told where it was asked for, and can be asked for again', async () => {
  const redraw = vi.fn(async () => Promise.reject(new Error('The charts could not be loaded.')));
  const files = await mount<ChartFiles>('ft-chart-files', { figure: figure(), redraw });
  const colours = part(files, 'label:first-child select') as HTMLSelectElement;
  colours.selectedIndex = 2;
  colours.dispatchEvent(new Event('change'));
  const button = part(files, '[aria-label="Save as SVG"]') as HTMLButtonElement;
  button.click();
  await vi.waitFor(() => expect(part(files, '[role=alert]').textContent).toBe('The charts could not be loaded.'));
  expect(redraw).toHaveBeenCalledExactlyOnceWith('dark');
  expect(button.disabled).toBe(false);
});

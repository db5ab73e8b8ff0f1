// @vitest-environment happy-dom
import { expect, test } from 'vitest';
import { contain, keyed } from '../../../www/src/elements/divider.js';
import type { TwoUp } from '../../../www/src/elements/two-up.js';
import '../../../www/src/elements/two-up.js';
import { fire, heard, mount, part, press } from './dom.js';

const picture = (width: number, height: number) => Object.assign(document.createElement('canvas'), { width, height });

const both = () => mount<TwoUp>('ft-two-up', { original: picture(40, 30), result: picture(40, 30) });

const value = (view: TwoUp) => part(view, '[role=slider]').getAttribute('aria-valuenow');

test('the divider starts in the middle and moves by keys, within its ends', async () => {
  const view = await both();
  expect(value(view)).toBe('50');
  for (const [key, shift, expected] of [
    ['ArrowRight', false, '51'],
    ['ArrowLeft', true, '41'],
    ['PageUp', false, '51'],
    ['Home', false, '0'],
    ['ArrowLeft', false, '0'],
    ['End', false, '100'],
    ['ArrowUp', false, '100'],
    ['PageDown', false, '90'],
  ] as const) {
    press(part(view, '[role=slider]'), key, shift);
    await view.updateComplete;
    expect(value(view)).toBe(expected);
  }
  expect(part(view, '.stage').style.getPropertyValue('--divide')).toBe('90%');
});

test('a double click brings it back to the middle', async () => {
  const view = await both();
  press(part(view, '[role=slider]'), 'Home');
  fire(part(view, '[role=slider]'), 'dblclick');
  await view.updateComplete;
  expect(value(view)).toBe('50');
});

test('other keys are left to the page', () => {
  expect(keyed(50, 'Tab', false)).toBeUndefined();
  expect(keyed(50, 'a', false)).toBeUndefined();
});

test('a view that is switched is told, and the divider goes with the comparison', async () => {
  const changes = heard<{ view: string }>('view');
  const view = await both();
  const [original] = view.renderRoot.querySelectorAll('[role=radiogroup] input');
  if (original) fire(original, 'change');
  await view.updateComplete;
  expect(changes.map((c) => c.view)).toEqual(['original']);
  expect(view.renderRoot.querySelector('[role=slider]')).toBeNull();
  expect(view.renderRoot.querySelectorAll('ft-bitmap').length).toBe(1);
});

test('without an original there is the result alone, and nothing to switch', async () => {
  const view = await mount<TwoUp>('ft-two-up', { result: picture(40, 30) });
  expect(part(view, 'ft-bitmap').getAttribute('aria-label')).toBe('Result picture');
  expect(view.renderRoot.querySelector('[role=radiogroup]')).toBeNull();
  expect(view.renderRoot.querySelector('[role=slider]')).toBeNull();
});

test('the overlay lies over the result only when asked for', async () => {
  const view = await both();
  expect(view.renderRoot.querySelector('[type=checkbox]')).toBeNull();
  view.overlay = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3"><rect width="4" height="3"/></svg>';
  await view.updateComplete;
  expect(view.renderRoot.querySelector('.overlay')).toBeNull();
  const box = part<HTMLInputElement>(view, '[type=checkbox]');
  box.checked = true;
  fire(box, 'change');
  await view.updateComplete;
  expect(part(view, '.result .overlay svg rect')).toBeTruthy();
});

test('a picture of another shape is shown whole in the frame', () => {
  expect(contain(1, 2)).toEqual({ width: 50, height: 100 });
  expect(contain(2, 1)).toEqual({ width: 100, height: 50 });
  expect(contain(1.5, 1.5)).toEqual({ width: 100, height: 100 });
});

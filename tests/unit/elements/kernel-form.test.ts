// @vitest-environment happy-dom
import { beforeEach, expect, test } from 'vitest';
import type { KernelInfo } from '../../../www/src/generated/model.js';
import type { KernelChange, KernelForm } from '../../../www/src/elements/kernel-form.js';
import type { NumberField } from '../../../www/src/elements/number-field.js';
import '../../../www/src/elements/kernel-form.js';
import { fire, heard, mount, part, press } from './dom.js';

const choice = (name: string, count: number) => ({
  name,
  label: `The ${name}`,
  kind: {
    type: 'choice' as const,
    choices: Array.from({ length: count }, (_, i) => ({ name: `${name}${i}`, label: `${name} ${i}` })),
  },
});

/** Kernels that no code of the page knows: everything must come from their descriptions. */
const kernels: KernelInfo[] = [
  {
    name: 'melt',
    label: 'Melt',
    action: 'melt this picture',
    about: 'It melts.',
    shape: 'stencil',
    needsSource: true,
    params: [
      {
        name: 'heat',
        label: 'Heat',
        kind: {
          type: 'number',
          min: 0.5,
          max: 50,
          step: 0.1,
          default: 5,
          integer: false,
          logarithmic: true,
          unit: '°',
        },
      },
      choice('pan', 2),
    ],
    presets: [
      { label: 'Gentle', params: { heat: 1 } },
      { label: 'Hot', params: { heat: 40, pan: 'pan1' } },
    ],
  },
  {
    name: 'cut',
    label: 'Cut',
    action: 'cut',
    about: 'It cuts.',
    shape: 'geometry',
    needsSource: true,
    params: [choice('knife', 6)],
    presets: [],
  },
  {
    name: 'tile',
    label: 'Tile',
    action: 'tile',
    about: 'It tiles.',
    shape: 'stencil',
    needsSource: true,
    params: [{ name: 'tiles', label: 'Tiles', kind: { type: 'pair', min: 1, max: 16, default: [8, 4], unit: '' } }],
    presets: [{ label: 'Few', params: { tiles: [2, 2] } }],
  },
];

let form: KernelForm;
let changes: KernelChange[];

beforeEach(async () => {
  changes = heard('change');
  form = await mount<KernelForm>('ft-kernel-form', { kernels, kernel: 'melt' });
});

const field = () => part<NumberField>(form, 'ft-number-field');
const preset = (label: string) =>
  [...form.renderRoot.querySelectorAll('button')].find((b) => b.textContent?.trim() === label) as HTMLButtonElement;

test('a description becomes controls with its defaults, unit and names', async () => {
  await field().updateComplete;
  expect(part<HTMLInputElement>(field(), '[type=number]').value).toBe('5');
  expect(part<HTMLInputElement>(field(), '[type=range]').value).toBe('500');
  expect(part(field(), '[type=range]').getAttribute('aria-label')).toBe('Heat');
  expect(part(field(), '[type=range]').getAttribute('aria-valuetext')).toBe('5 °');
  expect(form.renderRoot.querySelectorAll('[role=radiogroup] input').length).toBe(2);
});

test('a number that is typed is told with all other values, within its range', async () => {
  const box = part<HTMLInputElement>(field(), '[type=number]');
  box.value = '7000';
  fire(box, 'change');
  expect(changes).toEqual([{ kernel: 'melt', params: { heat: 50, pan: 'pan0' } }]);
  expect(box.value).toBe('50');
  box.value = '';
  fire(box, 'change');
  expect(changes.length).toBe(1);
  expect(box.value).toBe('50');
});

test('the slider maps its position to the value, and arrow keys move it', async () => {
  const slider = part<HTMLInputElement>(field(), '[type=range]');
  slider.value = '1000';
  fire(slider, 'input');
  press(slider, 'ArrowLeft');
  press(slider, 'PageDown');
  const [first, second, third] = changes.map((c) => c.params['heat'] as number);
  expect(first).toBe(50);
  expect(second).toBeLessThan(50);
  expect(third).toBeLessThan(0.75 * (second as number));
});

test('a preset sets its values, the others to their defaults, and shows that it is on', async () => {
  expect(preset('Hot').getAttribute('aria-pressed')).toBe('false');
  preset('Hot').click();
  await form.updateComplete;
  expect(changes.at(-1)).toEqual({ kernel: 'melt', params: { heat: 40, pan: 'pan1' } });
  expect(preset('Hot').getAttribute('aria-pressed')).toBe('true');
  preset('Gentle').click();
  expect(changes.at(-1)).toEqual({ kernel: 'melt', params: { heat: 1, pan: 'pan0' } });
});

test('another kernel starts from its own defaults', async () => {
  const select = part<HTMLSelectElement>(form, '#kernel');
  select.value = 'cut';
  fire(select, 'change');
  await form.updateComplete;
  expect(changes).toEqual([{ kernel: 'cut', params: { knife: 'knife0' } }]);
  expect(form.renderRoot.querySelector('ft-number-field')).toBeNull();
  // Six choices are a list.
  expect(part<HTMLSelectElement>(form, '#param-knife').options.length).toBe(6);
});

test('kernels are listed by their kind of work', () => {
  const groups = [...form.renderRoot.querySelectorAll('optgroup')];
  const names = (group: Element) => [...group.querySelectorAll('option')].map((option) => option.value);
  expect(groups.map(names)).toEqual([['melt', 'tile'], ['cut']]);
  expect(groups[0]?.label).toBe('pixels and their neighbours');
});

test('a pair is two numbers, across and down, that are told together', async () => {
  form.kernel = 'tile';
  form.values = {};
  await form.updateComplete;
  const [across, down] = [...form.renderRoot.querySelectorAll<NumberField>('ft-number-field')];
  expect([across?.label, across?.value, down?.label, down?.value]).toEqual(['Tiles, across', 8, 'Tiles, down', 4]);
  down?.dispatchEvent(new CustomEvent('value', { detail: 16 }));
  expect(changes.at(-1)).toEqual({ kernel: 'tile', params: { tiles: [8, 16] } });
  preset('Few').click();
  await form.updateComplete;
  expect(changes.at(-1)).toEqual({ kernel: 'tile', params: { tiles: [2, 2] } });
  expect(preset('Few').getAttribute('aria-pressed')).toBe('true');
});

test('values of the wrong kind or of no parameter are not shown', async () => {
  form.values = { heat: 'hot', salt: 3 };
  await form.updateComplete;
  preset('Hot').click();
  expect(changes.at(-1)?.params).not.toHaveProperty('salt');
  expect(field().value).toBe(5);
});

test('while a race is on nothing can be changed', async () => {
  form.disabled = true;
  await form.updateComplete;
  await field().updateComplete;
  const controls = [
    ...form.renderRoot.querySelectorAll<HTMLInputElement>('button, select, input'),
    ...field().renderRoot.querySelectorAll<HTMLInputElement>('input'),
  ];
  expect(controls.length).toBe(7);
  expect(controls.every((c) => c.disabled)).toBe(true);
});

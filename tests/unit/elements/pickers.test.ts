// @vitest-environment happy-dom
import { expect, test } from 'vitest';
import type { FilesDetail, DropZone } from '../../../www/src/elements/drop-zone.js';
import type { ModeOffer, ModePicker } from '../../../www/src/elements/mode-picker.js';
import type { Tray } from '../../../www/src/elements/tray.js';
import type { ExperimentPicker } from '../../../www/src/elements/experiment-picker.js';
import { EXPERIMENTS, type Experiment } from '../../../www/src/generated/model.js';
import type { Setup } from '../../../www/src/setup.js';
import '../../../www/src/elements/drop-zone.js';
import '../../../www/src/elements/experiment-picker.js';
import '../../../www/src/elements/mode-picker.js';
import '../../../www/src/elements/tray.js';
import { fire, heard, mount, part, text } from './dom.js';

const offers = (threads: Partial<ModeOffer> = {}): ModeOffer[] => [
  { mode: 'simd', label: 'Sequential', explanation: 'In order.', available: true },
  { mode: 'threads', label: 'Parallel', explanation: 'On a pool.', available: true, ...threads },
];

const setup = (part: Partial<Setup>): Setup => ({
  experiment: 'race',
  modes: ['simd'],
  threads: 2,
  repeats: 9,
  budgetS: undefined,
  chunk: 'auto',
  passing: 'transfer',
  scope: 'kernel',
  blocking: undefined,
  ...part,
});

const boxes = (picker: ModePicker) => [...picker.renderRoot.querySelectorAll<HTMLInputElement>('[type=checkbox]')];

function tick(box: HTMLInputElement | undefined, checked: boolean): void {
  if (!box) throw new Error('no such box');
  box.checked = checked;
  fire(box, 'change');
}

test('modes are told in the order offered, with threads and rounds', async () => {
  const changes = heard<Setup>('change');
  const picker = await mount<ModePicker>('ft-mode-picker', {
    modes: offers(),
    setup: setup({ modes: ['threads'] }),
  });
  tick(boxes(picker)[0], true);
  expect(changes).toEqual([setup({ modes: ['simd', 'threads'] })]);
});

test('chunk size, passing, scope and blocking are chosen from lists', async () => {
  const changes = heard<Setup>('change');
  const picker = await mount<ModePicker>('ft-mode-picker', {
    modes: [...offers(), { mode: 'workers', label: 'Workers', explanation: 'Share nothing.', available: true }],
    setup: setup({ modes: ['simd', 'workers'] }),
  });
  const choose = async (id: string, value: string): Promise<void> => {
    const select = part(picker, `#${id}`) as HTMLSelectElement;
    select.value = value;
    fire(select, 'change');
    await picker.updateComplete;
  };
  await choose('chunk-size', 'one-per-lane');
  expect(changes.at(-1)?.chunk).toBe('one-per-lane');
  await choose('chunk-size', 'rows');
  expect(changes.at(-1)?.chunk).toEqual({ rows: 64 });
  await choose('workers-pass-rows', 'copy');
  await choose('a-run-covers', 'jpeg');
  await choose('also-on-the-page-s-own-thread', 'simd');
  expect(text(picker)).toContain('Cancel included');
  expect(changes.at(-1)).toEqual(
    setup({ modes: ['simd', 'workers'], chunk: { rows: 64 }, passing: 'copy', scope: 'jpeg', blocking: 'simd' }),
  );
  // Who no longer races can't block either.
  tick(boxes(picker)[0], false);
  expect(changes.at(-1)).toMatchObject({ modes: ['workers'], blocking: undefined });
});

test('rounds are as many as it takes, or a number; time has a limit when it is given one', async () => {
  const changes = heard<Setup>('change');
  const picker = await mount<ModePicker>('ft-mode-picker', { modes: offers(), setup: setup({ repeats: undefined }) });
  expect(picker.renderRoot.querySelector('[label="Number of rounds"]')).toBeNull();
  const choose = async (id: string, value: string): Promise<void> => {
    const select = part<HTMLSelectElement>(picker, `#${id}`);
    select.value = value;
    fire(select, 'change');
    await picker.updateComplete;
  };
  await choose('rounds', 'fixed');
  await choose('time', 'limit');
  expect(changes.at(-1)).toMatchObject({ repeats: 9, budgetS: 20 });
  expect(picker.renderRoot.querySelector('[label="Seconds at most"]')).not.toBeNull();
  await choose('rounds', 'sure');
  await choose('time', 'usual');
  expect(changes.at(-1)).toMatchObject({ repeats: undefined, budgetS: undefined });
});

test('an experiment leaves open what it leaves open, and says why not the rest', async () => {
  const changes = heard<Setup>('change');
  const three = [
    ...offers(),
    { mode: 'workers', label: 'Workers', explanation: 'Share nothing.', available: true },
  ] satisfies ModeOffer[];
  const picker = await mount<ModePicker>('ft-mode-picker', {
    modes: three,
    setup: setup({ experiment: 'scaling', modes: ['threads'] }),
  });
  const [simd, threads] = boxes(picker);
  // The baseline is given; the last parallel mode stays.
  expect([simd?.checked, simd?.disabled]).toEqual([true, true]);
  expect(text(picker)).toContain('always there');
  expect(picker.renderRoot.querySelector('[label="Threads, up to"]')).not.toBeNull();
  tick(threads, false);
  expect(changes).toEqual([]);
  picker.setup = setup({ experiment: 'ladder' });
  await picker.updateComplete;
  expect(boxes(picker)).toEqual([]);
  expect(text(picker)).toContain('rung');
  picker.setup = setup({ experiment: 'chunks' });
  await picker.updateComplete;
  expect(picker.renderRoot.querySelector('#chunk-size')).toBeNull();
});

test('experiments are radio buttons with a question each; what needs other sizes says why it can’t be had', async () => {
  const chosen = heard<Experiment>('experiment');
  const picker = await mount<ExperimentPicker>('ft-experiment-picker', { fixedSize: 'It draws its own picture.' });
  const radios = [...picker.renderRoot.querySelectorAll<HTMLInputElement>('[type=radio]')];
  expect(radios.map(({ value }) => value)).toEqual(EXPERIMENTS);
  expect(radios.map(({ disabled }) => disabled)).toEqual([false, false, false, true, true, false]);
  const scaling = radios[2];
  if (scaling) fire(scaling, 'change');
  await picker.updateComplete;
  expect(chosen).toEqual(['scaling']);
  expect(text(picker)).toContain('How much do more threads bring?');
});

test('the last mode stays', async () => {
  const changes = heard<Setup>('change');
  const picker = await mount<ModePicker>('ft-mode-picker', { modes: offers(), setup: setup({}) });
  tick(boxes(picker)[0], false);
  await picker.updateComplete;
  expect(changes).toEqual([]);
  expect(boxes(picker)[0]?.checked).toBe(true);
  expect(part(picker, '[role=status]').hidden).toBe(false);
});

test('a mode that can’t run here shows the reason and the way out, and is never chosen', async () => {
  const changes = heard<Setup>('change');
  const away = { available: false, reason: 'The page is not isolated.', help: ['Open it by itself.'] };
  const picker = await mount<ModePicker>('ft-mode-picker', {
    modes: offers(away),
    setup: setup({ modes: ['simd', 'threads'] }),
  });
  const [, threads] = boxes(picker);
  expect(threads?.disabled).toBe(true);
  expect(threads?.checked).toBe(false);
  expect(text(picker)).toContain('The page is not isolated.');
  expect(part(picker, 'details li').textContent).toBe('Open it by itself.');
  // It stays chosen for when it can: the one that is left can't be taken away.
  tick(boxes(picker)[0], false);
  expect(changes).toEqual([]);
});

test('the tray chooses and removes by id, and a failed picture says why beside its name', async () => {
  const selected = heard<{ id: string }>('select');
  const removed = heard<{ id: string }>('remove');
  const tray = await mount<Tray>('ft-tray', {
    selected: 'a',
    entries: [
      { id: 'a', name: 'a.png', state: 'ready', size: { width: 4, height: 3 }, sizeBytes: 1500 },
      { id: 'b', name: 'b.png', state: 'ready' },
      { id: 'c', name: 'c.txt', state: 'failed', message: 'This is no picture.' },
      { id: 'd', name: 'd.png', state: 'reading' },
    ],
  });
  const radios = [...tray.renderRoot.querySelectorAll<HTMLInputElement>('[type=radio]')];
  expect(radios.map((r) => r.getAttribute('aria-label'))).toEqual(['a.png', 'b.png', 'c.txt', 'd.png']);
  expect(radios.map((r) => r.checked)).toEqual([true, false, false, false]);
  expect(radios.map((r) => r.disabled)).toEqual([false, false, true, true]);
  expect(part(tray, '[role=alert]').textContent).toContain('This is no picture.');
  expect(part(tray, '#about-a').textContent).toBe('4\u00a0×\u00a03 · 1.5\u00a0kB');
  if (radios[1]) fire(radios[1], 'change');
  part(tray, '[aria-label="Remove c.txt"]').click();
  expect(selected).toEqual([{ id: 'b' }]);
  expect(removed).toEqual([{ id: 'c' }]);
});

/** A drag as the window sees it. */
function drag(type: string, files: File[], kinds: string[] = ['Files']): Event {
  const event = new Event(type, { bubbles: true, cancelable: true });
  Object.assign(event, { dataTransfer: { types: kinds, files, dropEffect: 'none' }, relatedTarget: null });
  window.dispatchEvent(event);
  return event;
}

const file = new File(['x'], 'x.txt');

test('files dropped anywhere in the window are given, whatever they are', async () => {
  const given = heard<FilesDetail>('files');
  const zone = await mount<DropZone>('ft-drop-zone');
  drag('dragenter', []);
  await zone.updateComplete;
  expect(part(zone, '.overlay').hidden).toBe(false);
  expect(drag('drop', [file]).defaultPrevented).toBe(true);
  await zone.updateComplete;
  expect(part(zone, '.overlay').hidden).toBe(true);
  expect(given).toEqual([{ files: [file], source: 'drop' }]);
});

test('text that is dragged, or a part of the page, is no file', async () => {
  const given = heard<FilesDetail>('files');
  await mount<DropZone>('ft-drop-zone');
  expect(drag('drop', [file], ['text/plain']).defaultPrevented).toBe(false);
  window.dispatchEvent(new Event('dragstart'));
  drag('drop', [file]);
  window.dispatchEvent(new Event('dragend'));
  expect(given).toEqual([]);
});

test('pasted files are given; pasted text is left alone', async () => {
  const given = heard<FilesDetail>('files');
  await mount<DropZone>('ft-drop-zone');
  const paste = (files: File[]) => {
    const event = Object.assign(new Event('paste', { cancelable: true }), { clipboardData: { files } });
    window.dispatchEvent(event);
    return event.defaultPrevented;
  };
  expect(paste([])).toBe(false);
  expect(paste([file])).toBe(true);
  expect(given).toEqual([{ files: [file], source: 'paste' }]);
});

test('during a race a drop is caught but not taken', async () => {
  const given = heard<FilesDetail>('files');
  await mount<DropZone>('ft-drop-zone', { disabled: true });
  expect(drag('drop', [file]).defaultPrevented).toBe(true);
  expect(given).toEqual([]);
});

test('once it is taken from the page it hears nothing', async () => {
  const given = heard<FilesDetail>('files');
  const zone = await mount<DropZone>('ft-drop-zone');
  zone.remove();
  expect(drag('drop', [file]).defaultPrevented).toBe(false);
  expect(given).toEqual([]);
});

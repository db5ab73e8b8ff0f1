// Starts the tour: the view after every change, the address, the keys, the presenter's view.

import { render } from 'lit';

import { isolate } from '../app/isolate.js';
import { Toy } from '../toys/toy.js';
import { STEP_IDS, text } from './language.js';
import { Tour, askedStep } from './tour.js';
import { view } from './view.js';

let scheduled = false;
/** Draws soon, and once, however many changes there were. */
function schedule(): void {
  if (scheduled) return;
  scheduled = true;
  queueMicrotask(draw);
}

/** What is set as usual, in pixels. */
const USUAL_TEXT = 16;

function draw(): void {
  scheduled = false;
  const { presenting, step } = tour;
  const root = document.documentElement;
  root.classList.toggle('presenter', presenting);
  const magnification = presenting ? parseFloat(getComputedStyle(root).fontSize) / USUAL_TEXT : 1;
  render(
    view(tour, magnification, (is) => void present(is)),
    document.body,
  );
  document.title = tour.title;
  // Says to tests, and to whoever drives the page, what is shown.
  root.dataset['tour'] = step;
  rest();
}

/** Toys that aren't seen do nothing. */
function rest(): void {
  for (const toy of document.querySelectorAll('.table > *')) {
    if (toy instanceof Toy && toy.closest('[hidden]')) toy.stop();
  }
}

const tour = new Tour(schedule);
document.documentElement.lang = text.language;

/** Shows the step of the address, from its top; whoever can't see it hears its title. */
function follow(): void {
  if (!tour.follow()) return;
  draw();
  scrollTo({ top: 0, behavior: 'instant' });
  document.querySelector<HTMLElement>(`[data-step="${tour.step}"] h1`)?.focus({ preventScroll: true });
}
addEventListener('hashchange', follow);
// An entry whose address has no step leads back to the first one.
addEventListener('popstate', follow);
addEventListener('resize', () => tour.presenting && schedule());

/** Enters or leaves the presenter's view, and the whole screen where the browser lets it. */
async function present(presenting: boolean): Promise<void> {
  tour.present(presenting);
  try {
    if (presenting) await document.documentElement.requestFullscreen?.();
    else if (document.fullscreenElement) await document.exitFullscreen();
  } catch {
    // A frame without leave, or a phone: the view fills the window instead.
  }
}
document.addEventListener('fullscreenchange', () => {
  // Escape leaves the whole screen without a key being told.
  if (!document.fullscreenElement) tour.present(false);
});

/** Controls that have a use of their own for arrow keys. */
const HAS_OWN_KEYS = 'input, select, textarea, [tabindex="0"], [contenteditable]';

document.addEventListener('keydown', (event) => {
  const target = event.composedPath()[0];
  if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return;
  if (target instanceof Element && target.matches(HAS_OWN_KEYS)) return;
  const forward = event.key === 'ArrowRight' || (tour.presenting && event.key === 'PageDown');
  const back = event.key === 'ArrowLeft' || (tour.presenting && event.key === 'PageUp');
  if (forward || back) {
    event.preventDefault();
    tour.turn(forward ? 1 : -1);
  } else if (event.key === 'p' || event.key === 'P') void present(!tour.presenting);
  else if (event.key === 'Escape' && tour.presenting) void present(false);
});

const address = new URL(location.href);
if (address.searchParams.has('step')) {
  // A step that is asked for in the query is the same as one after the sign: one step, one address.
  address.hash = askedStep(address) ?? STEP_IDS[0];
  address.searchParams.delete('step');
  history.replaceState(history.state, '', address);
}

schedule();
// On a host that can't set headers the service worker brings isolation, with one reload, and with it threads.
await isolate();

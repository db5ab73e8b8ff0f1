// Watching from outside whether lanes that have work to do are still alive.

/** A lane with work to do that gives no sign of life for this long is taken for dead or hung. The dearest strip of rows takes 0.1 s here. */
export const SILENCE_MS = 2000;

/** How long serial work that can give no sign may take: decoding and encoding. */
const SERIAL_MS = 60_000;

const LOOK_EVERY_MS = 200;

/** Looks without a sign that end the patience. Looks, not time: a page that was asleep takes none. */
const looks = (ms: number): number => Math.ceil(ms / LOOK_EVERY_MS) - 1;

/** A watch over one thread that sends messages. */
export interface Watch {
  /** It has work from now on. */
  work(): void;
  /** It said that it is alive: serial work, if there was any, is done. */
  alive(): void;
  /** Its lanes give signs of life. These may be old ones, so that they don't end serial work. */
  lanes(): void;
  /** It does something that can give no sign, until it says that it is alive. */
  serial(): void;
  /** It has nothing to do. */
  rest(): void;
  stop(): void;
}

/** Patience grows where more lanes than cores take turns. */
const share = (lanes: number, cores: number): number => Math.max(1, lanes / cores);

/** Watches one thread of `lanes` on `cores` by what it says; `onSilence` is called once. */
export function watchMessages(lanes: number, cores: number, onSilence: () => void): Watch {
  const silenceMs = SILENCE_MS * share(lanes, cores);
  let silent = 0;
  let most = looks(silenceMs);
  let state: 'resting' | 'working' | 'serial' = 'resting';
  const timer = setInterval(() => {
    silent = state === 'resting' ? 0 : silent + 1;
    if (silent <= most) return;
    clearInterval(timer);
    onSilence();
  }, LOOK_EVERY_MS);
  const be = (next: 'working' | 'serial'): void => {
    silent = 0;
    most = looks(next === 'serial' ? SERIAL_MS : silenceMs);
    state = next;
  };
  return {
    work: () => be('working'),
    alive: () => be('working'),
    lanes: () => {
      if (state === 'working') be('working');
    },
    serial: () => be('serial'),
    rest: () => (state = 'resting'),
    stop: () => clearInterval(timer),
  };
}

/**
 * Watches lanes by their signs in shared memory, since a thread that leads a pool can't answer messages while it waits. A sign
 * is odd while its lane is in a chunk; when none is, somebody must still get on within the same time. Where more lanes than
 * cores take turns, the patience grows with their number. `onSilence` is told which lane it was.
 */
export function watchSigns(
  signs: Int32Array<SharedArrayBuffer>,
  lanes: number,
  cores: number,
  watch: Watch,
  onSilence: (lane: number) => void,
): () => void {
  const most = looks(SILENCE_MS * share(lanes, cores));
  const seen = Array.from({ length: Math.min(lanes, signs.length) }, (_, lane) => ({
    sign: Atomics.load(signs, lane),
    silent: 0,
  }));
  const timer = setInterval(() => {
    let news = false;
    seen.forEach((one, lane) => {
      const sign = Atomics.load(signs, lane);
      news ||= sign !== one.sign;
      one.silent = sign === one.sign && sign % 2 !== 0 ? one.silent + 1 : 0;
      one.sign = sign;
      if (one.silent > most) onSilence(lane);
    });
    const waiting = seen.some(({ sign }) => sign % 2 !== 0);
    // A lane that takes its turn among many may be silent longer than the whole; it is looked at by itself.
    if (news || waiting) watch.lanes();
  }, LOOK_EVERY_MS);
  return () => clearInterval(timer);
}

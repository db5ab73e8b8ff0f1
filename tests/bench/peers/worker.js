// A contender's own worker: its library, its picture, and the clock around its runs.
//
// A contender is a file in contenders/ whose default export says what it is and starts it:
//
//   name      what a reader sees
//   package   its npm package, for the version
//   modes     ways to run it: [{ label, threads, … }]
//   start(mode) → {
//     load(picture) → image    a { pixels, width, height } in the library's own form; not timed
//     read(result) → picture   the way back; not timed
//     free(result)             gives a result or an image back; not timed
//     ms(result)               the library's own time of a run, where the call holds more than the run
//     inPlace                  kernels overwrite their picture, so each run gets a fresh one
//     kernels: { [name]: { run(image, params) → result, note } }
//   }

import { expose, transfer } from '/node_modules/comlink/dist/esm/comlink.mjs';

let contender;
let picture;
let image;

const free = (thing) => contender.free?.(thing);

expose({
  /** Starts the contender; the answer is the notes of its kernels by name. */
  async start(file, mode) {
    const { default: described } = await import(`./contenders/${file}`);
    contender = await described.start(described.modes[mode]);
    return Object.fromEntries(Object.entries(contender.kernels).map(([name, { note }]) => [name, note ?? '']));
  },

  /** Takes the picture that the next runs work on. */
  async load(next) {
    if (image) free(image);
    picture = next;
    image = contender.inPlace ? undefined : await contender.load(picture);
  },

  /** One run; with its output if that is wanted. */
  async run(name, params, wanted) {
    const input = image ?? (await contender.load(picture));
    const { run } = contender.kernels[name];
    let result;
    try {
      const start = performance.now();
      result = await run(input, params);
      const wall = performance.now() - start;
      const ms = contender.ms?.(result) ?? wall;
      if (!wanted) return { ms };
      const { pixels, width, height } = await contender.read(result);
      // A copy, which is transferred: what was read may lie in the library's memory.
      const own = new Uint8Array(pixels);
      return transfer({ ms, output: { pixels: own, width, height } }, [own.buffer]);
    } catch (thrown) {
      throw new Error(thrown?.message ?? String(thrown));
    } finally {
      if (result !== undefined && result !== input) free(result);
      if (input !== image) free(input);
    }
  },
});

// The thread that leads an engine: a runner, and around it what all modes have in common. In a worker of its own, or, for a
// visitor who wants to feel what blocking is, on the page's own thread.

import { transfer } from 'comlink';

import { engineOf } from '../engines/index.js';
import { addUp } from '../engines/phases.js';
import { averaged, type Output, type Pixels, type Ran, type Runner, type Signs } from '../engines/engine.js';
import type { ChunkSize, KernelSettings, ModeSettings, PhaseTime, Scope, Size } from '../generated/model.js';
import decoderUrl from '../generated/wasm/decoder/module_bg.wasm?url';
import encoderUrl from '../generated/wasm/encoder/module_bg.wasm?url';
import { failure } from './failure.js';
import { room, transferables } from './memory.js';
import { mirrored, type Mirror } from './mirror.js';

/** Says to whoever watches this thread that it is alive, or that it does serial work which can give no sign. */
export type Say = (sign: 'alive' | 'serial') => void;

/** The decoder and the encoder, once a run needs them. */
interface Codec {
  decode(file: Uint8Array): Pixels;
  encode(pixels: Pixels, format: Scope): Uint8Array;
}

async function loadCodec(): Promise<Codec> {
  const [decoder, encoder] = await Promise.all([
    import('../generated/wasm/decoder/module.js'),
    import('../generated/wasm/encoder/module.js'),
  ]);
  await Promise.all([decoder.default({ module_or_path: decoderUrl }), encoder.default({ module_or_path: encoderUrl })]);
  return {
    decode: (file) => {
      const decoded = decoder.decode(file);
      const size = { width: decoded.width, height: decoded.height };
      const bytes = new Uint8Array(size.width * size.height * 4);
      decoded.copyTo(bytes);
      decoded.free();
      return { size, bytes };
    },
    encode: ({ size, bytes }, format) => encoder.encode(size.width, size.height, bytes, format),
  };
}

/** Leads an engine; `say` reaches whoever watches. */
export function createHost(say: Say) {
  let runner: Runner | undefined;
  let received: Uint8Array | undefined;
  let file: Uint8Array | undefined;
  let codec: Codec | undefined;

  /** Whatever is thrown is thrown on as a plain object that every browser can clone. */
  const plainly = async <T>(work: (ready: Runner) => T | Promise<T>): Promise<T> => {
    try {
      if (!runner) throw { code: 'internal', message: 'The engine was used before it was started.' };
      return await work(runner);
    } catch (thrown) {
      throw failure(thrown);
    }
  };

  /** From the file's bytes to those of a new one: every phase is timed here, where it happens. */
  const pipeline = async (
    codec: Codec,
    ready: Runner,
    kernel: KernelSettings,
    chunk: ChunkSize,
    format: Scope,
  ): Promise<Ran> => {
    const start = performance.now();
    let last = start;
    const phases: PhaseTime[] = [];
    const lap = (phase: PhaseTime['phase']): void => {
      const at = performance.now();
      phases.push({ phase, ms: at - last });
      last = at;
    };
    if (file) {
      say('serial');
      const pixels = codec.decode(file);
      lap('decode');
      await ready.load(pixels);
      lap('copy-in');
      say('alive');
    }
    const ran = await ready.run(kernel, chunk, 1);
    const around = performance.now() - last - ran.totalMs;
    const lapStart = last;
    last = performance.now();
    const result = new Uint8Array(ready.outputLength);
    ready.copyOutput(result);
    lap('copy-out');
    say('serial');
    codec.encode({ size: ran.outputSize, bytes: result }, format);
    lap('encode');
    say('alive');
    const shift = lapStart - start;
    const spans = ran.trace.spans.map((span) => ({
      ...span,
      startMs: span.startMs + shift,
      endMs: span.endMs + shift,
    }));
    return {
      ...ran,
      totalMs: last - start,
      phases: addUp([...phases, ...ran.phases, { phase: 'wait', ms: Math.max(0, around) }]),
      trace: { ...ran.trace, spans },
    };
  };

  return {
    /**
     * Makes the mode's inside. Signs of life in shared memory are mirrored for whoever watches; where this thread can't start the worker for
     * that, they are `bare`.
     */
    async start(settings: ModeSettings, module: WebAssembly.Module): Promise<{ signs?: Mirror; bare?: Signs }> {
      try {
        runner = await engineOf(settings.mode).runner(settings, {
          module,
          alive: () => say('alive'),
          serial: () => say('serial'),
        });
        const watched = settings.place === 'worker' ? runner.signs : undefined;
        if (!watched) return {};
        return typeof Worker === 'function' ? { signs: (await mirrored(watched)).mirror } : { bare: watched };
      } catch (thrown) {
        throw failure(thrown);
      }
    },

    /** Takes a piece of a picture that isn't shared; `load` without bytes takes what the pieces make. */
    receive(length: number, at: number, piece: Uint8Array): void {
      if (received?.length !== length) received = new Uint8Array(length);
      received.set(piece, at);
    },

    /** Takes the picture, and the file it came from if runs begin with that. */
    async load(size: Size, shared: Uint8Array | undefined, from: Blob | undefined): Promise<void> {
      const bytes = shared ?? received ?? new Uint8Array();
      received = undefined;
      await plainly(async (ready) => {
        file = from && new Uint8Array(await from.arrayBuffer());
        await ready.load({ size, bytes });
      });
    },

    run(kernel: KernelSettings, chunk: ChunkSize, scope: Scope, batch: number): Promise<Ran> {
      return plainly(async (ready) => {
        if (scope === 'kernel') return ready.run(kernel, chunk, batch);
        if (!codec) {
          say('serial');
          codec = await loadCodec();
          say('alive');
        }
        const start = performance.now();
        for (let i = 1; i < batch; i += 1) await pipeline(codec, ready, kernel, chunk, scope);
        const last = await pipeline(codec, ready, kernel, chunk, scope);
        return batch > 1 ? averaged(last, (performance.now() - start) / batch) : last;
      });
    },

    fingerprint: (): Promise<string> => plainly((ready) => ready.fingerprint()),

    output(): Promise<Output> {
      return plainly((ready) => {
        const start = performance.now();
        const bytes = room(ready.outputLength);
        ready.copyOutput(bytes);
        return transfer({ bytes, ms: performance.now() - start }, transferables(bytes));
      });
    },

    /** Gives back what doesn't end with this thread. */
    end(): void {
      runner?.free?.();
      runner = undefined;
    },
  };
}

export type Host = ReturnType<typeof createHost>;

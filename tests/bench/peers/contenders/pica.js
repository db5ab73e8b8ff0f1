// pica: resizes only, with WebAssembly; tiles go to workers of its own.

const SOURCE = '/tests/bench/peers/node_modules/pica/dist/pica.mjs';

export default {
  name: 'pica',
  package: 'pica',
  modes: [
    { label: '1 thread', threads: 1 },
    { label: '2 threads', threads: 2 },
  ],

  async start({ threads }) {
    const { default: makePica } = await import(SOURCE);
    const pica = makePica({ concurrency: threads, features: ['js', 'wasm', ...(threads > 1 ? ['ww'] : [])] });
    await pica.init();
    return threads > 1 ? onCanvases(pica) : onBytes(pica);
  },
};

function onBytes(pica) {
  const resize = {
    note: 'resizeBuffer, bytes to bytes',
    run: async (from, { width, height }) => {
      const dest = new Uint8Array(width * height * 4);
      await pica.resizeBuffer({
        src: from.pixels,
        width: from.width,
        height: from.height,
        toWidth: width,
        toHeight: height,
        filter: 'lanczos3',
        dest,
      });
      return { pixels: dest, width, height };
    },
  };
  return {
    load: ({ pixels, width, height }) => ({ pixels: new Uint8Array(pixels), width, height }),
    read: (picture) => picture,
    kernels: { resize_half: resize, resize_64: resize },
  };
}

/** Only this way it uses its workers. */
function onCanvases(pica) {
  const resize = {
    note: 'canvas to canvas, by tiles; reading and writing the tiles is part of it',
    run: (from, { width, height }) => pica.resize(from, canvas(width, height), { filter: 'lanczos3' }),
  };
  return {
    load: ({ pixels, width, height }) => {
      const from = canvas(width, height);
      context(from).putImageData(new ImageData(new Uint8ClampedArray(pixels), width), 0, 0);
      return from;
    },
    read: (from) => ({
      pixels: context(from).getImageData(0, 0, from.width, from.height).data,
      width: from.width,
      height: from.height,
    }),
    kernels: { resize_half: resize, resize_64: resize },
  };
}

function canvas(width, height) {
  return new OffscreenCanvas(width, height);
}

function context(from) {
  return from.getContext('2d', { willReadFrequently: true });
}

// wasm-vips: libvips with SIMD and a pool of threads of its own.

const SOURCE = '/tests/bench/peers/node_modules/wasm-vips/lib/vips-es6.js';

export default {
  name: 'wasm-vips',
  package: 'wasm-vips',
  modes: [
    { label: '1 thread', threads: 1 },
    { label: '2 threads', threads: 2 },
  ],

  async start({ threads }) {
    const { default: Vips } = await import(SOURCE);
    const vips = await Vips({ dynamicLibraries: [] });
    vips.concurrency(threads);
    // Else a second run would give the first one's result back.
    vips.Cache.max(0);

    /** A kernel whose steps are only noted by libvips, and done when the last one's pixels are asked for. */
    const kernel = (note, work) => ({
      note: `${note ? `${note}; ` : ''}memory image to memory image`,
      run: (image, params) => {
        const steps = [];
        const step = (one) => {
          steps.push(one);
          return one;
        };
        const result = work(image, params, step).copyMemory();
        for (const one of steps) one.delete();
        return result;
      },
    });
    const rgb = (image, step) => step(image.extractBand(0, { n: 3 }));
    const opaque = (image, step) => step(image.bandjoin(255));
    const mask = (rows, scale = 1) => vips.Image.newFromArray(rows, scale);
    const across = mask([
      [-1, 0, 1],
      [-2, 0, 2],
      [-1, 0, 1],
    ]);
    const down = mask([
      [-1, -2, -1],
      [0, 0, 0],
      [1, 2, 1],
    ]);
    const cross = mask([
      [0, -1, 0],
      [-1, 5, -1],
      [0, -1, 0],
    ]);
    const luma = [0.299, 0.587, 0.114, 0];
    const resize = (note) =>
      kernel(note, (image, { width, height }, step) =>
        step(image.resize(width / image.width, { vscale: height / image.height, kernel: 'lanczos3' })),
      );

    return {
      load: ({ pixels, width, height }) => vips.Image.newFromMemory(pixels, width, height, 4, 'uchar'),
      read: (image) => ({ pixels: image.writeToMemory(), width: image.width, height: image.height }),
      free: (image) => image.delete(),
      kernels: {
        grayscale: kernel('recomb, cut off to bytes', (image, _, step) => {
          const mixed = step(image.recomb(mask([luma, luma, luma, [0, 0, 0, 1]])));
          return step(mixed.cast('uchar'));
        }),
        invert: kernel('alpha inverted too', (image, _, step) => step(image.invert())),
        brightness_contrast_gamma: kernel('maplut with our table', (image, { table }, step) => {
          const bytes = Uint8Array.from({ length: 1024 }, (_, i) => (i % 4 === 3 ? i >> 2 : table[i >> 2]));
          return step(image.maplut(step(vips.Image.newFromMemory(bytes, 256, 1, 4, 'uchar'))));
        }),
        gaussian: kernel('integers, cut off at a fifth of the peak, as are its defaults', (image, { sigma }, step) =>
          step(image.gaussblur(sigma)),
        ),
        box_blur: kernel(
          'convasep with one layer, which is a box; convsep is faster, but its integers are 1.05 levels off on average',
          (image, { radius }, step) => {
            const size = 2 * radius + 1;
            return step(image.convasep(mask([new Array(size).fill(1)], size), { layers: 1 }));
          },
        ),
        sharpen: kernel('conv', (image, _, step) => step(image.conv(cross, { precision: 'integer' }))),
        sobel: kernel('grey, two convolutions, root, RGBA', (image, _, step) => {
          const grey = step(step(image.recomb(mask([luma]))).rint());
          const [gx, gy] = [across, down].map((one) => step(grey.conv(one, { precision: 'float' })));
          const squares = step(step(gx.multiply(gx)).add(step(gy.multiply(gy))));
          const edges = step(step(step(squares.pow(0.5)).rint()).cast('uchar'));
          return step(edges.bandjoin([edges, edges, 255]));
        }),
        median: kernel('rank; band by band, which is faster', (image, { radius }, step) => {
          const size = 2 * radius + 1;
          const [r, g, b] = [0, 1, 2].map((c) => step(step(image.extractBand(c)).rank(size, size, (size * size) >> 1)));
          return step(r.bandjoin([g, b, 255]));
        }),
        resize_half: resize(''),
        resize_64: resize('shrunk by whole numbers first, as is its default'),
        equalize: kernel('each channel by itself', (image, _, step) =>
          opaque(step(rgb(image, step).histEqual()), step),
        ),
        rotate: kernel('', (image, _, step) => step(image.rot('d90'))),
      },
    };
  },
};

// Canvas 2D: what the browser draws itself, here without a graphics card.

export default {
  name: 'Canvas 2D',
  modes: [{ label: '1 thread', threads: 1 }],

  start() {
    const targets = new Map();
    /** A canvas of that size, kept from run to run. */
    const target = (width, height) => {
      const key = `${width} × ${height}`;
      if (!targets.has(key)) targets.set(key, open(width, height));
      return targets.get(key);
    };
    const kernel = (note, size, draw) => ({
      note: `${note ? `${note}; ` : ''}canvas to canvas`,
      run: (image, params) => {
        const { width, height } = size(image, params);
        const context = target(width, height);
        context.reset();
        context.imageSmoothingQuality = 'high';
        draw(context, image, params);
        // Drawing is put off until a pixel is asked for.
        context.getImageData(0, 0, 1, 1);
        return context;
      },
    });
    const same = (image) => image;
    const filter = (note, words) =>
      kernel(note, same, (context, image, params) => {
        context.filter = words(params);
        context.drawImage(image, 0, 0);
      });
    const resize = kernel(
      'smoothing quality high, not Lanczos',
      (_, params) => params,
      (context, image, params) => context.drawImage(image, 0, 0, params.width, params.height),
    );
    return {
      load: ({ pixels, width, height }) => {
        const context = open(width, height);
        context.putImageData(new ImageData(new Uint8ClampedArray(pixels), width), 0, 0);
        return context.canvas;
      },
      read,
      kernels: {
        grayscale: filter('Rec. 709 weights', () => 'grayscale(1)'),
        invert: filter('', () => 'invert(1)'),
        gaussian: filter('beyond the edges lies nothing', ({ sigma }) => `blur(${sigma}px)`),
        resize_half: resize,
        resize_64: resize,
        rotate: kernel(
          '',
          ({ width, height }) => ({ width: height, height: width }),
          (context, image) => {
            context.setTransform(0, 1, -1, 0, image.height, 0);
            context.drawImage(image, 0, 0);
          },
        ),
      },
    };
  },
};

function open(width, height) {
  return new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
}

function read(context) {
  const { width, height } = context.canvas;
  return { pixels: context.getImageData(0, 0, width, height).data, width, height };
}

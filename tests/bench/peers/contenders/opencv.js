// OpenCV.js as npm has it: built without SIMD and without threads.

const SOURCE = '/tests/bench/peers/node_modules/@techstark/opencv-js/dist/opencv.js';

export default {
  name: 'OpenCV.js',
  package: '@techstark/opencv-js',
  modes: [{ label: '1 thread', threads: 1 }],

  async start() {
    const cv = await bring();
    const replicate = cv.BORDER_REPLICATE;
    const middle = new cv.Point(-1, -1);
    const cross = cv.matFromArray(3, 3, cv.CV_32F, [0, -1, 0, -1, 5, -1, 0, -1, 0]);

    /** A kernel with matrices of its own between its steps, which it gives back. */
    const kernel = (note, work) => ({
      note: `${note ? `${note}; ` : ''}Mat to Mat`,
      run: (image, params) => {
        const borrowed = [];
        const mat = () => {
          borrowed.push(new cv.Mat());
          return borrowed.at(-1);
        };
        const result = new cv.Mat();
        try {
          work(image, result, params, mat);
        } catch (thrown) {
          throw typeof thrown === 'number' ? new Error(`C++ exception ${thrown}`) : thrown;
        } finally {
          for (const one of borrowed) one.delete();
        }
        return result;
      },
    });
    const area = kernel('area average: it has no Lanczos that averages when shrinking', (from, to, { width, height }) =>
      cv.resize(from, to, new cv.Size(width, height), 0, 0, cv.INTER_AREA),
    );

    return {
      load: ({ pixels, width, height }) => {
        const mat = new cv.Mat(height, width, cv.CV_8UC4);
        mat.data.set(pixels);
        return mat;
      },
      read: (mat) => ({ pixels: mat.data, width: mat.cols, height: mat.rows }),
      free: (mat) => mat.delete(),
      kernels: {
        grayscale: kernel('to grey and back to RGBA', (from, to, _, mat) => {
          const grey = mat();
          cv.cvtColor(from, grey, cv.COLOR_RGBA2GRAY);
          cv.cvtColor(grey, to, cv.COLOR_GRAY2RGBA);
        }),
        invert: kernel('bitwise_not, alpha inverted too', (from, to) => cv.bitwise_not(from, to)),
        brightness_contrast_gamma: kernel('LUT with our table', (from, to, { table }, mat) => {
          const lut = mat();
          lut.create(1, 256, cv.CV_8UC4);
          for (let i = 0; i < 256; i += 1) lut.data.set([table[i], table[i], table[i], i], i * 4);
          cv.LUT(from, lut, to);
        }),
        gaussian: kernel('', (from, to, { sigma }) =>
          cv.GaussianBlur(from, to, new cv.Size(0, 0), sigma, sigma, replicate),
        ),
        box_blur: kernel('', (from, to, { radius }) =>
          cv.blur(from, to, new cv.Size(2 * radius + 1, 2 * radius + 1), middle, replicate),
        ),
        sharpen: kernel('filter2D', (from, to) => cv.filter2D(from, to, -1, cross, middle, 0, replicate)),
        sobel: kernel('grey, two Sobels, magnitude, to bytes, to RGBA', (from, to, _, mat) => {
          const [grey, gx, gy, root, bytes] = [mat(), mat(), mat(), mat(), mat()];
          cv.cvtColor(from, grey, cv.COLOR_RGBA2GRAY);
          cv.Sobel(grey, gx, cv.CV_32F, 1, 0, 3, 1, 0, replicate);
          cv.Sobel(grey, gy, cv.CV_32F, 0, 1, 3, 1, 0, replicate);
          cv.magnitude(gx, gy, root);
          root.convertTo(bytes, cv.CV_8U);
          cv.cvtColor(bytes, to, cv.COLOR_GRAY2RGBA);
        }),
        median: kernel('', (from, to, { radius }) => cv.medianBlur(from, to, 2 * radius + 1)),
        bilateral: kernel('by way of RGB, with the sum of the channels’ differences', (from, to, params, mat) => {
          const [rgb, smooth] = [mat(), mat()];
          cv.cvtColor(from, rgb, cv.COLOR_RGBA2RGB);
          cv.bilateralFilter(rgb, smooth, 2 * params.radius + 1, params.sigma_color, params.sigma_space, replicate);
          cv.cvtColor(smooth, to, cv.COLOR_RGB2RGBA);
        }),
        resize_half: area,
        resize_64: area,
        equalize: kernel('each channel by itself', (from, to) => {
          const [planes, equal] = [new cv.MatVector(), new cv.MatVector()];
          cv.split(from, planes);
          for (let c = 0; c < 4; c += 1) {
            const plane = planes.get(c);
            if (c < 3) cv.equalizeHist(plane, plane);
            equal.push_back(plane);
            plane.delete();
          }
          cv.merge(equal, to);
          planes.delete();
          equal.delete();
        }),
        rotate: kernel('', (from, to) => cv.rotate(from, to, cv.ROTATE_90_CLOCKWISE)),
      },
    };
  },
};

/** The library is a script of the old kind, for which `this` must be the global object. */
async function bring() {
  (0, eval)(await (await fetch(SOURCE)).text());
  const cv = globalThis.cv;
  if (!cv.Mat) await new Promise((resolve) => (cv.onRuntimeInitialized = resolve));
  // A promise of itself, which nobody could ever wait to the end of.
  delete cv.then;
  return cv;
}

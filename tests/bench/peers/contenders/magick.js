// magick-wasm: ImageMagick, on one thread.

const FOLDER = '/tests/bench/peers/node_modules/@imagemagick/magick-wasm/dist';

export default {
  name: 'magick-wasm',
  package: '@imagemagick/magick-wasm',
  modes: [{ label: '1 thread', threads: 1 }],

  async start() {
    const magick = await import(`${FOLDER}/index.js`);
    const { Channels, MagickFormat, MagickImage, MagickReadSettings } = magick;
    await magick.initializeImageMagick(new Uint8Array(await (await fetch(`${FOLDER}/x86/magick.wasm`)).arrayBuffer()));

    const load = ({ pixels, width, height }) => {
      const settings = new MagickReadSettings({ format: MagickFormat.Rgba, width, height, depth: 8 });
      return MagickImage.create(new Uint8Array(pixels), settings);
    };
    const changed = (change, note = '') => ({
      note: `${note ? `${note}; ` : ''}in place`,
      run: (image, params) => {
        change(image, params);
        return image;
      },
    });
    const convolve = (image, kernel) =>
      image.morphology(new magick.MorphologySettings(magick.MorphologyMethod.Convolve, kernel));
    const resize = changed((image, { width, height }) => {
      const geometry = new magick.MagickGeometry(width, height);
      geometry.ignoreAspectRatio = true;
      image.resize(geometry, magick.FilterType.Lanczos);
    });

    return {
      inPlace: true,
      load,
      read: (image) =>
        image.write(MagickFormat.Rgba, (data) => ({
          pixels: new Uint8Array(data),
          width: image.width,
          height: image.height,
        })),
      free: (image) => image.dispose(),
      kernels: {
        grayscale: changed((image) => image.grayscale(magick.PixelIntensityMethod.Rec601Luma)),
        invert: changed((image) => image.negate(Channels.RGB)),
        brightness_contrast_gamma: changed((image, { table }) => {
          const pixels = Uint8Array.from({ length: 1024 }, (_, i) => (i % 4 === 3 ? 255 : table[i >> 2]));
          const lut = load({ pixels, width: 256, height: 1 });
          image.clut(lut, magick.PixelInterpolateMethod.Nearest, Channels.RGB);
          lut.dispose();
        }, 'clut with our table'),
        gaussian: changed((image, { sigma }) => image.blur(0, sigma), 'blur, radius chosen by itself'),
        box_blur: changed((image, { radius }) => {
          const size = 2 * radius + 1;
          const ones = new Array(size).fill(1 / size);
          convolve(image, `${size}x1: ${ones}`);
          convolve(image, `1x${size}: ${ones.join(' ')}`);
        }, 'convolved along rows, then columns'),
        sharpen: changed((image) => convolve(image, '3x3: 0,-1,0 -1,5,-1 0,-1,0'), 'convolved'),
        bilateral: changed(
          (image, params) =>
            image.bilateralBlur(2 * params.radius + 1, 2 * params.radius + 1, params.sigma_color, params.sigma_space),
          'square window',
        ),
        resize_half: resize,
        resize_64: resize,
        floyd_steinberg: changed((image) => {
          const settings = new magick.QuantizeSettings();
          settings.colors = 2;
          settings.colorSpace = magick.ColorSpace.Gray;
          settings.ditherMethod = magick.DitherMethod.FloydSteinberg;
          image.quantize(settings);
        }, 'quantize to two greys that it chooses'),
        rotate: changed((image) => image.rotate(90)),
      },
    };
  },
};

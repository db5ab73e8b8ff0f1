// Photon: Rust compiled to WebAssembly, on one thread.

const FOLDER = '/tests/bench/peers/node_modules/@silvia-odwyer/photon';
const LANCZOS3 = 4;

export default {
  name: 'photon',
  package: '@silvia-odwyer/photon',
  modes: [{ label: '1 thread', threads: 1 }],

  async start() {
    const photon = await bring();
    const changed = (change, note = '') => ({
      note: `${note ? `${note}; ` : ''}in place`,
      run: (image, params) => {
        change(image, params);
        return image;
      },
    });
    const resize = {
      note: '',
      run: (image, { width, height }) => photon.resize(image, width, height, LANCZOS3),
    };
    return {
      inPlace: true,
      load: ({ pixels, width, height }) => new photon.PhotonImage(new Uint8Array(pixels), width, height),
      read: (image) => ({ pixels: image.get_raw_pixels(), width: image.get_width(), height: image.get_height() }),
      free: (image) => image.free(),
      kernels: {
        grayscale: changed((image) => photon.grayscale_human_corrected(image), 'weights 0.3, 0.59, 0.11'),
        invert: changed((image) => photon.invert(image)),
        gaussian: changed(
          (image, { sigma }) => photon.gaussian_blur(image, sigma),
          'three boxes instead of a bell curve',
        ),
        sharpen: changed((image) => photon.sharpen(image)),
        resize_half: resize,
        resize_64: resize,
      },
    };
  },
};

/** The package is made for bundlers, which link its script and its module; here that is done by hand. */
async function bring() {
  const linked = /import \* as wasm from '[^']*';/;
  const text = await (await fetch(`${FOLDER}/photon_rs_bg.js`)).text();
  if (!linked.test(text)) throw new Error('photon’s script isn’t the one that is expected');
  const script = text.replace(linked, 'let wasm; export const link = (exports) => { wasm = exports; };');
  const photon = await import(URL.createObjectURL(new Blob([script], { type: 'text/javascript' })));
  const { instance } = await WebAssembly.instantiateStreaming(fetch(`${FOLDER}/photon_rs_bg.wasm`), {
    './photon_rs_bg.js': photon,
  });
  photon.link(instance.exports);
  return photon;
}

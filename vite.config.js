import { readFileSync } from 'node:fs';
import { build, defineConfig } from 'vite';
import pkg from './package.json' with { type: 'json' };
import { oembed } from './scripts/oembed.mjs';
import { LASTING, OPEN_PATHS, POLICY, headers, keep, openPolicy, strictPolicy } from './www/headers.js';

/**
 * Writes the header files that common static hosts read: Netlify and Cloudflare Pages, Vercel, Apache, Azure.
 *
 * Some documents have a policy of their own. Where all rules that fit are put together (Netlify, Cloudflare), two policies would both hold: there
 * every path with a policy is named in one rule.
 *
 * Hosts know paths from their own root, so a site that lies in a folder must say so. Apache alone reads a file in that folder.
 *
 * @param {string | undefined} site the site's address, with a slash at its end; without it the site is all that its host has.
 */
const headerFiles = (site) => ({
  name: 'header-files',
  // After Vite's own, which put the documents and the workers into the bundle.
  enforce: 'post',
  apply: 'build',
  generateBundle(_, bundle) {
    const emit = (fileName, source) => this.emitFile({ type: 'asset', fileName, source });
    const folder = site ? new URL(site).pathname : '/';
    const onHost = (path) => folder + path.slice(1);
    const rule = (path, entries) => [onHost(path), ...entries.map(([key, value]) => `  ${key}: ${value}`)];
    const everywhere = Object.entries(headers);
    // A document has its name with and without .html; its folder is the first one.
    const names = Object.keys(bundle).filter((name) => !name.includes('/'));
    const files = [...names, ...names.filter(isPage).map((name) => name.replace('.html', ''))].map(
      (name) => `/${name}`,
    );
    const strict = ['/', `${LASTING}*`, ...PUBLIC, ...files].filter((path) => !OPEN_PATHS.includes(path));
    const rules = [
      rule('/*', everywhere),
      ...strict.map((path) => rule(path, [[POLICY, strictPolicy], ...(path === `${LASTING}*` ? [keep] : [])])),
      ...OPEN_PATHS.map((path) => rule(path, [[POLICY, openPolicy]])),
    ];
    emit('_headers', [...rules.flat(), ''].join('\n'));

    const set = ([key, value]) => `Header set ${key} "${value}"`;
    const open = OPEN_PATHS.filter(isPage).map((path) => path.slice(1).replace('.html', ''));
    emit(
      '.htaccess',
      [
        '<IfModule mod_headers.c>',
        ...[...everywhere, [POLICY, strictPolicy]].map((entry) => `  ${set(entry)}`),
        `  <FilesMatch "^(${open.join('|')})(\\.html)?$">`,
        `    ${set([POLICY, openPolicy])}`,
        '  </FilesMatch>',
        `  <If "%{REQUEST_URI} =~ m#${LASTING}#">`,
        `    ${set(keep)}`,
        '  </If>',
        '</IfModule>',
        '',
      ].join('\n'),
    );

    const json = (value) => JSON.stringify(value, null, 2) + '\n';
    const list = (all) => Object.entries(all).map(([key, value]) => ({ key, value }));
    // The later rule wins.
    const wide = { [POLICY]: openPolicy };
    const all = { ...headers, [POLICY]: strictPolicy };
    const kept = Object.fromEntries([keep]);
    const source = (path, some) => ({ source: onHost(path), headers: list(some) });
    const sources = [
      source('/(.*)', all),
      ...OPEN_PATHS.map((path) => source(path, wide)),
      source(`${LASTING}(.*)`, kept),
    ];
    emit('vercel.json', json({ headers: sources }));
    // The first rule wins, alone; what is global would be so for the rest of the host, too.
    const route = (path, some) => ({ route: onHost(path), headers: { ...all, ...some } });
    const routes = [...OPEN_PATHS.map((path) => route(path, wide)), route(`${LASTING}*`, kept), route('/*', {})];
    emit('staticwebapp.config.json', json({ routes }));
  },
});

/** Lays the licence of the font that exports take away beside it: wherever the font goes, its licence goes. */
const fontLicence = () => ({
  name: 'font-licence',
  apply: 'build',
  generateBundle() {
    const source = readFileSync(new URL('node_modules/@fontsource/roboto/LICENSE', import.meta.url));
    this.emitFile({ type: 'asset', fileName: 'assets/roboto-licence.txt', source });
  },
});

/** The custom element, and what makes its files: one file each as module and as classic script, laid out as an npm package. */
const element = () => ({
  name: 'element',
  apply: 'build',
  async generateBundle() {
    const emit = (fileName, source) => this.emitFile({ type: 'asset', fileName: `element/${fileName}`, source });
    for (const [entry, format, fileName, name] of [
      ['four-toasters', 'es', 'four-toasters.js'],
      ['classic', 'iife', 'four-toasters.classic.js', 'FourToasters'],
      ['exports', 'es', 'four-toasters-exports.js'],
      ['exports', 'iife', 'four-toasters-exports.classic.js', 'FourToastersExports'],
    ]) {
      const [{ output }] = await build({
        configFile: false,
        root: 'www',
        logLevel: 'warn',
        publicDir: false,
        build: {
          target: 'es2022',
          write: false,
          minify: true,
          lib: { entry: `src/component/${entry}.ts`, formats: [format], name },
        },
      });
      if (output.length !== 1) throw new Error(`${fileName} would be ${output.length} files: it must be one.`);
      emit(fileName, output[0].code);
    }
    const { version, license } = pkg;
    emit(
      'package.json',
      JSON.stringify(
        {
          name: 'four-toasters-element',
          version,
          description: '<four-toasters>: a race, sequential against parallel, in any page',
          license,
          type: 'module',
          exports: {
            '.': { types: './four-toasters.d.ts', default: './four-toasters.js' },
            // For whoever bundles the element, and copies this beside the bundle.
            './four-toasters-exports.js': './four-toasters-exports.js',
          },
          types: './four-toasters.d.ts',
          sideEffects: true,
        },
        null,
        2,
      ) + '\n',
    );
    emit('four-toasters.d.ts', readFileSync(new URL('www/src/component/four-toasters.package.d.ts', import.meta.url)));
  },
});

const isPage = (name) => name.endsWith('.html');

/** The address that the site will have, where who builds it has named one (`scripts/build.mjs`). */
const SITE = process.env.FOUR_TOASTERS_SITE;

/** What is copied as it is, and runs. */
const PUBLIC = ['/isolate.sw.js'];

export default defineConfig({
  root: 'www',
  // Relative addresses, so that the built site works in any folder of any host.
  base: './',
  define: { __VERSION__: JSON.stringify(pkg.version) },
  build: {
    outDir: '../dist',
    emptyOutDir: true,
    target: 'es2022',
    // The helper only fetches chunks early on old browsers, and an inline script would break the content policy.
    modulePreload: { polyfill: false },
    // Never inline a file as a data: address; workers and WebAssembly must come from the site itself.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1000,
    // Each page is a document of its own, so that none loads another's code.
    rolldownOptions: {
      // Most of a build's time is a plugin's, which builds the element: that is no news.
      checks: { pluginTimings: false },
      input: ['index', 'tour', 'breakfast', 'requests', 'batch', 'embed'].map((page) => `www/${page}.html`),
    },
  },
  worker: {
    format: 'es',
    rolldownOptions: {
      output: {
        // A service worker may speak for its own folder and what lies in it, and is known by its address: no folder, no hash.
        entryFileNames: ({ name }) => (name.endsWith('.sw') ? '[name].js' : 'assets/[name]-[hash].js'),
      },
    },
  },
  // No policy: Vite's development client writes inline styles and opens a socket. There, a service worker's file lies deep in the sources.
  server: { headers: { ...headers, 'Service-Worker-Allowed': '/' } },
  plugins: [headerFiles(SITE), fontLicence(), element(), oembed(SITE)],
});

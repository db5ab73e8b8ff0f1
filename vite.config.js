import { defineConfig } from 'vite';
import pkg from './package.json' with { type: 'json' };
import { headers } from './www/headers.js';

/** Writes the header files that common static hosts read: Netlify and Cloudflare Pages, Vercel, Apache, Azure. */
const headerFiles = () => ({
  name: 'header-files',
  apply: 'build',
  generateBundle() {
    const emit = (fileName, source) => this.emitFile({ type: 'asset', fileName, source });
    const entries = Object.entries(headers);
    emit('_headers', ['/*', ...entries.map(([key, value]) => `  ${key}: ${value}`), ''].join('\n'));
    emit(
      '.htaccess',
      ['<IfModule mod_headers.c>', ...entries.map(([k, v]) => `  Header set ${k} "${v}"`), '</IfModule>', ''].join(
        '\n',
      ),
    );
    const list = entries.map(([key, value]) => ({ key, value }));
    emit('vercel.json', JSON.stringify({ headers: [{ source: '/(.*)', headers: list }] }, null, 2) + '\n');
    emit('staticwebapp.config.json', JSON.stringify({ globalHeaders: headers }, null, 2) + '\n');
  },
});

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
    rolldownOptions: { input: ['www/index.html', 'www/breakfast.html'] },
  },
  worker: { format: 'es' },
  server: { headers: withoutPolicy(headers) },
  plugins: [headerFiles()],
});

/** Vite's development client writes inline styles and opens a socket, which the content policy refuses. */
function withoutPolicy(all) {
  return Object.fromEntries(Object.entries(all).filter(([key]) => key !== 'Content-Security-Policy'));
}

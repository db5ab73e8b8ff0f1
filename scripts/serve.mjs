// A static server on loopback for dist/ or another folder, with or without the headers that isolate the page.

import { createReadStream, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';
import { createGzip } from 'node:zlib';

import { headersFor } from '../www/headers.js';
import { root } from './tools.mjs';

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.jpg': 'image/jpeg',
  '.png': 'image/png',
};

/** Kinds that shrink; hosts compress them too, so that what is measured here is what visitors get. */
const COMPRESSIBLE = new Set(['.html', '.js', '.css', '.json', '.svg', '.wasm']);

/**
 * Serves a folder on loopback.
 *
 * @param {{ port?: number, folder?: string, index?: string, headers?: Record<string, string> | ((path: string) => Record<string, string>) }} options port 0 takes a free one; the folder
 *   is dist/; `index` is the file that a folder's own address gives; headers, perhaps by path, default to those of a good host.
 * @returns {Promise<{ url: string, close: () => Promise<void>, served: Map<string, number> }>} `served` sums the bytes sent by path, compressed as sent.
 */
export async function serve({
  port = 0,
  folder = join(root, 'dist'),
  index = 'index.html',
  headers: given = headersFor,
} = {}) {
  const served = new Map();
  const server = createServer((request, response) => {
    const path = pathOf(request.url ?? '/');
    const headers = typeof given === 'function' ? given(path ?? '/') : given;
    const file = path === undefined ? folder : normalize(join(folder, path.endsWith('/') ? path + index : path));
    const stats = file.startsWith(folder + sep) ? statSync(file, { throwIfNoEntry: false }) : undefined;
    if (path === undefined || !stats?.isFile()) {
      response.writeHead(404, { ...headers, 'Content-Type': 'text/plain' }).end('There is no such file.');
      return;
    }
    const type = extname(file);
    const gzip = COMPRESSIBLE.has(type) && /\bgzip\b/.test(String(request.headers['accept-encoding']));
    response.writeHead(200, {
      'Cache-Control': 'no-cache',
      ...headers,
      'Content-Type': TYPES[type] ?? 'application/octet-stream',
      ...(gzip ? { 'Content-Encoding': 'gzip' } : { 'Content-Length': stats.size }),
    });
    const body = createReadStream(file);
    const sent = gzip ? body.pipe(createGzip()) : body;
    sent.on('data', (data) => served.set(path, (served.get(path) ?? 0) + data.length));
    sent.pipe(response);
  });
  await new Promise((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
  return {
    url: `http://localhost:${server.address().port}/`,
    served,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The path a request asks for; nothing when it is no path. */
function pathOf(url) {
  try {
    return decodeURIComponent(new URL(url, 'http://localhost').pathname).replaceAll('\0', '');
  } catch {
    return undefined;
  }
}

// The headers every document and script is served with, in one place: the development server, the built site's own
// server and the header files for common hosts all read this.
//
// COOP and COEP isolate the page, which is what lets threads share memory; where a frame of ours stands in a page that isn't isolated,
// Document-Isolation-Policy does, in browsers that know it. CORP lets an isolated page load our files, and the open access lets other
// pages load the element and sandboxed frames their own scripts: nothing here is secret, and nothing is asked for with cookies.
export const headers = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'cross-origin',
  'Document-Isolation-Policy': 'isolate-and-require-corp',
  'Access-Control-Allow-Origin': '*',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
};

/** The header that says what a document may load and whom it may ask. */
export const POLICY = 'Content-Security-Policy';

const policy = (connect) =>
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' blob: data:; " +
  `connect-src ${connect}; worker-src 'self' blob:; manifest-src 'self'; base-uri 'none'; form-action 'none'`;

/** The policy of everything but the documents below: nobody but the site itself is asked, so nothing leaves the page. */
export const strictPolicy = policy("'self' blob:");

/**
 * The policy of the documents where addresses of others may be fetched: the visitor's own, and an author's picture and report in an embed,
 * after a click and by https (`embed/options.ts`): a policy can't tell who wrote an address. It holds for those documents alone: a worker has the
 * policy that its own file is served with, which is the strict one.
 */
export const openPolicy = policy("'self' blob: https: http:");

/** The addresses those documents have: hosts may leave out `.html`. */
export const OPEN_PATHS = ['/requests.html', '/requests', '/embed.html', '/embed'];

/** The folder of files whose names change with what is in them. */
export const LASTING = '/assets/';

/** They are asked for once and kept, so that what was used once works without a network. */
export const keep = ['Cache-Control', 'public, max-age=31536000, immutable'];

/** All headers of a path from the site's folder. */
export const headersFor = (path) => ({
  ...headers,
  ...(path.startsWith(LASTING) ? Object.fromEntries([keep]) : {}),
  [POLICY]: OPEN_PATHS.includes(path) ? openPolicy : strictPolicy,
});

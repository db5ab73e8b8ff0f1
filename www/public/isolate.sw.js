// Adds the headers that isolate the page to the page's own files, for hosts that can't. It caches nothing and touches no other site.

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (new URL(request.url).origin !== self.location.origin) return;
  // A request that only the HTTP cache may answer can't be repeated from here.
  if (request.cache === 'only-if-cached' && request.mode !== 'same-origin') return;
  event.respondWith(
    fetch(request).then((response) => {
      // A response without a status can't be copied.
      if (response.status === 0) return response;
      const headers = new Headers(response.headers);
      headers.set('Cross-Origin-Opener-Policy', 'same-origin');
      headers.set('Cross-Origin-Embedder-Policy', 'require-corp');
      headers.set('Cross-Origin-Resource-Policy', 'cross-origin');
      headers.set('Document-Isolation-Policy', 'isolate-and-require-corp');
      const { status, statusText } = response;
      return new Response(response.body, { status, statusText, headers });
    }),
  );
});

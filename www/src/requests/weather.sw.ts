// The weather service as a service worker. It belongs to the requests page alone (its scope is that page), answers the addresses of the
// service, and touches no other request: the worker that isolates the lab has the wider scope and never meets it.

import { WeatherServer, readAddress } from './weather.js';
import { storedPicture } from './xray-store.js';

/** The little of a service worker's world that is used here; TypeScript's own words for it exclude those for pages. */
interface World {
  addEventListener(type: 'install', act: () => void): void;
  addEventListener(type: 'activate', act: (event: { waitUntil(done: Promise<unknown>): void }) => void): void;
  addEventListener(
    type: 'fetch',
    act: (event: { readonly request: Request; respondWith(response: Promise<Response>): void }) => void,
  ): void;
  addEventListener(type: 'message', act: (event: { waitUntil(done: Promise<unknown>): void }) => void): void;
  readonly clients: { claim(): Promise<void> };
  readonly registration: { readonly scope: string };
  skipWaiting(): Promise<void>;
}

const world = globalThis as unknown as World;
const server = new WeatherServer(storedPicture);

world.addEventListener('install', () => void world.skipWaiting());
// A page that was there before, or was reloaded past its worker, asks for it: no reload is needed.
for (const type of ['activate', 'message'] as const) {
  world.addEventListener(type as 'activate', (event) => event.waitUntil(world.clients.claim()));
}
world.addEventListener('fetch', (event) => {
  const ask = readAddress(new URL(event.request.url), world.registration.scope);
  if (ask) event.respondWith(server.respond(ask));
});

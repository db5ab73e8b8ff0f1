// The requests' address: how many, how many at once, and how the weather service behaves.
//
//   requests.html?count=40&limit=10&latency=50&failures=5
//
// Whom to ask can't be said in an address: nobody's browser is sent anywhere by a link. What can't be understood is left out and told in a
// sentence, and the rest holds.

import type { Settings } from './app.js';
import { REQUESTS_NUMBERS } from './fields.js';

/** What an address asks for. */
export interface AskedRequests {
  readonly settings: Partial<Settings>;
  /** What could not be understood, as sentences. */
  readonly problems: readonly string[];
}

/** Reads the query of an address. */
export function readRequests(query: string): AskedRequests {
  const problems: string[] = [];
  let settings: Partial<Settings> = {};
  for (const [name, text] of new URLSearchParams(query)) {
    const number = REQUESTS_NUMBERS.find(({ address }) => address === name);
    // It may be as long as anybody likes.
    const told = `${name}=${text}`.slice(0, 60);
    if (!number) {
      problems.push(`The address asks for ${told}, which the requests don’t take.`);
      continue;
    }
    const { min, max } = number.kind;
    const value = /^\d{1,6}$/.test(text) ? Number(text) : NaN;
    if (value >= min && value <= max) settings = { ...settings, [number.name]: value };
    else problems.push(`The address asks for ${told}, which is not a whole number from ${min} to ${max}.`);
  }
  return { settings, problems };
}

/** <four-toasters> as an ES module: the site is the folder above this file's. */
import { define } from './element.js';

export { FourToasters } from './element.js';
export type { Report } from '../generated/model.js';
export type { Tier } from '../embed/protocol.js';

// Out of the bundler's sight: it would take the address for one of a file to be bundled.
const here = import.meta.url;
define(new URL('..', here).href);

/** <four-toasters> as an ES module: the site is the folder above this file's, and what makes files lies beside it. */
import { define } from './element.js';
import type { Exports } from './file-kinds.js';

export { FourToasters } from './element.js';
export type { FileKind, FileOptions } from './file-kinds.js';
export type { Report } from '../generated/model.js';
export type { Tier } from '../embed/protocol.js';

// Out of the bundler's sight: it would take the addresses for those of files to be bundled.
const here = import.meta.url;
const exports = new URL('four-toasters-exports.js', here).href;
define(new URL('..', here).href, () => import(/* @vite-ignore */ exports) as Promise<Exports>);

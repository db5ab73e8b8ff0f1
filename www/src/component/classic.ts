// <four-toasters> as a classic script, which also works in a page that was opened from a file, where modules don't.
import { define } from './element.js';

const { src } = document.currentScript as HTMLScriptElement;
define(new URL('..', src).href);

/** The logo for the page's header: a toaster of four slots, each slice at its own height. `logo.svg` is its icon file. */
import { html } from 'lit';

export const logo = html`<svg class="logo" viewBox="0 0 40 40" aria-hidden="true">
  <path
    fill="var(--toast)"
    d="M6 17V11.5a3 3 0 0 1 6 0V17zM13.3 17V7.5a3 3 0 0 1 6 0V17zM20.7 17V9.5a3 3 0 0 1 6 0V17zM28 17V5.5a3 3 0 0 1 6 0V17z"
  />
  <path fill="var(--kopi)" d="M6 15.5h28a4 4 0 0 1 4 4V32a4 4 0 0 1-4 4H6a4 4 0 0 1-4-4V19.5a4 4 0 0 1 4-4z" />
  <path fill="var(--bg)" d="M7.5 22h3v8h-3zM14.8 22h3v8h-3zM22.2 22h3v8h-3zM29.5 22h3v8h-3z" />
</svg>`;

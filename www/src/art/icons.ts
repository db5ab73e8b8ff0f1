/** Small line icons, 20 × 20, drawn for this page. They take the colour of the text and say nothing to a screen reader. */
import { html, svg, type TemplateResult } from 'lit';

function icon(content: TemplateResult): TemplateResult {
  return html`<svg
    class="icon"
    viewBox="0 0 20 20"
    fill="none"
    stroke="currentColor"
    stroke-width="1.75"
    stroke-linecap="round"
    stroke-linejoin="round"
    aria-hidden="true"
  >
    ${content}
  </svg>`;
}

export const check = icon(svg`<path d="M4 10.5 8.2 15 16 5.5" />`);
export const cross = icon(svg`<path d="M5 5 15 15M15 5 5 15" />`);
export const info = icon(svg`<circle cx="10" cy="10" r="7.5" /><path d="M10 9v5M10 6.2v.1" />`);
export const warning = icon(svg`<path d="M10 2.8 18 17H2zM10 8v4M10 14.4v.1" />`);
export const failed = icon(svg`<circle cx="10" cy="10" r="7.5" /><path d="m7.2 7.2 5.6 5.6m0-5.6-5.6 5.6" />`);
export const differs = icon(svg`<path d="M4 7.5h12M4 12.5h12M13 3.5l-6 13" />`);
export const notCompared = icon(svg`<path d="M4 10h12" stroke-dasharray="2 3.2" />`);
export const grip = icon(svg`<path d="M8 5 3 10l5 5M12 5l5 5-5 5" />`);
export const expand = icon(svg`<path d="M12 3h5v5M17 3l-6 6M8 17H3v-5M3 17l6-6" />`);
export const shrink = icon(svg`<path d="M16 9h-5V4M11 9l6-6M4 11h5v5M9 11l-6 6" />`);
export const picture = icon(
  svg`<rect x="2.5" y="4" width="15" height="12" rx="2" /><path d="m3 14 4-4 3.5 3.5L13 11l4 4" /><path d="M12.6 7.6v.1" />`,
);
export const plate = icon(svg`<circle cx="10" cy="10" r="7.5" /><circle cx="10" cy="10" r="4" />`);
export const hourglass = icon(
  svg`<path d="M5 2.5h10M5 17.5h10M6 2.5c0 5 8 5 8 7.5s-8 2.5-8 7.5M14 2.5c0 5-8 5-8 7.5" />`,
);
export const play = icon(svg`<path d="M6 4v12l10-6z" />`);
export const pause = icon(svg`<path d="M7 4v12M13 4v12" />`);
export const closer = icon(svg`<circle cx="9" cy="9" r="5.5" /><path d="m13 13 4.5 4.5M6.5 9h5M9 6.5v5" />`);
export const farther = icon(svg`<circle cx="9" cy="9" r="5.5" /><path d="m13 13 4.5 4.5M6.5 9h5" />`);

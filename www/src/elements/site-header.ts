/** The header that all of the site's pages share. Each page is a document of its own. */
import { html, nothing, type TemplateResult } from 'lit';

import { logo } from '../art/logo.js';

/** The pages, in the order in which the header names them. Addresses are relative, so that the site works in any folder. */
const PAGES = [
  { page: 'lab', label: 'Lab', href: './' },
  { page: 'tour', label: 'Tour', href: './tour.html' },
  { page: 'breakfast', label: 'Breakfast', href: './breakfast.html' },
  { page: 'batch', label: 'X-rays', href: './batch.html' },
  { page: 'requests', label: 'Requests', href: './requests.html' },
] as const;

/** The name of a page that has a place in the header. */
export type SitePage = (typeof PAGES)[number]['page'];

/** Logo, tagline and the way to the other pages. Its styles are in `styles/page.css`. */
export function siteHeader(current: SitePage): TemplateResult {
  return html`<header class="page-header">
    <a class="brand" href="./">
      ${logo}<span class="brand-name">Four Toasters</span><span class="brand-tagline">See when parallel pays.</span>
    </a>
    <nav class="pages" aria-label="Pages">
      ${PAGES.map(
        ({ page, label, href }) =>
          html`<a href=${href} aria-current=${page === current ? 'page' : nothing}>${label}</a>`,
      )}
    </nav>
  </header>`;
}

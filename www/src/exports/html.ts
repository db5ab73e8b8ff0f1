/**
 * A report as one HTML file: it works from disk, without a network and without scripts. This is the builder alone: it knows no page, no
 * element and no chart, so that a component can use it as well as the lab.
 */
import { escaped } from '../escaped.js';
import type { Table } from '../generated/model.js';

/** A drawing in each theme: complete SVG documents. Screens show the light or the dark one, as the reader prefers; paper has its own. */
export interface Themed {
  readonly light: string;
  readonly dark: string;
  /** For paper; the light one where there is none. */
  readonly print?: string;
}

/** A part of the document. What there is of it is shown in this order. */
export interface Section {
  readonly heading: string;
  readonly sentences?: readonly string[];
  /** A drawing that becomes part of the document, so that its text can be read, searched and copied. */
  readonly figure?: Themed;
  /** A drawing that stays a picture of its own, for its styles are its own: one that moves, say. Printed only where it has one for paper. */
  readonly picture?: Themed & { readonly alt: string };
  readonly table?: Table;
  /** What opens the table, where it is folded away. */
  readonly folded?: string;
  /** Whether the table's cells are words, not numbers. */
  readonly prose?: boolean;
}

/** What the document says. All texts are plain: nothing in them is taken for markup. */
export interface HtmlReport {
  /** The finding: its headline and its name. */
  readonly title: string;
  readonly sentences: readonly string[];
  readonly sections: readonly Section[];
  /** The report itself, for programs: as JSON in `<script type="application/json" id="report">`. */
  readonly json: unknown;
  /** Reports that its charts are of, too: likewise, each in `<script type="application/json" class="other-report">`. */
  readonly others?: readonly unknown[];
  /** The document's style, as CSS; fonts and pictures in it as data addresses. */
  readonly style: string;
  /** Where the lab is, perhaps with the same set up: an address with http or https; any other is left out. */
  readonly link?: string;
  /** What stands at the end. */
  readonly foot?: readonly string[];
}

/** Nothing is fetched and nothing runs, whatever stands in the texts. Styles are allowed, for the document's own and those of drawings. */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; base-uri 'none'; form-action 'none'";

/** The document's text. */
export function htmlReport(report: HtmlReport): string {
  const { title, sentences, sections, json, others = [], style, link, foot = [] } = report;
  const href = link && /^https?:\/\//i.test(link) ? link : undefined;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>${escaped(title)}</title>
<style>${style.replaceAll('</', '<\\/')}</style>
</head>
<body>
<header>
<h1>${escaped(title)}</h1>
${paragraphs(sentences)}${href ? `<p><a href="${escaped(href)}">Open the lab</a></p>\n` : ''}</header>
<main>
${sections.map(section).join('\n')}
</main>
<footer>
${paragraphs(foot)}</footer>
${[data('id="report"', json), ...others.map((other) => data('class="other-report"', other))].join('\n')}
</body>
</html>
`;
}

/** Data that nothing runs. In its JSON no "<" stands as it is, so that nothing ends it early. */
function data(attribute: string, json: unknown): string {
  return `<script type="application/json" ${attribute}>${JSON.stringify(json).replaceAll('<', '\\u003c')}</script>`;
}

function section({ heading, sentences = [], figure, picture, table, folded, prose }: Section, index: number): string {
  const drawn = figure ? inline(figure, `s${index}`, escaped(heading)) : '';
  const body = table ? tableOf(table, heading, prose ? 'prose' : 'numbers') : '';
  return `<section>
<h2>${escaped(heading)}</h2>
${picture ? still(picture, `p${index}`) : ''}${drawn}${paragraphs(sentences)}${
    folded && body ? `<details><summary>${escaped(folded)}</summary>${body}</details>` : body
  }
</section>`;
}

/** Every theme's drawing, of which the style shows one. */
function inline({ light, dark, print }: Themed, name: string, heading: string): string {
  const drawing = (classes: string, svg: string): string =>
    `<div class="${classes}">${named(svg, `${name}-${classes.charAt(0)}-`)}</div>`;
  return `<figure class="scroll" tabindex="0" aria-label="${heading}">${drawing(print ? 'light' : 'light print', light)}${drawing('dark', dark)}${print ? drawing('print', print) : ''}</figure>\n`;
}

/** A drawing whose ids, and whatever points to them, begin with this: ids are a document's, and it has several drawings. */
function named(svg: string, prefix: string): string {
  return svg
    .replace(/^<\?xml[^>]*>\s*/, '')
    .replace(/(\s(?:id|aria-labelledby|aria-describedby)=")([^"]*)"/g, (_, start: string, ids: string) => {
      const own = ids.split(' ').map((id) => prefix + id);
      return `${start}${own.join(' ')}"`;
    })
    .replace(/(="url\(#|href="#)/g, `$1${prefix}`);
}

function still({ light, dark, print, alt }: Themed & { readonly alt: string }, name: string): string {
  const address = (svg: string): string => `data:image/svg+xml,${encodeURIComponent(svg)}`;
  const paper = print ? `<figure class="print">${named(print, `${name}-`)}</figure>\n` : '';
  return `<picture><source media="(prefers-color-scheme: dark)" srcset="${address(dark)}"><img src="${address(light)}" alt="${escaped(alt)}"></picture>\n${paper}`;
}

function tableOf({ columns, rows }: Table, name: string, kind: string): string {
  const row = ([first = '', ...cells]: readonly string[]): string =>
    `<tr><th scope="row">${escaped(first)}</th>${cells.map((cell) => `<td>${escaped(cell)}</td>`).join('')}</tr>`;
  return `<div class="scroll" tabindex="0" role="region" aria-label="${escaped(name)}"><table class="${kind}">
<thead><tr>${columns.map((column) => `<th scope="col">${escaped(column)}</th>`).join('')}</tr></thead>
<tbody>
${rows.map(row).join('\n')}
</tbody></table></div>`;
}

function paragraphs(texts: readonly string[]): string {
  return texts
    .filter(Boolean)
    .map((text) => `<p>${escaped(text)}</p>\n`)
    .join('');
}

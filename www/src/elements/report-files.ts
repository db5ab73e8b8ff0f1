/**
 * <ft-report-files>: a report to take home: as it is, all samples as a table, and the lanes for a trace viewer.
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import type { Report, Summary } from '../generated/model.js';
import { settingLink, writeLink } from '../links/link.js';
import { elementSnippet, frameSnippet, markdownSnippet } from '../links/snippets.js';
import { samplesTable } from '../reports/samples-table.js';
import { traceEvents } from '../reports/trace-events.js';
import { base, buttons } from '../styles/shared.js';
import { csvOf, fileName, save } from './download.js';

export class ReportFiles extends LitElement {
  static override properties = {
    report: { attribute: false },
    summary: { attribute: false },
    page: { attribute: false },
    compared: { type: Boolean },
    setting: { type: String },
    making: { state: true },
    link: { state: true },
    told: { state: true },
    problem: { state: true },
  };
  declare report: Report | undefined;
  declare summary: Summary | undefined;
  /** Makes the whole report as one HTML file, where its owner can. */
  declare page: (() => Promise<string>) | undefined;
  /** Whether others are laid over it in the charts. */
  declare compared: boolean;
  /** What is set up, as in the page's address: for links and snippets. */
  declare setting: string;
  /** The link that was made last, and what became of it. */
  declare private link: string;
  declare private told: string;
  /** Whether that file is being made. */
  declare private making: boolean;
  declare private problem: string;

  static override styles = [
    base,
    buttons,
    css`
      :host {
        margin-top: var(--s3);
      }

      div {
        display: flex;
        flex-wrap: wrap;
        gap: var(--s1);
      }

      details {
        margin-top: var(--s2);
      }

      summary {
        cursor: pointer;
        min-height: 32px;
      }

      label {
        display: grid;
        gap: var(--s-half);
        margin-top: var(--s1);
        max-width: 60rem;
      }

      label + button {
        display: block;
        margin-top: var(--s1);
      }

      textarea,
      input {
        font:
          0.875rem/1.4 ui-monospace,
          monospace;
        color: var(--text);
        background: var(--bg-raised);
        border: 1px solid var(--outline);
        border-radius: var(--radius);
        padding: var(--s1);
        width: 100%;
      }

      .problem {
        color: var(--error);
      }

      p {
        margin-top: var(--s1);
      }

      @media print {
        :host {
          display: none;
        }
      }
    `,
  ];

  constructor() {
    super();
    this.report = undefined;
    this.summary = undefined;
    this.page = undefined;
    this.compared = false;
    this.setting = '';
    this.link = '';
    this.told = '';
    this.making = false;
    this.problem = '';
  }

  override render() {
    const { report, summary, page } = this;
    if (!report || !summary) return nothing;
    const file = (ending: string, type: string, content: () => string) => (): void =>
      saveAs(report, ending, type, content());
    return html`<div role="group" aria-label="The report as files">
        ${
          page
            ? html`<button type="button" ?disabled=${this.making} @click=${() => void this.#savePage(report, page)}>
                ${this.making ? 'Drawing every chart…' : 'Whole report (.html)'}
              </button>`
            : nothing
        }
        <button type="button" @click=${file('json', 'application/json', () => JSON.stringify(report))}>
          Report (.json)
        </button>
        <button type="button" @click=${file('csv', 'text/csv', () => csvOf(samplesTable(report, summary)))}>
          All samples (.csv)
        </button>
        <button
          type="button"
          @click=${file('trace.json', 'application/json', () => JSON.stringify(traceEvents(report, summary)))}
        >
          Lanes (.trace.json)
        </button>
      </div>
      ${this.problem ? html`<p class="small problem" role="alert">${this.problem}</p>` : nothing}
      <p class="small quiet">
        ${page ? 'The whole report is one file with every chart, and needs no network.' : ''}
        ${this.compared ? `${page ? 'It has every report in the charts; all other files' : 'Files'} and links are of A alone.` : ''}
        The command
        <code>toasters chart</code> draws the report; Perfetto and Chrome’s trace viewer open the lanes. A saved report
        dropped on this page is shown again.
      </p>
      ${this.setting ? this.#share(report, summary) : nothing}`;
  }

  #share(report: Report, { headline }: Summary): TemplateResult {
    const snippet = (what: string, label: string, text: string): TemplateResult =>
      html`<label class="small"
          >${label}<textarea readonly rows="6" .value=${text} @focus=${selectAll}></textarea></label
        ><button type="button" @click=${() => void this.#copyText(text)}>Copy ${what}</button>`;
    return html`<details>
      <summary>Share it</summary>
      <div role="group" aria-label="Links">
        <button type="button" @click=${() => void this.#copy(report)}>Copy link with the result</button>
        <button type="button" @click=${() => void this.#copy()}>Copy link to the setting</button>
      </div>
      <p class="small" role="status">${this.told}</p>
      ${this.link ? html`<label class="small">The link<input readonly .value=${this.link} @focus=${selectAll} /></label>` : nothing}
      ${snippet('the frame', 'For a page: a frame', frameSnippet(siteAddress(), this.setting))}
      ${snippet(
        'the element',
        'For a page: the element. Save the report as my-race.json and the lanes as an animated SVG as my-race.svg beside the text',
        elementSnippet(siteAddress(), this.setting),
      )}
      ${snippet(
        'the Markdown',
        'For Markdown: a picture that leads to the setting. Save the lanes as an animated SVG beside the text, as my-race.svg',
        markdownSnippet(headline, labAddress(settingLink(this.setting))),
      )}
    </details>`;
  }

  /** Makes a link, and copies it where the browser lets it. */
  async #copy(report?: Report): Promise<void> {
    try {
      this.link = labAddress(await writeLink(this.setting, report));
    } catch (error) {
      this.link = '';
      this.told = (error as Error).message;
      return;
    }
    await this.#copyText(this.link);
  }

  async #copyText(text: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      this.told = 'Copied.';
    } catch {
      this.told = 'The browser doesn’t let pages copy here: take it from the field.';
    }
  }

  async #savePage(report: Report, page: () => Promise<string>): Promise<void> {
    this.making = true;
    this.problem = '';
    try {
      saveAs(report, 'html', 'text/html;charset=utf-8', await page());
    } catch (error) {
      this.problem = `The report could not be made: ${(error as Error).message}`;
    } finally {
      this.making = false;
    }
  }
}

const siteAddress = (): string => new URL('.', location.href).href;

/** The lab's address with this fragment. */
const labAddress = (fragment: string): string => new URL(fragment, new URL('index.html', siteAddress())).href;

function selectAll({ target }: Event): void {
  (target as HTMLInputElement | HTMLTextAreaElement).select();
}

function saveAs({ job }: Report, ending: string, type: string, content: string): void {
  save(`${fileName('four-toasters', job.kernel.name)}.${ending}`, new Blob([content], { type }));
}

customElements.define('ft-report-files', ReportFiles);

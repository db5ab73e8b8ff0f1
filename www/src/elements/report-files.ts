/**
 * <ft-report-files>: a report to take home: as it is, all samples as a table, and the lanes for a trace viewer.
 */
import { LitElement, css, html, nothing } from 'lit';
import type { Report, Summary } from '../generated/model.js';
import { samplesTable } from '../reports/samples-table.js';
import { traceEvents } from '../reports/trace-events.js';
import { base, buttons } from '../styles/shared.js';
import { csvOf, fileName, save } from './download.js';

export class ReportFiles extends LitElement {
  static override properties = {
    report: { attribute: false },
    summary: { attribute: false },
    page: { attribute: false },
    making: { state: true },
    problem: { state: true },
  };
  declare report: Report | undefined;
  declare summary: Summary | undefined;
  /** Makes the whole report as one HTML file, where its owner can. */
  declare page: (() => Promise<string>) | undefined;
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
        ${page ? 'The whole report is one file with every chart, and needs no network.' : ''} The command
        <code>toasters chart</code> draws the report; Perfetto and Chrome’s trace viewer open the lanes.
      </p>`;
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

function saveAs({ job }: Report, ending: string, type: string, content: string): void {
  save(`${fileName('four-toasters', job.kernel.name)}.${ending}`, new Blob([content], { type }));
}

customElements.define('ft-report-files', ReportFiles);

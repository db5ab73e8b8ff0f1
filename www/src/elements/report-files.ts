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
  static override properties = { report: { attribute: false }, summary: { attribute: false } };
  declare report: Report | undefined;
  declare summary: Summary | undefined;

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
  }

  override render() {
    const { report, summary } = this;
    if (!report || !summary) return nothing;
    const file = (ending: string, type: string, content: () => string) => (): void =>
      save(`${fileName('four-toasters', report.job.kernel.name)}.${ending}`, new Blob([content()], { type }));
    return html`<div role="group" aria-label="The report as files">
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
      <p class="small quiet">
        The command <code>toasters chart</code> draws the report; Perfetto and Chrome’s trace viewer open the lanes.
      </p>`;
  }
}

customElements.define('ft-report-files', ReportFiles);

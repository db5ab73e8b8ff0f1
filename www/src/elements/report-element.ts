/** What shows a report with its summary: the two properties, empty before there is a report. */
import { LitElement } from 'lit';
import type { Report, Summary } from '../generated/model.js';

export class ReportElement extends LitElement {
  static override properties = { report: { attribute: false }, summary: { attribute: false } };
  declare report: Report | undefined;
  declare summary: Summary | undefined;

  constructor() {
    super();
    this.report = undefined;
    this.summary = undefined;
  }
}

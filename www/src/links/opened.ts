/** A report that was measured elsewhere, checked before it is shown: it may come from a stranger. */
import { agentInWords, raceOf } from '../component/race.js';
import type { Report } from '../generated/model.js';

/** Most of each that a report can have and still be drawn in a moment. */
const MOST = { modes: 256, runs: 20_000, spans: 500_000 };

/** Where a whole report as HTML has it; in the JSON there, no "<" stands as it is. The document isn't parsed: its styles would break the page's policy. */
const IN_HTML = /<script type="application\/json" id="report">([^<]*)<\/script>/;

/** The report, if its size and times are such as somebody can have measured; the charts check the rest. Throws a sentence. */
export function openedReport(value: unknown): Report {
  raceOf(value);
  const report = value as Report;
  const spans = report.runs.reduce((sum, { trace }) => sum + trace.spans.length, 0);
  if (report.settings.modes.length > MOST.modes || report.runs.length > MOST.runs || spans > MOST.spans)
    throw new Error('The report has more modes, runs or spans than this page draws.');
  return report;
}

/** The report in a file: saved as JSON, or inside a whole report as HTML. Rejected with a sentence. */
export async function reportInFile(file: File): Promise<Report> {
  const text = await file.text();
  const json = /\.html?$/i.test(file.name) ? IN_HTML.exec(text)?.[1] : text;
  let value: unknown;
  try {
    value = JSON.parse(json ?? '');
  } catch {
    throw new Error(`${file.name} has no report inside that could be read.`);
  }
  try {
    return openedReport(value);
  } catch (error) {
    throw new Error(`${file.name}: ${(error as Error).message}`);
  }
}

/** A report's id: when, and on which machine. The time comes first, so that ids are in the order of time. */
export function idOf({ created, machine }: Report): string {
  return [created, machine.version, machine.claimedCores, machine.agent].join(' ');
}

/** What tells a report from others: browser, cores, time. */
export function reportName({ machine, created }: Report): string {
  const cores = `${machine.claimedCores} ${machine.claimedCores === 1 ? 'core' : 'cores'}`;
  const when = new Date(created).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' });
  return [agentInWords(machine.agent), cores, when].join(', ');
}

/** Whether a file may hold a report: pictures never do. */
export const mayHoldReport = ({ name }: File): boolean => /\.(json|html?)$/i.test(name);

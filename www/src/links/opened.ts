/** A report that was measured elsewhere, checked before it is shown: it may come from a stranger. */
import { agentInWords, readable } from '../component/race.js';
import { MOST_MODES, MOST_RUNS, MOST_SPANS, type Report } from '../generated/model.js';

/**
 * Largest file that is read, in bytes. The largest report there can be has a million spans of up to 130 bytes and twenty thousand runs of up
 * to 500, and a whole report as HTML its charts and pictures besides.
 */
export const LARGEST_FILE = 300_000_000;

/** Where a whole report as HTML has it, and those it was compared with; in the JSON there, no "<" stands as it is. The document isn't parsed: its styles would break the page's policy. */
const IN_HTML = /<script type="application\/json" (?:id="report"|class="other-report")>([^<]*)<\/script>/g;

/**
 * The report, if it has what every report has, and no more than can be shown: what is far too large isn't even handed to the worker that draws
 * charts, which checks all the rest (`Report::check` of the model). Throws a sentence.
 */
export function openedReport(value: unknown): Report {
  const report = readable(value);
  const { settings, runs } = report;
  if (runs.length === 0) throw new Error('The report has no runs, so there is nothing to show.');
  atMost(MOST_MODES, settings.modes.length, 'modes');
  atMost(MOST_RUNS, runs.length, 'runs');
  atMost(
    MOST_SPANS,
    runs.reduce((sum, { trace }) => sum + trace.spans.length, 0),
    'spans',
  );
  return report;
}

/** In the words of the model. */
function atMost(most: number, there: number, what: string): void {
  const inWords = (n: number): string => n.toLocaleString('en-GB').replaceAll(',', '\u00a0');
  if (there > most)
    throw new Error(`The report has ${inWords(there)} ${what}; ${inWords(most)} are the most that can be shown.`);
}

/**
 * The report in a file: saved as JSON, or inside a whole report as HTML, which has those after it that it was compared with. Rejected with a
 * sentence.
 */
export async function reportsInFile(file: File): Promise<Report[]> {
  if (file.size > LARGEST_FILE)
    throw new Error(
      `${file.name} has ${Math.round(file.size / 1e6)} MB; reports of at most ${LARGEST_FILE / 1e6} MB are read.`,
    );
  const text = await file.text();
  const found = /\.html?$/i.test(file.name) ? [...text.matchAll(IN_HTML)].map(([, json]) => json ?? '') : [text];
  let values: unknown[];
  try {
    // Where there is none, nothing can be read either.
    values = (found.length > 0 ? found : ['']).map((json): unknown => JSON.parse(json));
  } catch {
    throw new Error(`${file.name} has no report inside that could be read.`);
  }
  try {
    return values.map(openedReport);
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

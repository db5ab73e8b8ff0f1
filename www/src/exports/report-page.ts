/** A lab's report as one HTML file: what it says, every chart, every number, and how it was measured. */
import { CHARTS } from '../app/chart-words.js';
import { kernelInWords, oneModeInWords, reportInWords, stopInWords } from '../app/words.js';
import { equalityInWords } from '../elements/equality.js';
import { factRows, times } from '../elements/fact-rows.js';
import { formatMs, formatNumber, formatSize, letterOf } from '../elements/format.js';
import { knownGroups, within } from '../elements/known.js';
import { ON_PAPER } from '../elements/paper.js';
import type { Decision, Drawing, Figure, FigureId, Report, Summary, Table, Theme } from '../generated/model.js';
import type { NamedReport } from '../workers/charts.worker.js';
import { FONT_NOTICE } from './font.js';
import { htmlReport, type Section } from './html.js';
import { documentStyle, movingSection } from './report-parts.js';

/** What the document is made of. */
export interface ReportPage {
  readonly report: Report;
  readonly summary: Summary;
  /** What the charts are of, in the order of their letters: the report, and those that are laid over it. */
  readonly shown: readonly NamedReport[];
  /** The charts that have something to show, in the order of the page. */
  readonly figures: readonly FigureId[];
  /** Draws one of them; nothing where it has nothing to show after all. */
  readonly draw: (id: FigureId, drawing: Drawing) => Promise<Figure | null>;
  /** The race as a picture that moves, in a theme's colours; left out where nobody gives one. */
  readonly animated?: ((theme: Theme) => string | Promise<string>) | undefined;
  /** Where the lab is, with the same set up. */
  readonly link?: string | undefined;
}

/** More modes than stand side by side: their numbers are folded away. */
const SIDE_BY_SIDE = 4;

/** The document. Draws every chart for screens in both themes and for paper. Rejected with a sentence. */
export async function reportPage(page: ReportPage): Promise<string> {
  const { report, summary, shown, link } = page;
  const sections = [
    ...compared(page),
    ...(await moving(page)),
    ...decisions(summary),
    ...(await charts(page)),
    numbers(report, summary),
    ...knownGroups(report, summary).map(known),
    how(report, summary),
  ];
  return htmlReport({
    title: summary.headline,
    sentences: [...summary.findings.map(({ sentence }) => sentence), summary.detail, `${reportInWords(report)}.`],
    sections,
    json: report,
    others: shown.slice(1).map((other) => other.report),
    style: await documentStyle(),
    ...(link === undefined ? {} : { link }),
    foot: [
      `Measured and made by Four Toasters ${report.machine.version}. This file needs no network: the charts, their numbers and the report itself, as JSON, are inside.`,
      FONT_NOTICE,
    ],
  });
}

/** Which report has which letter, where there are several. */
function compared({ shown }: ReportPage): Section[] {
  if (shown.length < 2) return [];
  const rows = shown.map(({ name, report }, place) => [letterOf(place), name, reportInWords(report)]);
  return [
    {
      heading: 'In the charts',
      sentences: [
        'The charts are of all these reports; what else stands in this file, the finding above too, is of A.',
      ],
      table: { columns: ['Report', 'Measured', 'What'], rows },
      prose: true,
    },
  ];
}

async function moving({ animated, report }: ReportPage): Promise<Section[]> {
  return animated ? [await movingSection(animated, reportInWords(report))] : [];
}

const DECISIONS: Record<Decision, string> = {
  faster: 'faster',
  slower: 'slower',
  same: 'as fast: no difference that matters',
  undecided: 'undecided: more rounds would tell',
};

/** Every mode against its baseline; nothing where only one was measured. */
function decisions({ comparisons, modes }: Summary): Section[] {
  if (comparisons.length === 0) return [];
  const of = (index: number) => modes.find(({ modeIndex }) => modeIndex === index);
  const rows = comparisons.map(({ modeIndex, baselineIndex, speedUp, decision }) => {
    const [mode, baseline] = [of(modeIndex), of(baselineIndex)];
    return [
      mode?.name ?? '',
      baseline?.name ?? '',
      within(speedUp, times),
      mode ? within(mode.medianMs, formatMs) : '',
      DECISIONS[decision],
    ];
  });
  const columns = ['Mode', 'Against', 'Speed-up, with its range', 'Median time, with its range', 'Decision'];
  const sentence =
    'Ranges are 95 % intervals, as far as there are rounds enough for one. A decision takes the 99 % interval, so that many comparisons make few false alarms.';
  return [{ heading: 'What was decided', sentences: [sentence], table: { columns, rows }, prose: true }];
}

/** One after the other: the charts' worker draws one at a time anyway. */
async function charts({ figures, draw }: ReportPage): Promise<Section[]> {
  const sections: Section[] = [];
  for (const id of figures) {
    const drawn = async (theme: Theme): Promise<Figure | null> => draw(id, { ...ON_PAPER, theme });
    const [light, dark, print] = [await drawn('light'), await drawn('dark'), await drawn('print')];
    if (!light || !dark || !print) continue;
    sections.push({
      heading: light.title || CHARTS[id.chart].heading,
      sentences: [`${CHARTS[id.chart].source === 'model' ? 'A model.' : 'Measured.'} ${light.note}`],
      figure: { light: light.svg, dark: dark.svg, print: print.svg },
      ...(light.table.rows.length > 0 ? { table: light.table, folded: 'Show the numbers' } : {}),
    });
  }
  return sections;
}

/** A column a mode: there are more facts than a page is wide. */
function numbers(report: Report, summary: Summary): Section {
  const modes = factRows(report, summary);
  const table: Table = {
    columns: ['Times of the work itself', ...modes.map(({ label }) => label)],
    rows: (modes[0]?.facts ?? []).map(({ name }, i) => [
      name,
      ...modes.map(({ facts }) => {
        const { text = '', small = '' } = facts[i] ?? {};
        return small ? `${text} (${small})` : text;
      }),
    ]),
  };
  return {
    heading: 'The numbers',
    table,
    ...(modes.length > SIDE_BY_SIDE ? { folded: `Show the numbers of ${modes.length} modes` } : {}),
  };
}

function known({ heading, known, note }: ReturnType<typeof knownGroups>[number]): Section {
  const rows = known.map(({ name, text, source }) => [name, text, source]);
  return {
    heading,
    sentences: [note],
    ...(rows.length > 0 ? { table: { columns: ['What', 'Value', 'How it is known'], rows } } : {}),
  };
}

function how(report: Report, summary: Summary): Section {
  const { job, machine, equality, created } = report;
  const { input } = job;
  const { answer, compared } = equality ? equalityInWords(equality, summary.modes) : { answer: '', compared: '' };
  const rows = [
    ['Experiment', `${reportInWords(report)}.`],
    ['Work', kernelInWords(job.kernel)],
    ['Picture', input.origin === 'none' ? 'Drawn by the kernel itself' : `${input.name}, ${formatSize(input.size)}`],
    ['Result', formatSize(job.outputSize)],
    ['Modes', report.settings.modes.map(oneModeInWords).join('; ')],
    ['End', stopInWords(report)],
    ['Outputs', equality ? `${answer}: ${compared}.` : 'Not compared'],
    ['Browser', machine.agent],
    ['Cores', `${machine.claimedCores} claimed by the browser`],
    ['Clock', `Steps of ${formatNumber(machine.clockResolutionMs)} ms`],
    [
      'Threads',
      machine.isolated ? 'Isolated: threads could share memory' : 'Not isolated: threads could not share memory',
    ],
    ['Date', `${created.slice(0, 16).replace('T', ' ')} UTC`],
    ['Version', `Four Toasters ${machine.version}, report format ${report.version}`],
  ];
  return {
    heading: 'How it was measured',
    sentences: [
      'Every round runs each mode once, in shuffled order, on the same pixels. Warm-up rounds come first and do not count.',
    ],
    table: { columns: ['What', 'In words'], rows },
    prose: true,
  };
}

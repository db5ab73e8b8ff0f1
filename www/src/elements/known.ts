/** What the models fitted to a report say, and what the machine gives: the rows of <ft-model-facts>. */
import type { BreakEven, Estimate, Fit, Peak, Report, Scaling, ScalingModel, Summary } from '../generated/model.js';
import { MODE_LABELS } from '../generated/model.js';
import { settingsInWords } from '../setup.js';
import { formatCount, formatMs, formatNumber, formatPercent, formatSize } from './format.js';

/** One thing that is known, with how it is known. */
export interface Known {
  readonly name: string;
  readonly meaning: string;
  readonly text: string;
  readonly source: 'measured' | 'model';
}

/** What belongs together. */
export interface KnownGroup {
  readonly heading: string;
  readonly known: readonly Known[];
  /** What to keep in mind, in a sentence; empty for nothing. */
  readonly note: string;
}

const MODELS: Record<ScalingModel, string> = {
  amdahl: 'Amdahl’s law',
  usl: 'the Universal Scalability Law',
  gustafson: 'Gustafson’s law',
};

/** An estimate with its interval, on one line. */
export const within = ({ value, low, high }: Estimate, format: (value: number) => string): string =>
  `${format(value)} (${format(low)} to ${format(high)})`;

export function knownGroups(report: Report, summary: Summary): KnownGroup[] {
  return [
    ...ceiling(report),
    ...summary.scaling.map(scaling),
    ...(summary.breakEven ? [breakEven(summary.breakEven)] : []),
  ].filter(({ known, note }) => known.length > 0 || note !== '');
}

function ceiling({ ceiling: points, ceilingAt, created, machine }: Report): KnownGroup[] {
  const last = points.at(-1);
  if (!last) return [];
  return [
    {
      heading: 'The machine’s ceiling',
      known: points.map(({ lanes, speedUp }) => ({
        name: formatCount(lanes, 'thread'),
        meaning: 'How much faster so many threads are at work that needs nothing but registers.',
        text: `${formatNumber(speedUp)} ×`,
        source: 'measured' as const,
      })),
      note: [
        ceilingAt === null ? '' : measuredWhen(ceilingAt, created),
        last.lanes > 1 && last.speedUp < 0.75 * Math.min(last.lanes, machine.claimedCores)
          ? `The browser claims ${formatCount(machine.claimedCores, 'core')}; no code can get more out of them than this.`
          : '',
      ]
        .filter(Boolean)
        .join(' '),
    },
  ];
}

/** A ceiling is measured after the runs, or was a moment ago for another experiment. */
function measuredWhen(at: string, created: string): string {
  const beforeS = (Date.parse(created) - Date.parse(at)) / 1000;
  return beforeS > 0
    ? `Measured ${formatCount(Math.round(beforeS), 'second')} before this experiment began.`
    : `Measured at ${at.slice(11, 19)} UTC.`;
}

function scaling({ mode, fits, better, note, measuredParallel }: Scaling): KnownGroup {
  const supported = better === null ? undefined : fits[better];
  return {
    heading: `${MODE_LABELS[mode]}: how it scales`,
    known: [
      ...(measuredParallel === null
        ? []
        : [
            {
              name: 'Parallel part',
              meaning: 'The time one thread spent in chunks, which threads can share, over its whole time.',
              text: formatPercent(measuredParallel),
              source: 'measured' as const,
            },
          ]),
      ...fits.flatMap((fit) => fitted(fit, fit === supported && fits.length > 1)),
    ],
    note,
  };
}

function fitted({ model, parallel, coherency, peak, limit }: Fit, supported: boolean): Known[] {
  const by = `By ${MODELS[model]}, fitted to the times`;
  const fact = (name: string, meaning: string, text: string): Known => ({ name, meaning, text, source: 'model' });
  return [
    fact(
      `Parallel part, ${MODELS[model]}`,
      `${by}${supported ? '; the times support this model better (AICc)' : ''}.`,
      `${within(parallel, formatPercent)}${supported ? ', better supported' : ''}`,
    ),
    ...(model === 'usl'
      ? [
          fact(
            'Coherency κ',
            `${by}: what each thread loses for each other one it must agree with.`,
            within(coherency, formatNumber),
          ),
        ]
      : []),
    ...(limit
      ? [
          fact(
            'Never more than',
            `${by}: the speed-up with endless threads.`,
            within(limit, (x) => `${formatNumber(x)} ×`),
          ),
        ]
      : []),
    ...(peak === null
      ? []
      : [fact('Best at', `${by}: beyond it, more threads are slower.`, `${peakInWords(peak)} threads`)]),
  ];
}

/** Without an upper end where the times don't rule out that every further thread helps. */
function peakInWords({ value, low, high }: Peak): string {
  return high === null
    ? `${formatNumber(value)} (${formatNumber(low)} or more)`
    : within({ value, low, high }, formatNumber);
}

function breakEven({ lines, crossings }: BreakEven): KnownGroup {
  return {
    heading: 'From which size on it pays',
    known: [
      ...crossings.map(({ mode, wins, pixels, smallest }): Known => {
        const from = smallest ? `surely from ${formatSize(smallest)} on` : '';
        const fit = pixels ? `about ${formatNumber(pixels.value)} pixels by the fit` : '';
        const answers = {
          always: 'At every size measured',
          from: [from, fit].filter(Boolean).join(', ') || 'From some size on',
          never: 'Never on this machine, at the sizes measured',
          undecided: 'Undecided: the times don’t say',
        };
        return {
          name: settingsInWords(mode),
          meaning: 'Whether it is faster than the baseline, and from which picture size on.',
          text: answers[wins].charAt(0).toUpperCase() + answers[wins].slice(1),
          source: wins === 'from' && !smallest ? 'model' : 'measured',
        };
      }),
      ...lines.flatMap(({ mode, overheadMs, pixelNs }): Known[] => [
        {
          name: `Overhead, ${settingsInWords(mode)}`,
          meaning: 'What a run costs whatever the picture’s size: by a fit of overhead plus work.',
          text: within(overheadMs, formatMs),
          source: 'model',
        },
        {
          name: `A pixel, ${settingsInWords(mode)}`,
          meaning: 'What each pixel costs, by the same fit.',
          text: within(pixelNs, (ns) => `${formatNumber(ns)} ns`),
          source: 'model',
        },
      ]),
    ],
    note: '',
  };
}

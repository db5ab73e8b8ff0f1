/** The numbers of <ft-facts>, read from a report and its summary. */
import { FEWEST_FOR_INTERVAL } from '../generated/model.js';
import type { Comparison, Estimate, Mode, ModeSummary, Phase, Report, Summary } from '../generated/model.js';
import { formatBytes, formatMs, formatNumber, formatPercent } from './format.js';

export type Fact = { readonly name: string; readonly meaning: string; readonly text: string; readonly small?: string };
export type FactRow = { readonly mode: Mode; readonly label: string; readonly facts: readonly Fact[] };

const NONE = '–';

/** Median of measured times; undefined where there are none. */
export function median(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[sorted.length >> 1];
  const lower = sorted[(sorted.length - 1) >> 1];
  return upper === undefined || lower === undefined ? undefined : (lower + upper) / 2;
}

/** The phases of a run, with what they are called and what they mean. */
const PHASES: readonly (readonly [Phase, string, string])[] = [
  ['decode', 'Decode', 'Making pixels of the file’s bytes, on one thread in every mode.'],
  ['copy-in', 'Copy in', 'Bringing pixels to where the kernel can read them, in every run.'],
  ['compute', 'Compute', 'The kernel at work: with several lanes, the mean over them.'],
  ['copy-out', 'Copy out', 'Bringing the result to where it belongs, in every run.'],
  ['encode', 'Encode', 'Making a file’s bytes of the result, on one thread in every mode.'],
  ['wait', 'Wait', 'Lanes that wait for each other or for a message: the mean over them.'],
];

/** An estimate with its interval, as a fact's two lines. */
function estimated({ value, low, high }: Estimate, format: (value: number) => string): Pick<Fact, 'text' | 'small'> {
  return { text: format(value), small: `${format(low)} to ${format(high)}` };
}

/** A ratio of times. */
export const times = (ratio: number): string => `${formatNumber(ratio)}\u00a0×`;

/** How the first runs differed, and how the later ones did. */
function settling({ warmUp, drift, drifts, setAside }: ModeSummary): Fact[] {
  return [
    {
      name: 'First run',
      meaning:
        'The very first run over a settled one: compilers at work, memory touched for the first time. It does not count.',
      text: warmUp.runs > 0 ? times(warmUp.ratio) : NONE,
      ...(warmUp.runs > 0 && !warmUp.settled ? { small: 'had not settled' } : {}),
    },
    {
      name: 'Drift',
      meaning:
        'Whether runs got slower (towards +1) or faster (towards −1) from round to round: Spearman’s rank correlation.',
      text: drift.toLocaleString('en-GB', {
        minimumFractionDigits: 2,
        maximumFractionDigits: 2,
        signDisplay: 'exceptZero',
      }),
      ...(drifts ? { small: 'the machine changed' } : {}),
    },
    {
      name: 'Set aside',
      meaning:
        'Runs that were disturbed: the page was hidden or held up, or the clock was too coarse. Kept, but not counted.',
      text: String(setAside),
    },
  ];
}

/** How it stands against the baseline; dashes for the baseline itself. */
function compared(comparison: Comparison | undefined, ceiling: boolean): Fact[] {
  const share = (value: number | null | undefined): string =>
    value === null || value === undefined ? NONE : formatPercent(value);
  return [
    {
      name: 'Speed-up',
      meaning:
        'The baseline’s time over this one’s. Below it the range that holds the true ratio in 95 of 100 experiments.',
      ...(comparison ? estimated(comparison.speedUp, times) : { text: NONE }),
    },
    { name: 'Efficiency', meaning: 'Speed-up over the number of threads.', text: share(comparison?.efficiency) },
    ...(ceiling
      ? [
          {
            name: 'Of the ceiling',
            meaning:
              'Speed-up over what this machine gives as many threads at work that needs nothing but registers: real cores, not claimed ones.',
            text: share(comparison?.ofCeiling),
          },
        ]
      : []),
    {
      name: 'Serial part',
      meaning:
        'The share of the work that would have to be serial to explain this speed-up by itself (Karp and Flatt).',
      text: share(comparison?.serialFraction),
    },
  ];
}

export function factRows(report: Report, summary: Summary): readonly FactRow[] {
  // A phase that any mode has is a column of all.
  const moves = report.runs.some((run) => run.movedBytes > 0);
  const watched = report.runs.some((run) => run.frames !== null);
  const phases = new Set(
    report.runs.flatMap((run) => (run.warmup || run.setAside !== null ? [] : run.phases.map((p) => p.phase))),
  );
  const { comparisons } = summary;
  return summary.modes.map((of) => {
    const { modeIndex, mode, name, medianMs } = of;
    const runs = report.runs.filter((run) => run.modeIndex === modeIndex);
    const measured = runs.filter((run) => !run.warmup && run.setAside === null);
    const phase = (name: Phase): string => {
      const times = measured.flatMap((run) => run.phases.filter((p) => p.phase === name).map((p) => p.ms));
      const middle = median(times);
      return middle === undefined ? NONE : formatMs(middle);
    };
    const start = report.engines.find((engine) => engine.modeIndex === modeIndex);
    const warmups = runs.filter((run) => run.warmup).length;
    return {
      mode: mode.mode,
      label: name,
      facts: [
        {
          name: 'Median',
          meaning:
            of.samples >= FEWEST_FOR_INTERVAL
              ? 'Half of the runs were faster, half slower. Below it the range that holds the true median in 95 of 100 races.'
              : 'Half of the runs were faster, half slower. Below it the fastest and the slowest.',
          text: formatMs(medianMs.value),
          ...(of.samples > 1 ? { small: `${formatMs(medianMs.low)} to ${formatMs(medianMs.high)}` } : {}),
        },
        ...(comparisons.length > 0
          ? compared(
              comparisons.find((comparison) => comparison.modeIndex === modeIndex),
              report.ceiling.length > 0,
            )
          : []),
        { name: 'Fastest', meaning: 'The shortest run.', text: formatMs(of.minMs) },
        {
          name: 'Spread',
          meaning: 'Median absolute deviation: half of the runs lie within this distance of the median.',
          text: of.samples > 1 ? `±\u00a0${formatMs(of.madMs)}` : NONE,
        },
        { name: 'Runs', meaning: 'Measured runs, one in each round.', text: String(of.samples) },
        {
          name: 'Outliers',
          meaning: 'Runs far outside the rest (three interquartile ranges). They are counted, never dropped.',
          text: String(of.outliers),
        },
        {
          name: 'Warm-ups',
          meaning: 'Runs before the measured ones, while the browser still compiles. They do not count.',
          text: String(warmups),
        },
        ...settling(of),
        {
          name: 'Busy',
          meaning: 'The share of the threads’ time that went into the work itself, not into waiting.',
          text: formatPercent(of.busy),
        },
        {
          name: 'Start',
          meaning: 'Getting the engine ready: download, compile, start its threads. Once, outside every run.',
          text: start ? formatMs(start.startMs) : NONE,
        },
        {
          name: 'Load',
          meaning:
            'Bringing the picture to where the mode keeps it, and the first result back. Once, outside every run.',
          text: start ? `${formatMs(start.copyInMs)} + ${formatMs(start.copyOutMs)}` : NONE,
        },
        ...PHASES.filter(([name]) => phases.has(name)).map(([name, label, meaning]) => ({
          name: label,
          meaning,
          text: phase(name),
        })),
        ...(moves
          ? [
              {
                name: 'Moved',
                meaning: 'Bytes sent by message in one run, both ways.',
                text: measured[0]?.movedBytes ? formatBytes(measured[0].movedBytes) : NONE,
              },
            ]
          : []),
        ...(watched
          ? [
              {
                name: 'Longest freeze',
                meaning: 'The longest time in any run in which the page drew no frame.',
                text: formatMs(Math.max(0, ...measured.map(({ frames }) => frames?.longestGapMs ?? 0))),
              },
            ]
          : []),
      ],
    };
  });
}

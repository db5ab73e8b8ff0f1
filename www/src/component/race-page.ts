/**
 * A recorded race as one HTML file, where there are no charts to draw: the race that moves, the times of every mode, and the report itself, of
 * which the lab draws every chart when the file is dropped on it.
 */
import { formatMs, formatNumber } from '../elements/format.js';
import { FONT_NOTICE } from '../exports/font.js';
import { htmlReport, type Section } from '../exports/html.js';
import { documentStyle, movingSection } from '../exports/report-parts.js';
import { medianOf, raceOf, type Contestant, type Race } from './race.js';
import { drawn } from './recorded-svg.js';

/** The document. `link` is where the same can be run. Rejected with a sentence, with `NotPlayable` if the report can't be played. */
export async function racePage(report: unknown, link?: string): Promise<string> {
  const race = raceOf(report);
  const animated = (theme: 'light' | 'dark' | 'print'): string => drawn(race, { theme, animated: true }).svg;
  const { svg: paper } = drawn(race, { theme: 'print', animated: false });
  return htmlReport({
    title: race.title,
    sentences: [outcome(race), `${race.facts}.`],
    sections: [await movingSection(animated, race.description, paper), times(race)],
    json: report,
    style: await documentStyle(),
    ...(link === undefined ? {} : { link }),
    foot: [
      'Made by the element of Four Toasters, which has no charts. The whole report is inside, as JSON: dropped on the lab, this file is shown with every chart and how sure each number is.',
      FONT_NOTICE,
    ],
  });
}

/** What came of it, without a claim about how sure that is: "One thread: 31.3 ms. 2 threads: 18.9 ms, 1.66 × as fast." */
function outcome({ contestants }: Race): string {
  return contestants
    .map((contestant) => {
      const { name, totalMs } = contestant;
      const ratio = ratioTo(contestants[0], contestant);
      const time = formatMs(medianOf(contestant.times) ?? totalMs);
      return `${name}: ${time}${ratio === undefined || contestant === contestants[0] ? '' : `, ${inTimes(ratio)} as fast`}.`;
    })
    .join(' ');
}

function times({ contestants }: Race): Section {
  const first = contestants[0];
  const rows = contestants.map((contestant) => {
    const { name, times: own } = contestant;
    const [median, fastest, slowest] = [medianOf(own), own[0], own.at(-1)].map((ms) =>
      ms === undefined ? '–' : formatMs(ms),
    );
    const ratio = contestant === first ? undefined : ratioTo(first, contestant);
    return [
      name,
      median ?? '–',
      fastest ?? '–',
      slowest ?? '–',
      String(own.length),
      ratio === undefined ? '–' : inTimes(ratio),
    ];
  });
  return {
    heading: 'The times',
    sentences: [
      'Of the runs that count: warm-up runs and disturbed ones are left out. The last column compares medians and says nothing about how sure that is; the lab does.',
    ],
    table: { columns: ['Mode', 'Median', 'Fastest', 'Slowest', 'Runs', `Against “${first?.name ?? ''}”`], rows },
  };
}

/** How many times as fast one is as the first: the ratio of their medians. */
function ratioTo(first: Contestant | undefined, contestant: Contestant): number | undefined {
  const [before, after] = [medianOf(first?.times ?? []), medianOf(contestant.times)];
  return before === undefined || !after ? undefined : before / after;
}

const inTimes = (ratio: number): string => `${formatNumber(ratio)}\u00a0×`;

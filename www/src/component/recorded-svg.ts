/**
 * A recorded race as an SVG: lanes that were worked on, with clocks, on one time axis. Still, it shows the end of the race. Moving, it plays
 * it again and again in true proportion of time, by CSS alone, so that it plays in an <img>; whoever wants no motion, and paper, has the end.
 *
 * The drawing is always of the whole race; what isn't done yet is covered by the lanes' empty colour, drawn over them and withdrawn to the
 * right. So a player moves one element, and nothing can be out of step.
 */
import { cutTo, escaped } from '../escaped.js';
import { formatMs } from '../elements/format.js';
import { speedInWords, usualSlowness } from '../elements/slow-motion.js';
import { SLICE } from '../art/slice.js';
import type { Mode, Theme } from '../generated/model.js';
import { PALETTES, type Palette } from './palette.js';
import { raceOf, type Contestant, type Race } from './race.js';

/** How a recorded race is drawn. */
export interface RecordedDrawing {
  readonly theme: Theme;
  /** Whether it moves; else it shows the end. */
  readonly animated: boolean;
  /** Width in CSS pixels; 640 unless given, 280 at least. */
  readonly width?: number;
}

/** Where time lies in the drawing, for a player. */
export interface TimeScale {
  /** The SVG's units, at the start of the race and at its longest run's end. */
  readonly left: number;
  readonly right: number;
  /** Milliseconds that the whole axis has. */
  readonly endMs: number;
}

const NARROWEST = 280;
const USUAL_WIDTH = 640;
const MARGIN = 16;
/** Height that the lanes of a mode share, and what one has at least and at most. */
const LANES_HEIGHT = 64;
const [THINNEST, THICKEST] = [3, 24];
/** A clock's readings while it runs. */
const READINGS = 40;
/** Characters of a usual one. */
const READING_CHARS = 8;
/** How long the end is shown before it plays again, in seconds. */
const HOLD_S = 2.5;
/** Width of a character in ems, on the wide side. */
const EM = 0.58;

/** The drawing as a document of its own. Throws `NotPlayable` with a sentence if the report can't be played. */
export function recordedSvg(report: unknown, drawing: RecordedDrawing): string {
  return drawn(raceOf(report), drawing).svg;
}

/** A race's drawing, and its time scale. */
export function drawn(
  race: Race,
  { theme, animated, width: wished = USUAL_WIDTH }: RecordedDrawing,
): { svg: string; scale: TimeScale } {
  const width = Math.max(NARROWEST, Math.round(wished));
  const palette = PALETTES[theme];
  const size = width < 480 ? { text: 14, small: 12, clock: 20 } : { text: 17, small: 14, clock: 26 };
  const scale: TimeScale = { left: MARGIN, right: width - MARGIN, endMs: Math.max(race.longestMs, 1e-6) };
  const x = (ms: number): number => scale.left + ((scale.right - scale.left) * ms) / scale.endMs;
  const slowness = usualSlowness(race.longestMs);
  const playS = (race.longestMs * slowness) / 1000;
  const wholeS = playS + HOLD_S;
  const percent = (ms: number): string => `${round(((ms * slowness) / 1000 / wholeS) * 100)}%`;

  const parts: string[] = [];
  const text = (at: number, y: number, words: string, extra: string): void =>
    void parts.push(`<text x="${round(at)}" y="${round(y)}" ${extra}>${escaped(words)}</text>`);
  const lines = (y: number, words: string, fontSize: number, extra: string): number => {
    const rows = wrapped(words, Math.floor((width - 2 * MARGIN) / (fontSize * EM)));
    rows.forEach((row, i) => text(MARGIN, y + fontSize * (1 + 1.3 * i), row, `font-size="${fontSize}" ${extra}`));
    return y + fontSize * 1.3 * rows.length;
  };

  let y = lines(12, race.title, size.text, `font-weight="700" fill="${palette.ink}"`);
  y = lines(y + 2, race.facts, size.small, `fill="${palette.muted}"`) + 8;
  const top = y;
  const rules: string[] = [];
  race.contestants.forEach((contestant, i) => {
    y += size.clock;
    const colour = palette.modes[contestant.mode];
    const markSize = size.text;
    parts.push(mark(contestant.mode, MARGIN, y - markSize * 0.85, markSize, colour));
    const left = MARGIN + markSize + 8;
    const room = width - MARGIN - size.clock * EM * READING_CHARS - left;
    const rows = wrapped(contestant.name, Math.floor(room / (size.text * EM)));
    const below = (row: number): number => y + size.text * 1.3 * row;
    rows.forEach((row, n) =>
      text(left, below(n), row, `font-size="${size.text}" font-weight="700" fill="${palette.ink}"`),
    );
    parts.push(clock(contestant, i, { y, width, size: size.clock, palette, animated }));
    if (animated) rules.push(clockRule(i, size.clock, percent(contestant.totalMs)));
    // On whole units, so that no edge shines through what covers it.
    y = Math.round(below(rows.length - 1)) + 8;
    const thickness = Math.round(Math.min(THICKEST, Math.max(THINNEST, LANES_HEIGHT / contestant.lanes.length - 2)));
    const gap = thickness > 6 ? 3 : 1;
    const covers: string[] = [];
    for (const lane of contestant.lanes) {
      const box = `M${scale.left} ${round(y)}H${scale.right}v${round(thickness)}H${scale.left}z`;
      parts.push(`<path d="${box}" fill="${palette.hairline}"/>`);
      covers.push(box);
      const worked = lane.map(
        ({ startMs, endMs }) =>
          `M${round(x(startMs))} ${round(y)}H${round(Math.max(x(endMs), x(startMs) + 0.5))}v${round(thickness)}H${round(x(startMs))}z`,
      );
      if (worked.length > 0)
        parts.push(
          `<path class="work" shape-rendering="crispEdges" data-mode="${contestant.mode}" d="${worked.join('')}" fill="${colour}"/>`,
        );
      y += thickness + gap;
    }
    parts.push(
      `<path class="cover" shape-rendering="crispEdges" d="${covers.join('')}" fill="${palette.hairline}" transform="${withdrawn(scale, 1)}"/>`,
    );
    // Where the run ended: after the last lane's work there may be copying.
    const end = round(x(contestant.totalMs));
    parts.push(`<path d="M${end} ${round(y - gap + 2)}v5" stroke="${palette.ink}" stroke-width="2"/>`);
    y += 10;
  });
  const bottom = y;
  parts.push(
    `<path class="cursor" d="M${scale.left} ${round(top)}V${round(bottom)}" stroke="${palette.ink}" stroke-width="1.5" opacity="0"/>`,
  );
  for (const ms of ticks(scale.endMs, width / 110)) {
    parts.push(`<path d="M${round(x(ms))} ${round(bottom)}v6" stroke="${palette.muted}"/>`);
    const anchor = ms === 0 ? 'start' : x(ms) > scale.right - 24 ? 'end' : 'middle';
    text(
      x(ms),
      bottom + 8 + size.small,
      tickInWords(ms),
      `font-size="${size.small}" text-anchor="${anchor}" fill="${palette.muted}"`,
    );
  }
  y = bottom + 16 + size.small;
  const note = `Measured: each mode’s run nearest to its median.${animated ? ` Played ${speedInWords(slowness)}.` : ''}`;
  y = lines(y, note, size.small, `fill="${palette.muted}"`) + 10;

  const height = Math.round(y);
  const style = animated ? styleOf(scale, percent(scale.endMs), wholeS, rules) : '';
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" ` +
    `font-family="system-ui, sans-serif" role="img"><title>${escaped(race.title)}</title><desc>${escaped(race.description)}</desc>${style}` +
    `<rect width="${width}" height="${height}" fill="${palette.paper}"/>${parts.join('')}</svg>`;
  return { svg, scale };
}

/** The cover's transform when this share of the time axis, from 0 to 1, is past. */
export function withdrawn({ right }: TimeScale, share: number): string {
  const left = Math.max(0, 1 - share);
  return `matrix(${round(left, 5)} 0 0 1 ${round(right * (1 - left), 3)} 0)`;
}

/** What a clock reads while it runs, at this instant. */
export function reading({ totalMs }: Pick<Contestant, 'totalMs'>, ms: number): string {
  return formatMs(Math.min(ms, totalMs));
}

function clock(
  contestant: Contestant,
  index: number,
  at: { y: number; width: number; size: number; palette: Palette; animated: boolean },
): string {
  const { y, width, size, palette, animated } = at;
  const common = `font-size="${size}" font-weight="700" text-anchor="end" fill="${palette.ink}"`;
  const x = width - MARGIN;
  if (!animated)
    return `<text class="clock" x="${x}" y="${round(y)}" ${common}>${escaped(reading(contestant, contestant.totalMs))}</text>`;
  // A strip of readings behind a window that is one of them high.
  const line = size * 1.2;
  const readings = Array.from({ length: READINGS + 1 }, (_, i) => {
    const words = reading(contestant, (contestant.totalMs * i) / READINGS);
    return `<text x="${x}" y="${round(size + line * i)}">${escaped(words)}</text>`;
  });
  return (
    `<svg x="0" y="${round(y - size)}" width="${width}" height="${round(line)}" viewBox="0 0 ${width} ${round(line)}" overflow="hidden">` +
    `<g class="clock" id="c${index}" ${common} transform="translate(0 ${round(-line * READINGS)})">${readings.join('')}</g></svg>`
  );
}

function clockRule(index: number, size: number, end: string): string {
  const stop = `transform:translateY(${round(-size * 1.2 * READINGS)}px)`;
  return `@keyframes c${index}{0%{transform:none;animation-timing-function:steps(${READINGS})}${end}{${stop}}to{${stop}}}#c${index}{animation-name:c${index}}`;
}

/** One cycle: from nothing done to the end, which stays for a while. */
function styleOf(scale: TimeScale, end: string, wholeS: number, rules: readonly string[]): string {
  // Not as matrices: one without a width has no in-between.
  const done = `transform:translateX(${scale.right}px) scaleX(0)`;
  const far = `transform:translateX(${scale.right - scale.left}px)`;
  return (
    '<style>' +
    `@keyframes cover{0%{transform:translateX(0) scaleX(1)}${end}{${done}}to{${done}}}` +
    `@keyframes cursor{0%{transform:none;opacity:1}${end}{${far};opacity:1}to{${far};opacity:1}}` +
    rules.join('') +
    `.cover,.cursor,.clock{animation-duration:${round(wholeS, 3)}s;animation-timing-function:linear;animation-iteration-count:infinite}` +
    '.cover{animation-name:cover}.cursor{animation-name:cursor}' +
    '@media (prefers-reduced-motion:reduce){.cover,.cursor,.clock{animation:none}}' +
    '@media print{.cover,.cursor,.clock{animation:none}}' +
    '</style>'
  );
}

/** The marks that tell modes apart without colours, as everywhere: an empty slice, a bitten one, a whole one, four, two. */
function mark(mode: Mode, x: number, y: number, size: number, colour: string): string {
  const quarter = (dx: number, dy: number): string =>
    `<path transform="translate(${dx} ${dy}) scale(.5)" d="${SLICE}"/>`;
  const slices: Record<Mode, string> = {
    js: `<path d="${SLICE}" fill="none" stroke="${colour}" stroke-width="2"/>`,
    scalar: `<path d="${SLICE}"/><circle cx="17" cy="6" r="5" fill="#fff" fill-opacity=".85"/>`,
    simd: `<path d="${SLICE}"/>`,
    threads: quarter(0, 0) + quarter(10, 0) + quarter(0, 10) + quarter(10, 10),
    workers: quarter(0, 5) + quarter(10, 5),
  };
  return `<g transform="translate(${round(x)} ${round(y)}) scale(${round(size / 20, 3)})" fill="${colour}">${slices[mode]}</g>`;
}

/** Round instants, from 0, at most so many. */
function ticks(endMs: number, most: number): number[] {
  const raw = endMs / Math.max(2, most);
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map((n) => n * power).find((n) => n >= raw) ?? raw;
  return Array.from({ length: Math.floor(endMs / step + 1e-9) + 1 }, (_, i) => i * step);
}

const tickInWords = (ms: number): string =>
  `${(ms >= 10_000 ? ms / 1000 : ms).toLocaleString('en-GB', { maximumSignificantDigits: 3 })} ${ms >= 10_000 ? 's' : 'ms'}`;

/** Words in lines of so many characters at most; a longer word is cut. */
function wrapped(words: string, most: number): string[] {
  const lines: string[] = [''];
  for (const word of words.split(' ')) {
    const short = cutTo(most, word);
    const last = lines[lines.length - 1] ?? '';
    if (last.length + short.length + 1 <= most) lines[lines.length - 1] = last ? `${last} ${short}` : short;
    else lines.push(short);
  }
  return lines;
}

const round = (value: number, digits = 2): number => Number(value.toFixed(digits));

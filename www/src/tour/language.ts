// The tour's text: which language it is in, what a translation must have, and how its little markup is read.

import { text as english } from './text.en.js';

/** The language that the tour speaks: the one place that chooses it. */
export const text: TourText = english;

/** Where a number in the text comes from. What is measured never stands in the text. */
export type Source = 'talk' | 'model';

/** The steps, in their order. */
export const STEP_IDS = [
  'why',
  'loops',
  'toasters',
  'waiting',
  'optimised',
  'worth',
  'amdahl',
  'processes',
  'order',
  'xrays',
  'requests',
  'takeaway',
] as const;

/** A step's name in addresses. */
export type StepId = (typeof STEP_IDS)[number];

/** What a step says. */
export interface StepText {
  readonly title: string;
  /** Paragraphs, in the markup that `read` knows. */
  readonly say: readonly string[];
  /** What is set small below, and left out for an audience. */
  readonly note?: string;
  /** What its toys are called, where there are several to choose from. */
  readonly toys?: Readonly<Record<string, string>>;
  /** What the bars of what the talk measured are called. */
  readonly talkSeconds?: Readonly<Record<string, string>>;
  /** What its ways to the rest of the site are called. */
  readonly links?: Readonly<Record<string, string>>;
}

/** All that the tour says, in one language. */
export interface TourText {
  /** The language's tag, for the document. */
  readonly language: string;
  readonly name: string;
  readonly tagline: string;
  readonly stepOf: (step: number, steps: number) => string;
  /** What the row of steps is called. */
  readonly steps: string;
  readonly previous: string;
  readonly next: string;
  /** Enters and leaves the presenter's view. */
  readonly present: string;
  readonly leave: string;
  /** What the choice between a step's toys is called. */
  readonly choose: string;
  /** A number of seconds, formatted, with its unit. */
  readonly seconds: (number: string) => string;
  /** The marks of numbers. */
  readonly sources: Readonly<Record<Source, string>>;
  readonly amdahl: AmdahlText;
  readonly story: Readonly<Record<StepId, StepText>>;
}

/** What the toy of Amdahl's law says. */
export interface AmdahlText {
  readonly share: string;
  readonly cores: string;
  /** What the law gives; all three are formatted. */
  readonly finding: (speedUp: string, cores: string, limit: string) => string;
  /** As `finding`, where all can be shared and there is no limit. */
  readonly unlimited: (speedUp: string, cores: string) => string;
  readonly title: string;
  readonly ideal: string;
  readonly limit: string;
  /** What marks the talk's own point. */
  readonly talk: string;
  readonly acrossAxis: string;
  readonly upAxis: string;
}

/** A piece of a paragraph. */
export type Piece =
  | { readonly kind: 'plain' | 'emphasis'; readonly words: string }
  | { readonly kind: 'number'; readonly words: string; readonly source: Source };

const MARKUP = /\*([^*]+)\*|\{(talk|model)\|([^{}|]+)\}/gu;

/** Reads a paragraph's markup: *emphasis*, and numbers with their source, {talk|29.7 s}. */
export function read(paragraph: string): Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  const plain = (to: number): void => {
    if (to > end) pieces.push({ kind: 'plain', words: paragraph.slice(end, to) });
  };
  for (const match of paragraph.matchAll(MARKUP)) {
    const [whole, emphasis, source, number] = match;
    plain(match.index);
    end = match.index + whole.length;
    if (emphasis !== undefined) pieces.push({ kind: 'emphasis', words: emphasis });
    else pieces.push({ kind: 'number', words: number ?? '', source: source as Source });
  }
  plain(paragraph.length);
  return pieces;
}

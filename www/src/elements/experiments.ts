/** The experiments as a visitor meets them: what each asks, and which parts of a setup it takes. */
import type { Experiment } from '../generated/model.js';

export interface ExperimentWords {
  readonly label: string;
  /** The question it answers. */
  readonly question: string;
  /** What the one button says. */
  readonly act: 'Race' | 'Measure';
  /** Which of the modes can be chosen: all, the parallel ones beside a baseline that is given, or none. */
  readonly modes: 'all' | 'parallel' | 'prescribed';
  /** Why they can't be chosen freely; empty where they can. */
  readonly why: string;
  /** Whether the number of threads is a limit, not a number that is kept. */
  readonly threadsVary: boolean;
  /** Whether how rows are cut can be chosen. */
  readonly cuts: boolean;
  /** Whether it needs a picture that can have other sizes. */
  readonly resizes: boolean;
}

const RACE: ExperimentWords = {
  label: 'Race',
  question: 'Which is faster, and how surely?',
  act: 'Race',
  modes: 'all',
  why: '',
  threadsVary: false,
  cuts: true,
  resizes: false,
};

const BASELINE = 'The sequential mode is always there: the others are compared with it.';

export const EXPERIMENT_WORDS: Record<Experiment, ExperimentWords> = {
  race: RACE,
  ladder: {
    ...RACE,
    label: 'Ladder',
    question: 'What does each step bring, from plain JavaScript to all threads?',
    act: 'Measure',
    modes: 'prescribed',
    why: 'Every mode that can run here is a rung of the ladder.',
  },
  scaling: {
    ...RACE,
    label: 'Scaling',
    question: 'How much do more threads bring?',
    act: 'Measure',
    modes: 'parallel',
    why: BASELINE,
    threadsVary: true,
  },
  growing: {
    ...RACE,
    label: 'Growing',
    question: 'And if the picture grows with the threads?',
    act: 'Measure',
    modes: 'parallel',
    why: BASELINE,
    threadsVary: true,
    resizes: true,
  },
  'break-even': {
    ...RACE,
    label: 'Break-even',
    question: 'From which picture size on does parallel pay?',
    act: 'Measure',
    modes: 'parallel',
    why: BASELINE,
    resizes: true,
  },
  chunks: {
    ...RACE,
    label: 'Chunks',
    question: 'How finely should the work be cut?',
    act: 'Measure',
    modes: 'parallel',
    why: BASELINE,
    cuts: false,
  },
};

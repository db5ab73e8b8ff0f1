// Charts as the pages introduce them.

import type { ChartName } from '../generated/model.js';

/** What charts are called until there is a finding, and what can be done with them. */
export const CHARTS: Record<ChartName, { readonly heading: string; readonly source: 'measured' | 'model' }> = {
  bars: { heading: 'How long each took', source: 'measured' },
  ladder: { heading: 'What each step gains', source: 'measured' },
  'speed-up': { heading: 'How much more threads bring', source: 'measured' },
  efficiency: { heading: 'What each thread contributes', source: 'measured' },
  'break-even': { heading: 'From which size on parallel pays', source: 'measured' },
  chunks: { heading: 'How finely to cut', source: 'measured' },
  lanes: { heading: 'Which thread did what, when', source: 'measured' },
  where: { heading: 'Which thread drew which rows', source: 'measured' },
  distribution: { heading: 'Every run, in order', source: 'measured' },
  frames: { heading: 'Could the page still move?', source: 'measured' },
};

/** Charts of the race itself, beside which it can be had as a picture that moves. */
export const MOVING: readonly ChartName[] = ['bars', 'lanes'];

/** Whether the outputs were the same, in words. */
import type { Equality, ModeSummary } from '../generated/model.js';
import { formatBytes, formatCount } from './format.js';

/** The answer, and what was compared: both without a full stop. */
export function equalityInWords(
  { identical, outputs, sizeBytes, firstDifference, asPromised }: Equality,
  modes: readonly ModeSummary[],
): { readonly answer: string; readonly compared: string } {
  const largest = modes.some(({ mode }) => mode.size !== null) ? ' in the largest' : ' each';
  return {
    answer: answerOf(),
    compared: `${formatCount(outputs, 'output')}, ${formatBytes(sizeBytes)}${largest}, compared byte by byte`,
  };

  function answerOf(): string {
    if (identical) return 'Identical to the byte';
    if (asPromised) return 'The same within one level of 255';
    if (firstDifference === null) return 'Different between runs';
    return `Different from byte ${firstDifference.toLocaleString('en-GB')}`;
  }
}

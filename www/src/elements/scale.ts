/**
 * A number parameter on a slider.
 *
 * A logarithmic slider runs over positions 0 … POSITIONS; equal steps of position are equal ratios of the value:
 * value = min · (max / min)^(position / POSITIONS). A range that touches zero has no logarithm and is shown linearly.
 */
import type { ParamKind } from '../generated/model.js';

export type NumberKind = Extract<ParamKind, { type: 'number' }>;

/** Positions of a logarithmic slider. */
export const POSITIONS = 1000;

export function isLogarithmic(kind: NumberKind): boolean {
  return kind.logarithmic && kind.min > 0 && kind.max > kind.min;
}

/** The nearest value the parameter can take. */
export function snap(kind: NumberKind, value: number): number {
  // The upper end counts even where steps from the lower one miss it.
  if (value >= kind.max) return kind.max;
  const step = kind.integer ? Math.max(1, Math.round(kind.step)) : kind.step;
  const stepped = step > 0 ? kind.min + Math.round((value - kind.min) / step) * step : value;
  // Twelve digits: sums of decimal steps leave dust behind them.
  return Math.min(kind.max, Math.max(kind.min, Number(stepped.toPrecision(12))));
}

export function toPosition(kind: NumberKind, value: number): number {
  const share = Math.log(snap(kind, value) / kind.min) / Math.log(kind.max / kind.min);
  return Math.round(share * POSITIONS);
}

export function fromPosition(kind: NumberKind, position: number): number {
  return snap(kind, kind.min * (kind.max / kind.min) ** (position / POSITIONS));
}

/**
 * The value one arrow key (or ten, `pages`) further on a logarithmic slider: a hundredth of its length, but never
 * nothing, since near the small end a hundredth is less than a step.
 */
export function nudge(kind: NumberKind, value: number, direction: 1 | -1, pages = false): number {
  const ratio = (kind.max / kind.min) ** (direction * (pages ? 0.1 : 0.01));
  const next = snap(kind, value * ratio);
  return next === snap(kind, value) ? snap(kind, value + direction * kind.step) : next;
}

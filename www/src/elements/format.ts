/** Numbers as a visitor reads them: few digits, a unit, and a space that doesn't break. */
import type { Size } from '../generated/model.js';

const SPACE = '\u00a0';

/** Three significant digits, without a row of zeros or an exponent. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return '–';
  return value.toLocaleString('en-GB', wholeFrom100(value));
}

function wholeFrom100(value: number): Intl.NumberFormatOptions {
  return value !== 0 && Math.abs(value) < 100 ? { maximumSignificantDigits: 3 } : { maximumFractionDigits: 0 };
}

/** Milliseconds, or seconds from ten of them on: always three digits, so that columns line up. */
export function formatMs(ms: number): string {
  const [value, unit] = Math.abs(ms) >= 10_000 ? [ms / 1000, 's'] : [ms, 'ms'];
  const digits = value !== 0 && Math.abs(value) < 100 ? { minimumSignificantDigits: 3 } : {};
  return Number.isFinite(value)
    ? `${value.toLocaleString('en-GB', { ...wholeFrom100(value), ...digits })}${SPACE}${unit}`
    : '–';
}

/** Bytes in decimal units, as file sizes are shown. */
export function formatBytes(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB'];
  let value = bytes;
  let unit = 0;
  // 999.5 would be shown as 1,000.
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${formatNumber(value)}${SPACE}${value === 1 && unit === 0 ? 'byte' : units[unit]}`;
}

/** A share of 1 in whole per cent; with a decimal where a whole one would be nothing or all. */
export function formatPercent(share: number): string {
  const percent = share * 100;
  const digits = (percent > 0 && percent < 1) || (percent > 99 && percent < 100) ? 1 : 0;
  return `${percent.toLocaleString('en-GB', { maximumFractionDigits: digits })}${SPACE}%`;
}

/** Width × height. */
export function formatSize(size: Size): string {
  return `${size.width}${SPACE}×${SPACE}${size.height}`;
}

/** A count with its noun: "1 round", "9 rounds". */
export function formatCount(count: number, noun: string): string {
  return `${count.toLocaleString('en-GB')}${SPACE}${noun}${count === 1 ? '' : 's'}`;
}

/** Time left in the words of someone who can't know exactly. */
export function formatTimeLeft(seconds: number): string {
  if (seconds < 1) return 'almost there';
  if (seconds < 90) return `about ${Math.round(seconds)}${SPACE}s left`;
  return `about ${Math.round(seconds / 60)}${SPACE}min left`;
}

/** What charts of several reports call the one in this place: "B" for 1. */
export const letterOf = (place: number): string => String.fromCharCode('A'.charCodeAt(0) + place);

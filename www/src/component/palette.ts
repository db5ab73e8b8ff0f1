/** Colours of what is drawn without the charts' module. They are the charts' own (`crates/charts/src/palette.rs`; a test holds them to it). */
import type { Mode, Theme } from '../generated/model.js';

/** A theme's colours. */
export interface Palette {
  readonly paper: string;
  readonly ink: string;
  readonly muted: string;
  readonly hairline: string;
  readonly modes: Readonly<Record<Mode, string>>;
}

export const PALETTES: Readonly<Record<Theme, Palette>> = {
  light: {
    paper: '#fbf6ec',
    ink: '#2b211b',
    muted: '#6b5b4e',
    hairline: '#e4d9c7',
    modes: { js: '#664f10', scalar: '#a8409f', simd: '#1f5791', threads: '#3d7a3f', workers: '#6e1127' },
  },
  dark: {
    paper: '#171311',
    ink: '#f5ede0',
    muted: '#b9ab9b',
    hairline: '#3a312a',
    modes: { js: '#e6be2c', scalar: '#e0cdf5', simd: '#6ca6e0', threads: '#9bd08f', workers: '#e44592' },
  },
  print: {
    paper: '#ffffff',
    ink: '#000000',
    muted: '#4d4d4d',
    hairline: '#d4d4d4',
    modes: { js: '#757575', scalar: '#5e5e5e', simd: '#484848', threads: '#101010', workers: '#303030' },
  },
};

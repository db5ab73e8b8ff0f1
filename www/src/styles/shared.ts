/** Pieces of style that several elements share. Colours, sizes and spaces come from `tokens.css` by inheritance. */
import { css } from 'lit';

/** Every element starts from this. */
export const base = css`
  :host {
    display: block;
    line-height: 1.5;
  }

  :host([hidden]),
  [hidden] {
    display: none !important;
  }

  *,
  ::before,
  ::after {
    box-sizing: border-box;
  }

  h2,
  h3,
  p,
  ul,
  ol,
  figure,
  fieldset {
    margin: 0;
    padding: 0;
    border: 0;
    min-width: 0;
  }

  :focus-visible {
    outline: 2px solid var(--focus);
    outline-offset: 2px;
  }

  .quiet {
    color: var(--text-quiet);
  }

  .small {
    font-size: var(--size-1);
  }

  .figures {
    font-variant-numeric: tabular-nums;
  }

  .unseen {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }

  svg.icon {
    width: 1.25em;
    height: 1.25em;
    flex: none;
    vertical-align: -0.25em;
  }
`;

/** Buttons: plain, `.main` for the one act, `.bare` for small ones beside what they act on. */
export const buttons = css`
  button {
    font: inherit;
    color: inherit;
    cursor: pointer;
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: var(--s1);
    min-height: 44px;
    padding: var(--s1) var(--s2);
    background: var(--bg-raised);
    border: 1px solid var(--outline);
    border-radius: var(--radius);
  }

  button:hover {
    border-color: var(--text);
    background: var(--bg-sunk);
  }

  button:disabled,
  button[aria-disabled='true'] {
    cursor: default;
    color: var(--text-quiet);
    background: var(--bg-sunk);
    border-color: var(--hairline);
  }

  button.main {
    background: var(--kopi);
    border-color: var(--kopi);
    color: var(--on-kopi);
    font-weight: 650;
  }

  button.main:hover {
    background: var(--kopi-strong);
    border-color: var(--kopi-strong);
  }

  button.main:disabled {
    background: var(--bg-sunk);
    border-color: var(--outline);
    color: var(--text-quiet);
  }

  button.bare {
    min-height: 32px;
    min-width: 32px;
    padding: var(--s-half) var(--s1);
    background: none;
    border-color: transparent;
  }

  button.bare:hover {
    background: var(--bg-sunk);
  }
`;

/** Labels, sliders, number boxes and selects. */
export const fields = css`
  .label {
    font-weight: 600;
  }

  input,
  select {
    font: inherit;
    color: inherit;
    accent-color: var(--kopi);
  }

  input[type='number'],
  select {
    min-height: 44px;
    padding: var(--s1) 12px;
    background-color: var(--bg-raised);
    border: 1px solid var(--outline);
    border-radius: var(--radius);
    font-variant-numeric: tabular-nums;
  }

  /* The arrow is two triangles of colour: no picture to fetch, and it follows the theme. */
  select {
    appearance: none;
    width: 100%;
    padding-inline-end: 40px;
    text-overflow: ellipsis;
    background-image:
      linear-gradient(45deg, transparent 50%, currentColor 50%),
      linear-gradient(-45deg, transparent 50%, currentColor 50%);
    background-repeat: no-repeat;
    background-size: 6px 6px;
    background-position:
      right 22px center,
      right 16px center;
  }

  input[type='number'] {
    width: 6.5em;
  }

  input[type='range'] {
    flex: 1 1 8rem;
    min-width: 0;
    width: 100%;
    height: 32px;
    margin: 0;
    background: none;
    appearance: none;
    cursor: pointer;
  }

  input[type='range']::-webkit-slider-runnable-track {
    height: 4px;
    border-radius: 2px;
    background: var(--outline);
  }

  input[type='range']::-moz-range-track {
    height: 4px;
    border-radius: 2px;
    background: var(--outline);
  }

  input[type='range']::-webkit-slider-thumb {
    appearance: none;
    width: 24px;
    height: 24px;
    margin-top: -10px;
    border-radius: 50%;
    border: 2px solid var(--bg);
    background: var(--kopi);
  }

  input[type='range']::-moz-range-thumb {
    width: 20px;
    height: 20px;
    border-radius: 50%;
    border: 2px solid var(--bg);
    background: var(--kopi);
  }

  input[type='range']:focus-visible {
    outline-offset: 0;
    border-radius: var(--radius);
  }

  input:disabled,
  select:disabled {
    cursor: default;
    opacity: 0.6;
  }

  .row {
    display: flex;
    align-items: center;
    gap: var(--s1) var(--s2);
  }

  .wrap {
    flex-wrap: wrap;
  }

  .stack {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--s1);
  }
`;

/** What opens more of the same, set as a link. */
export const disclosure = css`
  summary {
    width: fit-content;
    min-height: 24px;
    cursor: pointer;
    color: var(--kopi);
    text-decoration: underline;
    text-underline-offset: 0.2em;
  }
`;

/** A row of radio buttons that looks like one control. */
export const segmented = css`
  .segmented {
    display: inline-flex;
    flex-wrap: wrap;
    border: 1px solid var(--outline);
    border-radius: var(--radius);
    background: var(--bg-raised);
  }

  .segmented label {
    position: relative;
    display: inline-flex;
    align-items: center;
    min-height: 40px;
    padding: var(--s-half) var(--s2);
    cursor: pointer;
    border-radius: 7px;
  }

  .segmented input {
    position: absolute;
    inset: 0;
    margin: 0;
    opacity: 0;
    cursor: inherit;
  }

  .segmented label:has(:checked) {
    background: var(--kopi);
    color: var(--on-kopi);
  }

  @media (forced-colors: active) {
    .segmented label:has(:checked) {
      border: 2px solid;
    }
  }

  .segmented label:has(:focus-visible) {
    outline: 2px solid var(--focus);
    outline-offset: 2px;
  }

  .segmented label:has(:disabled) {
    cursor: default;
    opacity: 0.6;
  }
`;

/** The colour of a mode, on anything of its name. */
export const modeColours = css`
  .js {
    color: var(--mode-js);
  }

  .scalar {
    color: var(--mode-scalar);
  }

  .simd {
    color: var(--mode-simd);
  }

  .threads {
    color: var(--mode-threads);
  }

  .workers {
    color: var(--mode-workers);
  }
`;

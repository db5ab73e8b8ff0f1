/** How <ft-chart> looks. */
import { css } from 'lit';

export const chartStyles = css`
  select.choice {
    width: auto;
    max-width: 100%;
    margin-block-end: var(--s1);
  }

  figure {
    background: var(--bg);
  }

  figcaption {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    align-items: start;
    gap: var(--s1);
    margin-bottom: var(--s1);
  }

  .title {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--s-half) 12px;
    min-height: 32px;
  }

  h3 {
    text-wrap: balance;
    font-size: var(--size-3);
    font-weight: 650;
    line-height: 1.3;
  }

  .source {
    padding: 0 var(--s1);
    border: 1px solid var(--outline);
    border-radius: var(--radius);
    font-size: var(--size-1);
    color: var(--text-quiet);
  }

  .source.model {
    border-style: dashed;
  }

  .drawing {
    position: relative;
    border-radius: var(--s-half);
    touch-action: pan-x pan-y;
  }

  .drawing.zoomed {
    cursor: grab;
    touch-action: pan-y;
  }

  .drawing > svg {
    display: block;
    width: 100%;
    height: auto;
  }

  .ring {
    fill: none;
    stroke: var(--focus);
    stroke-width: 2;
    vector-effect: non-scaling-stroke;
    pointer-events: none;
  }

  .cursor {
    stroke: var(--text);
    stroke-width: 1.5;
    pointer-events: none;
  }

  .cursor[hidden] {
    display: none;
  }

  foreignObject canvas {
    display: block;
    width: 100%;
    height: 100%;
  }

  .bubble {
    position: absolute;
    left: 0;
    top: 0;
    z-index: 1;
    width: max-content;
    max-width: min(20rem, 100%);
    padding: var(--s-half) var(--s1);
    background: var(--bg-raised);
    border: 1px solid var(--outline);
    border-radius: var(--radius);
    box-shadow: var(--shadow-above);
    pointer-events: none;
  }

  .empty {
    display: grid;
    place-content: center;
    min-height: 10rem;
    padding: var(--s2);
    text-align: center;
    color: var(--text-quiet);
    border-block: var(--line);
  }

  .tools,
  .replay,
  .zoom {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--s-half);
  }

  /* Beside each other while they are closed; what is open has the whole width. */
  .tools {
    align-items: start;
    justify-content: space-between;
    gap: 0 var(--s3);
  }

  .tools,
  .zoom {
    margin-top: var(--s1);
  }

  .numbers[open],
  ft-chart-files[open] {
    flex: 1 0 100%;
    min-width: 0;
  }

  .replay {
    gap: var(--s1) var(--s2);
    margin-top: var(--s1);
  }

  .replay button {
    min-width: 7.5em;
  }

  .replay output {
    min-width: 10em;
  }

  .speed {
    display: inline-flex;
    align-items: center;
    gap: var(--s1);
  }

  .speed select {
    width: auto;
  }

  .scroll {
    max-height: 24rem;
    overflow: auto;
    margin-top: var(--s1);
    border-block: var(--line);
  }

  table {
    border-collapse: collapse;
    min-width: 100%;
    font-size: var(--size-1);
    font-variant-numeric: tabular-nums;
  }

  caption {
    padding-block: var(--s1);
    text-align: start;
    color: var(--text-quiet);
  }

  th,
  td {
    padding: var(--s-half) var(--s1);
    text-align: end;
    border-top: var(--line);
    font-weight: 400;
  }

  th:first-child {
    text-align: start;
    padding-inline-start: 0;
  }

  thead th {
    color: var(--text-quiet);
  }

  .note {
    margin-top: var(--s1);
  }

  /* On a narrow screen the icon says it, and the finding gets the room. */
  @media (max-width: 39.99rem) {
    .words {
      display: none;
    }
  }

  .big {
    position: fixed;
    inset: 0;
    z-index: 900;
    overflow: auto;
    padding: clamp(var(--s1), 3vw, var(--s6));
  }

  .big h3 {
    font-size: clamp(var(--size-3), 3vw, var(--size-4));
  }

  @media (min-width: 60rem) and (min-height: 30rem) {
    .big {
      display: flex;
      flex-direction: column;
      gap: var(--s1);
    }

    .big .drawing {
      flex: 1 1 0;
      min-height: 16rem;
      display: grid;
      align-content: center;
    }

    .big .drawing > svg {
      max-height: 100%;
    }

    .big .note {
      font-size: var(--size-3);
    }
  }

  @media print {
    button,
    .tools,
    .zoom,
    .replay,
    .bubble {
      display: none;
    }
  }

  :host([fitted]) figure:not(.big) {
    display: flex;
    flex-direction: column;
    height: 100%;
  }

  :host([fitted]) figure:not(.big) .drawing {
    flex: 1 1 0;
    min-height: 0;
  }

  :host([fitted]) figure:not(.big) .drawing > svg {
    height: 100%;
  }

  :host([fitted]) figure:not(.big) :is(figcaption, .note, .tools, .zoom) {
    display: none;
  }
`;

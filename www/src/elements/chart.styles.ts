/** How <ft-chart> looks. */
import { css } from 'lit';

export const chartStyles = css`
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

  .drawing > svg {
    display: block;
    width: 100%;
    height: auto;
  }

  .busy {
    opacity: 0.45;
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

  .note {
    margin-top: var(--s1);
  }

  .big {
    position: fixed;
    inset: 0;
    z-index: 900;
    display: grid;
    grid-template: auto minmax(0, 1fr) auto / minmax(0, 1fr);
    padding: var(--s3) clamp(var(--s2), 3vw, var(--s6));
  }

  .big .drawing {
    display: grid;
    align-content: center;
    overflow: auto;
  }

  .big .drawing > svg {
    max-height: 100%;
  }

  .big h3 {
    font-size: var(--size-4);
  }

  .big .note {
    font-size: var(--size-3);
  }

  @media print {
    button {
      display: none;
    }
  }
`;

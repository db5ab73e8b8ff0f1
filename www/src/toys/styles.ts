/** What the toys look like: pieces of the pages that they are taken from, inside their own shadow trees. */
import { css, unsafeCSS } from 'lit';

import pieces from '../styles/pieces.css?inline';
import { base, buttons, fields, segmented } from '../styles/shared.js';

export const toyStyles = [
  base,
  buttons,
  fields,
  segmented,
  unsafeCSS(pieces),
  css`
    .toy {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: var(--s2);
      align-content: start;
    }

    .finding {
      font-size: var(--size-3);
      font-weight: 650;
      line-height: 1.3;
      text-wrap: balance;
    }

    .choices {
      display: flex;
      flex-wrap: wrap;
      gap: var(--s1) var(--s2);
    }

    .bars {
      margin: 0;
    }

    button.act {
      min-height: 64px;
      width: 100%;
      font-size: var(--size-3);
    }

    :host([fitted]) {
      height: 100%;
      min-height: 0;
    }

    :host([fitted]) .toy {
      display: flex;
      flex-direction: column;
      gap: var(--s1);
      height: 100%;
    }

    :host([fitted]) ft-chart {
      flex: 1 1 0;
      min-height: 0;
    }

    @media print {
      button,
      ft-shop-form {
        display: none;
      }
    }

    .figures {
      font-variant-numeric: tabular-nums;
    }
  `,
];

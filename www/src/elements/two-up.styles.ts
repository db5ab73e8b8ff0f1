/** How <ft-two-up> looks. */
import { css } from 'lit';

export const twoUpStyles = css`
  .stage {
    position: relative;
    /* As wide as there is room for, but whole on the screen: a portrait gets narrower, never squeezed. */
    width: min(100%, min(72vh, 60rem) * var(--aspect, 1.5));
    aspect-ratio: var(--aspect, 1.5);
    margin-inline: auto;
    overflow: hidden;
    border-radius: var(--radius);
    background: var(--bg-sunk);
    user-select: none;
    -webkit-user-select: none;
  }

  /* Nothing to see yet: on a small screen it leaves the room to what there is to do. */
  @media (max-width: 39.99rem) {
    .stage {
      aspect-ratio: var(--aspect, 2.4);
    }

    .breakfast {
      max-height: 6rem;
    }

    .nothing {
      gap: var(--s-half);
    }
  }

  .layer {
    position: absolute;
    inset: 0;
  }

  .compare .result.layer {
    clip-path: inset(0 0 0 var(--divide, 50%));
  }

  .compare .original.layer {
    clip-path: inset(0 calc(100% - var(--divide, 50%)) 0 0);
  }

  .fit {
    position: absolute;
    inset: 0;
    margin: auto;
    width: var(--fit-width, 100%);
    height: var(--fit-height, 100%);
  }

  .fit > ft-bitmap,
  .overlay {
    position: absolute;
    inset: 0;
  }

  .overlay > svg {
    display: block;
    width: 100%;
    height: 100%;
  }

  .divider {
    position: absolute;
    top: 0;
    bottom: 0;
    left: var(--divide, 50%);
    width: 48px;
    margin-left: -24px;
    cursor: ew-resize;
    touch-action: pan-y;
    display: grid;
    place-items: center;
    outline: none;
  }

  .divider::before {
    content: '';
    position: absolute;
    top: 0;
    bottom: 0;
    left: 23px;
    width: 2px;
    background: #fffaf0;
    outline: 1px solid rgb(43 33 26 / 60%);
  }

  .grip {
    position: relative;
    width: 40px;
    height: 40px;
    border-radius: 50%;
    background: #fffaf0;
    color: #2b211a;
    border: 1px solid #2b211a;
    display: grid;
    place-items: center;
  }

  .divider:focus-visible .grip {
    outline: 3px solid var(--focus);
    outline-offset: 2px;
    box-shadow: 0 0 0 2px var(--bg);
  }

  .tag {
    position: absolute;
    bottom: var(--s1);
    max-width: calc(50% - var(--s2));
    padding: 2px var(--s1);
    font-size: var(--size-1);
    border-radius: var(--s-half);
    background: color-mix(in srgb, var(--bg) 88%, transparent);
    pointer-events: none;
  }

  .tag.left {
    left: var(--s1);
  }

  .tag.right {
    right: var(--s1);
  }

  .tools {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--s1) var(--s3);
    margin-top: var(--s1);
  }

  .who {
    display: inline-flex;
    align-items: center;
    gap: var(--s1);
    min-height: 44px;
    cursor: pointer;
  }

  .who input {
    width: 20px;
    height: 20px;
    margin: 0;
  }

  .nothing {
    position: absolute;
    inset: 0;
    display: grid;
    place-content: center;
    justify-items: center;
    gap: var(--s2);
    padding: var(--s2);
    text-align: center;
    color: var(--text-quiet);
  }

  .breakfast {
    width: min(20rem, 80%);
  }

  .breakfast .line {
    fill: none;
    stroke: var(--outline);
    stroke-width: 1.5;
  }

  .breakfast .toast {
    fill: var(--toast);
    fill-opacity: 0.35;
  }

  .breakfast .butter {
    fill: var(--pat);
  }

  .breakfast .kopi {
    fill: var(--coffee);
    stroke: none;
  }

  @media print {
    .tools,
    .divider {
      display: none;
    }
  }
`;

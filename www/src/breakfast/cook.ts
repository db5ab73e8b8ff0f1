// The cook, drawn around the middle of the counter's edge: what is below it, the counter hides.

import { svg, type TemplateResult } from 'lit';

import { slice } from './machines.js';
import type { CookMoment } from './moment.js';

/** The cook at a moment. */
export function cook(moment: CookMoment): TemplateResult {
  const { doing } = moment;
  const smile = doing === 'over' ? 'M-6-66q6 7 12 0' : doing === 'standing' ? 'M-4-64h8' : 'M-4-65q4 4 8 0';
  return svg`<path class="shirt" d="M-27 4v-38q0-20 17-22h20q17 2 17 22V4z" />
    <path class="apron" d="M-15 4v-46h30V4z" />
    <path class="strap" d="M-13-42l5-14M13-42l-5-14" />
    <rect class="skin" x="-6" y="-62" width="12" height="10" rx="4" />
    <circle class="skin" cy="-73" r="17" />
    <path class="hair" d="M-17-74q0-17 17-17t17 17q-4-7-10-8h-14q-6 1-10 8z" />
    <path class="cap" d="M-15-86l3-12h24l3 12q-15-5-30 0z" />
    <path class="face" d="M-6-74v2M6-74v2" />
    <path class="face" d=${smile} />
    ${arms(moment)}`;
}

function arms({ doing, share, dish, machine, walk }: CookMoment): TemplateResult {
  const wave = Math.sin(share * Math.PI * 6);
  const arm = (d: string, x: number, y: number): TemplateResult =>
    svg`<path class="sleeve" d=${d} /><circle class="skin" cx=${x} cy=${y} r="5.5" />`;
  if (walk) {
    // They swing.
    const swing = 7 * Math.sin(walk.share * 3 * Math.PI);
    return svg`${arm(`M-23-38l${-2 + swing} 24`, -25 + swing, -9)}${arm(`M23-38l${2 + swing} 24`, 25 + swing, -9)}`;
  }
  switch (doing) {
    case 'before':
      // Reaches up to the machine.
      return svg`${arm('M-23-38l-10-26', -35, -72 - 3 * wave)}${arm(machine === undefined ? 'M23-38l4 22' : 'M23-38l10-28', machine === undefined ? 26 : 35, machine === undefined ? -12 : -76 + 3 * wave)}`;
    case 'after':
      return svg`${inHand(dish, share)}${arm('M-23-38l2 20', -19, -12)}${arm(`M23-38l${-6 + 6 * wave} 18`, 15 + 6 * wave, -14)}
        <path class="knife" d="M${9 + 6 * wave}-10h-16" />`;
    case 'standing':
      return svg`${arm('M-23-38q4 22 26 18', 6, -19)}${arm('M23-38q-4 26-26 24', -6, -13)}
        <g class="thought"><circle cx="24" cy="-96" r="2.5" /><circle cx="31" cy="-104" r="3.5" /><rect x="32" y="-122" width="38" height="17" rx="8.5" /></g>
        <path class="dots" d="M42-113.5v.1M51-113.5v.1M60-113.5v.1" />`;
    case 'free':
      return svg`${arm('M-23-38l-2 24', -25, -9)}${arm('M23-38l6 8l-8-16', 20, -50)}
        <path class="porcelain" d="M8-60h14v6q0 7-5 7h-4q-5 0-5-7z" /><path class="blue-rim" d="M8-59.5h14" />`;
    case 'over':
      return svg`${arm('M-23-38l-14-20', -38, -64)}${arm('M23-38l14-20', 38, -64)}`;
  }
}

/** What is being finished on the counter. */
function inHand(dish: CookMoment['dish'], share: number): TemplateResult {
  if (dish === 'coffee')
    return svg`<path class="porcelain" d="M-12-14h22v6q0 10-7 10h-8q-7 0-7-10z" /><path class="blue-rim" d="M-12-13.5h22" />`;
  if (dish === 'egg') return svg`<ellipse class="egg" cx="0" cy="-6" rx="8" ry="10" />`;
  return svg`${slice(-15, -26, 1, 1.4)}<rect class="butter" x="-11" y="-19" width=${(20 * share).toFixed(1)} height="13" rx="2" />`;
}

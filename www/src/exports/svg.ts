/** A figure's SVG as a file of its own: it needs no other file, no network and no font of the reader's. */
import { FONT_FAMILY, FONT_NOTICE, fontRules, type Weight } from './font.js';
import { sizeOf } from './size.js';

/** Side of the largest picture that browsers draw, in pixels. */
const LARGEST_SIDE = 16_384;

/** The weights that an SVG's text has. */
export function weightsOf(svg: string): Weight[] {
  return /font-weight\s*[=:]\s*["']?\s*(bold|[6-9]00)/.test(svg) ? [400, 700] : [400];
}

/** The SVG with the font inside. Its colours, the paper's among them, are part of every drawing. Rejected with a sentence. */
export async function selfContained(svg: string): Promise<string> {
  const rules = await fontRules(weightsOf(svg));
  const root = parsed(svg);
  const { ownerDocument } = root;
  root.setAttribute('font-family', FONT_FAMILY);
  const style = ownerDocument.createElementNS(root.namespaceURI, 'style');
  style.textContent = rules;
  // A document's title comes first: viewers take its name from there.
  const words = [...root.children].filter(({ localName }) => localName === 'title' || localName === 'desc');
  const last = words.at(-1);
  if (last) last.after(style);
  else root.prepend(style);
  style.before(ownerDocument.createComment(` ${FONT_NOTICE} `));
  return new XMLSerializer().serializeToString(root);
}

/**
 * The same drawing, so many times as large. What lies in it is scaled, since it says in which of its own units it is drawn.
 *
 * Throws a sentence where a side would be beyond what browsers draw, or where it doesn't say how large it is.
 */
export function enlarged(svg: string, scale: number): string {
  const size = sizeOf(svg);
  if (!size) throw new Error('The drawing does not say how large it is.');
  const { width, height } = { width: size.width * scale, height: size.height * scale };
  if (Math.max(width, height) > LARGEST_SIDE)
    throw new Error(
      `At ${scale}× it would have ${width} × ${height} pixels, and browsers draw at most ${LARGEST_SIDE} a side. Choose a smaller scale, or take the SVG.`,
    );
  const root = parsed(svg);
  root.setAttribute('width', String(width));
  root.setAttribute('height', String(height));
  return new XMLSerializer().serializeToString(root);
}

function parsed(svg: string): Element {
  const root = new DOMParser().parseFromString(svg, 'image/svg+xml').documentElement;
  if (root?.localName !== 'svg') throw new Error('The drawing could not be read.');
  return root;
}

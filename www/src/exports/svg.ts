/**
 * A figure's SVG as a file of its own: it needs no other file, no network and no font of the reader's. It is changed as text, never parsed: in
 * the page's own documents a style inside it would break the content policy.
 */
import { FONT_FAMILY, FONT_NOTICE, fontRules, type Weight } from './font.js';
import { sizeOf } from './size.js';

/** Side of the largest picture that browsers draw, in pixels. */
const LARGEST_SIDE = 16_384;

/** The document's first tag, and the words that belong at its beginning: viewers take its name from there. */
const OPENING = /^(?:\s*<\?xml[^>]*\?>)?\s*<svg\b[^>]*>(?:\s*<(title|desc)\b[^>]*>[^<]*<\/\1>)*/;

/** The weights that an SVG's text has. */
function weightsOf(svg: string): Weight[] {
  return /font-weight\s*[=:]\s*["']?\s*(bold|[6-9]00)/.test(svg) ? [400, 700] : [400];
}

/** The SVG with the font inside. Its colours, the paper's among them, are part of every drawing. Rejected with a sentence. */
export async function selfContained(svg: string): Promise<string> {
  const rules = await fontRules(weightsOf(svg));
  if (!OPENING.test(svg)) throw new Error('The drawing could not be read.');
  return withAttributes(svg, { 'font-family': FONT_FAMILY }).replace(
    OPENING,
    (opening) => `${opening}\n<!-- ${FONT_NOTICE} -->\n<style>${rules}</style>`,
  );
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
  return withAttributes(svg, { width: String(width), height: String(height) });
}

/** The document with these attributes on its first element, whatever they were. The values are ours, and need no escaping. */
function withAttributes(svg: string, attributes: Readonly<Record<string, string>>): string {
  return svg.replace(/<svg\b[^>]*>/, (tag) =>
    Object.entries(attributes).reduce(
      (changed, [name, value]) =>
        changed.replace(new RegExp(`\\s${name}=("[^"]*"|'[^']*')`), '').replace('<svg', `<svg ${name}="${value}"`),
      tag,
    ),
  );
}

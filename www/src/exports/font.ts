/**
 * The font that figures take away with them, so that their text looks and measures the same everywhere: Roboto's Latin part, regular and
 * bold. It is fetched from the site at the first export, never when a page loads; the component's module of files has it inside. No character of it is wider than the charts' own table
 * allows (`crates/charts/src/text.rs`), so no label is cut; what it lacks, the reader's system fonts draw.
 */
import bold from '@fontsource/roboto/files/roboto-latin-700-normal.woff2?url';
import regular from '@fontsource/roboto/files/roboto-latin-400-normal.woff2?url';

/** The font, and what stands in for what it lacks. */
export const FONT_FAMILY = 'Roboto, system-ui, sans-serif';

/** What its licence wants said wherever the font goes. */
export const FONT_NOTICE =
  'The embedded font is Roboto, Copyright 2011 The Roboto Project Authors (github.com/googlefonts/roboto-classic), under the SIL Open ' +
  'Font License 1.1 (openfontlicense.org).';

/** A weight of the font: CSS's number. */
export type Weight = 400 | 700;

const FILES: Record<Weight, string> = { 400: regular, 700: bold };

const fetched = new Map<Weight, Promise<string>>();

/** CSS rules with these weights of the font inside. Rejected with a sentence if the site can't be reached. */
export async function fontRules(weights: readonly Weight[]): Promise<string> {
  const rules = weights.map(async (weight) => {
    const data = await remembered(weight);
    return `@font-face{font-family:Roboto;font-weight:${weight};src:url(${data}) format("woff2")}`;
  });
  return (await Promise.all(rules)).join('');
}

/** A weight's file as a data address. A failure is forgotten, so that the next export tries again. */
function remembered(weight: Weight): Promise<string> {
  const known = fetched.get(weight);
  if (known) return known;
  const asked = dataAddress(FILES[weight]).catch((error: unknown) => {
    fetched.delete(weight);
    throw new Error(`The font could not be fetched (${(error as Error).message}). Check the connection and try again.`);
  });
  fetched.set(weight, asked);
  return asked;
}

async function dataAddress(url: string): Promise<string> {
  // The component has it inside: asking for it would need the policy of the page around.
  if (url.startsWith('data:')) return url;
  const response = await fetch(url);
  if (!response.ok) throw new Error(`status ${response.status}`);
  const bytes = new Uint8Array(await response.arrayBuffer());
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return `data:font/woff2;base64,${btoa(binary)}`;
}

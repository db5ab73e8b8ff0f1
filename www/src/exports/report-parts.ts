/** What documents of reports have in common: the lab's whole report, and a component's, which has no charts. */
import type { Theme } from '../generated/model.js';
import tokens from '../styles/tokens.css?raw';
import { FONT_FAMILY, fontRules } from './font.js';
import type { Section } from './html.js';
import own from './report.css?raw';
import { selfContained } from './svg.js';

/** The document's style, with its font. Rejected with a sentence. */
export async function documentStyle(): Promise<string> {
  return [tokens, await fontRules([400, 700]), own, `figure svg{font-family:${FONT_FAMILY}}`].join('\n');
}

/** The race as a picture that moves; `print` is what stands for it on paper, where nothing else does. */
export async function movingSection(
  animated: (theme: Theme) => string | Promise<string>,
  what: string,
  print?: string,
): Promise<Section> {
  const drawn = async (theme: Theme): Promise<string> => selfContained(await animated(theme));
  const picture = {
    light: await drawn('light'),
    dark: await drawn('dark'),
    alt: `The lanes of every mode filling, in true proportion of time: ${what}.`,
    ...(print === undefined ? {} : { print }),
  };
  return { heading: 'The race, in true proportion of time', picture };
}

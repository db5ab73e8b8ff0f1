/** What authors copy into their pages. The options are those of `embed/options.ts`. */

/** A frame with this setting. */
export function frameSnippet(site: string, setting: string): string {
  return `<iframe
  src="${escaped(`${site}embed.html?view=race&${setting}`)}"
  title="A race: sequential against parallel"
  width="700" height="900" loading="lazy"
  allow="cross-origin-isolated; fullscreen"></iframe>`;
}

/** The element with this setting, around a picture of the author's. */
export function elementSnippet(site: string, setting: string): string {
  const options = [...new URLSearchParams(setting)].map(([name, value]) => ` ${name}="${escaped(value)}"`).join('');
  return `<script type="module" src="${escaped(site)}element/four-toasters.js"></script>
<four-toasters view="race"${options}>
  <img src="my-picture.svg" alt="What came of it when I ran it">
</four-toasters>`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

const escaped = (text: string): string => text.replace(/[&<>"]/g, (c) => ENTITIES[c] ?? c);

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** What no XML document may hold, and no address: halves of characters, what isn't one at all, and controls other than white space. */
const UNWRITABLE = /[\p{Cs}\p{Noncharacter_Code_Point}]|(?![\t\n\r])\p{Cc}/gu;

/** Text made safe for HTML and XML, in elements and in attributes of either quotes. What neither can hold is left out. */
export const escaped = (text: string): string =>
  text.replace(UNWRITABLE, '').replace(/[&<>"']/g, (c) => ENTITIES[c] ?? c);

/** Text of so many characters at most, with a mark where it was cut; never through the middle of a character. */
export function cutTo(most: number, text: string): string {
  if (text.length <= most) return text;
  // No character has more than two units.
  const characters = [...text.slice(0, 2 * most + 2)];
  return characters.length > most ? `${characters.slice(0, most - 1).join('')}…` : text;
}

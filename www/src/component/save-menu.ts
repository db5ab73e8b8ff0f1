/** What <four-toasters> offers to take away: a button, and the choice of files that it opens. */
import { save } from '../elements/download.js';
import { PNG_SCALES } from '../exports/size.js';
import { FILE_KINDS, type FileKind, type FileOptions } from './file-kinds.js';

export class SaveMenu {
  /** Opens and closes the choice. */
  readonly button = make('button', { type: 'button', className: 'quiet', textContent: 'Save' });
  readonly choice = make('div', { className: 'files', hidden: true });
  readonly #scale = make('select', {});
  readonly #told = make('p', { className: 'reason' });
  readonly #file: (kind: FileKind, options: FileOptions) => Promise<File>;

  /** `prepare` is called whenever it is opened: somebody is about to save something. */
  constructor(prepare: () => unknown, file: (kind: FileKind, options: FileOptions) => Promise<File>) {
    this.#file = file;
    const { button, choice } = this;
    button.setAttribute('part', 'save');
    button.ariaExpanded = 'false';
    button.addEventListener('click', () => {
      choice.hidden = !choice.hidden;
      button.ariaExpanded = String(!choice.hidden);
      this.#told.textContent = '';
      if (!choice.hidden) prepare();
    });
    choice.role = 'group';
    choice.ariaLabel = 'Save as a file';
    this.#scale.append(...PNG_SCALES.map((n) => make('option', { value: String(n), textContent: `${n}×` })));
    this.#scale.value = '2';
    this.#told.role = 'status';
    for (const [kind, name] of Object.entries(FILE_KINDS) as [FileKind, string][]) {
      const one = make('button', {
        type: 'button',
        className: 'quiet',
        textContent: name,
        ariaLabel: `Save as ${name}`,
      });
      one.addEventListener('click', () => void this.#make(kind));
      choice.append(kind === 'png' ? this.#scaled(one) : one);
    }
    choice.append(this.#told);
  }

  /** Whether there is something to save. */
  set offered(offered: boolean) {
    this.button.hidden = !offered;
    if (!offered) this.choice.hidden = true;
  }

  /** The button with the choice of pixels beside it, which stay together. */
  #scaled(button: HTMLElement): HTMLElement {
    const pair = make('span', { className: 'pair' });
    const label = make('label', { textContent: 'at ' });
    this.#scale.ariaLabel = 'Pixels of the PNG';
    label.append(this.#scale);
    pair.append(button, label);
    return pair;
  }

  async #make(kind: FileKind): Promise<void> {
    const buttons = this.choice.querySelectorAll('button');
    buttons.forEach((one) => (one.disabled = true));
    this.#told.textContent = 'Being made…';
    try {
      const scale = PNG_SCALES.find((one) => String(one) === this.#scale.value);
      const file = await this.#file(kind, { scale });
      save(file.name, file);
      this.#told.textContent = `${file.name} is made.`;
    } catch (error) {
      this.#told.textContent = (error as Error).message;
    } finally {
      buttons.forEach((one) => (one.disabled = false));
    }
  }
}

function make<K extends keyof HTMLElementTagNameMap>(
  name: K,
  properties: Partial<HTMLElementTagNameMap[K]>,
): HTMLElementTagNameMap[K] {
  return Object.assign(document.createElement(name), properties);
}

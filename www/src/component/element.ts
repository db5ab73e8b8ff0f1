/**
 * <four-toasters>: a race of Four Toasters in any page. It writes the site's frame around a fallback picture for live runs, which begin with
 * a click, and replays a recorded report in place. `docs/embedding.md` tells authors how to use it.
 *
 * Content: the fallback picture, and perhaps the recorded report as `<script type="application/json">`.
 * Attributes: `view`, `kernel` and all other options of an embed (`embed/options.ts`) go to the frame as they are. The element's own:
 *   report   address of the recorded report, instead of the one inside
 *   theme    light or dark; else as the reader's system has it
 *   base     address of the site, where the module doesn't come from it
 *   autorun  begin as soon as it is seen
 *   slides   give the keyboard back to the deck after every start and end; there is no menu to save from
 * Methods: `run()`, live where that works and else recorded, resolved at its end; `stop()`; `file(kind, options)`, the last report as a file.
 * Events: `started`; `progress`, from 0 to 1; `report`, a `Report`; `stopped`, when it ended without one or was paused; `tier`, how the
 * frame runs and why. They bubble.
 * Taken out of its page it stops, and is as new when it is put in again.
 */
import { fullVersion, readOptions } from '../embed/options.js';
import { fromEmbed, message, type FromEmbed, type FromPage, type Tier } from '../embed/protocol.js';
import { fetchedReport } from '../links/text.js';
import { Turn } from '../turn.js';
import type { Exports, FileKind, FileOptions } from './file-kinds.js';
import { raceOf } from './race.js';
import { RecordedRace } from './replay.js';
import { SaveMenu } from './save-menu.js';

// Attributes that say something about the element and nothing about the race.
const NOT_OPTIONS =
  /^(report|base|autorun|slides|id|class|style|slot|part|title|lang|dir|hidden|role|tabindex|is|data-.*|aria-.*|on.*)$/;

/** How long the frame may take to answer, in milliseconds. */
const PATIENCE_MS = 15_000;
/** How long it may take to draw every chart for a file, in milliseconds. */
const PATIENCE_FOR_FILES_MS = 60_000;

const STYLE = `
:host { display: block; container-type: inline-size; font: 1rem/1.5 var(--four-toasters-font, system-ui, sans-serif); color: #2b211a; background: var(--four-toasters-background, #fbf6ec); color-scheme: light; }
:host([theme='dark']) { color: #f3e9d8; background: var(--four-toasters-background, #171311); color-scheme: dark; }
@media (prefers-color-scheme: dark) { :host(:not([theme='light'])) { color: #f3e9d8; background: var(--four-toasters-background, #171311); color-scheme: dark; } }
@media print { :host { color: #000 !important; background: none !important; color-scheme: light !important; } }
:host([hidden]), [hidden] { display: none !important; }
iframe { display: block; width: 100%; border: 0; min-height: 160px; }
.act { display: flex; flex-wrap: wrap; align-items: center; gap: 8px 16px; padding: 8px 16px 12px; }
button, select { font: inherit; min-height: 48px; padding: 0 24px; border: 0; border-radius: 8px; color: var(--four-toasters-on-accent, light-dark(#fffaf0, #241a10)); background: var(--four-toasters-accent, light-dark(#5c3a25, #ecc66c)); cursor: pointer; }
button { font-weight: 650; }
.quiet, select { font-weight: 400; padding: 0 16px; border: 1px solid currentColor; color: inherit; background: none; }
.files .quiet, select { min-height: 40px; }
select { padding: 0 8px; }
option { color: #000; background: #fff; }
[aria-expanded]::before { content: '▸ ' / ''; }
[aria-expanded='true']::before { content: '▾ ' / ''; }
button:disabled { opacity: .6; cursor: default; }
.files, .pair { display: flex; flex-wrap: wrap; align-items: center; gap: 8px; }
.files { padding: 0 16px 12px; }
:focus-visible { outline: 2px solid currentColor; outline-offset: 2px; }
.reason, a { font-size: .875rem; }
.reason { flex: 1 1 200px; margin: 0; }
a { color: inherit; }
::slotted(img), ::slotted(picture) { display: block; max-width: 100%; height: auto; }
@media print { button, a, .files { display: none; } }
`;

/** Where the site is, and how the files' module is had: told by whoever defines the element. */
let site: string | undefined;
let loadExports: () => Promise<Exports> = () => Promise.reject(new Error('nobody said where it is'));

export class FourToasters extends HTMLElement {
  static observedAttributes = ['report', 'theme', 'base'];
  readonly #root = this.attachShadow({ mode: 'open' });
  readonly #turn = new Turn(() => this.stop());
  readonly #seen = new IntersectionObserver((entries) =>
    // The latest, where several came at once.
    this.#see(entries.at(-1)?.isIntersecting === true),
  );
  readonly #stage = document.createElement('div');
  readonly #fallback = document.createElement('slot');
  readonly #button = document.createElement('button');
  readonly #reason = document.createElement('p');
  readonly #link = document.createElement('a');
  readonly #replay = new RecordedRace();
  readonly #menu = new SaveMenu(
    () => void this.#exports().catch(() => undefined),
    (kind, options) => this.file(kind, options),
  );
  #frame: HTMLIFrameElement | undefined;
  #tier: Tier | undefined;
  /** Why there is no frame, once that is known. */
  #refused = '';
  /** The run that is asked for: what `run()` gave, and how it is resolved. */
  #run: { readonly over: Promise<void>; readonly end: () => void } | undefined;
  /** Whether the frame runs, and owes an end. */
  #underWay = false;
  /** Whether it was told to stop meanwhile: that end is nobody's. */
  #stopping = false;
  #begun = false;
  /** Nothing outside of a page. */
  #loading: Promise<void> | undefined;
  /** What is saved: the last live run's, else what was recorded. */
  #report: unknown;
  /** Whether it is the frame's, which has every chart of it. */
  #reportIsLive = false;
  /** The file that the frame is asked for, and what takes it. */
  #filing: Promise<string | undefined> | undefined;
  #filed: ((html?: string) => void) | undefined;

  constructor() {
    super();
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    this.#root.adoptedStyleSheets = [sheet];
    this.#button.type = 'button';
    this.#button.addEventListener('click', () => {
      if (this.#refused) this.#reset();
      void this.run();
    });
    this.#reason.className = 'reason';
    this.#reason.setAttribute('role', 'status');
    Object.assign(this.#link, { target: '_blank', rel: 'noopener', textContent: 'Open the full version' });
    const act = document.createElement('div');
    act.className = 'act';
    act.append(this.#button, this.#menu.button, this.#reason, this.#link);
    this.#menu.offered = false;
    this.#reset();
    this.#stage.append(this.#fallback, this.#replay);
    this.#root.append(this.#stage, act, this.#menu.choice);
    // The replay speaks for the element; its events leave the shadow tree by themselves.
    this.#replay.addEventListener('started', () => {
      this.#turn.take();
      this.#giveBack();
    });
    for (const end of ['report', 'stopped'])
      this.#replay.addEventListener(end, () => {
        this.#turn.release();
        this.#giveBack();
      });
  }

  /** The site's address, with a slash at its end. */
  get base(): string {
    const own = this.getAttribute('base') ?? site ?? '.';
    return new URL(own.endsWith('/') ? own : `${own}/`, document.baseURI).href;
  }

  /** How it runs: known once the frame has answered. */
  get tier(): Tier | undefined {
    return this.#tier;
  }

  connectedCallback(): void {
    this.#seen.observe(this);
    addEventListener('message', this.#hear);
    document.addEventListener('visibilitychange', this.#hide);
    document.addEventListener('securitypolicyviolation', this.#forbid);
    this.#setUp();
  }

  disconnectedCallback(): void {
    this.#seen.disconnect();
    removeEventListener('message', this.#hear);
    document.removeEventListener('visibilitychange', this.#hide);
    document.removeEventListener('securitypolicyviolation', this.#forbid);
    this.#reset();
    this.#begun = false;
    this.#loading = undefined;
  }

  /** Another report or another site is taken at once. The frame has its theme from its address, so it keeps it until it is opened anew. */
  attributeChangedCallback(name: string): void {
    if (!this.#loading) return;
    if (name === 'theme') return this.#dress();
    if (name === 'report') this.#forgetRecorded();
    this.#reset();
    this.#setUp();
  }

  /** Runs it: live in the frame, else recorded. Resolved at its end, or when it is stopped. Asked again meanwhile, it is the same run. */
  run(): Promise<void> {
    if (this.#run) return this.#run.over;
    let end = (): void => undefined;
    const over = new Promise<void>((resolve) => (end = resolve));
    this.#run = { over, end };
    void this.#begin(this.#run);
    return over;
  }

  stop(): void {
    this.#replay.stop();
    this.#say({ type: 'stop' });
    this.#stopping = this.#underWay;
    this.#turn.release();
    this.#end();
  }

  #forgetRecorded(): void {
    this.#replay.report = undefined;
    if (this.#reportIsLive) return;
    this.#report = undefined;
    this.#menu.offered = false;
  }

  #dress(): void {
    const theme = this.getAttribute('theme');
    if (theme) this.#replay.setAttribute('theme', theme);
    else this.#replay.removeAttribute('theme');
  }

  #setUp(): void {
    this.#dress();
    this.#link.href = this.base + fullVersion(readOptions(this.#query(), this.base));
    this.#loading = this.#load();
  }

  /** Stops, and forgets all that came of having been run; what was recorded and what can be saved stay. */
  #reset(): void {
    this.stop();
    this.#filed?.();
    this.#frame?.remove();
    this.#frame = undefined;
    this.#tier = undefined;
    this.#refused = '';
    this.#underWay = this.#stopping = false;
    this.#button.textContent = 'Run it here';
    this.#button.hidden = this.#link.hidden = false;
    this.#offerReplay();
    this.#explain('');
  }

  /** What was recorded takes the picture's place. */
  #offerReplay(): void {
    this.#replay.hidden = !this.#replay.report || this.#replay.problem !== '';
    this.#fallback.hidden = !this.#replay.hidden;
  }

  async #begin(run: { readonly over: Promise<void> }): Promise<void> {
    await this.#loading;
    // Stopped meanwhile, and perhaps asked for anew.
    if (run !== this.#run) return;
    if (!this.#loading) return this.#end();
    if (this.#playsRecorded) {
      await this.#replay.run();
      if (run === this.#run) this.#end();
      return;
    }
    this.#turn.take(false);
    if (!this.#frame) this.#open();
    else this.#go();
  }

  /** Has the frame run what is asked for, once it has said how it runs and nothing else runs in it. */
  #go(): void {
    if (!this.#run || !this.#frame || !this.#tier || this.#underWay) return;
    this.#underWay = true;
    this.#say({ type: 'run' });
  }

  /** The frame's race is over. After a stop nobody waits for this end, but perhaps for the next one. */
  #ended(): void {
    const stopped = this.#stopping;
    this.#underWay = this.#stopping = false;
    if (stopped) return this.#go();
    this.#turn.release();
    this.#end();
  }

  /** The last report as a file: what was run here, else what was recorded. Rejected with a sentence. */
  async file(kind: FileKind, options: FileOptions = {}): Promise<File> {
    await this.#loading;
    const { theme = this.#replay.theme, scale } = options;
    const [report, link] = [this.#report, this.#link.href];
    if (!report) throw new Error('There is nothing to save yet: run it first, or give it a recorded report.');
    const { fileOf } = await this.#exports();
    const page = kind === 'html' && this.#reportIsLive ? await this.#wholePage() : undefined;
    return fileOf({ report, link, page }, kind, { theme, scale });
  }

  /** The module that makes files. A failure is not kept: the next file tries again. */
  async #exports(): Promise<Exports> {
    try {
      return await loadExports();
    } catch (error) {
      throw new Error(
        `What makes files could not be loaded (${(error as Error).message}). It lies beside the element’s own file, and this page must allow it.`,
      );
    }
  }

  /** The whole report as HTML, by the frame, which has the charts; nothing where it can't. Whoever asks meanwhile gets the same. */
  #wholePage(): Promise<string | undefined> {
    if (!this.#frame) return Promise.resolve(undefined);
    this.#filing ??= new Promise((resolve) => {
      const timer = setTimeout(() => this.#filed?.(), PATIENCE_FOR_FILES_MS);
      this.#filed = (html): void => {
        clearTimeout(timer);
        this.#filing = this.#filed = undefined;
        resolve(html);
      };
      this.#say({ type: 'save' });
    });
    return this.#filing;
  }

  /** Takes a report that can be saved; others, as a breakfast's, are passed over. */
  #keep(report: unknown, live: boolean): void {
    try {
      raceOf(report);
    } catch {
      return;
    }
    [this.#report, this.#reportIsLive] = [report, live];
    this.#menu.offered = !this.hasAttribute('slides');
  }

  /** Whether the recorded race is all there is to play. */
  get #playsRecorded(): boolean {
    return !this.#replay.hidden && (this.#refused !== '' || this.#tier === 'replay' || this.#onDisk);
  }

  /** Whether the site lies on the reader's disk, where nothing can be measured. */
  get #onDisk(): boolean {
    return new URL(this.base).protocol === 'file:';
  }

  #query(): string {
    const options = [...this.attributes].filter(({ name }) => !NOT_OPTIONS.test(name));
    return new URLSearchParams(options.map(({ name, value }): [string, string] => [name, value])).toString();
  }

  /** Takes the recorded report, from inside or from its address. */
  async #load(): Promise<void> {
    // A classic script in the head meets the element before what is in it.
    if (document.readyState === 'loading')
      await new Promise((resolve) => document.addEventListener('DOMContentLoaded', resolve, { once: true }));
    const inline = this.querySelector('script[type="application/json"]')?.textContent;
    const address = this.getAttribute('report');
    if (!inline && !address) return;
    try {
      const text = inline ?? (await fetchedReport(new URL(address ?? '', document.baseURI).href));
      // Another may have been asked for meanwhile, or none.
      if (address !== this.getAttribute('report')) return;
      this.#replay.report = JSON.parse(text);
      if (this.#replay.problem) throw new Error(this.#replay.problem);
      if (!this.#frame) this.#offerReplay();
      if (!this.#reportIsLive) this.#keep(this.#replay.report, false);
      if (this.#onDisk)
        this.#explain('This page was opened from a file, where nothing can be measured: the recorded race is played.');
    } catch (error) {
      if (address !== this.getAttribute('report')) return;
      this.#explain(`The recorded report can’t be played: ${sentence((error as Error).message)}`);
    }
  }

  #open(): void {
    const frame = document.createElement('iframe');
    frame.title = 'Four Toasters: a race in this page';
    // Where the page around is isolated, the frame may be, too.
    frame.allow = 'cross-origin-isolated; fullscreen';
    frame.addEventListener('load', () => this.#say({ type: 'hello' }));
    frame.src = `${this.base}embed.html?${this.#query()}`;
    this.#frame = frame;
    // Of a frame that was refused.
    this.#tier = undefined;
    this.#explain('Starting…');
    this.#stage.append(frame);
    setTimeout(() => {
      if (this.#frame !== frame || this.#tier) return;
      this.#refuse(
        `The frame did not answer: ${new URL(this.base).host || 'the site'} can’t be reached, or this page doesn’t allow it.`,
      );
      this.#button.textContent = 'Try again';
      this.#button.hidden = false;
    }, PATIENCE_MS);
  }

  #say(content: FromPage): void {
    if (!this.#frame) return;
    const { origin } = new URL(this.base);
    // A file has no origin that could be named.
    this.#frame.contentWindow?.postMessage(
      message(content),
      origin === 'null' || self.origin === 'null' ? '*' : origin,
    );
  }

  readonly #hear = ({ source, origin, data }: MessageEvent<unknown>): void => {
    if (!this.#frame || source !== this.#frame.contentWindow) return;
    // Only a sandbox or a file has no origin that could be named, and the frame is in one if this page or the site is.
    const site = new URL(this.base).origin;
    if (origin !== site && !(origin === 'null' && self.origin === 'null')) return;
    const said = fromEmbed(data);
    if (said) this.#take(said);
  };

  #take(said: FromEmbed): void {
    switch (said.type) {
      case 'height':
        if (this.#frame) this.#frame.style.height = `${said.height}px`;
        break;
      case 'tier': {
        this.#tier = said.tier;
        this.#tell('tier', { tier: said.tier, reason: said.reason });
        if (said.tier === 'replay' && !this.#replay.hidden) return this.#refuse(said.reason);
        this.#fallback.hidden = true;
        this.#replay.hidden = true;
        // The frame says how it runs by itself.
        this.#explain('');
        if (this.#root.activeElement === this.#button) this.#frame?.focus();
        this.#button.hidden = true;
        this.#link.hidden = true;
        this.#go();
        break;
      }
      case 'started':
        this.#underWay = true;
        // One that was told to stop meanwhile takes the turn from nobody.
        if (this.#stopping) break;
        this.#turn.take(false);
        this.#tell('started', {});
        this.#giveBack();
        break;
      case 'progress':
        this.#tell('progress', said.share);
        break;
      case 'report':
        this.#keep(said.report, true);
        this.#ended();
        this.#tell('report', said.report);
        this.#giveBack();
        break;
      case 'stopped':
        this.#ended();
        this.#tell('stopped', {});
        this.#giveBack();
        break;
      case 'file':
        this.#filed?.('html' in said ? said.html : undefined);
        break;
      case 'leave':
        this.#giveBack(true);
    }
  }

  /** No frame, and why: what was recorded is played instead, or the picture stays. */
  #refuse(reason: string): void {
    this.#frame?.remove();
    this.#frame = undefined;
    this.#refused = reason;
    this.#tier = this.#replay.hidden ? 'picture' : 'replay';
    this.#tell('tier', { tier: this.#tier, reason });
    this.#explain(this.#replay.hidden ? `${reason} So there is only the picture.` : reason);
    this.#button.hidden = true;
    const run = this.#run;
    if (!run || this.#replay.hidden) {
      this.#turn.release();
      return this.#end();
    }
    void this.#replay.run().then(() => run === this.#run && this.#end());
  }

  readonly #forbid = ({ effectiveDirective, blockedURI }: SecurityPolicyViolationEvent): void => {
    if (!this.#frame || this.#tier || !/^(frame|child)-src|^default-src/.test(effectiveDirective)) return;
    if (new URL(this.base).href.startsWith(blockedURI) || blockedURI.startsWith(this.base))
      this.#refuse('This page’s content policy doesn’t allow the frame (frame-src).');
  };

  readonly #hide = (): void => {
    if (document.hidden) this.stop();
  };

  #see(seen: boolean): void {
    if (!seen) {
      if (this.#begun) this.stop();
      return;
    }
    if (this.hasAttribute('autorun') && !this.#begun) void this.run();
    this.#begun = true;
  }

  /** The keyboard goes back to the deck, which turns its pages with it. */
  #giveBack(asked = false): void {
    if (!asked && !this.hasAttribute('slides')) return;
    this.#frame?.blur();
    window.focus();
  }

  #end(): void {
    this.#run?.end();
    this.#run = undefined;
  }

  #explain(reason: string): void {
    this.#reason.textContent = reason;
  }

  #tell(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}

const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);

/** Makes the element known. `base` is the site's address; `load` brings the module that makes files. */
export function define(base: string, load: () => Promise<Exports>): void {
  if (site === undefined) [site, loadExports] = [base, load];
  if (!customElements.get('four-toasters')) customElements.define('four-toasters', FourToasters);
}

declare global {
  interface HTMLElementTagNameMap {
    'four-toasters': FourToasters;
  }
}

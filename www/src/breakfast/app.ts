// What the breakfast page knows and does: the shop, its morning, and the time of it that is shown.

import { ON_PAPER } from '../elements/paper.js';
import type { Figure, Morning, Shop, ShopPreset, Theme } from '../generated/model.js';
import { breakfasts } from '../workers/clients.js';
import { readShop, writeShop } from './address.js';
import { MINUTE_MS, Moments } from './moment.js';
import { minutesASecond, type PlaySpeed } from './player.js';

/** Captions change no oftener than this, in milliseconds, so that a screen reader can finish its sentence. */
const CAPTION_MS = 1000;

/** Width of the chart until its frame tells its own, in CSS pixels. */
const FIRST_WIDTH = 800;

/** The page's state and all that changes it. */
export class App {
  presets: readonly ShopPreset[] = [];
  preset: ShopPreset | undefined;
  shop: Shop | undefined;
  moments: Moments | undefined;
  atMs = 0;
  playing = false;
  speed: PlaySpeed = 1;
  caption = '';
  figure: Figure | undefined;
  /** The same for paper. */
  paper: Figure | undefined;
  embed = false;
  /** What the address asked for in vain. */
  problems: readonly string[] = [];
  /** Why there is nothing to show. */
  failure = '';

  readonly #changed: () => void;
  /** Whether it is a guest in another page: it leaves the address alone, and plays when it is told to. */
  readonly #guest: boolean;
  /** The shop whose morning is shown; `shop` may already be the next one. */
  #shown: Shop | undefined;
  readonly #dark = matchMedia('(prefers-color-scheme: dark)');
  readonly #still = matchMedia('(prefers-reduced-motion: reduce)');
  #width = FIRST_WIDTH;
  /** Counts simulations, so that late answers about an old shop are dropped. */
  #turn = 0;
  #frameAt: number | undefined;
  #captionAt = -Infinity;
  #captionTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(changed: () => void, guest = false) {
    this.#changed = changed;
    this.#guest = guest;
    this.#dark.addEventListener('change', () => void this.#draw());
    this.#still.addEventListener('change', () => this.#still.matches && this.play(false));
  }

  /** Reads the address and shows what it asks for. */
  async start(query: string): Promise<void> {
    await this.#trying(async () => {
      this.presets = await breakfasts.presets();
      const { preset, shop, embed, problems } = readShop(query, this.presets);
      Object.assign(this, { preset, embed, problems });
      await this.#simulate(shop);
      // Whoever wants no motion sees the end, and can go through the morning by hand.
      if (this.#guest) this.seek(0);
      else if (this.#still.matches) this.seek(this.endMs);
      else this.play(true);
    });
  }

  get endMs(): number {
    return this.moments?.endMs ?? 0;
  }

  get morning(): Morning | undefined {
    return this.moments?.morning;
  }

  choose(preset: ShopPreset): void {
    this.preset = preset;
    void this.change(preset.shop);
  }

  /** Simulates another shop, and shows its morning from the start. */
  async change(shop: Shop): Promise<void> {
    this.shop = shop;
    this.#writeAddress();
    await this.#trying(async () => {
      if (!(await this.#simulate(shop))) return;
      if (this.#still.matches) this.seek(this.endMs);
      else {
        this.seek(0);
        this.play(true);
      }
    });
  }

  play(playing: boolean): void {
    if (playing && this.atMs >= this.endMs) this.atMs = 0;
    if (playing && !this.playing) {
      this.#frameAt = undefined;
      requestAnimationFrame(this.#frame);
    }
    this.playing = playing;
    this.#say();
    this.#changed();
  }

  seek(atMs: number): void {
    this.atMs = Math.min(Math.max(atMs, 0), this.endMs);
    this.#say();
    this.#changed();
  }

  setSpeed(speed: PlaySpeed): void {
    this.speed = speed;
    this.#changed();
  }

  /** Draws the chart this wide from now on. */
  resize(width: number): void {
    if (width === this.#width) return;
    this.#width = width;
    void this.#draw();
  }

  #frame = (now: number): void => {
    if (!this.playing) return;
    const passed = this.#frameAt === undefined ? 0 : now - this.#frameAt;
    this.#frameAt = now;
    // A page that was hidden goes on where it was.
    const virtual = (Math.min(passed, 250) / 1000) * minutesASecond(this.endMs, this.speed) * MINUTE_MS;
    this.atMs = Math.min(this.atMs + virtual, this.endMs);
    if (this.atMs >= this.endMs) this.playing = false;
    else requestAnimationFrame(this.#frame);
    this.#say();
    this.#changed();
  };

  /** False when another shop was asked for meanwhile. */
  async #simulate(shop: Shop): Promise<boolean> {
    const turn = (this.#turn += 1);
    const morning = await breakfasts.simulate(shop);
    if (turn !== this.#turn) return false;
    this.shop = shop;
    this.#shown = shop;
    this.moments = new Moments(morning);
    this.failure = '';
    void this.#draw();
    return true;
  }

  async #draw(): Promise<void> {
    const shown = this.#shown;
    if (!shown) return;
    const turn = this.#turn;
    const theme: Theme = this.#isDark() ? 'dark' : 'light';
    await this.#trying(async () => {
      const figure = await breakfasts.figure(shown, { width: this.#width, theme, windowMs: null });
      if (turn !== this.#turn || !figure) return;
      this.figure = figure;
      this.#changed();
      const paper = await breakfasts.figure(shown, ON_PAPER);
      if (turn !== this.#turn || !paper) return;
      this.paper = paper;
      this.#changed();
    });
  }

  /** The lanes in other colours, for a file. */
  redraw = async (theme: Theme): Promise<Figure | null> =>
    this.#shown ? breakfasts.figure(this.#shown, { width: this.#width, theme, windowMs: null }) : null;

  /** Brings the caption up to date, now or when the last one has been up long enough. */
  #say(): void {
    clearTimeout(this.#captionTimer);
    const wait = this.#captionAt + CAPTION_MS - performance.now();
    if (wait > 0) {
      this.#captionTimer = setTimeout(() => this.#say(), wait);
      return;
    }
    this.#captionAt = performance.now();
    const [turn, shown] = [this.#turn, this.#shown];
    if (!shown) return;
    void this.#trying(async () => {
      const caption = await breakfasts.caption(shown, this.atMs);
      if (turn !== this.#turn || caption === this.caption) return;
      this.caption = caption;
      this.#changed();
    });
  }

  #isDark(): boolean {
    const forced = document.documentElement.dataset['theme'];
    return forced ? forced === 'dark' : this.#dark.matches;
  }

  #writeAddress(): void {
    const { preset, shop, embed } = this;
    if (preset && shop && !this.#guest) history.replaceState(null, '', writeShop({ preset, shop, embed }));
  }

  async #trying(act: () => Promise<void>): Promise<void> {
    try {
      await act();
    } catch (error) {
      this.failure = error instanceof Error ? error.message : String(error);
      this.playing = false;
      this.#changed();
    }
  }
}

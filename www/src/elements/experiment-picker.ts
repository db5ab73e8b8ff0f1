/**
 * <ft-experiment-picker>: which question is asked. Radio buttons that look like one control; the question stands below.
 *
 * Event: `experiment` (Experiment).
 */
import { LitElement, css, html } from 'lit';
import { live } from 'lit/directives/live.js';
import { EXPERIMENTS, type Experiment } from '../generated/model.js';
import { base, fields, segmented } from '../styles/shared.js';
import { emit } from './event.js';
import { EXPERIMENT_WORDS } from './experiments.js';

export class ExperimentPicker extends LitElement {
  static override properties = {
    experiment: { type: String },
    fixedSize: { type: String },
    disabled: { type: Boolean },
  };
  declare experiment: Experiment;
  /** Why the picture can't have other sizes now, in a sentence; empty where it can. */
  declare fixedSize: string;
  declare disabled: boolean;

  static override styles = [
    base,
    fields,
    segmented,
    css`
      .segmented {
        width: fit-content;
        max-width: 100%;
      }
    `,
  ];

  constructor() {
    super();
    this.experiment = 'race';
    this.fixedSize = '';
    this.disabled = false;
  }

  override render() {
    const { question } = EXPERIMENT_WORDS[this.experiment];
    return html`<div class="stack">
      <span class="label" id="label">Experiment</span>
      <div class="segmented" role="radiogroup" aria-labelledby="label" aria-describedby="question">
        ${EXPERIMENTS.map((experiment) => this.#choice(experiment))}
      </div>
      <p id="question" class="small quiet" role="status">${question} ${this.fixedSize}</p>
    </div>`;
  }

  #choice(experiment: Experiment) {
    const { label, question, resizes } = EXPERIMENT_WORDS[experiment];
    return html`<label title=${question}
      ><input
        type="radio"
        name="experiment"
        value=${experiment}
        .checked=${live(experiment === this.experiment)}
        ?disabled=${this.disabled || (resizes && this.fixedSize !== '')}
        @change=${() => this.#choose(experiment)}
      />${label}</label
    >`;
  }

  #choose(experiment: Experiment): void {
    this.experiment = experiment;
    emit<Experiment>(this, 'experiment', experiment);
  }
}

customElements.define('ft-experiment-picker', ExperimentPicker);

declare global {
  interface HTMLElementTagNameMap {
    'ft-experiment-picker': ExperimentPicker;
  }
}

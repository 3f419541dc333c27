import { el } from './dom.js';

/**
 * A slider over some stops, which needn't be evenly spaced.
 *
 * @param stops the values, ascending
 * @param say what a value is called
 * @param still the stop from which the track is coloured
 */
export class Slider {
  #stops;
  #say;
  #still;
  #input = el('input', { type: 'range', min: 0, step: 1 });
  #value = el('output', { class: 'figure' });
  #marks = el('div', { class: 'marks', 'aria-hidden': 'true' });

  constructor(label, { stops, at, still = stops[0], say, moved }) {
    this.#stops = stops;
    this.#say = say;
    this.#still = stops.indexOf(still) / (stops.length - 1);
    this.#input.max = stops.length - 1;
    this.element = el(
      'div',
      { class: 'slider' },
      el('label', { class: 'head' }, el('span', {}, label), this.#value),
      this.#input,
      this.#marks,
    );
    const id = `slider-${Slider.#next++}`;
    this.#input.id = id;
    this.element.querySelector('label').htmlFor = id;
    this.#input.addEventListener('input', () => {
      this.#show();
      moved(this.value);
    });
    this.to(at);
  }

  static #next = 1;

  get value() {
    return this.#stops[Number(this.#input.value)];
  }

  /** To a value that is a stop. */
  to(value) {
    this.#input.value = this.#stops.indexOf(value);
    this.#show();
  }

  /** Marks a stop under the slider. */
  mark(value, text) {
    const part = this.#stops.indexOf(value) / (this.#stops.length - 1);
    this.#marks.append(el('span', { class: 'small', style: { '--at': part } }, text));
  }

  #show() {
    const text = this.#say(this.value);
    this.#value.textContent = text;
    this.#input.setAttribute('aria-valuetext', text);
    const part = Number(this.#input.value) / (this.#stops.length - 1);
    const [from, to] = [part, this.#still].sort((a, b) => a - b);
    this.#input.style.setProperty('--from', `${100 * from}%`);
    this.#input.style.setProperty('--to', `${100 * to}%`);
  }
}

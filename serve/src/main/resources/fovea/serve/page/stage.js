import { el } from './dom.js';
import { icon } from './icons.js';
import { texts } from './texts.js';

/** Pictures of so few pixels are shown as such, not blurred. */
const COARSE = 112;

/** Where the picture is: as it came, or as a tool shows it. */
export class Stage {
  #frame = el('div', { class: 'frame' });
  #caption = el('figcaption', { class: 'soft small' });
  #hold = el(
    'button',
    { type: 'button', class: 'plain small hold', hidden: true },
    icon('eye'),
    texts.stage.hold,
  );
  #remove;
  #picture = null;
  #shown = null;
  #original = null;

  /** @param remove takes the picture away */
  constructor(figure, remove) {
    this.#remove = el(
      'button',
      { type: 'button', class: 'plain small', on: { click: remove } },
      icon('trash2'),
    );
    figure.append(
      this.#frame,
      el('div', { class: 'under' }, this.#caption, this.#hold, this.#remove),
    );
    const look = (at) => () => this.#place(at());
    const original = look(() => this.#original);
    const shown = look(() => this.#shown);
    this.#hold.addEventListener('pointerdown', original);
    for (const end of ['pointerup', 'pointerleave', 'pointercancel', 'blur']) {
      this.#hold.addEventListener(end, shown);
    }
    this.#hold.addEventListener('keydown', (event) => {
      if (event.key === ' ' || event.key === 'Enter') original();
    });
    this.#hold.addEventListener('keyup', shown);
    this.#hold.addEventListener('contextmenu', (event) => event.preventDefault());
  }

  /** The picture that the page is about. */
  of(picture) {
    this.#picture = picture;
    const label = texts.strip.remove(picture.name);
    this.#remove.title = label;
    this.#remove.setAttribute('aria-label', label);
    this.rest();
  }

  /** As it came. */
  rest() {
    if (!this.#picture) return;
    const { url, name } = this.#picture;
    this.show(image(url, texts.stage.picture(name)), name);
  }

  /**
   * Something in its place.
   *
   * @param shown an image or a canvas
   * @param original what is seen while the button is held, if anything
   */
  show(shown, caption, original = null) {
    this.#shown = shown;
    this.#original = original;
    this.#caption.textContent = caption;
    this.#hold.hidden = original === null;
    this.#place(shown);
  }

  #place(element) {
    if (element && this.#frame.firstChild !== element) this.#frame.replaceChildren(element);
  }
}

/** An image that shows its pixels if it has only few. */
export function image(source, alt, attributes = {}) {
  const made = el('img', { src: source, alt, decoding: 'async', ...attributes });
  const look = () => made.classList.toggle('coarse', made.naturalWidth <= COARSE);
  if (made.complete && made.naturalWidth) look();
  else made.addEventListener('load', look, { once: true });
  return made;
}

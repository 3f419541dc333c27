import { el } from './dom.js';
import { percent, texts } from './texts.js';
import { refused } from './trouble.js';

/** So many classes are shown unless more are asked for. */
const FEW = 5;

/** A smaller change of a share isn't marked. */
const MOVED = 0.005;

/** What the network says, as bars: of the picture, or of what a tool made of it. */
export class Answer {
  #word = el('span', { class: 'word' });
  #sure = el('span', { class: 'sure figure' });
  #note = el('div', { class: 'soft' });
  #bars = el('ol', { class: 'bars', 'aria-label': texts.answer.classes });
  #more = el('button', { type: 'button', class: 'plain small', hidden: true });
  #strange = el('div', { class: 'strange', hidden: true });
  #trust = el('p', { class: 'small soft' });
  #source = el('p', { class: 'small soft source' });
  #rows = new Map();
  #all = false;
  #own = null;
  #shown = null;
  #ask;

  /** @param ask told the class that someone wants to know more of */
  constructor(section, ask) {
    this.#ask = ask;
    section.append(
      el('h1', { class: 'verdict' }, this.#word, ' ', this.#sure),
      this.#note,
      this.#bars,
      this.#more,
      this.#strange,
      el('div', { class: 'fine' }, this.#trust, this.#source),
    );
    this.#more.addEventListener('click', () => {
      this.#all = !this.#all;
      this.#draw();
    });
  }

  /**
   * The answer for the picture itself.
   *
   * @param reply of `predict`, or null while there is none
   * @param trouble why there won't be one, if so, with what tries `again`
   */
  of(reply, model, trouble, again) {
    this.#own = reply && { result: reply.images[0], reply, model, before: null };
    if (this.#own) {
      this.rest();
      return;
    }
    this.#shown = null;
    this.#word.textContent = trouble ? texts.answer.nothing : texts.answer.thinking;
    this.#word.classList.add('waits');
    this.#sure.textContent = '';
    this.#note.replaceChildren(...(trouble ? [refused(trouble, again)] : []));
    this.#rows.clear();
    this.#bars.replaceChildren();
    this.#more.hidden = this.#strange.hidden = true;
    this.#trust.replaceChildren();
    this.#source.replaceChildren();
  }

  rest() {
    this.#shown = this.#own;
    this.#draw();
  }

  /** An answer for something else, with marks where the shares were before. */
  instead(result, before, reply) {
    if (!this.#own) return;
    this.#shown = { result, before, reply, model: this.#own.model };
    this.#draw();
  }

  #draw() {
    if (!this.#shown) return;
    const { result, before, reply, model } = this.#shown;
    const [best] = result.top;
    this.#word.classList.remove('waits');
    this.#word.textContent = result.noneOfThese ? texts.answer.none : best.class;
    this.#sure.textContent = result.noneOfThese ? '' : percent(best.probability);
    this.#note.textContent = result.noneOfThese ? texts.answer.nearest(best.class) : '';
    this.#drawBars(result, before);
    this.#drawStrange(result, before, model);
    this.#drawTrust(result, model);
    this.#drawSource(reply);
  }

  #drawBars(result, before) {
    const top = this.#all ? [...result.top] : result.top.slice(0, FEW);
    const was = new Map(before?.top.map((one) => [one.class, one.probability]));
    const lost = before && result.top.find((one) => one.class === predicted(before));
    if (lost && !top.includes(lost)) top.splice(-1, 1, lost);
    const kept = new Set(top.map((one) => one.class));
    for (const [name, row] of this.#rows) {
      if (!kept.has(name)) {
        row.item.remove();
        this.#rows.delete(name);
      }
    }
    top.forEach((one, i) => {
      const row = this.#row(one.class);
      if (this.#bars.children[i] !== row.item)
        this.#bars.insertBefore(row.item, this.#bars.children[i]);
      const share = percent(one.probability);
      const earlier = was.get(one.class);
      row.more.textContent = [
        earlier === undefined ? '' : texts.answer.before(percent(earlier)),
        i === 0 ? texts.answer.why : texts.answer.whyNot,
      ].join(' ');
      row.share.textContent = share;
      row.fill.style.setProperty('--share', one.probability);
      row.was.hidden = earlier === undefined || Math.abs(earlier - one.probability) < MOVED;
      row.was.style.setProperty('--share', earlier ?? 0);
      row.item.classList.toggle('best', i === 0 && !result.noneOfThese);
    });
    const others = result.top.length - FEW;
    this.#more.hidden = others <= 0;
    this.#more.textContent = this.#all ? texts.answer.fewer : texts.answer.allClasses(others);
    this.#more.setAttribute('aria-expanded', this.#all);
  }

  #row(name) {
    let row = this.#rows.get(name);
    if (row) return row;
    const fill = el('span', { class: 'fill' });
    const was = el('span', { class: 'was', hidden: true });
    const share = el('span', { class: 'share figure' });
    const more = el('span', { class: 'unseen' });
    const button = el(
      'button',
      { type: 'button', on: { click: () => this.#ask(name) } },
      el('span', { class: 'name' }, name),
      ' ',
      el('span', { class: 'track' }, fill, was),
      share,
      ' ',
      more,
    );
    row = { item: el('li', {}, button), fill, was, share, more };
    this.#rows.set(name, row);
    return row;
  }

  #drawStrange(result, before, model) {
    this.#strange.hidden = result.none === null;
    if (result.none === null) return;
    const accepted = model.noneOfThese?.accepted;
    const track = el(
      'span',
      { class: 'track' },
      el('span', { class: 'fill', style: { '--share': result.none } }),
    );
    if (typeof before?.none === 'number') {
      track.append(el('span', { class: 'was', style: { '--share': before.none } }));
    }
    if (accepted) {
      track.append(
        el('span', {
          class: 'limit',
          title: texts.answer.accepted(accepted),
          style: { '--share': accepted },
        }),
      );
    }
    this.#strange.classList.toggle('beyond', result.noneOfThese === true);
    this.#strange.replaceChildren(
      el('span', { class: 'name' }, texts.answer.strangeLabel),
      track,
      el('span', { class: 'share figure' }, percent(result.none)),
      el('p', { class: 'small soft' }, texts.answer.strange(result.none)),
    );
  }

  #drawTrust(result, model) {
    const { calibration } = model;
    this.#trust.replaceChildren(
      ...(result.calibrated
        ? [texts.answer.calibrated(calibration?.images), '.']
        : [
            texts.answer.uncalibrated,
            el('code', {}, texts.answer.calibrate),
            texts.answer.calibrateHelps,
          ]),
    );
    if (result.noneOfThese === null) this.#trust.append(' ', texts.answer.notFitted);
    else if (result.none === null && !result.noneOfThese) {
      this.#trust.append(' ', texts.answer.familiar);
    }
  }

  #drawSource(reply) {
    const { timing } = reply;
    const parts = [checksum(reply.version)];
    if (timing) parts.push(texts.answer.time(timing.computeMs));
    if (timing?.batch) parts.push(texts.answer.batch(timing.batch));
    this.#source.replaceChildren(...parts.flatMap((part, i) => (i ? [' · ', part] : [part])));
  }
}

/** Whose answer it is. */
export function checksum(version) {
  return el('span', { class: 'sum', title: texts.weightsMeaning }, texts.weights(version));
}

/** For those who listen. */
export function spoken(result) {
  const [best] = result.top;
  return result.noneOfThese
    ? texts.answer.announcedNone(best.class)
    : texts.answer.announced(best.class, percent(best.probability));
}

/** The predicted class. */
export const predicted = (result) => result.top[0].class;

/** How many classes are asked for, so that bars can show them all where there are few. */
export const asked = (model) => Math.min(model.classes.length, 20);

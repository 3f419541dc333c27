import { checksum, predicted } from '../answer.js';
import { announce, el, settled } from '../dom.js';
import { icon } from '../icons.js';
import { Slider } from '../slider.js';
import { image } from '../stage.js';
import { texts } from '../texts.js';

export const symbol = 'zap';

const say = texts.fool;

/** Budgets that the field reports, and smaller ones, for networks that nobody hardened. */
const NORMS = {
  linf: {
    label: say.linf,
    slider: say.slider,
    budgets: () => [0, 0.25, 0.5, 1, 1.5, 2, 3, 4, 6, 8, 12, 16, 24, 32],
    say: say.budget,
    query: (budget) => ({ norm: 'linf', epsilon255: budget }),
    distance: (reply) => reply.distance255,
  },
  l2: {
    label: say.l2,
    slider: say.sliderL2,
    /** The usual ones are of CIFAR-10's images; as much of each pixel is longer in larger ones. */
    budgets: ([channels, height, width]) =>
      [0, 0.05, 0.1, 0.25, 0.5, 0.75, 1, 1.5, 2, 3].map(
        (budget) => budget * Math.sqrt((channels * height * width) / 3072),
      ),
    say: say.budgetL2,
    query: (budget) => ({ norm: 'l2', epsilon: budget }),
    distance: (reply) => reply.distance,
  },
};

let chosenNorm = 'linf';

export async function open(given) {
  const { body, result } = given;
  const norm = el(
    'select',
    {},
    Object.entries(NORMS).map(([name, { label }]) => el('option', { value: name }, label)),
  );
  norm.value = chosenNorm;
  const found = el('div', { class: 'found' });
  body.append(
    el('p', {}, say.lead),
    el('div', { class: 'row fields' }, el('label', { class: 'field' }, say.norm, norm)),
    found,
  );
  let last = new AbortController();
  const start = () => {
    last.abort();
    last = new AbortController();
    chosenNorm = norm.value;
    const signal = AbortSignal.any([given.signal, last.signal]);
    const attacked = attack({ ...given, signal }, NORMS[chosenNorm], found, predicted(result));
    return attacked.catch((failure) => {
      if (!signal.aborted) given.trouble(failure, start);
    });
  };
  norm.addEventListener('change', start);
  await start();
}

async function attack(given, norm, found, from) {
  const { signal, top, model } = given;
  found.replaceChildren(el('p', { class: 'soft' }, say.searching));
  given.busy();
  const smallest = await given.ask('/attack', {
    signal,
    query: { ...norm.query(0), smallest: true, class: from, top },
  });
  given.calm();
  const least = smallest.flipped ? norm.distance(smallest) : null;
  const stops = [...new Set([...norm.budgets(model.input), ...(least ? [least] : [])])].sort(
    (a, b) => a - b,
  );
  const replies = new Map(least ? [[least, smallest]] : []);
  const line = el('p', { class: 'outcome', 'aria-live': 'polite' });
  const triptych = el('div', { class: 'triptych' });

  const show = (budget, reply) => {
    const flips = reply.flipped;
    line.textContent = flips
      ? say.flips(from, reply.takenFor, norm.say(budget))
      : say.holds(from, norm.say(budget));
    line.classList.toggle('doubt', flips);
    triptych.replaceChildren(
      panel(reply.input, say.original),
      panel(reply.difference, say.difference),
      panel(reply.changed, say.changed),
    );
    const changed = image(reply.changed, say.changed);
    given.stage.show(changed, say.changed, image(reply.input, say.original));
    given.answer.instead(reply.after, reply.before, reply);
  };
  const rest = () => {
    line.textContent = '';
    triptych.replaceChildren();
    given.stage.rest();
    given.answer.rest();
  };
  const look = async (budget) => {
    if (budget === 0) {
      rest();
      return;
    }
    if (!replies.has(budget)) {
      given.busy();
      const reply = await given.ask('/attack', {
        signal,
        query: { ...norm.query(budget), class: from, top },
      });
      // Where this attack found no way, the smallest change is one nevertheless.
      const better = !reply.flipped && least !== null && least <= budget ? smallest : reply;
      replies.set(budget, better);
      given.calm();
    }
    if (slider.value === budget) show(budget, replies.get(budget));
  };
  const later = settled(150, (budget) =>
    look(budget).catch((failure) => {
      if (!signal.aborted) given.trouble(failure, () => later(budget));
    }),
  );
  const moved = (budget) => {
    if (budget === 0 || replies.has(budget)) look(budget);
    else later(budget);
  };
  const slider = new Slider(norm.slider, { stops, at: 0, say: norm.say, moved });

  found.replaceChildren(
    headline(smallest, least, norm, from, () => {
      slider.to(least);
      look(least);
    }),
    slider.element,
    line,
    triptych,
    el('p', { class: 'small soft' }, checksum(smallest.version), ` · ${say.caution}`),
  );
  if (least !== null) {
    slider.mark(least, say.tick);
    slider.to(least);
    show(least, smallest);
  }
}

function headline(smallest, least, norm, from, go) {
  if (least === null) return el('p', { class: 'callout' }, say.noSmallest);
  const [size, rest] = say.smallest(from, smallest.takenFor, norm.say(least));
  announce(`${say.smallestLead}: ${size}${rest}`);
  return el(
    'div',
    { class: 'callout' },
    el('p', { class: 'small soft' }, say.smallestLead),
    el('p', { class: 'large' }, el('strong', {}, size), rest),
    el(
      'button',
      { type: 'button', class: 'plain small', on: { click: go } },
      icon('zap'),
      say.toSmallest,
    ),
  );
}

function panel(source, caption) {
  return el('figure', {}, image(source, caption), el('figcaption', { class: 'small' }, caption));
}

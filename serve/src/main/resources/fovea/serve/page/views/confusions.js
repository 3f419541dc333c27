import { checksum } from '../answer.js';
import { el } from '../dom.js';
import { pictureOf } from '../intake.js';
import { ask, modelPath } from '../server.js';
import { session } from '../session.js';
import { image } from '../stage.js';
import { count, percent, texts } from '../texts.js';
import { refused } from '../trouble.js';
import { matrixTable, worstOf } from './matrix.js';

const say = texts.confusions;

const PAGE = 24;

/** What is taken for what, and the pictures behind each figure. */
export async function open({ place, signal, toPictures }) {
  const { model } = session;
  if (!model) return;
  if (!model.data) {
    place.replaceChildren(el('h1', {}, say.title), el('p', { class: 'soft' }, say.missing));
    return;
  }
  const state = el('div', { class: 'state', 'aria-live': 'polite' });
  place.replaceChildren(el('h1', {}, say.title), state);
  let found;
  try {
    found = await ask(modelPath(model.model, '/confusion'), {
      signal,
      waiting: ({ done, of }) =>
        state.replaceChildren(
          el('p', { class: 'soft' }, say.measuring(done, of)),
          el('progress', { value: of ? done : null, max: of || null, 'aria-label': say.title }),
        ),
    });
  } catch (failure) {
    if (signal.aborted) return;
    if (failure.code === 'unknown_model') session.tell('stale', model.model);
    state.replaceChildren(refused(failure, () => open({ place, signal, toPictures })));
    return;
  }
  const side = el(
    'section',
    { class: 'behind', 'aria-live': 'polite' },
    el('p', { class: 'soft' }, say.choose),
  );
  const show = (truth, predicted) => {
    pressed(truth, predicted);
    pictures({ side, model, truth, predicted, signal, toPictures });
  };
  const { table, pressed } = matrixTable(found, show);
  state.remove();
  place.append(
    el('p', { class: 'lead' }, say.lead(found.accuracy, found.images, found.data)),
    el('p', { class: 'soft' }, say.hint),
    el(
      'div',
      { class: 'confusing' },
      el('div', { class: 'scroll', tabindex: -1 }, table),
      el('div', {}, worst(found, show), side),
    ),
    el('h2', {}, say.perClass),
    el('div', { class: 'scroll' }, perClass(found.perClass)),
    el('p', { class: 'small soft' }, checksum(found.version)),
  );
}

function worst(found, show) {
  const list = worstOf(found).slice(0, 6);
  if (!list.length) return '';
  return el(
    'section',
    { class: 'worst' },
    el('h2', {}, say.worst),
    el(
      'ol',
      {},
      list.map(({ truth, predicted, images }) =>
        el(
          'li',
          {},
          el(
            'button',
            { type: 'button', class: 'plain', on: { click: () => show(truth, predicted) } },
            el('span', { class: 'figure' }, count(images)),
            el('span', {}, say.worstItem(truth, predicted).join('')),
          ),
        ),
      ),
    ),
  );
}

async function pictures(given) {
  const { side, model, truth, predicted, signal, toPictures } = given;
  const list = el('ol', { class: 'pictures' });
  const more = el('button', { type: 'button', hidden: true }, say.more);
  const head = el('h2', {}, say.takenFor);
  side.replaceChildren(head, list, more);
  let from = 0;
  const next = async () => {
    try {
      const reply = await ask(modelPath(model.model, '/confusion/images'), {
        signal,
        query: { truth, predicted, from, count: PAGE },
      });
      if (head.parentElement !== side) return;
      head.textContent = say.pictures(truth, predicted, reply.images);
      list.append(...reply.shown.map((shown) => item(shown, truth, toPictures)));
      from += reply.shown.length;
      more.hidden = from >= reply.images || !reply.shown.length;
    } catch (failure) {
      if (signal.aborted || head.parentElement !== side) return;
      side.replaceChildren(refused(failure, () => pictures(given)));
    }
  };
  more.addEventListener('click', next);
  await next();
}

function item({ image: number, probability, picture }, truth, toPictures) {
  const name = texts.intake.example(number, truth);
  const go = async () => toPictures([await pictureOf(picture, name)]);
  return el(
    'li',
    {},
    el(
      'button',
      { type: 'button', 'aria-label': say.open(number, percent(probability)), on: { click: go } },
      image(picture, ''),
    ),
    el('span', { class: 'small soft figure' }, percent(probability)),
  );
}

function perClass(rows) {
  const { columns } = say;
  const shares = ['precision', 'recall', 'f1'];
  return el(
    'table',
    { class: 'per-class' },
    el(
      'thead',
      {},
      el(
        'tr',
        {},
        el('th', { scope: 'col' }, columns.name),
        shares.map((name) => el('th', { scope: 'col', class: 'number' }, columns[name])),
        el('th', { scope: 'col', class: 'number' }, columns.images),
      ),
    ),
    el(
      'tbody',
      {},
      rows.map((row) =>
        el(
          'tr',
          {},
          el('th', { scope: 'row' }, row.name),
          shares.map((name) =>
            el('td', { class: 'number' }, row[name] === null ? '–' : percent(row[name])),
          ),
          el('td', { class: 'number' }, count(row.images)),
        ),
      ),
    ),
  );
}

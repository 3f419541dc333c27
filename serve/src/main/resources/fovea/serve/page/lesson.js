import { checksum } from './answer.js';
import { el } from './dom.js';
import { download } from './download.js';
import { icon } from './icons.js';
import { ask, modelPath } from './server.js';
import { session } from './session.js';
import { percent, points, texts } from './texts.js';
import { refused } from './trouble.js';

const say = texts.teach;

/** What was learnt, by the new model's name. */
const lessons = new Map();

/** @param learnt the server's reply to who taught it */
export function keep(learnt) {
  lessons.set(learnt.model, learnt);
}

/**
 * A model that was made here, what it costs and what can be done with it.
 *
 * @param changed told once it was forgotten
 */
export function lesson(model, given, changed) {
  const found = lessons.get(model.model);
  const forget = el('button', { type: 'button', class: 'plain' }, icon('trash2'), say.forget);
  forget.addEventListener('click', async () => {
    try {
      await ask(modelPath(model.model), { method: 'DELETE' });
      session.offer((await ask('/v1/models')).models);
      changed();
    } catch (failure) {
      given.trouble(failure, null);
    }
  });
  const go = el('button', { type: 'button', class: 'first' }, icon('scanEye'), say.ask);
  go.disabled = model.model === session.model.model;
  go.addEventListener('click', () => session.use(model.model));
  return el(
    'section',
    { class: 'lesson' },
    el('h3', {}, found ? say.done(found.class, found.seconds) : model.model),
    found?.drawn ? el('p', {}, say.drawn(found.drawn)) : '',
    found ? costOf(found, given) : '',
    el(
      'div',
      { class: 'row' },
      go,
      download(say.download, model.download, `${model.model}.safetensors`, given),
      forget,
    ),
    el('p', { class: 'small soft' }, checksum(model.version), ` · ${say.kept}`),
  );
}

/**
 * What both models say of the same test pictures of the other classes, and the new one of its own. It is asked
 * once, whoever looks, and goes on when they look at something else.
 */
function costOf(learnt, given) {
  if (!given.model.data) return el('p', { class: 'soft' }, say.noCost);
  const place = el('div', {}, el('p', { class: 'soft', 'aria-live': 'polite' }, say.costing));
  learnt.cost ??= measured(learnt);
  const asked = learnt.cost;
  asked.then(
    (found) => place.replaceChildren(cost(found)),
    (failure) => {
      if (learnt.cost === asked) learnt.cost = undefined;
      place.replaceChildren(refused(failure, () => place.replaceWith(costOf(learnt, given))));
    },
  );
  return place;
}

async function measured(learnt) {
  const judged = (model) => ask(modelPath(model, '/confusion'));
  const [before, after] = await Promise.all([judged(learnt.of), judged(learnt.model)]);
  const added = after.classes.indexOf(learnt.class);
  const sum = (numbers) => numbers.reduce((all, number) => all + number, 0);
  const others = after.matrix
    .map((row, shown) => ({ row, shown }))
    .filter(({ shown }) => shown !== added);
  const images = sum(others.map(({ row }) => sum(row)));
  const own = sum(after.matrix[added]);
  return {
    images,
    before: before.accuracy,
    after: sum(others.map(({ row, shown }) => row[shown])) / images,
    taken: sum(others.map(({ row }) => row[added])) / images,
    own: own ? after.matrix[added][added] / own : null,
  };
}

function cost(found) {
  const figures = [
    [say.before, percent(found.before)],
    [
      say.after,
      `${percent(found.after)} (${found.after < found.before ? '−' : '+'}${points(found.after - found.before)})`,
    ],
    [say.taken, percent(found.taken)],
  ];
  if (found.own !== null) figures.push([say.own, percent(found.own)]);
  return el(
    'table',
    {},
    el('caption', {}, `${say.cost}, ${say.costImages(found.images)}`),
    el(
      'tbody',
      {},
      figures.map(([label, value]) =>
        el('tr', {}, el('th', { scope: 'row' }, label), el('td', { class: 'number' }, value)),
      ),
    ),
  );
}

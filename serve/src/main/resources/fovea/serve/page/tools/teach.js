import { checksum } from '../answer.js';
import { announce, el } from '../dom.js';
import { download } from '../download.js';
import { icon } from '../icons.js';
import { chooser, picturesOf, takeDrops } from '../intake.js';
import { ask, modelPath } from '../server.js';
import { session } from '../session.js';
import { Slider } from '../slider.js';
import { percent, points, texts } from '../texts.js';
import { refused } from '../trouble.js';

export const symbol = 'sprout';

const say = texts.teach;

/** As few-shot learning has it; fewer do, more are better. */
const FIVE = 5;

/** The server's limit of a request. */
const MOST = 64;

/** What was begun stays while other tools and pictures are looked at. */
const draft = { name: '', photos: [], accept: 0.7 };

/** What was learnt, by the new model's name. */
const lessons = new Map();

export async function open(given) {
  const { body, model, picture } = given;
  const complaint = el('p', { class: 'doubt', role: 'alert' });
  const slots = el('ol', { class: 'slots', 'aria-label': say.photos });
  const name = el('input', {
    type: 'text',
    id: 'new-class',
    maxlength: 60,
    autocomplete: 'off',
    value: draft.name,
  });
  name.addEventListener('input', () => (draft.name = name.value));
  const add = el('button', { type: 'button' }, icon('imagePlus'), say.add);
  const use = el('button', { type: 'button', class: 'plain' }, say.use);
  const form = el('form', { class: 'teaching', novalidate: true });
  const learnt = el('div', { class: 'lessons' });

  const take = async (files) => {
    complaint.textContent = '';
    const found = await picturesOf(files, (sentence) => (complaint.textContent = sentence));
    draft.photos = [...draft.photos, ...found].slice(0, MOST);
    draw();
  };
  const draw = () => {
    const empty = Math.max(0, FIVE - draft.photos.length);
    slots.replaceChildren(
      ...draft.photos.map((photo, i) =>
        el(
          'li',
          {},
          el('img', { src: photo.url, alt: say.slot(i + 1) }),
          el(
            'button',
            {
              type: 'button',
              class: 'remove',
              'aria-label': say.remove(i + 1),
              on: {
                click: () => {
                  draft.photos.splice(i, 1);
                  draw();
                },
              },
            },
            icon('x'),
          ),
        ),
      ),
      ...Array.from({ length: empty }, (_, i) =>
        el(
          'li',
          { class: 'empty soft', 'aria-hidden': 'true' },
          String(draft.photos.length + i + 1),
        ),
      ),
    );
    use.disabled = draft.photos.some((photo) => photo.file === picture.file);
  };
  const drawLessons = () =>
    learnt.replaceChildren(
      ...session.models.filter((one) => one.session).map((one) => lesson(one, given, drawLessons)),
    );

  use.addEventListener('click', () => {
    draft.photos = [...draft.photos, { url: picture.url, file: picture.file }].slice(0, MOST);
    draw();
  });
  const accept = new Slider(say.accept, {
    stops: [0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99],
    at: draft.accept,
    say: (share) => percent(share).replace('.0', ''),
    moved: (share) => (draft.accept = share),
  });
  form.append(
    el('label', { class: 'field', for: 'new-class' }, say.name, name),
    el(
      'div',
      { class: 'field' },
      el('span', { class: 'label' }, say.photos),
      slots,
      el('div', { class: 'row' }, add, use),
    ),
    accept.element,
    el('p', { class: 'small soft' }, say.acceptHint),
    complaint,
    el('div', {}, el('button', { type: 'submit', class: 'first' }, icon('sprout'), say.teach)),
  );
  chooser(add, take);
  takeDrops(form, take);
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    complaint.textContent = wrong(model);
    if (complaint.textContent) return;
    given.busy();
    try {
      await teach(model);
      given.calm();
      name.value = '';
      draw();
      drawLessons();
    } catch (failure) {
      given.trouble(failure, null);
    }
  });
  draw();
  drawLessons();
  body.append(el('p', {}, say.lead), form, learnt);
}

function wrong(model) {
  const name = draft.name.trim();
  if (!name) return say.needName;
  if (model.classes.includes(name)) return say.exists(name);
  return draft.photos.length ? '' : say.needPhotos;
}

async function teach(model) {
  const photos = new FormData();
  draft.photos.forEach((photo, i) => photos.append('photo', photo.file, `photo-${i + 1}`));
  const learnt = await ask(modelPath(model.model, '/classes'), {
    body: photos,
    query: { name: draft.name.trim(), accept: draft.accept },
  });
  lessons.set(learnt.model, learnt);
  draft.name = '';
  draft.photos = [];
  const { models } = await ask('/v1/models');
  session.offer(models);
  announce(say.done(learnt.class, learnt.seconds));
}

/** A model that was made here, what it costs and what can be done with it. */
function lesson(model, given, changed) {
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
    typeof found?.recognised === 'number'
      ? el('p', {}, say.recognised(found.recognised, found.photos))
      : '',
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

/** What both models say of the same test pictures, none of which shows the new class. */
function costOf(learnt, given) {
  if (!given.model.data) return el('p', { class: 'soft' }, say.noCost);
  const place = el('div', {}, el('p', { class: 'soft', 'aria-live': 'polite' }, say.costing));
  const judged = (model) => ask(modelPath(model, '/confusion'), { signal: given.signal });
  learnt.cost ??= Promise.all([judged(learnt.of), judged(learnt.model)]).then(([before, after]) => {
    const added = after.classes.indexOf(learnt.class);
    const taken = after.matrix.reduce((sum, row) => sum + row[added], 0);
    return {
      images: after.images,
      before: before.accuracy,
      after: after.accuracy,
      taken: taken / after.images,
    };
  });
  learnt.cost.then(
    (found) => place.replaceChildren(cost(found)),
    (failure) => {
      learnt.cost = undefined;
      if (!given.signal.aborted) place.replaceChildren(refused(failure, null));
    },
  );
  return place;
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

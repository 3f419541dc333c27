import { announce, el } from '../dom.js';
import { icon } from '../icons.js';
import { chooser, picturesOf, takeDrops } from '../intake.js';
import { keep, lesson } from '../lesson.js';
import { ask, modelPath } from '../server.js';
import { session } from '../session.js';
import { Slider } from '../slider.js';
import { percent, texts } from '../texts.js';

export const symbol = 'sprout';

const say = texts.teach;

/** As few-shot learning has it; fewer do, more are better. */
const FIVE = 5;

/** The server's limit of a request. */
const MOST = 64;

/** What was begun stays while other tools and pictures are looked at. */
const draft = { name: '', photos: [], accept: 0.7, learning: false };

/** Draws the form that is seen now, which may be another one than that by which it was begun. */
let redraw = () => {};

/** Addresses hold a photo in memory until they are revoked. */
const release = (photos) => photos.forEach(({ url }) => URL.revokeObjectURL(url));

function addPhotos(photos) {
  const all = [...draft.photos, ...photos];
  draft.photos = all.slice(0, MOST);
  release(all.slice(MOST));
}

function removePhotos(photos) {
  draft.photos = draft.photos.filter((photo) => !photos.includes(photo));
  release(photos);
}

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
  const go = el('button', { type: 'submit', class: 'first' }, icon('sprout'), say.teach);
  const form = el('form', { class: 'teaching', novalidate: true });
  const learnt = el('div', { class: 'lessons' });

  const take = async (files) => {
    complaint.textContent = '';
    const found = await picturesOf(files, (sentence) => (complaint.textContent = sentence));
    addPhotos(found);
    redraw();
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
                  removePhotos([photo]);
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
    go.disabled = draft.learning;
  };
  const drawLessons = () =>
    learnt.replaceChildren(
      ...session.models.filter((one) => one.session).map((one) => lesson(one, given, drawLessons)),
    );

  use.addEventListener('click', () => {
    addPhotos([{ url: URL.createObjectURL(picture.file), file: picture.file }]);
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
    el('div', {}, go),
  );
  chooser(add, take);
  takeDrops(form, take);
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (draft.learning) return; // by the key for it
    complaint.textContent = wrong(model);
    if (complaint.textContent) return;
    draft.learning = true;
    redraw();
    const failure = await teach(model).then(
      () => null,
      (thrown) => thrown,
    );
    draft.learning = false;
    redraw(failure);
  });
  redraw = (failure = null) => {
    name.value = draft.name;
    draw();
    drawLessons();
    if (draft.learning) given.busy();
    else if (failure) given.trouble(failure, null);
    else given.calm();
  };
  redraw();
  body.append(el('p', {}, say.lead), form, learnt);
}

function wrong(model) {
  const name = draft.name.trim();
  if (!name) return say.needName;
  if (model.classes.includes(name)) return say.exists(name);
  return draft.photos.length ? '' : say.needPhotos;
}

async function teach(model) {
  const name = draft.name.trim();
  const taught = draft.photos;
  const photos = new FormData();
  taught.forEach((photo, i) => photos.append('photo', photo.file, `photo-${i + 1}`));
  const learnt = await ask(modelPath(model.model, '/classes'), {
    body: photos,
    query: { name, accept: draft.accept },
  });
  keep(learnt);
  if (draft.name.trim() === name) draft.name = '';
  removePhotos(taught);
  const { models } = await ask('/v1/models');
  session.offer(models);
  announce(say.done(learnt.class, learnt.seconds));
}

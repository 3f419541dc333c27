import { photographs } from './camera.js';
import { el } from './dom.js';
import { icon } from './icons.js';
import { chooser, pictureOf } from './intake.js';
import { Refusal, ask, modelPath } from './server.js';
import { session } from './session.js';
import { image } from './stage.js';
import { texts } from './texts.js';

const say = texts.intake;

/** The buttons by which pictures come. */
export function takers(row, take, complain, first) {
  const choose = el(
    'button',
    { type: 'button', class: first ? 'first' : '' },
    icon(first ? 'imageUp' : 'imagePlus'),
    el('span', {}, first ? say.choose : say.more),
  );
  const photograph = el(
    'button',
    { type: 'button' },
    icon('camera'),
    el('span', {}, say.photograph),
  );
  row.append(choose, photograph);
  chooser(choose, take);
  photographs(photograph, take, complain);
}

/** What is seen before there is a picture. */
export function hero(place, take, complain, toPictures) {
  const lead = el('p', { class: 'lead soft' });
  const row = el('div', { class: 'row middle' });
  const examples = el('section', { class: 'examples', hidden: true });
  const drop = el(
    'div',
    { class: 'drop' },
    icon('imageUp'),
    el('p', { class: 'soft' }, say.drop),
    row,
  );
  place.append(el('h1', {}, say.title), lead, drop, examples);
  takers(row, take, complain, true);
  session.on('model', async () => {
    const { model } = session;
    lead.textContent = model ? say.lead(model.model, model.classes.length) : say.noModel;
    drop.hidden = !model;
    examples.hidden = true;
    if (!model?.data) return;
    try {
      const { shown } = await ask(modelPath(model.model, '/examples'), { query: { count: 8 } });
      if (session.model === model && shown.length) showExamples(examples, shown, toPictures);
    } catch (failure) {
      if (!(failure instanceof Refusal)) throw failure;
    }
  });
}

function showExamples(place, shown, toPictures) {
  place.replaceChildren(
    el('h2', { class: 'small soft' }, say.examples),
    el(
      'ul',
      {},
      shown.map(({ image: number, class: name, picture }) => {
        const about = say.example(number, name);
        const go = async () => toPictures([await pictureOf(picture, about)]);
        return el(
          'li',
          {},
          el(
            'button',
            { type: 'button', 'aria-label': about, title: name, on: { click: go } },
            image(picture, ''),
          ),
        );
      }),
    ),
  );
  place.hidden = false;
}

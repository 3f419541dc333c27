import { checksum, predicted } from '../answer.js';
import { el } from '../dom.js';
import { image } from '../stage.js';
import { texts } from '../texts.js';

export const symbol = 'images';

const say = texts.similar;

export async function open(given) {
  const { body, model, result } = given;
  if (!model.neighbours) {
    body.append(
      el('p', { class: 'soft' }, say.missing),
      el('pre', { class: 'command' }, el('code', {}, say.command)),
    );
    return;
  }
  given.busy();
  const reply = await given.ask('/neighbours', { query: { top: 12 } });
  given.calm();
  const { neighbours } = reply;
  const best = predicted(result);
  const labelled = neighbours.filter((one) => one.class !== null);
  const alike = labelled.filter((one) => one.class === best).length;
  const classes = new Set(labelled.map((one) => one.class)).size;
  body.append(
    el('p', {}, say.lead, ' ', say.of(reply.images, reply.exact)),
    el(
      'p',
      { class: 'outcome' },
      alike
        ? say.agree(alike, labelled.length, best)
        : labelled.length
          ? say.spread(labelled.length, classes)
          : '',
    ),
    neighbours.some((one) => one.samePixels) ? el('p', { class: 'doubt' }, say.same) : '',
    el(
      'ol',
      { class: 'pictures' },
      neighbours.map((one) => item(one, best)),
    ),
    el(
      'p',
      { class: 'small soft' },
      checksum(reply.version),
      ` · ${texts.answer.time(reply.timing.computeMs)}`,
    ),
  );
}

function item(one, best) {
  const about = one.class ?? one.file;
  return el(
    'li',
    { class: one.class === best ? 'alike' : '' },
    one.picture
      ? image(one.picture, about, { title: one.file })
      : el('div', { class: 'gone soft small' }, say.gone),
    el('span', { class: 'name' }, about),
    el(
      'span',
      { class: 'small soft figure' },
      one.samePixels ? say.sameMark : say.cosine(one.cosine),
    ),
  );
}

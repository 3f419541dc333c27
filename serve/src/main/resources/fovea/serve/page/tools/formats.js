import { checksum, predicted } from '../answer.js';
import { el } from '../dom.js';
import { download } from '../download.js';
import { icon } from '../icons.js';
import { milliseconds, percent, texts } from '../texts.js';

export const symbol = 'gitCompare';

const say = texts.formats;

export async function open(given) {
  const { body } = given;
  given.busy();
  const reply = await given.ask('/formats', { query: { top: 5 } });
  given.calm();
  const answered = reply.formats.filter((one) => one.top);
  const agree = new Set(answered.map(predicted)).size < 2;
  body.append(
    el('p', {}, say.lead),
    answered.length > 1
      ? el(
          'p',
          { class: `verdict-line ${agree ? 'good' : 'doubt'}` },
          icon(agree ? 'check' : 'triangleAlert'),
          el('strong', {}, agree ? say.agree : say.differ),
        )
      : '',
    el('ul', { class: 'formats' }, reply.formats.map((one) => item(one, given))),
    el('p', { class: 'small soft' }, checksum(reply.version)),
  );
}

function item(one, given) {
  const head = [
    el('h3', {}, say.names[one.format] ?? one.format),
    el('p', { class: 'small soft' }, say.meanings[one.format] ?? ''),
  ];
  const save = one.download
    ? download(say.download, one.download, `${given.model.model}.${one.format}`, given)
    : '';
  if (!one.top) {
    return el(
      'li',
      { class: 'missing' },
      head,
      el('p', { class: 'soft' }, say.missing),
      el('p', { class: 'small soft' }, one.unavailable),
      save,
    );
  }
  return el(
    'li',
    {},
    head,
    el('p', { class: 'large figure' }, milliseconds(one.computeMs)),
    el(
      'ol',
      { class: 'bars' },
      one.top.map(({ class: name, probability }, i) =>
        el(
          'li',
          { class: i === 0 ? 'best' : '' },
          el('span', { class: 'name' }, name),
          el(
            'span',
            { class: 'track' },
            el('span', { class: 'fill', style: { '--share': probability } }),
          ),
          el('span', { class: 'share figure' }, percent(probability)),
        ),
      ),
    ),
    el(
      'p',
      { class: 'small soft' },
      one.format === 'float32' ? say.reference : say.off(one.probabilityDifference),
    ),
    save,
  );
}

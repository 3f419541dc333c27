import { checksum, predicted } from '../answer.js';
import { el } from '../dom.js';
import { paintHeat } from '../heat.js';
import { icon } from '../icons.js';
import { image } from '../stage.js';
import { percent, texts } from '../texts.js';

export const symbol = 'scanEye';

const say = texts.why;

/** These look at one layer; the others at all. */
const OF_A_LAYER = /^grad-cam/;

/** Quick, and it passes its sanity check on most networks. */
const USUAL = 'grad-cam';

/** How much of the picture the colours hide, until someone chooses. */
let strength = 0.75;

/** The method is kept from one picture to the next. */
let chosenMethod = null;

export async function open(given) {
  const { body, model, result, wish } = given;
  if (!model.explanations?.length) {
    body.append(el('p', { class: 'soft' }, say.missing));
    return;
  }
  const best = predicted(result);
  const question = choice(
    say.question,
    [best, ...model.classes.filter((name) => name !== best)].map((name) => [
      name,
      name === best ? say.why(name) : say.whyNot(name),
    ]),
    wish?.about ?? best,
  );
  const methods = model.explanations.map(({ name }) => [name, name]);
  const method = choice(say.method, methods, chosenMethod ?? USUAL);
  const layers = [...(model.layers ?? [])]
    .reverse()
    .map((name, i) => [name, i === 0 ? `${name} (${say.lastLayer})` : name]);
  const layer = choice(say.layer, layers, layers[0]?.[0]);
  const slider = el('input', { type: 'range', min: 0, max: 1, step: 0.05, value: strength });
  const found = el('div', { class: 'found' });
  body.append(el('div', { class: 'row fields' }, question.field, method.field, layer.field), found);

  let shown = null;
  let last = new AbortController();
  const paint = () => {
    strength = Number(slider.value);
    slider.style.setProperty('--to', `${100 * strength}%`);
    slider.setAttribute('aria-valuetext', percent(strength));
    if (shown) paintHeat(shown.canvas, shown.under, shown.reply, strength);
  };
  slider.addEventListener('input', paint);

  const explain = async () => {
    const about = question.select.value;
    const why = about === best;
    layer.field.hidden = layers.length < 2 || !OF_A_LAYER.test(method.select.value);
    chosenMethod = method.select.value || null;
    const query = {
      method: chosenMethod,
      class: about,
      ratherThan: why ? null : best,
      layer: layer.field.hidden ? null : layer.select.value,
    };
    last.abort();
    last = new AbortController();
    const signal = AbortSignal.any([given.signal, last.signal]);
    given.busy();
    const reply = await given.ask('/explain', { signal, query: { ...query, sanity: false } });
    const label = why ? say.why(about) : say.whyNot(about);
    const canvas = el('canvas', { role: 'img', 'aria-label': say.mapOf(label) });
    const under = image(reply.input, '');
    await under.decode();
    if (signal.aborted) return;
    shown = { canvas, under, reply };
    paint();
    given.stage.show(canvas, label, under);
    const place = el('div', { class: 'evidence' }, evidence(reply, label, true));
    found.replaceChildren(
      el('p', {}, why ? say.lead : say.versus(about, best)),
      el('label', { class: 'field strength' }, say.strength, slider),
      place,
    );
    // Several networks are made random for this: the map needn't wait for it.
    const checked = await given.ask('/explain', { signal, query: { ...query, sanity: true } });
    place.replaceChildren(...evidence(checked, label, false));
    given.calm();
  };
  const again = () =>
    explain().catch((failure) => {
      if (failure.name !== 'AbortError') given.trouble(failure, again);
    });
  for (const { select } of [question, method, layer]) select.addEventListener('change', again);
  await again();
}

function choice(label, options, value) {
  const select = el(
    'select',
    {},
    options.map(([name, text]) => el('option', { value: name }, text)),
  );
  if (value !== undefined && value !== null) select.value = value;
  return { select, field: el('label', { class: 'field' }, label, select) };
}

/** The map and that of a network that knows nothing, side by side, and what follows. */
function evidence(reply, label, waiting) {
  const { sanity, check, caution } = reply;
  const pair = [
    el(
      'figure',
      {},
      image(reply.map, say.mapOf(label)),
      el('figcaption', { class: 'small' }, say.map),
    ),
  ];
  if (sanity?.random) {
    pair.push(
      el(
        'figure',
        {},
        image(sanity.random, say.randomOf),
        el('figcaption', { class: 'small' }, say.random),
      ),
    );
  }
  const words = [];
  if (sanity) {
    words.push(
      el(
        'p',
        { class: `verdict-line ${sanity.passes ? 'good' : 'doubt'}` },
        icon(sanity.passes ? 'check' : 'triangleAlert'),
        el('strong', {}, sanity.passes ? say.passes : say.fails),
      ),
      el('p', {}, (sanity.passes ? say.passesMeaning : say.failsMeaning)(sanity.likeness)),
      stages(sanity.stages),
    );
  } else {
    words.push(el('p', { class: 'soft' }, waiting ? say.checking : say.unchecked));
  }
  if (check) {
    words.push(
      el(
        'p',
        { class: check.tooLarge ? 'doubt' : 'soft' },
        `${say.check(check.what, check.value, check.tolerated)}.`,
      ),
    );
  }
  if (caution) words.push(el('p', { class: 'doubt' }, `${caution}.`));
  words.push(
    el(
      'p',
      { class: 'small soft' },
      checksum(reply.version),
      ` · ${texts.answer.time(reply.timing.computeMs)}`,
    ),
  );
  return [el('div', { class: 'pair' }, pair), el('div', { class: 'words' }, words)];
}

function stages(all) {
  return el(
    'figure',
    { class: 'stages' },
    el('figcaption', { class: 'small soft' }, say.stages),
    el(
      'ol',
      {},
      all.map(({ downTo, likeness }) =>
        el(
          'li',
          {},
          el('span', { class: 'name small' }, say.downTo(downTo)),
          el(
            'span',
            { class: 'track' },
            el('span', { class: 'fill', style: { '--share': Math.max(0, likeness) } }),
          ),
          el('span', { class: 'share figure small' }, likeness.toFixed(2)),
        ),
      ),
    ),
  );
}

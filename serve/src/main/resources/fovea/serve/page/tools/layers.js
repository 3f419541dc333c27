import { checksum } from '../answer.js';
import { el } from '../dom.js';
import { image } from '../stage.js';
import { milliseconds, texts } from '../texts.js';

export const symbol = 'layers';

const say = texts.layers;

export async function open(given) {
  const { body } = given;
  given.busy();
  const reply = await given.ask('/layers', { query: { maps: 8 } });
  given.calm();
  const { layers, totalMs } = reply;
  const slowest = Math.max(...layers.map((layer) => layer.ms), 1e-9);
  const list = el('ol', { class: 'layers', 'aria-label': say.all });
  const show = el(
    'select',
    {},
    el('option', { value: 'weighted' }, say.weighted),
    el('option', { value: 'every' }, say.every),
  );
  const draw = () => {
    const wanted = layers.filter((layer) => show.value === 'every' || layer.parameters > 0);
    list.replaceChildren(...wanted.map((layer) => item(layer, slowest, totalMs, given)));
  };
  show.addEventListener('change', draw);
  draw();
  body.append(
    el('p', {}, say.lead(layers.length, totalMs, reply.precision)),
    timeline(layers),
    el('div', { class: 'row fields' }, el('label', { class: 'field' }, say.show, show)),
    list,
    el('p', { class: 'small soft' }, checksum(reply.version)),
  );
}

/** All layers in a row, each as wide as its time; the list below says the same in words. */
function timeline(layers) {
  const all = layers.reduce((sum, layer) => sum + layer.ms, 0);
  return el(
    'div',
    { class: 'timeline', 'aria-hidden': 'true' },
    layers
      .filter((layer) => layer.ms > 0)
      .map((layer) =>
        el('span', {
          class: layer.macs ? 'works' : '',
          style: { '--share': layer.ms / all },
          title: `${layer.type} ${layer.name}: ${milliseconds(layer.ms)}`,
        }),
      ),
  );
}

function item(layer, slowest, totalMs, given) {
  const share = totalMs > 0 ? layer.ms / totalMs : 0;
  return el(
    'li',
    {},
    el(
      'div',
      { class: 'head' },
      el('span', { class: 'name' }, layer.type),
      el('code', { class: 'soft' }, layer.name),
      el('span', { class: 'figure soft small' }, say.shape(layer.outputShape)),
    ),
    el(
      'div',
      { class: 'cost', title: say.share(share) },
      el(
        'span',
        { class: 'track' },
        el('span', { class: 'fill', style: { '--share': layer.ms / slowest } }),
      ),
      el('span', { class: 'figure small' }, milliseconds(layer.ms)),
      el('span', { class: 'unseen' }, say.share(share)),
    ),
    el(
      'p',
      { class: 'small soft' },
      [say.parameters(layer.parameters), layer.macs ? say.macs(layer.macs) : null]
        .filter(Boolean)
        .join(' · '),
    ),
    layer.maps.length ? maps(layer, given) : layer.values ? values(layer.values) : null,
  );
}

/** A press puts one on the stage. */
function maps(layer, { stage }) {
  return el(
    'div',
    { class: 'maps' },
    layer.maps.map(({ channel, low, high, picture }) => {
      const label = say.map(channel, layer.name);
      return el(
        'button',
        {
          type: 'button',
          'aria-label': label,
          title: label,
          on: {
            click: () => stage.show(image(picture, label), `${label}, ${say.range(low, high)}`),
          },
        },
        image(picture, ''),
      );
    }),
  );
}

/** An output vector as a barcode: the darker, the larger. */
function values(all) {
  const largest = Math.max(...all.map(Math.abs), 1e-12);
  const canvas = el('canvas', {
    class: 'barcode',
    role: 'img',
    'aria-label': `${say.values(all.length)}, ${say.range(Math.min(...all), Math.max(...all))}`,
  });
  canvas.width = all.length;
  canvas.height = 1;
  const row = new ImageData(all.length, 1);
  all.forEach((value, i) => {
    const [red, green, blue] = value < 0 ? [29, 78, 216] : [200, 30, 30];
    row.data.set([red, green, blue, Math.round((255 * Math.abs(value)) / largest)], 4 * i);
  });
  canvas.getContext('2d').putImageData(row, 0, 0);
  return canvas;
}

import { checksum, predicted } from '../answer.js';
import { lineChart } from '../chart.js';
import { el, settled } from '../dom.js';
import { icon } from '../icons.js';
import { ask, modelPath } from '../server.js';
import { Slider } from '../slider.js';
import { image } from '../stage.js';
import { percent, texts } from '../texts.js';

export const symbol = 'slidersHorizontal';

const say = texts.vary;

const steps = (from, to, count) =>
  Array.from({ length: count + 1 }, (_, i) => +(from + ((to - from) * i) / count).toFixed(4));

/** Ranges are those that `fovea vary` measures. */
const SLIDERS = {
  brightness: { stops: steps(-0.5, 0.5, 40), still: 0 },
  blur: { stops: steps(0, 4, 32), still: 0 },
  noise: { stops: steps(0, 0.3, 30), still: 0 },
  rotation: { stops: steps(-90, 90, 60), still: 0 },
  contrast: { stops: [0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1, 1.25, 1.5, 2, 2.5, 3], still: 1 },
};

export async function open(given) {
  const { body, result, signal } = given;
  const from = predicted(result);
  const own = result.top[0].probability;
  const settings = Object.fromEntries(
    Object.keys(SLIDERS).map((name) => [name, SLIDERS[name].still]),
  );
  const changed = () =>
    Object.keys(SLIDERS).filter((name) => settings[name] !== SLIDERS[name].still);
  const line = el('p', { class: 'outcome', 'aria-live': 'polite' });
  const source = el('p', { class: 'small soft' });
  const rows = new Map();
  let asking = new AbortController();

  const rest = () => {
    asking.abort();
    line.textContent = '';
    given.calm();
    given.stage.rest();
    given.answer.rest();
  };
  const look = async () => {
    asking.abort();
    asking = new AbortController();
    const names = changed();
    const query = { top: given.top };
    for (const name of names) query[name] = settings[name];
    const reply = await given.ask('/vary', {
      signal: AbortSignal.any([signal, asking.signal]),
      query,
    });
    given.stage.show(
      image(reply.changed, texts.stage.input),
      texts.stage.input,
      image(reply.input, texts.stage.input),
    );
    given.answer.instead(reply.after, reply.before, reply);
    const share = reply.after.top.find((one) => one.class === from)?.probability ?? 0;
    const now = predicted(reply.after);
    line.textContent = say.now(
      now,
      percent(reply.after.top[0].probability),
      `${from}, ${percent(own)}`,
    );
    line.classList.toggle('doubt', now !== from);
    source.replaceChildren(
      checksum(reply.version),
      ` · ${texts.answer.time(reply.timing.computeMs)}`,
    );
    if (names.length === 1) rows.get(names[0]).point(settings[names[0]], share);
    given.calm();
  };
  const later = settled(70, () => {
    if (!changed().length || signal.aborted) return;
    look().catch((failure) => {
      if (failure.name !== 'AbortError') given.trouble(failure, later);
    });
  });
  const moved = (name, value) => {
    settings[name] = value;
    rows.get(name).mark(value);
    if (changed().length) later();
    else rest();
  };

  for (const name of Object.keys(SLIDERS))
    rows.set(
      name,
      row(name, own, (value) => moved(name, value)),
    );
  const reset = el('button', { type: 'button' }, icon('rotateCcw'), say.reset);
  reset.addEventListener('click', () => {
    for (const [name, { still }] of Object.entries(SLIDERS)) {
      settings[name] = still;
      rows.get(name).to(still);
    }
    rest();
  });
  const state = el('div', { class: 'soft small', 'aria-live': 'polite' });
  body.append(
    el('p', {}, say.lead),
    line,
    el('div', { class: 'row ends' }, state, reset),
    el(
      'div',
      { class: 'sliders' },
      [...rows.values()].map((one) => one.element),
    ),
    source,
  );
  await curves(given, rows, state);
}

/** A slider, and beside it the curve on which it stands. */
function row(name, own, moved) {
  const { stops, still } = SLIDERS[name];
  const slider = new Slider(say.names[name], {
    stops,
    at: still,
    still,
    say: say.value[name],
    moved,
  });
  const place = el('div', { class: 'curve' });
  const seen = new Map([[still, own]]);
  let chart = null;
  let measured = [];
  const data = () => {
    const xs = [...new Set([...measured.map((p) => p.value), ...seen.keys()])].sort(
      (a, b) => a - b,
    );
    const accuracy = new Map(measured.map((p) => [p.value, p.accuracy]));
    return [xs, xs.map((x) => accuracy.get(x) ?? null), xs.map((x) => seen.get(x) ?? null)];
  };
  const mark = (value) => chart?.mark(value);
  return {
    element: el('div', { class: 'varied' }, slider.element, place),
    mark,
    to: (value) => {
      slider.to(value);
      mark(value);
    },
    point: (value, share) => {
      seen.set(value, share);
      chart?.show(data());
    },
    draw: async (points, label, signal) => {
      measured = points;
      chart = await lineChart(place, {
        label,
        data: data(),
        lines: [
          { label: say.accuracy, colour: '--soft' },
          { label: say.here, colour: '--accent', points: true },
        ],
        height: 112,
        range: [0, 1.02],
        say: {
          x: (x) => String(x),
          y: (y) => percent(y).replace('.0', ''),
          xLabel: say.names[name],
        },
        small: true,
        signal,
      });
      mark(slider.value);
    },
  };
}

async function curves({ model, signal }, rows, state) {
  if (!model.data) {
    state.textContent = say.unmeasured;
    return;
  }
  const found = await ask(modelPath(model.model, '/curves'), {
    signal,
    waiting: ({ done, of }) => {
      state.textContent = say.measuring(done, of);
    },
  });
  state.replaceChildren(
    el('span', { class: 'key measured' }, say.accuracy),
    el('span', { class: 'key here' }, say.here),
  );
  for (const curve of found.curves) {
    const label = say.curve(say.names[curve.name], found.data, found.images);
    if (curve.points.length) await rows.get(curve.name)?.draw(curve.points, label, signal);
  }
}

import { lineChart } from '../chart.js';
import { announce, el } from '../dom.js';
import { ask, follow, nap } from '../server.js';
import { count, duration, figure, percent, texts } from '../texts.js';
import { refused } from '../trouble.js';

const say = texts.training;

/** In milliseconds: so often a training that has stopped is asked whether it goes on. */
const STOPPED = 30_000;

/**
 * Runs, and one of them as it goes on.
 *
 * @param run the one that is asked for, or null for the newest
 */
export async function open({ place, signal, run }) {
  const state = el('div', { class: 'state' });
  const list = el('nav', { class: 'runs', 'aria-label': say.runs });
  const body = el('div', { class: 'run' });
  place.replaceChildren(
    el('h1', {}, say.title),
    state,
    el('div', { class: 'trained' }, list, body),
  );
  try {
    const { runs } = await ask('/v1/runs', { signal });
    const chosen = run ?? runs[0]?.run;
    if (!chosen) {
      state.replaceChildren(el('p', { class: 'soft' }, say.none));
      return;
    }
    list.append(
      el(
        'ul',
        {},
        runs.map((one) => item(one, one.run === chosen)),
      ),
    );
    await live(chosen, body, signal);
  } catch (failure) {
    if (signal.aborted) return;
    body.replaceChildren();
    state.replaceChildren(
      failure.code === 'unknown_run'
        ? el('p', { class: 'doubt' }, say.unknown(run))
        : refused(failure, () => open({ place, signal, run })),
    );
  }
}

function item(one, chosen) {
  return el(
    'li',
    {},
    el(
      'a',
      {
        href: `/runs/${encodeURIComponent(one.run)}`,
        'data-inside': true,
        'aria-current': chosen ? 'page' : null,
      },
      el('span', { class: 'name' }, one.run),
      el(
        'span',
        { class: `small ${one.state === 'training' ? 'now' : 'soft'}` },
        one.state === 'training'
          ? `${say.epoch} ${say.epochOf(one.epoch, one.epochs)}`
          : say.states[one.state],
        one.validationAccuracy ? ` · ${percent(one.validationAccuracy)}` : '',
      ),
    ),
  );
}

async function live(run, body, signal) {
  const about = el('p', { class: 'soft' });
  const badge = el('span', { class: 'badge' });
  const figures = el('dl', { class: 'figures' });
  const note = el('p', { class: 'soft', 'aria-live': 'polite' }, say.waiting);
  const places = { accuracy: el('div', { class: 'curve' }), loss: el('div', { class: 'curve' }) };
  const rows = el('tbody');
  body.replaceChildren(
    el('h2', {}, run, ' ', badge),
    about,
    figures,
    note,
    el(
      'div',
      { class: 'charts' },
      Object.entries(places).map(([name, place]) =>
        el('figure', {}, el('figcaption', {}, say[name]), place),
      ),
    ),
    el('details', {}, el('summary', {}, say.table), el('div', { class: 'scroll' }, table(rows))),
  );
  const charts = {
    accuracy: await chart(
      places.accuracy,
      say.accuracy,
      (y) => percent(y).replace('.0', ''),
      signal,
      [0, 1],
    ),
    loss: await chart(places.loss, say.loss, figure, signal, (plot, least, most) => [
      0,
      most * 1.05 || 1,
    ]),
  };

  const epochs = [];
  let told = {};
  let result = null;
  const draw = () => {
    const xs = epochs.map((epoch) => epoch.epoch);
    const of = (name) => epochs.map((epoch) => epoch[name] ?? null);
    charts.accuracy.show([xs, of('trainAccuracy'), of('validationAccuracy')]);
    charts.loss.show([xs, of('trainLoss'), of('validationLoss')]);
    rows.replaceChildren(...epochs.map(row));
    figures.replaceChildren(...summary(epochs, told, result));
  };
  const soon = frameOf(draw);
  const standing = (state) => {
    badge.textContent = say.states[state] ?? '';
    badge.className = `badge ${state}`;
  };
  const heard = (event, data) => {
    if (event === 'run') {
      told = data;
      about.textContent = say.of(data.network, data.recipe, data.data);
      standing(data.state);
      if (data.state === 'training') note.textContent = epochs.length ? '' : say.waiting;
    } else if (event === 'epoch') {
      note.textContent = '';
      const at = epochs.findIndex((epoch) => epoch.epoch >= data.epoch);
      epochs.splice(at < 0 ? epochs.length : at, Infinity, data);
      if (told.state === 'training' && data.validationAccuracy !== null) {
        announce(say.announced(data.epoch, percent(data.validationAccuracy)));
      }
    } else if (event === 'end') {
      result = data;
      standing('ended');
      note.textContent = '';
    } else if (event === 'stopped') {
      told = { ...told, state: 'stopped' };
      standing('stopped');
      note.textContent = say.stopped(data.minutes);
    }
    soon();
  };
  for (;;) {
    await follow(`/v1/runs/${encodeURIComponent(run)}/events`, {
      signal,
      heard,
      broken: () => (note.textContent = say.lost),
      last: (event) => event === 'end' || event === 'stopped',
      seen: epochs.at(-1)?.epoch ?? null,
    });
    if (result) return;
    await nap(STOPPED, signal);
  }
}

/** A run's past arrives at once: it is drawn once. */
function frameOf(draw) {
  let asked = 0;
  return () => {
    cancelAnimationFrame(asked);
    asked = requestAnimationFrame(draw);
  };
}

function chart(place, label, y, signal, range) {
  return lineChart(place, {
    label: say.chart(label),
    data: [[], [], []],
    lines: [
      { label: say.train, colour: '--amber', dash: 1 },
      { label: say.valid, colour: '--accent' },
    ],
    height: 260,
    range,
    say: { x: (x) => (Number.isInteger(x) ? String(x) : ''), y, xLabel: say.epoch },
    small: false,
    signal,
  });
}

function summary(epochs, told, result) {
  const last = epochs.at(-1);
  if (!last) return [];
  const best = epochs.reduce((a, b) => Math.max(a, b.validationAccuracy ?? 0), 0);
  const each = epochs.reduce((a, b) => a + b.seconds, 0) / epochs.length;
  const ended = result !== null;
  const pairs = [
    [say.epoch, told.epochs ? say.epochOf(last.epoch, told.epochs) : count(last.epoch)],
    ended
      ? [say.test, typeof result.testAccuracy === 'number' ? percent(result.testAccuracy) : '–']
      : [say.validation, last.validationAccuracy === null ? '–' : percent(last.validationAccuracy)],
    [say.speed, count(last.imagesPerSecond)],
  ];
  if (ended) pairs.push([say.took, duration(result.seconds)]);
  else if (told.state === 'training' && told.epochs) {
    pairs.push([say.left, duration(Math.max(0, each * (told.epochs - last.epoch)))]);
  }
  if (ended && best) pairs.splice(2, 0, [say.validation, percent(best)]);
  return pairs.map(([term, value]) =>
    el('div', {}, el('dt', {}, term), el('dd', { class: 'figure' }, value)),
  );
}

function table(rows) {
  const heads = [
    say.epoch,
    `${say.accuracy}, ${say.train}`,
    `${say.accuracy}, ${say.valid}`,
    `${say.loss}, ${say.train}`,
    `${say.loss}, ${say.valid}`,
    say.rate,
    say.speed,
  ];
  return el(
    'table',
    {},
    el(
      'thead',
      {},
      el(
        'tr',
        {},
        heads.map((head) => el('th', { scope: 'col', class: 'number' }, head)),
      ),
    ),
    rows,
  );
}

function row(epoch) {
  const or = (value, write) => (typeof value === 'number' ? write(value) : '–');
  const cells = [
    count(epoch.epoch),
    or(epoch.trainAccuracy, percent),
    or(epoch.validationAccuracy, percent),
    or(epoch.trainLoss, figure),
    or(epoch.validationLoss, figure),
    or(epoch.learningRate, figure),
    or(epoch.imagesPerSecond, count),
  ];
  return el(
    'tr',
    {},
    cells.map((cell) => el('td', { class: 'number' }, cell)),
  );
}

import { el } from '../dom.js';
import { count, texts } from '../texts.js';

const say = texts.confusions;

/** More rows can't be told apart; of many classes, those that are confused most are shown. */
const MOST = 40;

/** What is taken for something else, the most frequent first. */
export function worstOf({ classes, matrix }) {
  return matrix
    .flatMap((row, t) =>
      row.map((images, p) => ({ truth: classes[t], predicted: classes[p], images, t, p })),
    )
    .filter(({ t, p, images }) => t !== p && images > 0)
    .sort((a, b) => b.images - a.images);
}

function shownClasses(found) {
  const all = found.classes.map((_, i) => i);
  if (all.length <= MOST) return all;
  const chosen = new Set();
  for (const { t, p } of worstOf(found)) {
    if (chosen.size > MOST - 2) break;
    chosen.add(t).add(p);
  }
  return all.filter((i) => chosen.has(i));
}

/**
 * The matrix as a table whose cells can be pressed; arrow keys go from cell to cell.
 *
 * @param show told the two classes of a cell
 */
export function matrixTable(found, show) {
  const { classes, matrix } = found;
  const shown = shownClasses(found);
  const cells = new Map();
  let focus = null;
  const rows = shown.map((t) => {
    const total = matrix[t].reduce((a, b) => a + b, 0);
    return el(
      'tr',
      {},
      el('th', { scope: 'row' }, classes[t]),
      shown.map((p) => cell(t, p, total)),
    );
  });

  function cell(t, p, total) {
    const images = matrix[t][p];
    const share = total ? images / total : 0;
    const button = el(
      'button',
      {
        type: 'button',
        tabindex: -1,
        class: t === p ? 'right' : images ? 'wrong' : '',
        // Few confusions are still something to see: the root makes them so.
        style: { '--share': Math.sqrt(share).toFixed(3) },
        title: say.cell(images, classes[t], classes[p]),
        'aria-label': say.cell(images, classes[t], classes[p]),
        disabled: images === 0,
        on: { click: () => show(classes[t], classes[p]) },
      },
      images ? count(images) : '',
    );
    cells.set(`${t} ${p}`, button);
    if (focus === null && images) {
      focus = button;
      button.tabIndex = 0;
    }
    return el('td', {}, button);
  }

  const table = el(
    'table',
    { class: `matrix${shown.length > 15 ? ' dense' : ''}` },
    shown.length < classes.length
      ? el('caption', {}, say.fewer(shown.length, classes.length))
      : el('caption', { class: 'unseen' }, say.hint),
    el(
      'thead',
      {},
      el(
        'tr',
        {},
        el('td', { class: 'corner small soft' }, `${say.shows} ↓ ${say.takenFor} →`),
        shown.map((p) => el('th', { scope: 'col' }, el('span', {}, classes[p]))),
      ),
    ),
    el('tbody', {}, rows),
  );
  table.addEventListener('keydown', (event) => {
    const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[
      event.key
    ];
    const at = [...cells].find(([, button]) => button === document.activeElement);
    if (!step || !at) return;
    event.preventDefault();
    let [t, p] = at[0].split(' ').map((i) => shown.indexOf(Number(i)));
    do {
      t += step[0];
      p += step[1];
      const next = cells.get(`${shown[t]} ${shown[p]}`);
      if (!next) return;
      if (!next.disabled) {
        focus.tabIndex = -1;
        focus = next;
        next.tabIndex = 0;
        next.focus();
        return;
      }
    } while (shown[t] !== undefined && shown[p] !== undefined);
  });
  const pressed = (truth, predicted) => {
    for (const button of cells.values()) button.removeAttribute('aria-pressed');
    const key = `${classes.indexOf(truth)} ${classes.indexOf(predicted)}`;
    cells.get(key)?.setAttribute('aria-pressed', 'true');
  };
  return { table, pressed };
}

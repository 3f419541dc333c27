import { predicted } from './answer.js';
import { el } from './dom.js';
import { session } from './session.js';
import { percent, texts } from './texts.js';

/** All pictures in a row, each with its answer; arrow keys go from one to the next. */
export function strip(list) {
  const items = new Map();
  list.setAttribute('role', 'listbox');
  list.setAttribute('aria-label', texts.strip.label);
  list.setAttribute('aria-orientation', 'horizontal');

  const make = (picture) =>
    el(
      'li',
      {
        role: 'option',
        'aria-keyshortcuts': 'Delete',
        on: { click: () => session.choose(picture) },
      },
      el('img', { src: picture.url, alt: '', loading: 'lazy', decoding: 'async' }),
      el('span', { class: 'says' }),
    );

  const say = (picture) => {
    const option = items.get(picture);
    if (!option) return;
    const result = picture.answer?.images[0];
    const says = picture.trouble
      ? texts.strip.unanswered
      : !result
        ? '…'
        : result.noneOfThese
          ? texts.answer.none
          : predicted(result);
    option.querySelector('.says').textContent = says;
    const share = result && !result.noneOfThese ? `, ${percent(result.top[0].probability)}` : '';
    option.setAttribute(
      'aria-label',
      `${picture.name}: ${result || picture.trouble ? says + share : texts.strip.waiting}`,
    );
  };

  const choose = () => {
    for (const [picture, option] of items) {
      const chosen = picture === session.picture;
      option.setAttribute('aria-selected', chosen);
      option.tabIndex = chosen ? 0 : -1;
      if (chosen) option.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    }
  };

  session.on('pictures', () => {
    for (const [picture, option] of items) {
      if (!session.pictures.includes(picture)) {
        option.remove();
        items.delete(picture);
      }
    }
    session.pictures.forEach((picture, i) => {
      if (!items.has(picture)) {
        items.set(picture, make(picture));
        say(picture);
      }
      const option = items.get(picture);
      if (list.children[i] !== option) list.insertBefore(option, list.children[i]);
    });
    list.hidden = session.pictures.length < 2;
  });
  session.on('picture', choose);
  session.on('answer', say);
  session.on('model', () => session.pictures.forEach(say));

  list.addEventListener('keydown', (event) => {
    const { pictures, picture } = session;
    const at = pictures.indexOf(picture);
    const to = {
      ArrowLeft: at - 1,
      ArrowUp: at - 1,
      ArrowRight: at + 1,
      ArrowDown: at + 1,
      Home: 0,
      End: pictures.length - 1,
    }[event.key];
    if (event.key === 'Delete') {
      session.remove(picture);
    } else if (pictures[to]) {
      session.choose(pictures[to]);
    } else {
      return;
    }
    event.preventDefault();
    items.get(session.picture)?.focus();
  });
}

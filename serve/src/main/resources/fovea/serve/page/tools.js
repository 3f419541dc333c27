import { asked } from './answer.js';
import { el, settled } from './dom.js';
import { icon } from './icons.js';
import { ask, modelPath } from './server.js';
import { session } from './session.js';
import { texts } from './texts.js';
import * as fool from './tools/fool.js';
import * as formats from './tools/formats.js';
import * as layers from './tools/layers.js';
import * as similar from './tools/similar.js';
import * as teach from './tools/teach.js';
import * as vary from './tools/vary.js';
import * as why from './tools/why.js';
import { refused } from './trouble.js';

/** In the order of their tabs. Each has an `id`, a `symbol` and `open`. */
const TOOLS = { why, fool, vary, layers, similar, teach, formats };

/** In milliseconds: who goes through the tabs by keys, or comes back to them, stays so long. */
const STAY = 250;

/** What can be asked about the picture: one tool at a time, as tabs. */
export class Tools {
  #tabs = new Map();
  #list = el('div', { role: 'tablist', 'aria-label': texts.tools.label });
  #panel = el('div', { role: 'tabpanel', id: 'tool', tabindex: -1 });
  #stage;
  #answer;
  #chosen = 'why';
  #opened = null;
  #closed = false;
  #open = new AbortController();
  #settle = settled(STAY, () => {
    if (!this.#closed && this.#opened !== this.#chosen) this.open();
  });

  constructor(section, stage, answer) {
    this.#stage = stage;
    this.#answer = answer;
    for (const [id, tool] of Object.entries(TOOLS)) {
      const tab = el(
        'button',
        {
          type: 'button',
          role: 'tab',
          id: `tab-${id}`,
          'aria-controls': 'tool',
          on: { click: () => this.choose(id) },
        },
        icon(tool.symbol),
        texts[id].tab,
      );
      this.#tabs.set(id, tab);
      this.#list.append(tab);
    }
    this.#list.addEventListener('keydown', (event) => this.#keys(event));
    section.append(this.#list, this.#panel);
  }

  #keys(event) {
    const ids = [...this.#tabs.keys()];
    const at = ids.indexOf(this.#chosen);
    const to = {
      ArrowLeft: (at + ids.length - 1) % ids.length,
      ArrowRight: (at + 1) % ids.length,
      Home: 0,
      End: ids.length - 1,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    this.#mark(ids[to]);
    this.#tabs.get(ids[to]).focus();
    this.#settle();
  }

  /** @param wish what the tool shall begin with, if it is asked for something in particular */
  choose(id, wish = null) {
    this.#mark(id);
    this.open(wish);
  }

  #mark(id) {
    this.#chosen = id;
    for (const [other, tab] of this.#tabs) {
      tab.setAttribute('aria-selected', other === id);
      tab.tabIndex = other === id ? 0 : -1;
    }
    this.#panel.setAttribute('aria-labelledby', `tab-${id}`);
    this.#tabs.get(id).scrollIntoView({ block: 'nearest', inline: 'center' });
  }

  /** Opens the chosen tool on the chosen picture. */
  open(wish = null) {
    this.#closed = false;
    this.#opened = this.#chosen;
    this.#open.abort();
    this.#open = new AbortController();
    const { picture, model } = session;
    this.#stage.rest();
    this.#answer.rest();
    this.#panel.replaceChildren();
    const reply = picture?.answer;
    if (!reply) return;
    const { signal } = this.#open;
    const body = el('div', { class: 'tool', 'data-tool': this.#chosen });
    const state = el('div', { class: 'state', 'aria-live': 'polite' });
    this.#panel.replaceChildren(body, state);
    const given = {
      body,
      signal,
      picture,
      model,
      result: reply.images[0],
      wish,
      stage: this.#stage,
      answer: this.#answer,
      top: asked(model),
      ask: (rest, options = {}) =>
        ask(modelPath(model.model, rest), { body: picture.file, signal, ...options }),
      busy: (share = null) => state.replaceChildren(...working(share)),
      calm: () => state.replaceChildren(),
      trouble: (failure, again) => {
        if (signal.aborted) return;
        if (failure.code === 'unknown_model') session.tell('stale', model.model);
        state.replaceChildren(refused(failure, again));
      },
    };
    this.#run(TOOLS[this.#chosen], given);
  }

  /** Nobody looks at it any more: gives its question up, and says nothing. */
  close() {
    this.#closed = true;
    this.#opened = null;
    this.#open.abort();
    this.#panel.replaceChildren();
  }

  /** Opens it again for who comes back to its picture, and stays. */
  resume() {
    this.#closed = session.picture === null;
    this.#settle();
  }

  async #run(tool, given) {
    try {
      await tool.open(given);
    } catch (failure) {
      given.trouble(failure, () => this.open(given.wish));
    }
  }
}

function working(share) {
  return [
    el('progress', {
      'aria-label': texts.tools.busy,
      value: share,
      max: share === null ? null : 1,
    }),
  ];
}

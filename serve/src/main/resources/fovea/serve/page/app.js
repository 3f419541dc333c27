import { Answer, spoken } from './answer.js';
import { answerPictures } from './asking.js';
import { announce, el, settled } from './dom.js';
import { hero, takers } from './hero.js';
import { icon } from './icons.js';
import { picturesOf, takeDrops, takePastes } from './intake.js';
import { ask, tokenFrom } from './server.js';
import { session } from './session.js';
import { Stage } from './stage.js';
import { strip } from './strip.js';
import { texts } from './texts.js';
import { themeButton } from './theme.js';
import { askForToken } from './token.js';
import { Tools } from './tools.js';
import { refused } from './trouble.js';
import * as confusions from './views/confusions.js';
import * as training from './views/training.js';

const at = (id) => document.getElementById(id);

const VIEWS = { pictures: '/', confusions: '/#confusions', training: '/#training' };

const stage = new Stage(at('stage'), () => session.remove(session.picture));
const answer = new Answer(at('answer'), (about) => tools.choose('why', { about }));
const tools = new Tools(at('tools'), stage, answer);

let viewing = new AbortController();

/** Where the address says that we are. */
function place() {
  const run = /^\/runs\/([^/]+)$/.exec(location.pathname);
  if (run) return { view: 'training', run: decodeURIComponent(run[1]) };
  const view = location.hash.slice(1);
  return { view: view in VIEWS ? view : 'pictures', run: null };
}

function show() {
  const { view, run } = place();
  viewing.abort();
  viewing = new AbortController();
  const { signal } = viewing;
  for (const link of at('views').querySelectorAll('a')) {
    if (link.dataset.view === view) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  at('pictures').hidden = view !== 'pictures';
  at('view').hidden = view === 'pictures';
  document.title = view === 'pictures' ? texts.name : `${texts.views[view]} · ${texts.name}`;
  const given = { place: at('view'), signal, run, toPictures };
  if (view === 'pictures') {
    at('view').replaceChildren();
    tools.resume();
  } else {
    tools.close();
  }
  if (view === 'confusions') confusions.open(given);
  if (view === 'training') training.open(given);
}

function go(address) {
  history.pushState(null, '', address);
  show();
}

function toPictures(pictures) {
  if (place().view !== 'pictures') go(VIEWS.pictures);
  session.add(pictures);
  scrollTo({ top: 0 });
}

function complain(sentence) {
  at('trouble').replaceChildren(refused({ status: 0, message: sentence }, null));
}

async function take(files) {
  at('trouble').replaceChildren();
  const pictures = await picturesOf(files, complain);
  if (pictures.length) toPictures(pictures);
}

function showModels() {
  const { models, model } = session;
  const which = at('which');
  which.replaceChildren(...models.map((one) => el('option', { value: one.model }, one.model)));
  which.hidden = models.length < 2;
  at('only').textContent = models.length === 1 ? models[0].model : '';
  if (model) which.value = model.model;
}

function showPicture() {
  const { picture } = session;
  at('intake').hidden = picture !== null;
  at('bench').hidden = picture === null;
  if (!picture) tools.close();
  if (picture && session.model) {
    stage.of(picture);
    showAnswer(picture);
  }
}

function showAnswer(picture) {
  if (picture !== session.picture) return;
  answer.of(picture.answer, session.model, picture.trouble, () => {
    picture.trouble = null;
    session.tell('picture');
  });
  if (picture.answer) announce(spoken(picture.answer.images[0]));
  if (place().view === 'pictures') tools.open();
}

/** @param gone a model that the server knows no more, if it is for that */
async function loadModels(gone = null) {
  try {
    const { models } = await ask('/v1/models', { loading: sayLoading });
    session.offer(models);
    at('trouble').replaceChildren();
    const { model } = session;
    if (gone && model && model.model !== gone) notice(texts.trouble.gone(gone, model.model));
  } catch (failure) {
    at('trouble').replaceChildren(
      refused(failure, () => {
        at('trouble').replaceChildren();
        loadModels(gone);
      }),
    );
  }
}

function notice(sentence) {
  at('trouble').append(el('p', { class: 'soft' }, sentence));
  announce(sentence);
}

/** Where nothing else is said meanwhile. */
function sayLoading() {
  if (!at('trouble').hasChildNodes()) notice(texts.trouble.loading);
}

function furnish() {
  at('skip').textContent = texts.skip;
  at('skip').addEventListener('click', (event) => {
    event.preventDefault(); // the address names the view, which stays
    at('main').focus();
  });
  at('which-label').textContent = texts.model;
  at('foot').textContent = texts.foot;
  at('stage').setAttribute('aria-label', texts.stage.label);
  at('answer').setAttribute('aria-label', texts.answer.label);
  at('tools').setAttribute('aria-label', texts.tools.label);
  at('views').setAttribute('aria-label', texts.views.label);
  const symbols = { pictures: 'scanEye', confusions: 'grid3x3', training: 'chartLine' };
  for (const [view, address] of Object.entries(VIEWS)) {
    at('views').append(
      el(
        'a',
        { href: address, 'data-inside': true, 'data-view': view },
        icon(symbols[view]),
        el('span', {}, texts.views[view]),
      ),
    );
  }
  takers(at('more'), take, complain, false);
  hero(at('intake'), take, complain, toPictures);
}

tokenFrom(askForToken);
themeButton(at('theme'));
furnish();
strip(at('strip'));
takeDrops(document.body, take);
takePastes(take);
answerPictures();

session.on('models', showModels);
session.on('model', () => {
  showModels();
  showPicture();
  if (place().view === 'confusions') show();
});
session.on('picture', showPicture);
session.on('answer', showAnswer);
session.on('stale', settled(300, loadModels));
at('which').addEventListener('change', () => session.use(at('which').value));
addEventListener('popstate', show);
document.addEventListener('click', (event) => {
  const link = event.target.closest?.('a[data-inside]');
  if (!link || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  go(link.getAttribute('href'));
});

show();
tools.choose('why');
await loadModels();

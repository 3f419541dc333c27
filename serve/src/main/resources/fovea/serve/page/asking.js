import { asked } from './answer.js';
import { ask, modelPath } from './server.js';
import { session } from './session.js';

/** More at once would only wait in the server's queue, and crowd others out of it. */
const AT_ONCE = 3;

/** The pictures that are being asked about, with the model that is asked. */
const open = new Map();

/** Keeps every picture answered by the chosen model, the picture that is looked at first. */
export function answerPictures() {
  for (const event of ['pictures', 'picture', 'model']) session.on(event, next);
}

function next() {
  const { model, pictures, picture } = session;
  if (!model) return;
  const waiting = [picture, ...pictures].filter(
    (one) => one && !one.answer && !one.trouble && open.get(one) !== model,
  );
  for (const one of waiting) {
    if (open.size >= AT_ONCE && one !== picture) return;
    if (open.get(one) !== model) answer(one, model);
  }
}

async function answer(picture, model) {
  open.set(picture, model);
  try {
    const reply = await ask(modelPath(model.model, '/predict'), {
      body: picture.file,
      query: { top: asked(model) },
    });
    if (session.model === model) picture.answer = reply;
    if (reply.version !== model.version) session.tell('stale');
  } catch (trouble) {
    if (session.model === model) picture.trouble = trouble;
    if (trouble.code === 'unknown_model') session.tell('stale', model.model);
  }
  if (open.get(picture) === model) open.delete(picture);
  if (session.model === model) session.tell('answer', picture);
  next();
}

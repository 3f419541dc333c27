import { texts } from './texts.js';

/** What the server said no with: a sentence for people, and a code. */
export class Refusal extends Error {
  constructor(status, code, sentence, request, retryAfter) {
    super(sentence);
    this.status = status;
    this.code = code;
    this.request = request;
    this.retryAfter = retryAfter;
  }
}

const KEY = 'fovea.token';

/** How often something that is only busy is asked again before its refusal is shown. */
const PATIENCE = 5;

/** In milliseconds: until then a browser may hold a request still, and complain of its refusal. */
const LETTING_GO = 50;

let askForToken = async () => {
  throw new Error('nobody can be asked for a token');
};

/** @param how asks a person for the token; told whether an earlier one was refused */
export function tokenFrom(how) {
  askForToken = how;
}

export function modelPath(name, rest = '') {
  return `/v1/models/${encodeURIComponent(name)}${rest}`;
}

/** Tells this page's questions from those of others. */
const PAGE = crypto.getRandomValues(new Uint32Array(2)).join('-');

let questions = 0;

function headersOf(given) {
  const headers = new Headers(given);
  const token = sessionStorage.getItem(KEY);
  if (token) headers.set('Authorization', `Bearer ${token}`);
  return headers;
}

/** Nobody waits for its answer any more, so that the server needn't find it. */
function giveUp(question) {
  const tell = () =>
    fetch(`/v1/questions/${question}`, {
      method: 'DELETE',
      headers: headersOf(),
      keepalive: true,
    }).catch(() => {}); // then it is answered for nobody
  setTimeout(tell, LETTING_GO);
}

export const nap = (milliseconds, signal) =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    signal?.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        reject(signal.reason);
      },
      { once: true },
    );
  });

let asking = null;

/** One dialog, however many requests wait for it. */
function newToken(again) {
  asking ??= askForToken(again)
    .then((token) => sessionStorage.setItem(KEY, token))
    .finally(() => (asking = null));
  return asking;
}

async function send(path, options) {
  for (;;) {
    const token = sessionStorage.getItem(KEY);
    let reply;
    try {
      reply = await fetch(path, { ...options, headers: headersOf(options.headers) });
    } catch (failure) {
      if (options.signal?.aborted) throw failure;
      throw new Refusal(0, 'offline', texts.trouble.offline, null, null);
    }
    if (reply.status !== 401) return reply;
    if (sessionStorage.getItem(KEY) === token) await newToken(token !== null);
  }
}

async function refusal(reply) {
  const request = reply.headers.get('X-Request-Id');
  const after = Number(reply.headers.get('Retry-After')) || null;
  try {
    const { error, code } = await reply.json();
    return new Refusal(reply.status, code, error, request, after);
  } catch {
    return new Refusal(reply.status, 'unreadable', texts.trouble.broken, request, after);
  }
}

function withQuery(path, query) {
  const given = Object.entries(query).filter(([, value]) => value !== null && value !== undefined);
  return given.length ? `${path}?${new URLSearchParams(given)}` : path;
}

/**
 * Asks for JSON; what is only busy is asked again after the time that it names.
 *
 * @param body an image, or FormData of several; makes it a POST
 * @param signal gives the question up, at the server too where it has a body
 * @param waiting hears how far something is that is still being measured
 * @param loading hears that a model is being loaded still, which is then waited for however long
 */
export async function ask(path, { query = {}, body, method, signal, waiting, loading } = {}) {
  const headers = { Accept: 'application/json' };
  const options = { method: method ?? (body ? 'POST' : 'GET'), body, signal, headers };
  const told = { waiting, loading };
  if (!signal || !body) return answered(withQuery(path, query), options, told);
  const question = `q-${PAGE}-${++questions}`;
  headers['X-Request-Id'] = question;
  try {
    return await answered(withQuery(path, query), options, told);
  } catch (failure) {
    if (signal.aborted) giveUp(question);
    throw failure;
  }
}

async function answered(path, options, { waiting, loading }) {
  const { signal } = options;
  let refused = 0;
  for (;;) {
    const reply = await send(path, options);
    if (reply.status === 202) {
      waiting?.(await reply.json());
      await nap(1000 * (Number(reply.headers.get('Retry-After')) || 1), signal);
      continue;
    }
    if (reply.status === 204) return null;
    if (reply.ok) return reply.json();
    const no = await refusal(reply);
    if (loading && no.code === 'loading') loading();
    else refused++;
    if (no.retryAfter === null || refused === PATIENCE) throw no;
    await nap(1000 * Math.min(no.retryAfter, 10), signal);
  }
}

/** A file that only who has the token may have, as an address that a link can point to. */
export async function file(path, signal) {
  const reply = await send(path, { signal });
  if (!reply.ok) throw await refusal(reply);
  return URL.createObjectURL(await reply.blob());
}

/**
 * Follows a stream of events until it ends of itself; a broken connection is taken up again where
 * it was, and so is one that the server, or a proxy before it, can't serve now.
 *
 * @param heard told each event's name and data
 * @param broken told when the connection broke off
 * @param seen the event after which to begin, or null
 */
export async function follow(path, { signal, heard, broken, last, seen = null }) {
  for (;;) {
    try {
      const headers = { Accept: 'text/event-stream' };
      if (seen !== null) headers['Last-Event-ID'] = seen;
      const reply = await send(path, { signal, headers });
      if (!reply.ok) throw await refusal(reply);
      for await (const { event, id, data } of eventsOf(reply.body)) {
        seen = id ?? seen;
        heard(event, JSON.parse(data));
        if (last(event)) return;
      }
    } catch (failure) {
      if (signal.aborted || isFinal(failure)) throw failure;
    }
    broken();
    await nap(2000, signal);
  }
}

/** Whether asking again would change nothing. */
function isFinal(failure) {
  const { status, retryAfter } = failure;
  return failure instanceof Refusal && status >= 400 && status < 500 && retryAfter === null;
}

/** @see https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream */
async function* eventsOf(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    text = (text + value).replaceAll('\r\n', '\n');
    const blocks = text.split('\n\n');
    text = blocks.pop();
    for (const block of blocks) {
      const found = { event: 'message', id: null, data: [] };
      for (const line of block.split('\n')) {
        const [, field, rest] = /^([^:]*):? ?(.*)$/.exec(line);
        if (field === 'data') found.data.push(rest);
        else if (field === 'event' || field === 'id') found[field] = rest;
      }
      if (found.data.length) yield { ...found, data: found.data.join('\n') };
    }
  }
}

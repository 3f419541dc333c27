import { el } from './dom.js';
import { icon } from './icons.js';
import { texts } from './texts.js';

const say = texts.token;

/** Printable ASCII: a browser sends nothing else in a header. */
const SENDABLE = /^[ -~]+$/;

/** Asks a person for the server's token. */
export function askForToken(again) {
  const field = el('input', { type: 'password', id: 'token', autocomplete: 'off', required: true });
  const form = el(
    'form',
    {},
    el('label', { class: 'field', for: 'token' }, say.label, field),
    again ? el('p', { class: 'doubt', role: 'alert' }, say.wrong) : '',
    el('p', { class: 'small soft' }, say.hint),
    el('button', { type: 'submit', class: 'first' }, icon('keyRound'), say.go),
  );
  const dialog = el(
    'dialog',
    { class: 'token', 'aria-labelledby': 'token-title' },
    el('h2', { id: 'token-title' }, say.title),
    form,
  );
  document.body.append(dialog);
  dialog.showModal();
  dialog.addEventListener('cancel', (event) => event.preventDefault());
  dialog.addEventListener('close', () => {
    if (dialog.isConnected) dialog.showModal(); // a browser lets itself be prevented only once
  });
  field.addEventListener('input', () => field.setCustomValidity(''));
  return new Promise((resolve) =>
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      const token = field.value.trim();
      if (!SENDABLE.test(token)) {
        field.setCustomValidity(say.unsendable);
        field.reportValidity();
        return;
      }
      dialog.remove();
      resolve(token);
    }),
  );
}

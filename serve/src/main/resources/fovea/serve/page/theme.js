import { icon } from './icons.js';
import { texts } from './texts.js';

const KEY = 'fovea.theme';

const SYMBOLS = { auto: 'sunMoon', light: 'sun', dark: 'moon' };

/** Light, dark, or as the system has it. */
export function themeButton(button) {
  const names = Object.keys(SYMBOLS);
  let now = names.includes(localStorage.getItem(KEY)) ? localStorage.getItem(KEY) : 'auto';
  const changed = () => document.dispatchEvent(new Event('theme'));
  const apply = () => {
    document.documentElement.dataset.theme = now;
    button.replaceChildren(icon(SYMBOLS[now]));
    button.title = texts.theme[now];
    button.setAttribute('aria-label', texts.theme.change(texts.theme[now]));
    changed();
  };
  button.addEventListener('click', () => {
    now = names[(names.indexOf(now) + 1) % names.length];
    localStorage.setItem(KEY, now);
    apply();
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', changed);
  apply();
}

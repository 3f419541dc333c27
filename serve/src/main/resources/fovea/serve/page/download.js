import { el } from './dom.js';
import { icon } from './icons.js';
import { file } from './server.js';

/**
 * A button that saves a file of the server's under a name. A link would carry no token, and couldn't
 * tell why it is refused.
 */
export function download(label, path, name, given) {
  const button = el('button', { type: 'button' }, icon('download'), label);
  button.addEventListener('click', async () => {
    button.disabled = true;
    try {
      const address = await file(path);
      el('a', { href: address, download: name }).click();
      setTimeout(() => URL.revokeObjectURL(address), 60_000);
    } catch (failure) {
      given.trouble(failure, null);
    } finally {
      button.disabled = false;
    }
  });
  return button;
}

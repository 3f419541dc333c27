import { el } from './dom.js';
import { icon } from './icons.js';
import { texts } from './texts.js';

/**
 * Why something didn't come.
 *
 * @param failure a refusal of the server's, or what went wrong here
 * @param again tries once more, or null where that is no use
 */
export function refused(failure, again) {
  if (failure.code === 'not_found' || failure.code === 'not_available') {
    return el(
      'p',
      { class: 'soft' },
      failure.code === 'not_found' ? texts.tools.absent : failure.message,
    );
  }
  if (failure.status === undefined) console.error(failure);
  return el(
    'div',
    { class: 'refused', role: 'alert' },
    icon('triangleAlert'),
    el(
      'div',
      {},
      el('p', {}, failure.message),
      failure.request
        ? el('p', { class: 'small soft' }, texts.tools.request(failure.request))
        : null,
      again
        ? el(
            'button',
            { type: 'button', on: { click: () => again() } },
            icon('rotateCcw'),
            texts.tools.again,
          )
        : null,
    ),
  );
}

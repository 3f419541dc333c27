import { el } from './dom.js';
import { icon } from './icons.js';
import { chooser } from './intake.js';
import { texts } from './texts.js';

/** While a browser still asks its user, a second press would ask once more. */
let photographing = false;

/**
 * Makes a button photograph: with the camera that the page can see, or else (a page that isn't on
 * this machine nor encrypted) with the phone's own camera application.
 */
export function photographs(button, take, complain) {
  if (!navigator.mediaDevices?.getUserMedia) {
    chooser(button, take, { several: false, capture: true });
    return;
  }
  button.addEventListener('click', async () => {
    if (photographing) return;
    photographing = true;
    try {
      const photo = await photograph();
      if (photo) take([photo]);
    } catch (refused) {
      complain(reason(refused));
    } finally {
      photographing = false;
    }
  });
}

const reason = (refused) =>
  refused.name === 'NotFoundError' ? texts.camera.missing : texts.camera.refused;

const open = (facing) =>
  navigator.mediaDevices.getUserMedia({
    audio: false,
    video: { facingMode: facing, width: { ideal: 1920 }, height: { ideal: 1080 } },
  });

const close = (stream) => stream.getTracks().forEach((track) => track.stop());

/** Shows what the camera sees; the picture that was taken, or null. */
async function photograph() {
  let facing = 'environment';
  let stream = await open(facing);
  let turning = false;
  let failure = null;
  const devices = await navigator.mediaDevices.enumerateDevices();
  const cameras = devices.filter((device) => device.kind === 'videoinput').length;
  const video = el('video', { playsinline: true, autoplay: true });
  video.muted = true;
  video.srcObject = stream;

  /** What comes once the dialog has closed is let go. */
  const see = async (side) => {
    const found = await open(side);
    if (!dialog.open) {
      close(found);
      return;
    }
    facing = side;
    stream = found;
    video.srcObject = found;
  };
  /** To the camera that was there before. */
  const back = async () => {
    try {
      if (dialog.open) await see(facing);
    } catch (refused) {
      if (dialog.open) failure = refused;
      dialog.close('');
    }
  };
  const turn = async () => {
    if (turning) return;
    turning = true;
    doubt.textContent = '';
    close(stream); // many a phone can't open two
    try {
      await see(facing === 'environment' ? 'user' : 'environment');
    } catch (refused) {
      doubt.textContent = reason(refused);
      await back();
    } finally {
      turning = false;
    }
  };
  const doubt = el('p', { class: 'doubt', role: 'alert' });
  const dialog = el(
    'dialog',
    { class: 'camera', 'aria-label': texts.camera.title },
    el('div', { class: 'frame' }, video),
    doubt,
    el(
      'div',
      { class: 'row ends' },
      el('button', { type: 'button', on: { click: () => dialog.close('') } }, texts.camera.cancel),
      el(
        'button',
        { type: 'button', class: 'first', on: { click: () => dialog.close('taken') } },
        icon('camera'),
        texts.camera.take,
      ),
      cameras > 1
        ? el(
            'button',
            {
              type: 'button',
              class: 'plain',
              'aria-label': texts.camera.other,
              on: { click: turn },
            },
            icon('switchCamera'),
          )
        : null,
    ),
  );
  document.body.append(dialog);
  dialog.showModal();
  dialog.querySelector('.first').focus();
  await new Promise((resolve) => dialog.addEventListener('close', resolve, { once: true }));
  const taken = dialog.returnValue === 'taken' && video.videoWidth ? await still(video) : null;
  close(stream);
  dialog.remove();
  if (failure) throw failure;
  return taken;
}

function still(video) {
  const canvas = el('canvas');
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  canvas.getContext('2d').drawImage(video, 0, 0);
  return new Promise((resolve) =>
    canvas.toBlob(
      (blob) => resolve(new File([blob], texts.intake.photo, { type: blob.type })),
      'image/jpeg',
      0.93,
    ),
  );
}

import { el } from './dom.js';
import { texts } from './texts.js';

/** What the server reads, by the first bytes. */
const READ = [
  [0xff, 0xd8, 0xff],
  [0x89, 0x50, 0x4e, 0x47],
  [0x47, 0x49, 0x46, 0x38],
  [0x42, 0x4d],
];

/** The server's limit of a file. */
const MOST_BYTES = 10 * 1024 * 1024;

/** The server's limit is twice as many; so many take it long enough, for nothing. */
const MOST_PIXELS = 24e6;

/** What a picture is made smaller to if the server wouldn't take it; no network looks at more. */
const LONGEST = 3000;

let next = 1;

async function isRead(file) {
  const bytes = new Uint8Array(await file.slice(0, 12).arrayBuffer());
  const word = (from) => String.fromCharCode(...bytes.slice(from, from + 4));
  if (word(0) === 'RIFF' && word(8) === 'WEBP') return true;
  return READ.some((start) => start.every((byte, i) => bytes[i] === byte));
}

/** Whether the server would take it for too large, or take long; what is broken it says itself. */
async function isLarge(file) {
  if (file.size > MOST_BYTES) return true;
  const address = URL.createObjectURL(file);
  try {
    const image = el('img');
    await new Promise((known) => {
      image.onload = image.onerror = known;
      image.src = address;
    });
    return image.naturalWidth * image.naturalHeight > MOST_PIXELS;
  } finally {
    URL.revokeObjectURL(address);
  }
}

/** The browser reads some kinds that the server doesn't, such as AVIF, or HEIC on Apple's. */
async function asJpeg(file) {
  const address = URL.createObjectURL(file);
  try {
    const image = el('img', { src: address });
    await image.decode();
    const { naturalWidth: width, naturalHeight: height } = image;
    const scale = Math.min(1, LONGEST / Math.max(width, height));
    const canvas = el('canvas');
    canvas.width = Math.max(1, Math.round(width * scale));
    canvas.height = Math.max(1, Math.round(height * scale));
    const context = canvas.getContext('2d');
    context.fillStyle = '#fff';
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.imageSmoothingQuality = 'high';
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.93));
  } finally {
    URL.revokeObjectURL(address);
  }
}

/** A picture that can be sent and shown. */
export async function picture(blob, name) {
  const file = (await isRead(blob)) && !(await isLarge(blob)) ? blob : await asJpeg(blob);
  return { id: next++, name, file, url: URL.createObjectURL(file), answer: null, trouble: null };
}

/** A picture out of a reply. */
export async function pictureOf(dataUrl, name) {
  const [head, base64] = dataUrl.split(',', 2);
  const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
  return picture(new Blob([bytes], { type: /^data:([^;]*)/.exec(head)[1] }), name);
}

/**
 * Those of some files that are pictures.
 *
 * @param complain told once of all that aren't
 */
export async function picturesOf(files, complain) {
  const found = [];
  const unreadable = [];
  for (const file of files) {
    try {
      found.push(await picture(file, file.name || texts.intake.pasted));
    } catch {
      unreadable.push(file.name || texts.intake.pasted);
    }
  }
  if (unreadable.length) complain(texts.intake.unreadable(unreadable));
  if (!files.length) complain(texts.intake.nothing);
  return found;
}

const carriesFiles = (transfer) => [...transfer.types].includes('Files');

/** Takes what is dropped on an element; the innermost one that takes anything gets it. */
export function takeDrops(element, take) {
  let depth = 0;
  const leave = () => element.classList.toggle('dropping', depth > 0);
  element.addEventListener('dragenter', (event) => {
    if (!carriesFiles(event.dataTransfer)) return;
    event.preventDefault();
    event.stopPropagation();
    depth++;
    leave();
  });
  element.addEventListener('dragover', (event) => {
    if (!carriesFiles(event.dataTransfer)) return;
    event.preventDefault();
    event.stopPropagation();
    event.dataTransfer.dropEffect = 'copy';
  });
  element.addEventListener('dragleave', () => {
    depth = Math.max(0, depth - 1);
    leave();
  });
  element.addEventListener('drop', (event) => {
    depth = 0;
    leave();
    if (!carriesFiles(event.dataTransfer)) return;
    event.preventDefault();
    event.stopPropagation();
    take([...event.dataTransfer.files]);
  });
}

/** Takes pictures that are pasted anywhere but into a field that holds text. */
export function takePastes(take) {
  document.addEventListener('paste', (event) => {
    const files = [...event.clipboardData.files];
    if (files.length || !event.target.closest?.('input, textarea')) take(files);
  });
}

/** A button that opens the system's choice of files. */
export function chooser(button, take, { several = true, capture = false } = {}) {
  const input = el('input', {
    type: 'file',
    accept: 'image/*',
    multiple: several,
    capture: capture ? 'environment' : null,
    hidden: true,
    tabindex: -1,
    'aria-hidden': 'true',
    on: {
      change: () => {
        const files = [...input.files];
        input.value = '';
        if (files.length) take(files);
      },
    },
  });
  button.after(input);
  button.addEventListener('click', () => input.click());
  return input;
}

/** How wide a heat map is drawn, so that its colours are smooth over few pixels. */
const WIDTH = 640;

const FOR = [200, 30, 30];
const AGAINST = [29, 78, 216];

/** The strongest hundredth of the pixels has the full colour. */
const STRONGEST = 0.99;

/**
 * Relevance as colour over its picture, which is shown in grey: red speaks for the answer, blue
 * against it. A map without anything against it begins at its smallest value.
 *
 * @param strength how much of the picture a full colour hides, in [0, 1]
 */
export function paintHeat(canvas, picture, { relevance, width, height }, strength) {
  canvas.width = WIDTH;
  canvas.height = Math.round((WIDTH * height) / width);
  const context = canvas.getContext('2d');
  context.imageSmoothingEnabled = width > 112;
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  if (strength > 0) {
    context.globalCompositeOperation = 'saturation';
    context.globalAlpha = Math.min(1, 2 * strength);
    context.fillStyle = '#808080';
    context.fillRect(0, 0, canvas.width, canvas.height);
  }
  context.globalCompositeOperation = 'source-over';
  context.globalAlpha = 1;
  context.imageSmoothingEnabled = true;
  context.imageSmoothingQuality = 'high';
  context.drawImage(colours(relevance, width, height, strength), 0, 0, canvas.width, canvas.height);
}

function colours(relevance, width, height, strength) {
  const least = relevance.reduce((a, b) => Math.min(a, b), Infinity);
  const zero = Math.max(0, least);
  const sizes = Float64Array.from(relevance, (value) => Math.abs(value - zero)).sort();
  const full = sizes[Math.floor(STRONGEST * (sizes.length - 1))] || sizes.at(-1);
  const map = new ImageData(width, height);
  relevance.forEach((value, i) => {
    const part = full > 0 ? Math.max(-1, Math.min(1, (value - zero) / full)) : 0;
    const [red, green, blue] = part < 0 ? AGAINST : FOR;
    map.data.set([red, green, blue, Math.round(255 * strength * Math.abs(part))], 4 * i);
  });
  const small = document.createElement('canvas');
  small.width = width;
  small.height = height;
  small.getContext('2d').putImageData(map, 0, 0);
  return small;
}

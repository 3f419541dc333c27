/** All that the page says, in English. Sentences with figures in them are functions. */

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const digits = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });
const tenths = new Intl.NumberFormat('en', {
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
});

/** A thin space that doesn't break stands before a unit. */
const THIN = '\u202f';

export const count = (n) => whole.format(n);
export const figure = (x) => digits.format(x);

/** A share in [0, 1]; neither everything nor nothing is claimed by rounding. */
export function percent(share) {
  if (share > 0 && share < 0.0005) return `<${THIN}0.1${THIN}%`;
  if (share < 1 && share >= 0.9995) return `>${THIN}99.9${THIN}%`;
  return `${tenths.format(100 * share)}${THIN}%`;
}

export const points = (share) =>
  `${tenths.format(Math.abs(100 * share))} point${Math.abs(share - 0.01) < 1e-9 ? '' : 's'}`;

export function milliseconds(ms) {
  if (ms >= 10_000) return `${tenths.format(ms / 1000)}${THIN}s`;
  if (ms >= 100) return `${whole.format(ms)}${THIN}ms`;
  return `${digits.format(ms)}${THIN}ms`;
}

export function duration(seconds) {
  if (seconds < 90) return `${digits.format(seconds)}${THIN}s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return `${minutes}${THIN}min`;
  return `${Math.floor(minutes / 60)}${THIN}h ${minutes % 60}${THIN}min`;
}

/** With an SI prefix: 1.77 M. */
export function large(n) {
  for (const [size, prefix] of [
    [1e9, 'G'],
    [1e6, 'M'],
    [1e3, 'k'],
  ]) {
    if (n >= size) return `${digits.format(n / size)}${THIN}${prefix}`;
  }
  return whole.format(n);
}

export const signed = (x) => (x > 0 ? '+' : x < 0 ? '\u2212' : '') + digits.format(Math.abs(x));

/** That many of something: `1 picture`, `5 pictures`. */
export const some = (n, one, several = `${one}s`) => `${count(n)} ${n === 1 ? one : several}`;

export const texts = {
  name: 'Fovea',
  skip: 'To the picture',
  model: 'Model',
  views: { label: 'Pages', pictures: 'Pictures', confusions: 'Confusions', training: 'Training' },
  theme: {
    auto: 'Colours as the system has them',
    light: 'Light colours',
    dark: 'Dark colours',
    change: (now) => `${now}. Change`,
  },
  foot: 'Pictures go to this server and nowhere else.',
  weights: (version) => `Weights ${version}`,
  weightsMeaning: 'The first 12 digits of the SHA-256 of the weights that answered',

  intake: {
    title: 'What does it see?',
    lead: (model, classes) =>
      `Show ${model} a picture. It knows ${some(classes, 'class', 'classes')}.`,
    noModel: 'This server has no model to ask. Its training runs can be watched.',
    drop: 'Drop pictures here, or paste them',
    choose: 'Choose pictures',
    photograph: 'Take a photograph',
    more: 'Add pictures',
    examples: 'Or one of the test pictures',
    example: (n, shown) => `Test picture ${n}, ${shown}`,
    unreadable: (names) =>
      names.length === 1
        ? `${names[0]} can’t be read as a picture.`
        : `${names.length} files can’t be read as pictures: ${names.join(', ')}.`,
    nothing: 'There was no picture in that.',
    pasted: 'pasted picture',
    photo: 'photograph',
  },
  camera: {
    title: 'Photograph',
    take: 'Take the picture',
    other: 'Other camera',
    cancel: 'Cancel',
    refused: 'The camera can’t be used: the browser or its user refused.',
    missing: 'There is no camera here.',
  },
  strip: {
    label: 'Pictures',
    remove: (name) => `Remove ${name}`,
    waiting: 'not answered yet',
    unanswered: 'no answer',
  },
  stage: {
    label: 'The picture',
    picture: (name) => `The picture ${name}`,
    input: 'As the network sees it',
    hold: 'Hold to see the original',
  },
  answer: {
    label: 'The answer',
    thinking: 'Looking …',
    nothing: 'No answer',
    none: 'None of these',
    nearest: (name) => `Of its classes, ${name} is nearest.`,
    classes: 'Classes, the most probable first',
    whyNot: 'Ask why not',
    why: 'Ask why',
    before: (share) => `(before: ${share})`,
    allClasses: (n) => `${n} more`,
    fewer: 'Fewer',
    strange: (share) => `Stranger than ${percent(share)} of the pictures that it was calibrated on`,
    strangeLabel: 'none of these',
    accepted: (share) => `Beyond ${percent(share)}, the answer is ‘none of these’`,
    familiar: 'It isn’t stranger than what it was calibrated on.',
    notFitted: 'Never answers ‘none of these’: that takes fovea calibrate --none-of-these.',
    calibrated: (images) =>
      images ? `Confidence calibrated on ${some(images, 'picture')}` : 'Confidence is calibrated',
    uncalibrated: 'Confidence isn’t calibrated, so probably too high: ',
    calibrate: 'fovea calibrate',
    calibrateHelps: ' helps.',
    time: (ms) => `computed in ${milliseconds(ms)}`,
    batch: (n) => (n > 1 ? `among ${n} in a batch` : 'alone in its batch'),
    announced: (name, share) => `It looks like ${name}, ${share}.`,
    announcedNone: (name) => `None of these. The nearest is ${name}.`,
  },
  tools: {
    label: 'What to ask about the picture',
    busy: 'Computing …',
    again: 'Try again',
    absent: 'This server doesn’t answer that.',
    request: (id) => `Request ${id}`,
  },
  why: {
    tab: 'Why',
    lead: 'Where the answer comes from: red speaks for it, blue against it.',
    question: 'Question',
    why: (name) => `Why ${name}?`,
    whyNot: (name) => `Why not ${name}?`,
    method: 'Method',
    layer: 'Layer',
    lastLayer: 'the last one',
    strength: 'Strength of the colours',
    map: 'Heat map',
    mapOf: (question) => `Heat map: ${question}`,
    random: 'Same method, random weights',
    randomOf: 'Heat map of a network whose weights are random',
    passes: 'Passes its sanity check',
    fails: 'Fails its sanity check',
    passesMeaning: (likeness) =>
      `Without what the network has learnt, the map is another one (likeness ${figure(likeness)}): it does depend on the weights.`,
    failsMeaning: (likeness) =>
      `Without anything learnt, the map looks much the same (likeness ${figure(likeness)}): don’t believe it.`,
    stages: 'How alike the map stays while layers are made random, from the last one down',
    downTo: (layer) => `down to ${layer}`,
    missing: 'This server explains no answers.',
    checking: 'Checking whether the map depends on what was learnt …',
    unchecked: 'Nothing says whether this map depends on what was learnt.',
    check: (what, value, tolerated) =>
      `Its own error (${what}): ${figure(value)}, at most ${figure(tolerated)} is good`,
    versus: (cls, other) => `What tells ${cls} from ${other}: red for ${cls}, blue for ${other}.`,
  },
  fool: {
    tab: 'Fool it',
    lead: 'Changes to this very picture, made to mislead the network.',
    slider: 'Largest change of a colour value',
    budget: (of255) => (of255 === 0 ? 'no change' : `${figure(of255)} of 255`),
    budgetL2: (length) => (length === 0 ? 'no change' : `length ${figure(length)}`),
    sliderL2: 'Length of the change',
    norm: 'Measured by',
    linf: 'the largest change (L∞)',
    l2: 'the length of the change (L2)',
    searching: 'Looking for the smallest change that flips it …',
    smallest: (from, to, size) => [`${size} `, `turns ${from} into ${to}.`],
    smallestLead: 'Smallest change found',
    noSmallest: 'No change was found that flips it.',
    holds: (name, size) => `Still ${name} at ${size}: this attack didn’t find a way.`,
    flips: (from, to, size) => `At ${size}, ${from} is taken for ${to}.`,
    original: 'The picture',
    difference: 'The change, stretched to full contrast',
    changed: 'The picture, changed',
    tick: 'smallest change',
    toSmallest: 'Go to the smallest change',
    caution: 'Found by an attack: a better one may need even less.',
  },
  vary: {
    tab: 'Vary it',
    lead: 'The same picture in other conditions, beside how accuracy falls on the test pictures.',
    reset: 'As it was',
    names: {
      rotation: 'Rotation',
      brightness: 'Brightness',
      contrast: 'Contrast',
      blur: 'Blur',
      noise: 'Noise',
    },
    value: {
      rotation: (x) => `${signed(x)}°`,
      brightness: (x) => signed(x),
      contrast: (x) => `× ${figure(x)}`,
      blur: (x) => `σ ${figure(x)} px`,
      noise: (x) => `σ ${figure(x)}`,
    },
    now: (name, share, was) => `${name} ${share}; before ${was}`,
    accuracy: 'accuracy on test pictures',
    here: 'this picture',
    curve: (name, data, images) =>
      `${name}: accuracy on ${some(images, 'picture')} of ${data}, and this picture’s probability`,
    measuring: (done, of) =>
      of
        ? `Measuring the curves: ${count(done)} of ${count(of)} pictures`
        : 'Reading the test pictures …',
    unmeasured: 'No measured curves: start the server with --data to have them beside the sliders.',
  },
  layers: {
    tab: 'Inside',
    lead: (n, ms, precision) =>
      `${some(n, 'layer')}, ${milliseconds(ms)} in ${precision}. The channels shown are the most active ones.`,
    all: 'Layers in the order they run',
    show: 'Show',
    every: 'every layer',
    weighted: 'layers with weights',
    shape: (shape) => shape.join(' × '),
    parameters: (n) => (n ? `${large(n)} parameters` : 'no parameters'),
    macs: (n) => `${large(n)} multiplications`,
    share: (share) => `${percent(share)} of the time`,
    map: (channel, layer) => `Channel ${channel} of ${layer}`,
    values: (n) => `${some(n, 'number')}`,
    range: (low, high) => `from ${figure(low)} to ${figure(high)}`,
  },
  similar: {
    tab: 'Similar',
    lead: 'The training pictures that the network finds most alike.',
    agree: (n, of, name) => `${n} of the ${of} nearest are labelled ${name}.`,
    spread: (of, classes) => `The ${of} nearest are of ${some(classes, 'class', 'classes')}.`,
    same: 'This very picture is among the training pictures: its answer says little.',
    sameMark: 'same picture',
    cosine: (x) => `cosine ${x.toFixed(2)}`,
    gone: 'no longer there',
    of: (n, exact) => `Searched ${some(n, 'picture')}${exact ? '' : ', approximately'}.`,
    missing: 'There is no index of the training pictures. Make one, and start the server with it:',
    command: 'fovea index RUN PICTURES\nfovea serve RUN --index FILE',
  },
  teach: {
    tab: 'Teach it',
    lead: 'Five photos make a class that the network didn’t know. Nothing is trained anew; it takes a moment.',
    name: 'Name of the new class',
    photos: 'Photos of it',
    add: 'Add photos',
    use: 'Add the picture shown',
    slot: (n) => `Photo ${n}`,
    remove: (n) => `Remove photo ${n}`,
    accept: 'How many new ones to recognise',
    acceptHint: 'The more, the more pictures of other classes it takes for them.',
    teach: 'Teach it',
    needName: 'Give the class a name.',
    exists: (name) => `${name} is a class already.`,
    needPhotos: 'Add a photo of it; five are better.',
    done: (name, seconds) => `Learnt ${name} in ${duration(seconds)}`,
    drawn: (of) =>
      `Of ${of.images} drawn pictures of nothing in particular, it takes ${Math.round(of.value * of.images)} for the new class.`,
    cost: 'What it costs',
    before: 'Right on the other classes, before',
    after: 'Right on them, now',
    taken: 'Of them taken for the new class',
    own: 'Right on test pictures of the new class',
    costImages: (n) => `on ${some(n, 'test picture')}`,
    costing: 'Asking both models about the test pictures …',
    noCost:
      'What it costs the other classes can’t be said: start the server with --data to have it measured.',
    download: 'Download the new model',
    ask: 'Ask the new model',
    forget: 'Forget it',
    kept: 'The new model lives in this server’s memory until it ends.',
  },
  formats: {
    tab: 'Side by side',
    lead: 'The same picture, computed in every way that this server has.',
    names: { bfloat16: 'bfloat16', float32: 'float32', int8: 'int8', onnx: 'ONNX' },
    meanings: {
      bfloat16: '16-bit floating point',
      float32: '32-bit floating point, the reference',
      int8: '8-bit whole numbers',
      onnx: 'the exported file, in ONNX Runtime',
    },
    off: (difference) => `largest difference ${percent(difference)}`,
    reference: 'the reference',
    agree: 'All give the same answer.',
    differ: 'They don’t agree.',
    missing: 'Not here',
    download: 'Download the file',
  },
  confusions: {
    title: 'Confusions',
    lead: (right, images, data) =>
      `${percent(right)} right on ${some(images, 'test picture')} of ${data}.`,
    hint: 'Rows are what a picture shows, columns what it was taken for. A cell opens its pictures.',
    cell: (n, truth, predicted) =>
      truth === predicted
        ? `${truth}: ${count(n)} right`
        : `${some(n, 'picture')} of ${truth} taken for ${predicted}`,
    worst: 'Most frequent',
    worstItem: (truth, predicted) => [truth, ' taken for ', predicted],
    measuring: (done, of) =>
      of
        ? `Asking the model about ${count(of)} test pictures: ${count(done)} done`
        : 'Reading the test pictures …',
    missing: 'The server has no test pictures. Start it with --data to see what is taken for what.',
    fewer: (shown, all) => `The ${shown} classes of ${all} that are confused most.`,
    shows: 'shows',
    takenFor: 'taken for',
    pictures: (truth, predicted, n) =>
      truth === predicted
        ? `${truth}, and rightly so: ${some(n, 'picture')}`
        : `${truth} taken for ${predicted}: ${some(n, 'picture')}`,
    open: (n, share) => `Test picture ${n}, ${share} sure. Open it`,
    more: 'More',
    choose: 'Choose a cell to see its pictures.',
    perClass: 'By class',
    columns: {
      name: 'Class',
      precision: 'Precision',
      recall: 'Recall',
      f1: 'F1',
      images: 'Pictures',
    },
  },
  training: {
    title: 'Training',
    runs: 'Runs',
    none: 'There are no runs here. fovea train makes one, and this page shows it live.',
    unknown: (run) => `There is no run ${run} here.`,
    states: { training: 'training now', ended: 'finished', stopped: 'stopped' },
    of: (network, recipe, data) =>
      [network, recipe && `recipe ${recipe}`, data && `on ${data}`].filter(Boolean).join(', '),
    epoch: 'Epoch',
    epochOf: (epoch, epochs) => `${epoch} of ${epochs}`,
    validation: 'Right on validation pictures',
    test: 'Right on test pictures',
    speed: 'Pictures a second',
    left: 'Left, about',
    took: 'Took',
    accuracy: 'Accuracy',
    loss: 'Loss',
    rate: 'Learning rate',
    train: 'training',
    valid: 'validation',
    announced: (epoch, share) => `Epoch ${epoch}: ${share} right on validation pictures.`,
    waiting: 'Waiting for the first epoch …',
    lost: 'The connection broke off; trying again …',
    stopped: (minutes) =>
      `The training hasn’t written anything for ${count(minutes)} min. If its process is gone, fovea train --resume continues it.`,
    chart: (what) => `${what} by epoch`,
    table: 'The figures as a table',
  },
  token: {
    title: 'This server asks for a token',
    label: 'Token',
    go: 'Continue',
    wrong: 'That isn’t it.',
    unsendable: 'A token has letters, digits and signs of plain ASCII only.',
    hint: 'Whoever started the server knows it. It is kept until this tab is closed.',
  },
  trouble: {
    offline: 'The server doesn’t answer. Is it still running?',
    broken: 'The server’s answer can’t be read.',
    loading: 'The model is being loaded …',
    gone: (gone, now) => `The server has no model ${gone} any more; ${now} answers now.`,
  },
};

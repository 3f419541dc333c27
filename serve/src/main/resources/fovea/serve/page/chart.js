/** The colours of the page, as a canvas can take them. */
const probe = document.createElement('span');
probe.hidden = true;

export function colour(name) {
  if (!probe.isConnected) document.body.append(probe);
  probe.style.color = `var(${name})`;
  return getComputedStyle(probe).color;
}

let library = null;

/** The library comes with the first chart. */
function uPlot() {
  library ??= import('./vendor/uplot/uPlot.esm.js').then((module) => module.default);
  return library;
}

const DASHES = [[], [7, 4], [2, 3]];

/**
 * Lines over a number, in the page's colours, as wide as their place.
 *
 * @param place an element, which is told what it shows
 * @param label what that is, for those who can't see it
 * @param data the values of x, then those of each line; null where there is none
 * @param lines label, colour (a custom property) and whether only points are drawn
 * @param say how a value of y and of x is written
 * @param small without a legend
 */
export async function lineChart(place, { label, data, lines, height, range, say, small, signal }) {
  const Plot = await uPlot();
  place.setAttribute('role', 'img');
  place.setAttribute('aria-label', label);
  let mark = null;
  // Without a pointer over it, a legend tells the last values.
  const written = (write) => (u, value, series, at) => {
    const told = at === null || at === undefined ? u.data[series].at(-1) : value;
    return told === null || told === undefined ? '–' : write(told);
  };
  const axis = (values, size) => ({
    stroke: () => colour('--soft'),
    font: '12px Inter, system-ui, sans-serif',
    grid: { stroke: () => colour('--line'), width: 1 },
    ticks: { show: false },
    values: (plot, splits) => splits.map(values),
    size,
    gap: 6,
    space: small ? 44 : 56,
  });
  const plot = new Plot(
    {
      width: place.clientWidth || 300,
      height,
      padding: [10, 14, 0, 0],
      cursor: { y: false, drag: { x: false, y: false }, points: { size: 7 } },
      legend: { show: !small },
      scales: { x: { time: false }, y: { range } },
      axes: [
        { ...axis(say.x, 26), grid: { show: false } },
        { ...axis(say.y, 46), space: small ? 28 : 40 },
      ],
      series: [
        { label: say.xLabel, value: written(say.x) },
        ...lines.map((line) => ({
          label: line.label,
          stroke: () => colour(line.colour),
          width: line.points ? 0 : 2,
          dash: DASHES[line.dash ?? 0],
          spanGaps: true,
          paths: line.points ? () => null : undefined,
          points: {
            show:
              line.points || ((u, series) => u.data[series].filter((y) => y !== null).length < 2),
            size: line.points ? 7 : 5,
            fill: () => colour(line.colour),
          },
          value: written(say.y),
        })),
      ],
      hooks: {
        draw: [
          (u) => {
            if (mark === null) return;
            const x = Math.round(u.valToPos(mark, 'x', true));
            u.ctx.save();
            u.ctx.strokeStyle = colour('--accent');
            u.ctx.lineWidth = devicePixelRatio;
            u.ctx.beginPath();
            u.ctx.moveTo(x, u.bbox.top);
            u.ctx.lineTo(x, u.bbox.top + u.bbox.height);
            u.ctx.stroke();
            u.ctx.restore();
          },
        ],
      },
    },
    data,
    place,
  );
  const fitted = new ResizeObserver(() => {
    if (place.clientWidth) plot.setSize({ width: place.clientWidth, height });
  });
  fitted.observe(place);
  const again = () => plot.redraw(false);
  document.addEventListener('theme', again);
  const end = () => {
    fitted.disconnect();
    document.removeEventListener('theme', again);
    plot.destroy();
  };
  if (signal.aborted) end();
  else signal.addEventListener('abort', end, { once: true });
  return {
    show: (values) => plot.setData(values),
    mark: (x) => {
      mark = x;
      plot.redraw(false);
    },
  };
}

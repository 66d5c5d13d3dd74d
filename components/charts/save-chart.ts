const PAINTED = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-opacity',
  'stroke-width',
  'stroke-dasharray',
  'stroke-linejoin',
  'opacity',
  'font-family',
  'font-size',
  'font-weight',
  'font-variant-numeric',
  'text-anchor',
] as const;
const COLORS: ReadonlySet<string> = new Set(['fill', 'stroke']);

/** Around a saved chart, in pixels: the last words of an axis reach past its box, which only a page leaves uncut. */
const EDGE = 16;

/** Hands a text to the browser as a file. */
export function saveText(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

/**
 * A chart as an SVG that stands alone: what the page's style sheet says is written onto each element, colours as every
 * program reads them, on the ground of the theme it was drawn in, so that light text is not lost on white.
 */
export function standaloneSvg(svg: SVGSVGElement): string {
  const copy = svg.cloneNode(true);
  if (!(copy instanceof SVGSVGElement)) return '';
  const originals = [svg, ...svg.querySelectorAll('*')];
  const copies = [copy, ...copy.querySelectorAll('*')];
  const toRgb = colorReader();
  originals.forEach((original, index) => {
    const target = copies[index];
    if (!target) return;
    const style = getComputedStyle(original);
    for (const property of PAINTED) {
      const value = style.getPropertyValue(property);
      target.setAttribute(property, COLORS.has(property) ? toRgb(value) : value);
    }
    target.removeAttribute('class');
    target.removeAttribute('style');
  });
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  const [width, height] = [svg.clientWidth + 2 * EDGE, svg.clientHeight + 2 * EDGE];
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height));
  copy.setAttribute('viewBox', `${-EDGE} ${-EDGE} ${width} ${height}`);
  copy.prepend(named(svg.getAttribute('aria-label') ?? ''), groundOf(width, height, toRgb(pageGround(svg))));
  return new XMLSerializer().serializeToString(copy);
}

/** The nearest colour painted behind the chart. */
function pageGround(svg: SVGSVGElement): string {
  for (let behind: Element | null = svg; behind; behind = behind.parentElement) {
    const { backgroundColor } = getComputedStyle(behind);
    if (backgroundColor !== 'transparent' && backgroundColor !== 'rgba(0, 0, 0, 0)') return backgroundColor;
  }
  return 'white';
}

function named(label: string): SVGElement {
  const title = document.createElementNS('http://www.w3.org/2000/svg', 'title');
  title.textContent = label;
  return title;
}

function groundOf(width: number, height: number, color: string): SVGElement {
  const ground = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
  ground.setAttribute('x', String(-EDGE));
  ground.setAttribute('y', String(-EDGE));
  ground.setAttribute('width', String(width));
  ground.setAttribute('height', String(height));
  ground.setAttribute('fill', color);
  return ground;
}

/** Computed colours are in OKLCH, which drawing programs do not read: a painted pixel says them in sRGB. */
function colorReader(): (color: string) => string {
  const known = new Map<string, string>();
  const canvas = document.createElement('canvas');
  canvas.width = 1;
  canvas.height = 1;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  return (color) => {
    if (!context || color === 'none' || color.startsWith('url(')) return color;
    const before = known.get(color);
    if (before !== undefined) return before;
    context.clearRect(0, 0, 1, 1);
    context.fillStyle = color;
    context.fillRect(0, 0, 1, 1);
    const [red = 0, green = 0, blue = 0, alpha = 0] = context.getImageData(0, 0, 1, 1).data;
    const opaque = `rgb(${red},${green},${blue})`;
    const read = alpha === 0 ? 'none' : alpha === 255 ? opaque : `rgba(${red},${green},${blue},${alpha / 255})`;
    known.set(color, read);
    return read;
  };
}

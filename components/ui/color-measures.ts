import type { Oklch } from '@/components/ui/relevance-ramp';

type Oklab = Readonly<{ l: number; a: number; b: number }>;
export type LinearRgb = readonly [number, number, number];

/** OKLab to linear-light sRGB, each channel in 0..1 inside the gamut (B. Ottosson, 2020; CSS Color 4, section 17). */
export function oklabToLinearRgb({ l, a, b }: Oklab): LinearRgb {
  const long = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const medium = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const short = (l - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
    -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
    -0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short,
  ];
}

/** Relative luminance, 0..1 (WCAG 2.2), of a colour clipped to sRGB as a screen clips it. */
export function luminanceOf(rgb: LinearRgb): number {
  const [red, green, blue] = rgb.map((channel) => Math.min(1, Math.max(0, channel)));
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0);
}

/** Contrast ratio of two luminances, 1..21 (WCAG 2.2). */
export function contrastOf(first: number, second: number): number {
  return (Math.max(first, second) + 0.05) / (Math.min(first, second) + 0.05);
}

/** Distance in OKLab; about 0.02 is just seen. */
export function distanceOf(first: Oklab, second: Oklab): number {
  return Math.hypot(first.l - second.l, first.a - second.a, first.b - second.b);
}

const COLOR = /^oklch\(([\d.]+) ([\d.]+) ([\d.]+)(?: \/ ([\d.]+))?\)$/;

/** Reads `oklch(0.98 0.004 85)`; a colour with transparency is refused, for its contrast depends on what is behind. */
export function parseOklch(text: string): Oklch {
  const match = COLOR.exec(text.trim());
  if (!match || match[4] !== undefined) throw new Error(`Not an opaque oklch() colour: ${text}`);
  return { l: Number(match[1]), c: Number(match[2]), h: Number(match[3]) };
}

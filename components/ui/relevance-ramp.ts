import type { CSSProperties } from 'react';

/** A colour in OKLCH: lightness 0..1, chroma 0..0.4, hue in degrees. */
export type Oklch = Readonly<{ l: number; c: number; h: number }>;
export type Theme = 'light' | 'dark';

/**
 * The stops of relevance 1 to 5, as in app/globals.css (a test holds the two together). Neighbours are equally far
 * apart in OKLab (0.092 by day, 0.132 by night), lightness runs one way, away from the ground.
 */
export const RELEVANCE_STOPS: Readonly<Record<Theme, readonly [Oklch, Oklch, Oklch, Oklch, Oklch]>> = {
  light: [
    { l: 0.957, c: 0.026, h: 96 },
    { l: 0.878, c: 0.073, h: 90 },
    { l: 0.797, c: 0.112, h: 81 },
    { l: 0.713, c: 0.127, h: 68 },
    { l: 0.625, c: 0.128, h: 54 },
  ],
  dark: [
    { l: 0.33, c: 0.018, h: 70 },
    { l: 0.455, c: 0.048, h: 68 },
    { l: 0.582, c: 0.083, h: 71 },
    { l: 0.71, c: 0.113, h: 78 },
    { l: 0.842, c: 0.135, h: 88 },
  ],
};

/** Fills lighter than this take black ink, darker ones white: the cut at which both reach 4.5:1. */
export const INK_CUT_LIGHTNESS = 0.567;

/**
 * The colour of a score as CSS, right in both themes. Scores outside 1..5 take the end they are past.
 *
 * @param score  Relevance, 1 to 5, any fraction.
 */
export function relevanceColor(score: number): string {
  const { stop, part } = placeOnRamp(score);
  if (part === 0) return `var(--relevance-${stop})`;
  return `color-mix(in oklab, var(--relevance-${stop}), var(--relevance-${stop + 1}) ${Number((part * 100).toFixed(1))}%)`;
}

/** For an element with the class `relevance-fill`: its fill, and with it the ink that can be read on it. */
export function relevanceStyle(score: number): CSSProperties {
  const style: CSSProperties & Record<'--relevance-fill', string> = { '--relevance-fill': relevanceColor(score) };
  return style;
}

/** The same colour in numbers, mixed as the browser mixes it (straight through OKLab). */
export function relevanceOklab(score: number, theme: Theme): Readonly<{ l: number; a: number; b: number }> {
  const { stop, part } = placeOnRamp(score);
  const stops = RELEVANCE_STOPS[theme];
  const low = toOklab(stops[stop - 1] ?? stops[0]);
  const high = toOklab(stops[stop] ?? stops[4]);
  const mix = (from: number, to: number) => from + (to - from) * part;
  return { l: mix(low.l, high.l), a: mix(low.a, high.a), b: mix(low.b, high.b) };
}

export function toOklab({ l, c, h }: Oklch): Readonly<{ l: number; a: number; b: number }> {
  const angle = (h * Math.PI) / 180;
  return { l, a: c * Math.cos(angle), b: c * Math.sin(angle) };
}

/** The stop at or under a score (1..5) and how far it is to the next (0..1). */
function placeOnRamp(score: number): Readonly<{ stop: number; part: number }> {
  const clamped = Number.isFinite(score) ? Math.min(5, Math.max(1, score)) : 1;
  const stop = Math.floor(clamped);
  return { stop, part: clamped - stop };
}

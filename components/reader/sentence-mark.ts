import type { CSSProperties } from 'react';
import { relevanceStyle } from '@/components/ui/relevance-ramp';

/** From 1 to 5: told apart without colour too. */
const LINES = ['sentence-line-1', 'sentence-line-2', 'sentence-line-3', 'sentence-line-4', 'sentence-line-5'] as const;

/** How a sentence of this score is marked: its tint, and a line whose kind says the nearest whole score. */
export function sentenceMark(score: number): { className: string; style: CSSProperties } {
  const level = Math.min(5, Math.max(1, Math.round(score)));
  return { className: `relevance-mark ${LINES[level - 1] ?? LINES[0]}`, style: relevanceStyle(score) };
}

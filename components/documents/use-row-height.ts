'use client';

import { useSyncExternalStore } from 'react';

const COARSE = '(pointer: coarse)';
const FINE_ROW_PX = 36;
const COARSE_ROW_PX = 48;

/** The height of a row in pixels, as `--row` in app/globals.css: the virtual list must know it before it draws. */
export function useRowHeight(): number {
  return useSyncExternalStore(watchPointer, readRowHeight, () => FINE_ROW_PX);
}

function readRowHeight(): number {
  return window.matchMedia(COARSE).matches ? COARSE_ROW_PX : FINE_ROW_PX;
}

function watchPointer(onChange: () => void): () => void {
  const query = window.matchMedia(COARSE);
  query.addEventListener('change', onChange);
  return () => query.removeEventListener('change', onChange);
}

'use client';

import { type RefObject, useEffect } from 'react';

/** Tells the toasts how much room to leave, so that none lies over the buttons. */
export function useDockHeight(dock: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const root = document.documentElement;
    const observer = new ResizeObserver(([entry]) => {
      root.style.setProperty('--dock', `${Math.ceil(entry?.borderBoxSize[0]?.blockSize ?? 0)}px`);
    });
    if (dock.current) observer.observe(dock.current);
    return () => {
      observer.disconnect();
      root.style.removeProperty('--dock');
    };
  }, [dock]);
}

/**
 * Runs at once, and what is asked for within the pause once more at its end, so that the last word is always heard.
 *
 * @param pauseMs  From one run to the next.
 */
export function atMostEvery(pauseMs: () => number, run: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | null = null;
  let isAsked = false;
  const start = () => {
    isAsked = false;
    timer = setTimeout(() => {
      timer = null;
      if (isAsked) start();
    }, pauseMs());
    run();
  };
  return () => {
    isAsked = true;
    if (timer === null) start();
  };
}

/** Edge, ground and error state of everything a person types or chooses in. 16 px on touch keeps iOS from zooming. */
export const controlStyles =
  'w-full min-w-0 rounded-md border border-line-control bg-surface px-2.5 text-base text-ink pointer-coarse:text-lg hover:border-ink-faint focus-visible:border-accent focus-visible:outline-offset-0 disabled:cursor-not-allowed disabled:bg-sunken disabled:text-ink-faint aria-invalid:border-wrong';

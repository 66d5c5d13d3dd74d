export const scrimStyles = 'fixed inset-0 z-40 animate-appear bg-scrim';

/**
 * A sheet from the bottom edge under 768 px, a panel a little above the middle from there on. What is painted in the
 * ground's colour inside, such as the head of a table that stays in view, takes the panel's.
 */
export const dialogPanelStyles =
  'fixed inset-x-0 bottom-0 z-50 flex max-h-[88dvh] animate-rise flex-col overflow-hidden rounded-t-xl bg-raised [--ground:var(--raised)] pb-[env(safe-area-inset-bottom,0px)] shadow-dialog focus:outline-none md:inset-x-4 md:top-[12dvh] md:bottom-auto md:mx-auto md:max-h-[76dvh] md:animate-settle md:rounded-xl md:pb-0';

/** Popovers, menus, palettes: what floats near what opened it. */
export const floatStyles =
  'z-50 max-h-(--radix-popper-available-height) max-w-[calc(100vw-16px)] animate-appear overflow-y-auto rounded-lg bg-raised text-ink shadow-float focus:outline-none';

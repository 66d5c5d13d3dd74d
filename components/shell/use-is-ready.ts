'use client';

import { useSyncExternalStore } from 'react';

/**
 * False in the page as the server wrote it, true from the moment it hears keys and clicks. What is pressed before that
 * reaches nobody: a desk shows until then that it is not to be used yet.
 */
export function useIsReady(): boolean {
  return useSyncExternalStore(neverChanges, isInBrowser, isOnServer);
}

const neverChanges = () => () => undefined;
const isInBrowser = () => true;
const isOnServer = () => false;

import { type ClassValue, clsx } from 'clsx';
import { twMerge } from 'tailwind-merge';

/** Joins class names; of two Tailwind classes for one property the later wins, so that a caller can adjust a primitive. */
export function mergeClasses(...classes: readonly ClassValue[]): string {
  return twMerge(clsx(classes));
}

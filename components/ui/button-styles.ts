import { cva, type VariantProps } from 'class-variance-authority';

export const buttonStyles = cva(
  'relative inline-flex shrink-0 select-none items-center justify-center gap-1.5 whitespace-nowrap rounded-md font-semibold text-sm transition-colors disabled:cursor-not-allowed disabled:opacity-55 aria-disabled:cursor-not-allowed aria-disabled:opacity-55 [&_svg]:size-4 [&_svg]:shrink-0',
  {
    variants: {
      variant: {
        primary: 'bg-accent text-accent-ink hover:bg-accent-hover',
        secondary: 'border border-line-control bg-surface text-ink hover:bg-hover',
        quiet: 'text-ink hover:bg-hover data-[state=open]:bg-hover',
        danger: 'bg-wrong text-wrong-ink hover:bg-wrong-hover',
      },
      size: {
        small: 'target px-2.5',
        medium: 'control px-3',
        large: 'min-h-10 px-4 text-base',
      },
    },
    defaultVariants: { variant: 'secondary', size: 'medium' },
  },
);

export type ButtonStyle = Readonly<VariantProps<typeof buttonStyles>>;

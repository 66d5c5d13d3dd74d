'use client';

import { Check } from 'lucide-react';
import Link from 'next/link';
import { DropdownMenu } from 'radix-ui';
import type { ReactNode } from 'react';
import { floatStyles } from '@/components/ui/dialog-styles';
import { KeyHint } from '@/components/ui/key-hint';
import { mergeClasses } from '@/components/ui/merge-classes';

type MenuProps = Readonly<{
  trigger: ReactNode;
  /** Names the region that holds the open menu; the menu itself is named by its trigger. */
  label?: string;
  align?: 'start' | 'center' | 'end';
  side?: 'top' | 'right' | 'bottom' | 'left';
  className?: string;
  children: ReactNode;
}>;

/** Acts on one thing, behind one button. */
export function Menu({ trigger, label = 'Menu', align = 'end', side = 'bottom', className, children }: MenuProps) {
  return (
    // Not modal: a modal menu hides the page from screen readers while its trigger keeps the focus order of it.
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <section aria-label={label}>
          <DropdownMenu.Content
            align={align}
            side={side}
            sideOffset={4}
            collisionPadding={8}
            className={mergeClasses(floatStyles, 'min-w-44 p-1', className)}
          >
            {children}
          </DropdownMenu.Content>
        </section>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

const itemStyles =
  'target flex w-full cursor-default select-none items-center gap-2 rounded-md px-2 text-sm outline-none data-[disabled]:opacity-55 data-[highlighted]:bg-hover [&_svg]:size-4 [&_svg]:shrink-0';

type MenuItemProps = Readonly<{
  children: ReactNode;
  icon?: ReactNode;
  keys?: string;
  href?: string;
  tone?: 'neutral' | 'danger';
  disabled?: boolean;
  onSelect?: (event: Event) => void;
}>;

export function MenuItem({ children, icon, keys, href, tone = 'neutral', disabled, onSelect }: MenuItemProps) {
  const classes = mergeClasses(itemStyles, tone === 'danger' && 'text-wrong');
  const inside = (
    <>
      {icon}
      <span className="min-w-0 flex-1 truncate">{children}</span>
      {keys ? <KeyHint keys={keys} /> : null}
    </>
  );
  return (
    <DropdownMenu.Item asChild={href !== undefined} disabled={disabled} onSelect={onSelect} className={classes}>
      {href === undefined ? inside : <Link href={href}>{inside}</Link>}
    </DropdownMenu.Item>
  );
}

type MenuRadioGroupProps<Value extends string> = Readonly<{
  label: string;
  value: Value;
  options: readonly Readonly<{ value: Value; label: string; icon?: ReactNode }>[];
  onValueChange: (value: Value) => void;
}>;

export function MenuRadioGroup<Value extends string>({
  label,
  value,
  options,
  onValueChange,
}: MenuRadioGroupProps<Value>) {
  return (
    <DropdownMenu.RadioGroup aria-label={label} value={value} onValueChange={(next) => onValueChange(next as Value)}>
      <MenuLabel>{label}</MenuLabel>
      {options.map((option) => (
        <DropdownMenu.RadioItem key={option.value} value={option.value} className={itemStyles}>
          {option.icon}
          <span className="flex-1">{option.label}</span>
          <DropdownMenu.ItemIndicator>
            <Check aria-hidden />
          </DropdownMenu.ItemIndicator>
        </DropdownMenu.RadioItem>
      ))}
    </DropdownMenu.RadioGroup>
  );
}

export function MenuLabel({ children }: Readonly<{ children: ReactNode }>) {
  return <DropdownMenu.Label className="px-2 pt-1.5 pb-1 text-ink-faint text-xs">{children}</DropdownMenu.Label>;
}

export function MenuSeparator() {
  return <DropdownMenu.Separator className="-mx-1 my-1 h-px bg-line" />;
}

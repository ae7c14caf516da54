import type { ComponentProps, JSX } from 'react'
import { cx } from './cx.ts'
import { Icon } from './icon.tsx'
import type { IconName } from './icon.tsx'
import { Kbd } from './kbd.tsx'

export interface ButtonProps extends ComponentProps<'button'> {
  variant?: 'plain' | 'primary' | 'quiet' | 'danger'
  icon?: IconName | undefined
  /** Key combination of `core/commands`, printed beside the words. */
  keys?: string | undefined
}

export function Button({ variant = 'plain', icon, keys, className, children, ...rest }: ButtonProps): JSX.Element {
  return (
    <button type="button" className={cx('button', `button-${variant}`, className)} {...rest}>
      {icon && <Icon name={icon} size={14} />}
      {children !== undefined && <span className="button-words">{children}</span>}
      {keys && <Kbd keys={keys} />}
    </button>
  )
}

export interface IconButtonProps extends ComponentProps<'button'> {
  icon: IconName
  /** What it does: its accessible name and its tooltip. */
  label: string
  keys?: string | undefined
  pressed?: boolean | undefined
  size?: number | undefined
}

export function IconButton({ icon, label, keys, pressed, size, className, ...rest }: IconButtonProps): JSX.Element {
  return (
    <button
      type="button"
      className={cx('icon-button', className)}
      aria-label={label}
      aria-pressed={pressed}
      data-tip={label}
      data-keys={keys}
      {...rest}
    >
      <Icon name={icon} size={size ?? 16} />
    </button>
  )
}

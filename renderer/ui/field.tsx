import { useId } from 'react'
import type { ComponentProps, JSX, ReactNode } from 'react'

/** A label beside its control. The control must take the id that is passed down. */
export function Field({
  label,
  hint,
  children,
}: {
  label: string
  hint?: string | undefined
  children: (id: string) => ReactNode
}): JSX.Element {
  const id = useId()
  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      <div className="field-control">{children(id)}</div>
      {hint && <p className="field-hint">{hint}</p>}
    </div>
  )
}

export function TextInput(props: ComponentProps<'input'>): JSX.Element {
  return <input type="text" autoComplete="off" spellCheck={false} className="input" {...props} />
}

export interface SelectProps extends Omit<ComponentProps<'select'>, 'onChange'> {
  options: readonly { value: string; label: string }[]
  onChange: (value: string) => void
}

export function Select({ options, onChange, ...rest }: SelectProps): JSX.Element {
  return (
    <select className="input select" onChange={(event) => onChange(event.currentTarget.value)} {...rest}>
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  )
}

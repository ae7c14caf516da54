import type { JSX } from 'react'

export interface SliderProps {
  value: number
  min: number
  max: number
  step: number
  onChange: (value: number) => void
  id?: string | undefined
  label?: string | undefined
  valueText?: string | undefined
}

export function Slider({ value, min, max, step, onChange, id, label, valueText }: SliderProps): JSX.Element {
  const filled = max > min ? ((value - min) / (max - min)) * 100 : 0
  return (
    <input
      id={id}
      className="slider"
      type="range"
      aria-label={label}
      aria-valuetext={valueText}
      style={{ '--filled': `${filled}%` } as Record<string, string>}
      min={min}
      max={max}
      step={step}
      value={value}
      onChange={(event) => onChange(event.currentTarget.valueAsNumber)}
    />
  )
}

import { describe, expect, it } from 'vitest'
import { edited, idOf, outcome, talk } from '../sample.ts'

const marker = (id: string, at: number) => ({ id: idOf(id), at, length: 0, name: id, note: '', colour: 'red' })
const set = (film: ReturnType<typeof talk>, id: string, at: number) =>
  edited(film, 'setMarker', { marker: marker(id, at) })

describe('setMarker and removeMarker', () => {
  it('refuse to remove what is not there', () => {
    expect(outcome(talk(), 'removeMarker', { marker: idOf('m') })).toBe('MARKER_GONE')
  })

  it('keep markers in order of time, and change the one with its id', () => {
    const film = set(set(set(set(talk(), 'm', 30), 'b', 10), 'a', 10), 'm', 5)
    expect(film.markers.map(({ name, at }) => `${name} ${at}`)).toEqual(['m 5', 'a 10', 'b 10'])
    expect(edited(film, 'removeMarker', { marker: idOf('a') }).markers).toHaveLength(2)
  })
})

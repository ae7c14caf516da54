import { describe, expect, it } from 'vitest'
import { edited, idOf, talk } from '../sample.ts'

const marker = (id: string, at: number) => ({ id: idOf(id), at, length: 0, name: id, note: '', colour: 'red' })
const set = (film: ReturnType<typeof talk>, id: string, at: number) =>
  edited(film, 'setMarker', { marker: marker(id, at) })

describe('setMarker', () => {
  it('keeps markers in order of time, and changes the one with its id', () => {
    const film = set(set(set(set(talk(), 'm', 30), 'b', 10), 'a', 10), 'm', 5)
    expect(film.markers.map(({ name, at }) => `${name} ${at}`)).toEqual(['m 5', 'a 10', 'b 10'])
  })
})

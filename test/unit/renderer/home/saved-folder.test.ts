import { expect, it } from 'vitest'
import { savedFolder } from '../../../../renderer/home/saved-folder.ts'

it('lies in the projects folder, wherever the damaged project lay', () => {
  expect(savedFolder('/drive/Kite.cortado', '/home/me/Cortado')).toBe('/home/me/Cortado/Kite saved.cortado')
  expect(savedFolder('D:\\Films\\Kite.cortado\\', 'C:\\Films')).toBe('C:\\Films\\Kite saved.cortado')
  expect(savedFolder('/', '/home/me/')).toBe('/home/me/Project saved.cortado')
})

import type { JSX } from 'react'
import { Dialog, Kbd } from '../ui/index.ts'
import { command, COMMAND_IDS } from './keys.ts'

const MENUS = [...new Set(COMMAND_IDS.map((id) => command(id).menu))]

/** Every key of the command table, by menu. */
export function ShortcutSheet({ open, onClose }: { open: boolean; onClose: () => void }): JSX.Element {
  return (
    <Dialog title="Keyboard shortcuts" open={open} onClose={onClose} size="large">
      <div className="shortcuts">
        {MENUS.map((menu) => (
          <section key={menu}>
            <h3>{menu}</h3>
            <dl>
              {COMMAND_IDS.filter((id) => command(id).menu === menu).map((id) => (
                <div key={id} className="shortcut">
                  <dt>{command(id).label}</dt>
                  <dd>
                    {command(id).keys.map((keys) => (
                      <Kbd key={keys} keys={keys} />
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}

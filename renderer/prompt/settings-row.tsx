import type { JSX } from 'react'
import { toSeconds } from '../../core/timeline/time.ts'
import type { Pack } from '../../core/library/entities.ts'
import { formatSeconds } from '../app/format.ts'
import { deviceChoices } from '../app/device-words.ts'
import { schedulerWords } from '../app/scheduler-words.ts'
import { openDialog, useStudio } from '../store/index.ts'
import { IconButton, NumberField, Select } from '../ui/index.ts'
import { hasPasses, makesFootage } from './draft.ts'
import type { Draft, PromptField } from './draft.ts'
import { changeDraft, newSeed } from './draft-store.ts'
import { Setting } from './setting.tsx'

interface SettingsRowProps {
  draft: Draft
  pack: Pack
  packs: readonly Pack[]
  /** The refused field, and the id of the words that say why. */
  wrong: { field: PromptField; id: string } | null
}

const MOST_SEED = 0xffff_ffff

/** Everything of a take beyond its words. What is left alone is the pack's own. */
export function SettingsRow({ draft, pack, packs, wrong }: SettingsRowProps): JSX.Element {
  const why = (field: PromptField): string | undefined => (wrong?.field === field ? wrong.id : undefined)
  const is = (field: PromptField): boolean => wrong?.field === field
  return (
    <div className="settings" role="group" aria-label="Settings of the take">
      <Setting label="Frames" wrong={is('frames')}>
        <NumberField
          label="Frames"
          className="setting-frames"
          value={draft.frames ?? pack.frames.default}
          min={pack.frames.min}
          max={pack.frames.max}
          step={1}
          format={(frames) => `${frames} f · ${formatSeconds(toSeconds(frames, pack.rate))}`}
          wrong={why('frames')}
          onChange={(frames) => changeDraft({ frames: frames === pack.frames.default ? null : frames })}
        />
      </Setting>
      {hasPasses(draft, pack) && (
        <Setting label="Match" wrong={is('match')}>
          <NumberField
            label="Match later passes to the first"
            className="setting-short"
            tip="How far later passes of this long clip are pulled to the light and colour of the first one, against drift; 0 leaves them as they are"
            value={draft.match ?? pack.frames.match ?? 0}
            min={0}
            max={1}
            step={0.05}
            format={(match) => (match === 0 ? 'off' : match.toFixed(2))}
            wrong={why('match')}
            onChange={(match) => changeDraft({ match: match === pack.frames.match ? null : match })}
          />
        </Setting>
      )}
      <SizeSetting draft={draft} pack={pack} wrong={why('size')} />
      <Setting label="Steps" wrong={is('steps')}>
        <NumberField
          label="Steps"
          className="setting-short"
          value={draft.steps ?? pack.steps}
          min={1}
          max={1000}
          step={1}
          wrong={why('steps')}
          onChange={(steps) => changeDraft({ steps: steps === pack.steps ? null : steps })}
        />
      </Setting>
      <Setting label="Guidance" wrong={is('guidance')}>
        <NumberField
          label="Guidance"
          className="setting-short"
          value={draft.guidance ?? pack.guidance}
          min={0}
          max={100}
          step={0.1}
          format={(guidance) => guidance.toFixed(1)}
          wrong={why('guidance')}
          onChange={(guidance) => changeDraft({ guidance: guidance === pack.guidance ? null : guidance })}
        />
      </Setting>
      <Setting label="Scheduler" wrong={is('scheduler')}>
        <Select
          aria-label="Scheduler"
          aria-describedby={why('scheduler')}
          value={draft.scheduler ?? pack.scheduler}
          options={schedulerOptions(draft, pack)}
          onChange={(scheduler) => changeDraft({ scheduler: scheduler === pack.scheduler ? null : scheduler })}
        />
      </Setting>
      <Setting label="Seed" wrong={is('seed')}>
        <NumberField
          label="Seed"
          className="setting-seed"
          value={draft.seed}
          min={0}
          max={MOST_SEED}
          step={1}
          wrong={why('seed')}
          onChange={(seed) => changeDraft({ seed })}
        />
        <IconButton icon="dice" label="New seed" size={14} onClick={() => changeDraft({ seed: newSeed() })} />
        <IconButton
          icon={draft.seedLocked ? 'lock' : 'unlock'}
          label="Keep this seed"
          size={14}
          pressed={draft.seedLocked}
          onClick={() => changeDraft({ seedLocked: !draft.seedLocked })}
        />
      </Setting>
      <Setting label="Model" wrong={is('pack')}>
        <Select
          aria-label="Model pack"
          aria-describedby={why('pack')}
          value={pack.id}
          options={packs.filter(makesFootage).map(({ id, title }) => ({ value: id, label: title }))}
          onChange={(id) => changeDraft({ pack: id, frames: null, size: null, scheduler: null, match: null })}
        />
        <IconButton icon="info" label="About the model packs" size={14} onClick={() => openDialog('models')} />
      </Setting>
      <DeviceSetting device={draft.device} wrong={why('device')} />
    </div>
  )
}

/** Nothing where there is nothing to choose. */
function DeviceSetting({ device, wrong }: { device: string | null; wrong: string | undefined }): JSX.Element | null {
  const devices = useStudio((state) => state.devices)
  if (devices.filter(({ available }) => available).length < 2 && device === null) return null
  return (
    <Setting label="Device" wrong={wrong !== undefined}>
      <Select
        aria-label="Device"
        aria-describedby={wrong}
        value={device ?? ''}
        options={deviceChoices(devices, device)}
        onChange={(value) => changeDraft({ device: value === '' ? null : value })}
      />
    </Setting>
  )
}

function SizeSetting({ draft, pack, wrong }: { draft: Draft; pack: Pack; wrong: string | undefined }): JSX.Element {
  const { min, max, multiple } = pack.size
  const size = draft.size ?? pack.size.default
  const fixed = min === max && draft.size === null
  const put = (next: Draft['size'] & object): void => {
    const own = next.width === pack.size.default.width && next.height === pack.size.default.height
    changeDraft({ size: own ? null : next })
  }
  if (fixed) {
    return (
      <Setting label="Size">
        <span className="mono setting-fixed" data-tip={`${pack.title} makes this size only`}>
          {min} × {min}
        </span>
      </Setting>
    )
  }
  return (
    <Setting label="Size" wrong={wrong !== undefined}>
      {(['width', 'height'] as const).map((side, index) => (
        <span key={side} className="setting-side">
          {index === 1 && <span className="setting-times">×</span>}
          <NumberField
            label={side === 'width' ? 'Width' : 'Height'}
            className="setting-short"
            value={size[side]}
            min={min}
            max={max}
            step={multiple}
            wrong={wrong}
            onChange={(value) => put({ ...size, [side]: value })}
          />
        </span>
      ))}
    </Setting>
  )
}

/** The pack's schedulers, and the one that is asked for even where the pack lacks it: its refusal names the others. */
function schedulerOptions(draft: Draft, pack: Pack): { value: string; label: string }[] {
  const names = new Set([...pack.schedulers, draft.scheduler ?? pack.scheduler])
  return [...names].map((name) => ({ value: name, label: schedulerWords(name) }))
}

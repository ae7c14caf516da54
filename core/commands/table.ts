/**
 * Where a command applies. `global` works everywhere; the others need that workspace in front, or the take viewer as it
 * plays a take, paints a mask or compares two, or the grid. `keyframes` is the Edit workspace while the hand is on keyframes: their keys come before its own.
 */
export type CommandScope = 'global' | 'generate' | 'edit' | 'viewer' | 'mask' | 'compare' | 'grid' | 'keyframes'
export type MenuName =
  'File' | 'Edit' | 'Take' | 'Change' | 'Compare' | 'Clip' | 'Keyframes' | 'Sequence' | 'Tools' | 'Playback' | 'View'

export interface Command {
  /** Words of menus, the palette, the shortcut sheet and the undo history. */
  label: string
  menu: MenuName
  scope: CommandScope | readonly CommandScope[]
  /** Default keys: `Mod` is Command on macOS and Control elsewhere. */
  keys: readonly string[]
}

const WORKSPACES = ['generate', 'edit'] as const
const TAKES = [...WORKSPACES, 'viewer'] as const
const MARKS = ['edit', 'viewer', 'mask'] as const

/** Everything a user can do. A command that is missing here does not exist. */
export const COMMANDS = {
  'project.home': { label: 'Project home', menu: 'File', scope: 'global', keys: ['Mod+O'] },
  'project.new': { label: 'New project', menu: 'File', scope: 'global', keys: ['Mod+N'] },
  'media.import': { label: 'Import media', menu: 'File', scope: 'global', keys: ['Mod+I'] },
  'render.open': { label: 'Export film', menu: 'File', scope: 'global', keys: ['Mod+E'] },
  'edit.undo': { label: 'Undo', menu: 'Edit', scope: 'global', keys: ['Mod+Z'] },
  'edit.redo': { label: 'Redo', menu: 'Edit', scope: 'global', keys: ['Mod+Shift+Z', 'Mod+Y'] },
  'history.compact': { label: 'Compact the history', menu: 'Edit', scope: 'edit', keys: [] },
  'view.palette': { label: 'Find a command', menu: 'View', scope: 'global', keys: ['Mod+K'] },
  'view.shortcuts': { label: 'Keyboard shortcuts', menu: 'View', scope: 'global', keys: ['?'] },
  'view.generate': { label: 'Generate workspace', menu: 'View', scope: 'global', keys: ['Mod+1'] },
  'view.edit': { label: 'Edit workspace', menu: 'View', scope: 'global', keys: ['Mod+2'] },
  'view.queue': { label: 'Show the queue', menu: 'View', scope: 'global', keys: ['Mod+J'] },
  'view.report': { label: 'What became of the queue', menu: 'View', scope: 'global', keys: ['Shift+J'] },
  'view.curves': { label: 'Review curves', menu: 'View', scope: 'edit', keys: ['C'] },
  'view.models': { label: 'Model packs', menu: 'View', scope: 'global', keys: [] },
  'view.devices': { label: 'Devices and health', menu: 'View', scope: 'global', keys: [] },
  'change.start': { label: 'Start the change', menu: 'Change', scope: [...TAKES, 'mask'], keys: ['Mod+Shift+Enter'] },
  'mark.in': { label: 'Mark the first frame', menu: 'Change', scope: MARKS, keys: ['I'] },
  'mark.out': { label: 'Mark the last frame', menu: 'Change', scope: MARKS, keys: ['O'] },
  'mark.clear': { label: 'Clear the marks', menu: 'Change', scope: MARKS, keys: ['Shift+X'] },
  'change.retake': { label: 'Retake the marked range', menu: 'Change', scope: TAKES, keys: ['R'] },
  'change.extend': { label: 'Extend', menu: 'Change', scope: TAKES, keys: ['Shift+E'] },
  'change.bridge': { label: 'Bridge', menu: 'Change', scope: WORKSPACES, keys: ['Shift+B'] },
  'change.inpaint': { label: 'Paint a mask', menu: 'Change', scope: TAKES, keys: ['M'] },
  'change.restyle': { label: 'Restyle', menu: 'Change', scope: TAKES, keys: ['Shift+R'] },
  'change.firstFrame': { label: 'Begin a new shot with this frame', menu: 'Change', scope: TAKES, keys: ['Shift+F'] },
  'mask.brush': { label: 'Mask brush', menu: 'Change', scope: 'mask', keys: ['B'] },
  'mask.box': { label: 'Mask box', menu: 'Change', scope: 'mask', keys: ['R'] },
  'mask.erase': { label: 'Erase the mask', menu: 'Change', scope: 'mask', keys: ['E'] },
  'mask.move': { label: 'Follow: move the mask at this frame', menu: 'Change', scope: 'mask', keys: ['V'] },
  'mask.smaller': { label: 'Smaller brush', menu: 'Change', scope: 'mask', keys: ['['] },
  'mask.larger': { label: 'Larger brush', menu: 'Change', scope: 'mask', keys: [']'] },
  'mask.undo': { label: 'Undo a stroke', menu: 'Change', scope: 'mask', keys: ['Mod+Z'] },
  'mask.redo': { label: 'Redo a stroke', menu: 'Change', scope: 'mask', keys: ['Mod+Shift+Z', 'Mod+Y'] },
  'mask.clear': { label: 'Clear the mask', menu: 'Change', scope: 'mask', keys: ['Delete', 'Backspace'] },
  'take.compare': { label: 'Compare takes', menu: 'Compare', scope: ['generate', 'viewer'], keys: ['C'] },
  'clip.compare': { label: 'Compare takes of the clip', menu: 'Compare', scope: 'edit', keys: ['Shift+C'] },
  'compare.wipe': { label: 'Wipe', menu: 'Compare', scope: 'compare', keys: ['W'] },
  'compare.side': { label: 'Side by side', menu: 'Compare', scope: 'compare', keys: ['S'] },
  'compare.onion': { label: 'Onion skin', menu: 'Compare', scope: 'compare', keys: ['N'] },
  'compare.difference': { label: 'Difference', menu: 'Compare', scope: 'compare', keys: ['D'] },
  'compare.flip': { label: 'Show the other take', menu: 'Compare', scope: 'compare', keys: ['B'] },
  'take.grid': { label: 'Grid of variations', menu: 'Compare', scope: TAKES, keys: ['Shift+V'] },
  'grid.keep': { label: 'Keep and go on', menu: 'Compare', scope: 'grid', keys: ['K'] },
  'grid.reject': { label: 'Reject and go on', menu: 'Compare', scope: 'grid', keys: ['X'] },
  'grid.next': { label: 'Next cell', menu: 'Compare', scope: 'grid', keys: ['ArrowRight'] },
  'grid.previous': { label: 'Previous cell', menu: 'Compare', scope: 'grid', keys: ['ArrowLeft'] },
  'grid.below': { label: 'Cell below', menu: 'Compare', scope: 'grid', keys: ['ArrowDown'] },
  'grid.above': { label: 'Cell above', menu: 'Compare', scope: 'grid', keys: ['ArrowUp'] },
  'take.lineage': { label: 'Where a take comes from', menu: 'Compare', scope: TAKES, keys: ['Shift+L'] },
  'prompt.focus': { label: 'Write a prompt', menu: 'Take', scope: 'global', keys: ['P'] },
  'prompt.generate': { label: 'Generate', menu: 'Take', scope: 'global', keys: ['Mod+Enter'] },
  'shot.new': { label: 'New shot', menu: 'Take', scope: 'generate', keys: ['N'] },
  'shot.rename': { label: 'Rename shot', menu: 'Take', scope: 'generate', keys: ['F2'] },
  'take.open': { label: 'Open take', menu: 'Take', scope: 'generate', keys: ['O'] },
  'take.rate1': { label: 'Rate one star', menu: 'Take', scope: 'generate', keys: ['1'] },
  'take.rate2': { label: 'Rate two stars', menu: 'Take', scope: 'generate', keys: ['2'] },
  'take.rate3': { label: 'Rate three stars', menu: 'Take', scope: 'generate', keys: ['3'] },
  'take.rate4': { label: 'Rate four stars', menu: 'Take', scope: 'generate', keys: ['4'] },
  'take.rate5': { label: 'Rate five stars', menu: 'Take', scope: 'generate', keys: ['5'] },
  'take.unrate': { label: 'Clear the rating', menu: 'Take', scope: 'generate', keys: ['0'] },
  'take.reject': { label: 'Reject take', menu: 'Take', scope: 'generate', keys: ['X'] },
  'take.pick': { label: 'Show this take in the film', menu: 'Take', scope: 'generate', keys: ['Enter'] },
  'take.append': { label: 'Add take to the timeline', menu: 'Take', scope: 'generate', keys: ['E'] },
  'take.again': { label: 'Use these settings again', menu: 'Take', scope: 'generate', keys: ['G'] },
  'take.vary': { label: 'Use these settings with a new seed', menu: 'Take', scope: 'generate', keys: ['V'] },
  'take.upscale': { label: 'Upscale take', menu: 'Take', scope: 'global', keys: ['U'] },
  'take.smooth': { label: 'Smooth take to the film’s frame rate', menu: 'Take', scope: 'global', keys: ['Shift+U'] },
  'take.next': { label: 'Next take', menu: 'Take', scope: 'generate', keys: ['ArrowRight'] },
  'take.previous': { label: 'Previous take', menu: 'Take', scope: 'generate', keys: ['ArrowLeft'] },
  'take.below': { label: 'Take below', menu: 'Take', scope: 'generate', keys: ['ArrowDown'] },
  'take.above': { label: 'Take above', menu: 'Take', scope: 'generate', keys: ['ArrowUp'] },
  'job.edit': { label: 'Edit the next take of the queue', menu: 'Take', scope: 'global', keys: [] },
  'job.cancel': { label: 'Cancel the running job', menu: 'Take', scope: 'global', keys: ['Mod+.'] },
  // Before those of the clips, so that a key that both have is theirs while the hand is on them.
  'keyframe.set': { label: 'Set a keyframe at the playhead', menu: 'Keyframes', scope: 'keyframes', keys: ['Shift+K'] },
  'keyframe.linear': { label: 'Linear', menu: 'Keyframes', scope: 'keyframes', keys: ['1'] },
  'keyframe.hold': { label: 'Hold', menu: 'Keyframes', scope: 'keyframes', keys: ['2'] },
  'keyframe.easeIn': { label: 'Ease in', menu: 'Keyframes', scope: 'keyframes', keys: ['3'] },
  'keyframe.easeOut': { label: 'Ease out', menu: 'Keyframes', scope: 'keyframes', keys: ['4'] },
  'keyframe.easeBoth': { label: 'Ease in and out', menu: 'Keyframes', scope: 'keyframes', keys: ['5', 'F9'] },
  'keyframe.bezier': { label: 'Bezier', menu: 'Keyframes', scope: 'keyframes', keys: ['6'] },
  'keyframe.curve': { label: 'Show or hide the curve', menu: 'Keyframes', scope: 'keyframes', keys: ['G'] },
  'keyframe.left': {
    label: 'Move keyframes one frame left',
    menu: 'Keyframes',
    scope: 'keyframes',
    keys: ['Alt+ArrowLeft'],
  },
  'keyframe.right': {
    label: 'Move keyframes one frame right',
    menu: 'Keyframes',
    scope: 'keyframes',
    keys: ['Alt+ArrowRight'],
  },
  'keyframe.all': { label: 'Select all keyframes of the lane', menu: 'Keyframes', scope: 'keyframes', keys: ['Mod+A'] },
  'keyframe.copy': { label: 'Copy keyframes', menu: 'Keyframes', scope: 'keyframes', keys: ['Mod+C'] },
  'keyframe.paste': { label: 'Paste keyframes at the playhead', menu: 'Keyframes', scope: 'edit', keys: ['Mod+V'] },
  'keyframe.remove': {
    label: 'Remove keyframes',
    menu: 'Keyframes',
    scope: 'keyframes',
    keys: ['Delete', 'Backspace'],
  },
  'keyframe.zoomIn': { label: 'Zoom in on the lanes', menu: 'Keyframes', scope: 'keyframes', keys: ['='] },
  'keyframe.zoomOut': { label: 'Zoom out of the lanes', menu: 'Keyframes', scope: 'keyframes', keys: ['-'] },
  'keyframe.fit': { label: 'Fit the lanes to the clip', menu: 'Keyframes', scope: 'keyframes', keys: ['Shift+Z'] },
  'clip.insert': { label: 'Insert at the playhead', menu: 'Clip', scope: 'edit', keys: [','] },
  'clip.overwrite': { label: 'Overwrite at the playhead', menu: 'Clip', scope: 'edit', keys: ['.'] },
  'clip.append': { label: 'Add to the end', menu: 'Clip', scope: 'edit', keys: ['E'] },
  'clip.blade': { label: 'Cut at the playhead', menu: 'Clip', scope: 'edit', keys: ['B'] },
  'clip.trimIn': { label: 'Trim start to the playhead', menu: 'Clip', scope: 'edit', keys: ['Q'] },
  'clip.trimOut': { label: 'Trim end to the playhead', menu: 'Clip', scope: 'edit', keys: ['W'] },
  'clip.nudgeLeft': { label: 'Move one frame left', menu: 'Clip', scope: 'edit', keys: ['Alt+ArrowLeft'] },
  'clip.nudgeRight': { label: 'Move one frame right', menu: 'Clip', scope: 'edit', keys: ['Alt+ArrowRight'] },
  'clip.lift': { label: 'Lift clip', menu: 'Clip', scope: 'edit', keys: ['Delete', 'Backspace'] },
  'clip.rippleDelete': {
    label: 'Ripple delete',
    menu: 'Clip',
    scope: 'edit',
    keys: ['Shift+Delete', 'Shift+Backspace'],
  },
  'clip.bladeAll': { label: 'Cut all tracks at the playhead', menu: 'Clip', scope: 'edit', keys: ['Mod+Shift+B'] },
  'clip.join': { label: 'Join through edit', menu: 'Clip', scope: 'edit', keys: ['Mod+B'] },
  'clip.rippleIn': { label: 'Ripple trim start to the playhead', menu: 'Clip', scope: 'edit', keys: ['Shift+Q'] },
  'clip.rippleOut': { label: 'Ripple trim end to the playhead', menu: 'Clip', scope: 'edit', keys: ['Shift+W'] },
  'clip.rollTo': { label: 'Roll the cut to the playhead', menu: 'Clip', scope: 'edit', keys: ['Shift+N'] },
  'clip.replace': { label: 'Replace with the selected take or file', menu: 'Clip', scope: 'edit', keys: ['Shift+T'] },
  'clip.threePoint': { label: 'Three-point edit', menu: 'Clip', scope: 'edit', keys: ['Shift+Y'] },
  'clip.duplicate': { label: 'Duplicate clip', menu: 'Clip', scope: 'edit', keys: ['Mod+D'] },
  'clip.swap': { label: 'Swap with the next clip', menu: 'Clip', scope: 'edit', keys: ['Mod+Shift+ArrowRight'] },
  'clip.link': { label: 'Link clips', menu: 'Clip', scope: 'edit', keys: ['Mod+L'] },
  'clip.unlink': { label: 'Unlink clips', menu: 'Clip', scope: 'edit', keys: ['Mod+Shift+L'] },
  'clip.group': { label: 'Group clips', menu: 'Clip', scope: 'edit', keys: ['Mod+G'] },
  'clip.ungroup': { label: 'Ungroup clips', menu: 'Clip', scope: 'edit', keys: ['Mod+Shift+G'] },
  'clip.nest': { label: 'Nest clips', menu: 'Clip', scope: 'edit', keys: ['Mod+Shift+N'] },
  'clip.openNested': { label: 'Open the nested sequence', menu: 'Clip', scope: 'edit', keys: ['Shift+Enter'] },
  'clip.speed': { label: 'Change speed', menu: 'Clip', scope: 'edit', keys: ['Mod+R'] },
  'clip.speedRamp': { label: 'Speed ramp', menu: 'Clip', scope: 'edit', keys: ['Mod+Shift+R'] },
  'clip.reverse': { label: 'Reverse clip', menu: 'Clip', scope: 'edit', keys: [] },
  'clip.freeze': { label: 'Hold the frame', menu: 'Clip', scope: 'edit', keys: ['Mod+Shift+H'] },
  'clip.transition': { label: 'Transition', menu: 'Clip', scope: 'edit', keys: ['D'] },
  'clip.enable': { label: 'Enable or disable clip', menu: 'Clip', scope: 'edit', keys: ['Shift+D'] },
  'title.add': { label: 'Add title', menu: 'Clip', scope: 'edit', keys: ['Shift+A'] },
  'adjustment.add': { label: 'Add adjustment clip', menu: 'Clip', scope: 'edit', keys: ['Shift+G'] },
  'caption.add': { label: 'Add caption', menu: 'Clip', scope: 'edit', keys: ['Shift+K'] },
  'range.in': { label: 'Mark the start of a range', menu: 'Sequence', scope: 'edit', keys: ['Shift+I'] },
  'range.out': { label: 'Mark the end of a range', menu: 'Sequence', scope: 'edit', keys: ['Shift+O'] },
  'range.clear': { label: 'Clear the range', menu: 'Sequence', scope: 'edit', keys: ['Mod+Shift+X'] },
  'range.lift': { label: 'Lift the marked range', menu: 'Sequence', scope: 'edit', keys: [';'] },
  'range.extract': { label: 'Extract the marked range', menu: 'Sequence', scope: 'edit', keys: ["'"] },
  'gap.close': { label: 'Close gap', menu: 'Sequence', scope: 'edit', keys: ['Mod+Backspace'] },
  'marker.set': { label: 'Set marker', menu: 'Sequence', scope: 'edit', keys: ['Shift+M'] },
  'marker.remove': { label: 'Remove marker', menu: 'Sequence', scope: 'edit', keys: ['Mod+Shift+M'] },
  'marker.next': { label: 'Next marker', menu: 'Sequence', scope: 'edit', keys: ['Shift+ArrowDown'] },
  'marker.previous': { label: 'Previous marker', menu: 'Sequence', scope: 'edit', keys: ['Shift+ArrowUp'] },
  'track.addVideo': { label: 'Add video track', menu: 'Sequence', scope: 'edit', keys: [] },
  'track.addAudio': { label: 'Add audio track', menu: 'Sequence', scope: 'edit', keys: [] },
  'track.addCaption': { label: 'Add caption track', menu: 'Sequence', scope: 'edit', keys: [] },
  'sequence.new': { label: 'New sequence', menu: 'Sequence', scope: 'edit', keys: [] },
  'sequence.duplicate': { label: 'Duplicate the sequence', menu: 'Sequence', scope: 'edit', keys: [] },
  'sequence.trash': { label: 'Move the sequence to the trash', menu: 'Sequence', scope: 'edit', keys: [] },
  'sequence.change': { label: 'Sequence settings', menu: 'Sequence', scope: 'edit', keys: [] },
  'edit.history': { label: 'History', menu: 'Edit', scope: 'edit', keys: ['H'] },
  'tool.select': { label: 'Selection tool', menu: 'Tools', scope: 'edit', keys: ['V'] },
  'tool.ripple': { label: 'Ripple trim tool', menu: 'Tools', scope: 'edit', keys: ['T'] },
  'tool.roll': { label: 'Roll tool', menu: 'Tools', scope: 'edit', keys: ['N'] },
  'tool.slip': { label: 'Slip tool', menu: 'Tools', scope: 'edit', keys: ['Y'] },
  'tool.slide': { label: 'Slide tool', menu: 'Tools', scope: 'edit', keys: ['S'] },
  'tool.blade': { label: 'Blade tool', menu: 'Tools', scope: 'edit', keys: ['X'] },
  'select.all': { label: 'Select all clips', menu: 'Edit', scope: 'edit', keys: ['Mod+A'] },
  'select.none': { label: 'Select nothing', menu: 'Edit', scope: 'edit', keys: ['Mod+Shift+A'] },
  'select.forward': { label: 'Select clips from the playhead on', menu: 'Edit', scope: 'edit', keys: ['A'] },
  'clip.next': { label: 'Select next clip', menu: 'Clip', scope: 'edit', keys: ['Tab'] },
  'clip.previous': { label: 'Select previous clip', menu: 'Clip', scope: 'edit', keys: ['Shift+Tab'] },
  'play.toggle': { label: 'Play or pause', menu: 'Playback', scope: 'global', keys: ['Space', 'K'] },
  'play.forward': { label: 'Play forward', menu: 'Playback', scope: 'edit', keys: ['L'] },
  'play.reverse': { label: 'Play backward', menu: 'Playback', scope: 'edit', keys: ['J'] },
  'play.nextFrame': { label: 'Next frame', menu: 'Playback', scope: 'edit', keys: ['ArrowRight'] },
  'play.previousFrame': { label: 'Previous frame', menu: 'Playback', scope: 'edit', keys: ['ArrowLeft'] },
  'play.nextEdit': { label: 'Next cut', menu: 'Playback', scope: 'edit', keys: ['ArrowDown'] },
  'play.previousEdit': { label: 'Previous cut', menu: 'Playback', scope: 'edit', keys: ['ArrowUp'] },
  'play.start': { label: 'Go to the start', menu: 'Playback', scope: 'edit', keys: ['Home'] },
  'play.end': { label: 'Go to the end', menu: 'Playback', scope: 'edit', keys: ['End'] },
  'timeline.zoomIn': { label: 'Zoom in', menu: 'View', scope: 'edit', keys: ['='] },
  'timeline.zoomOut': { label: 'Zoom out', menu: 'View', scope: 'edit', keys: ['-'] },
  'timeline.fit': { label: 'Fit the sequence', menu: 'View', scope: 'edit', keys: ['Shift+Z'] },
} as const satisfies Record<string, Command>

export type CommandId = keyof typeof COMMANDS

/** What the pointer and the inspector do, without a key or a menu: words for the undo history alone. */
const BY_HAND = {
  'hand.insert': 'Insert clip',
  'hand.overwrite': 'Overwrite',
  'hand.move': 'Move clip',
  'hand.trim': 'Trim clip',
  'hand.trimTo': 'Trim to the playhead',
  'hand.rippleTrim': 'Ripple trim',
  'hand.roll': 'Roll the cut',
  'hand.slip': 'Slip clip',
  'hand.slide': 'Slide clip',
  'hand.addTrack': 'Add track',
  'hand.removeTrack': 'Remove track',
  'hand.reorderTrack': 'Reorder tracks',
  'hand.changeTrack': 'Change track',
  'hand.patchSource': 'Patch source',
  'hand.setProperty': 'Change a property',
  'hand.setKeyframe': 'Set a keyframe',
  'hand.removeKeyframe': 'Remove a keyframe',
  'hand.changeClip': 'Change clip',
  'hand.changeText': 'Change the words',
  'hand.switchTake': 'Switch take',
  'hand.shiftSound': 'Move the sound by samples',
} as const

export type HandId = keyof typeof BY_HAND

/** Words for the undo history. */
export function historyWords(id: CommandId | HandId): string {
  return id in BY_HAND ? BY_HAND[id as HandId] : COMMANDS[id as CommandId].label
}

/** Whether a command applies with these in front, a global one always. */
export function applies({ scope }: Command, now: CommandScope): boolean {
  return scope === 'global' || meant({ scope }, now)
}

/** Whether a command is meant for this very place. */
export function meant({ scope }: Pick<Command, 'scope'>, now: CommandScope): boolean {
  return typeof scope === 'string' ? scope === now : scope.includes(now)
}

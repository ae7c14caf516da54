/** True on macOS, where Command takes the place of Control. */
export const IS_MAC = typeof navigator === 'object' && /mac/i.test(navigator.platform ?? '')

import { expect, test } from 'vitest'
import { fixText } from '../../../../main/inference/tokenizer/cleaners/fix-text.ts'

test.each([
  ['cafÃ© ðŸŽ¬ itâ€™s', "café 🎬 it's"],
  ['twice: cafÃƒÂ©', 'twice: café'],
  ['É© and Ñandú are no mojibake', 'É© and Ñandú are no mojibake'],
  ['ã cut short, Â°C', 'ã cut short, °C'],
  ['&lt;b&gt; in a plain line', '<b> in a plain line'],
  ['<i> so &lt; stays', '<i> so &lt; stays'],
  ['one &amp; two\n<i>\n&amp;', 'one & two\n<i>\n&amp;'],
  ['a\ud83cb', 'a\ufffdb'],
  ['\u001b[31mred\u001b[0m\u0007', 'red'],
  ['ﬁne ﬅ ŉ', "fine ſt 'n"],
  ['a\r\nb\u2028c', 'a\nb\nc'],
])('%j becomes %j', (text, fixed) => {
  expect(fixText(text)).toBe(fixed)
})

import { decodeHTMLStrict } from 'entities'

/** Comments, declarations, end tags, scripts, start tags with their attributes; what is not closed stays text. */
const MARKUP = [
  String.raw`<!--[\s\S]*?-->`,
  String.raw`<[!?][^>]*>`,
  String.raw`</[^>]*>`,
  String.raw`<(?:script|style)\b[^>]*>[\s\S]*?(?:</(?:script|style)\s*>|$)`,
  String.raw`<[a-z](?:[^>"']|"[^"]*"|'[^']*')*>`,
]
const ENTITY = String.raw`&(?:#x[0-9a-f]+|#[0-9]+|[a-z][-.a-z0-9]*);?`
const TOKENS = new RegExp([...MARKUP, ENTITY].join('|'), 'giu')

/** The words of a text that may hold HTML, as BeautifulSoup's `.text` gives them: no tags, no scripts, entities resolved. */
export function htmlText(text: string): string {
  return text.replaceAll(TOKENS, (token, place: number) => {
    if (token.startsWith('<')) return ''
    if (!token.endsWith(';') && place + token.length === text.length) return unfinished(token)
    const closed = token.endsWith(';') ? token : `${token};`
    const character = decodeHTMLStrict(closed)
    // An unknown name loses its semicolon there.
    return character === closed ? closed.slice(0, -1) : character
  })
}

/** Python's parser waits for the rest of an entity at the end, and then loses the sign if one letter is all there is. */
function unfinished(entity: string): string {
  return entity.length === 2 ? entity.slice(1) : entity
}

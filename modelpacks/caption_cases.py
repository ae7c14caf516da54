"""Records what diffusers does to prompts before it tokenises them: `python -m modelpacks.caption_cases`.

Needs `pip install ftfy beautifulsoup4` beside diffusers. Writes test/fixtures/conformance/captions.json: {reference, cases: [{text, latte, wan}]}
with the results of LattePipeline's `_text_preprocessing(clean_caption=True)` and of Wan's `prompt_clean`.
"""

from __future__ import annotations

import argparse
import json
from importlib.metadata import version
from pathlib import Path

from diffusers import LattePipeline
from diffusers.pipelines.wan.pipeline_wan import prompt_clean

ROOT = Path(__file__).resolve().parents[1]

SUBJECTS = ["a red kite", "Two small boats", "an old fisherman's hands", "A neon-lit alley", "the last train, empty", "a fox"]
ACTIONS = ["drifts over a grey sea", "waiting in heavy rain", "spins slowly; then stops", "running through tall grass", "under a pale moon"]
STYLES = ["", ", 35mm film, f/1.8", ". Cinematic, 4k, slow-motion", " -- golden hour, wide shot!", " (macro), shallow depth of field", ": a study in blue"]

TRAPS = [
    "", " ", "\t\n", "A", "...", "\"quoted\"", "'single'", "\"'both'\"", "«guillemets» and „low“ quotes", "“curly” ‘quotes’ it’s",
    "well-known low-light", "this-is-my-cute-cat", "this_is_my_cute_cat", "a – b — c ― d ‐ e", "3:05 ", "at 12:30\n", "ratio 16:9 and 4:3",
    "visit https://example.com/watch?v=1 now", "see http://example.org", "www.example.com is a site", "mail me@example.com", "example.co", "a.b.c.d", "http:///x",
    "<b>bold</b> text", "a <br/> line<br>break", "<p class='x'>one</p><p>two</p>", "if a < b and c > d", "<person> walking", "a <unclosed tag", "<!-- hidden --> shown", "<script>var a = 1</script>kept", "tom &amp; jerry", "tom &amp;amp; jerry",
    "5 &lt; 6 &gt; 4", "caf&eacute; &quot;bar&quot;", "&copy; 2024 &#8212; &#x2014;", "&unknown; thing", "rock & roll", "a&b", "AT&T",
    "@someone says hi", "email@host", "#123 #1234 #12345", "#cinematic #4k", "123456 frames", "12345 frames", "id 123456abc", "192.168.0.1 server", "1.2.3.4",
    "photo.jpg", "shot_001.png of a dog", "clip.mp4", "png image", "jpg images of cats", "the pdf page 12", "page 7 of the book", "worldwide free shipping", "free shipping on all", "free download free", "download now", "click for more", "click on this link",
    "jc6640", "jc6640vc", "6640vc231", "j2d1a2a", "h264 video", "mp3 player", "r2d2 and c3po", "4k8k", "8k uhd", "1920x1080", "1920 x 1080", "2х4 wood", "10×20 cm", "3d render", "x2 speed", "1.5x2.5",
    "***SALE*** now!!!", "wow!!! really???", "a (parenthesis) [bracket] {brace}", "a / b \\ c | d", "50% off", "100%25", "50%20off", "a+b", "%E4%B8%AD%E6%96%87 text", "%C3%A9t%C3%A9", "%ff%fe", "100% sure", "~tilde~ ¡hola! ¿qué? §1 ½ ¾ º",
    "one,two.three/four", "end.", "end,", "end-", "-start", ",start", ":start", ";start", "_start_", ".hidden", ".hidden file", "a . b . c", "wait.. what", "word :  word", "a : b", "time : 10", "1,000 and 3.14", "U.S.A. flag", "e.g. this", "Mr.Smith",
    "中文提示词 and english", "日本語のプロンプト", "한국어 텍스트", "漢字かな交じり文", "русский текст, вид сбоку", "İstanbul'da gün batımı", "ΟΔΟΣ Αθήνα", "STRASSE Straße", "naïve café résumé", "e\u0301clair cafe\u0301", "ñandú", "Ünïcödé",
    "cafÃ© on the corner", "itâ€™s a trap", "â€œquotedâ€\u009d", "naÃ¯ve piÃ±ata", "ðŸŽ¬ action", "Â© 2024", "ＦＵＬＬ　ｗｉｄｔｈ", "ｶﾀｶﾅ", "ﬁne ﬂow ﬀ ﬆ", "ǅ ĳ ŉ", "soft\u00adhyphen", "zero\u200bwidth", "nbsp\u00a0space", "thin\u2009space", "line\u2028sep", "bom\ufeffinside", "bell\u0007 tab\tend", "vertical\u000btab form\u000cfeed", "next\u0085line", "\u001c\u001dseparators\u001e\u001f", "\u0091single\u0092 \u0093double\u0094",
    "emoji 🎬🐱 and 👩‍👩‍👧", "🇩🇪 flag ✈️", "a\nb\r\nc\rd", "tabs\t\tand   spaces", "backslash \\n newline", "literal \\\\n", "\x1b[31mred\x1b[0m", "a`b´c¨d", "rock'n'roll", "'90s style", "the \"best\" 'one'", "\"\"\"loud\"\"\"", "''two''", "a, b,c ,d", "50mm,f/2", "f/2.8", "24fps", "120 fps", "1/50s", "no.5", "v2.0", "S01E02", "B2B", "2nd 3rd 4th", "A4 paper", "mp4", "a_b_c", "a_b_c_d_e", "x-y-z-w-v",
    "A&nbsp;B", "&#65;&#66;", "&amp", "&quot", "&ampersand", "quote &quot;inside&quot; tom", "<3 love", "1<2", "<<left>>", "-->arrow", "<a href=\"x>y\">link</a>", "</only end>", "A <i>b</i>.c",
    "a :) smile", "semi;colon", "equals=sign", "under_score", "trailing space ", "MiXeD CaSe", "the the the", "I'm, you're; they'll.", "co-op re-enter pre-war well-known",
]


def texts() -> list[str]:
    plain = [f"{s} {a}{STYLES[(i + j) % len(STYLES)]}" for i, s in enumerate(SUBJECTS) for j, a in enumerate(ACTIONS)]
    return list(dict.fromkeys([*TRAPS, *plain]))


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--out", type=Path, default=ROOT / "test/fixtures/conformance/captions.json")
    out: Path = ap.parse_args().out
    latte = object.__new__(LattePipeline)
    cases = [{"text": t, "latte": latte._text_preprocessing(t, clean_caption=True)[0], "wan": prompt_clean(t)} for t in texts()]
    reference = ", ".join(f"{name} {version(name)}" for name in ("diffusers", "ftfy", "beautifulsoup4"))
    lines = ",\n".join(json.dumps(case) for case in cases)
    out.write_text(f'{{"reference":"{reference}","cases":[\n{lines}\n]}}\n')
    print(out, len(cases))


if __name__ == "__main__":
    main()

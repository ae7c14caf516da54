"""`python -m unittest discover modelpacks/tests -t .`: the world is the same every time, and captions say what it shows."""

from __future__ import annotations

import unittest

import numpy as np

from modelpacks.train.grammar import COLOURS, LIGHTS, MOTIONS, SCENES, SUBJECTS, Combination, caption, draw_combination, plain_caption
from modelpacks.train.render import COLOUR_RGB, render
from modelpacks.train.tokens import WORDS, encode


class Grammar(unittest.TestCase):
    def test_same_seed_same_caption(self) -> None:
        for seed in range(20):
            first, second = (np.random.default_rng(seed) for _ in range(2))
            self.assertEqual(caption(draw_combination(first), first), caption(draw_combination(second), second))

    def test_captions_use_known_words_only(self) -> None:
        rng = np.random.default_rng(0)
        for _ in range(500):
            text = caption(draw_combination(rng), rng)
            self.assertNotIn(2, encode(text), text)

    def test_a_tenth_is_held_out(self) -> None:
        every = [Combination(s, c, m, p, li) for s in SUBJECTS for c in COLOURS for m in MOTIONS for p in SCENES for li in LIGHTS]
        share = sum(c.held_out for c in every) / len(every)
        self.assertAlmostEqual(share, 0.1, delta=0.02)
        rng = np.random.default_rng(1)
        self.assertFalse(any(draw_combination(rng).held_out for _ in range(200)))
        self.assertTrue(all(draw_combination(rng, True).held_out for _ in range(50)))

    def test_ids(self) -> None:
        self.assertEqual(encode(""), [1])
        self.assertEqual(encode("zebra")[0], 2)
        self.assertEqual(len(encode("ball " * 300)), 120)
        self.assertEqual((WORDS["<pad>"], WORDS["</s>"]), (0, 1))


class Renderer(unittest.TestCase):
    def test_same_seed_same_clip(self) -> None:
        combo = Combination("star", "red", "right", "sea", "night")
        first, second, other = render(combo, 5), render(combo, 5), render(combo, 6)
        self.assertTrue(np.array_equal(first.frames, second.frames))
        self.assertFalse(np.array_equal(first.frames, other.frames))

    def test_subject_moves_as_said(self) -> None:
        rows, columns = np.mgrid[0:128, 0:128]
        for motion, sign_x, sign_y in (("left", -1, 0), ("right", 1, 0), ("rises", 0, -1), ("falls", 0, 1), ("grows", 0, 0), ("still", 0, 0)):
            masks = render(Combination("ball", "blue", motion, "field", "day"), 3).masks
            x, y = ((masks * axis).sum((1, 2)) / masks.sum((1, 2)) for axis in (columns, rows))
            for path, sign in ((x, sign_x), (y, sign_y)):
                travel = float(path[-1] - path[0])
                self.assertGreater(travel * sign, 40) if sign else self.assertLess(abs(travel), 2)

    def test_subject_grows_and_shrinks(self) -> None:
        for motion, sign in (("grows", 1), ("shrinks", -1)):
            area = render(Combination("heart", "blue", motion, "room", "fog"), 3).masks.sum((1, 2))
            self.assertTrue((np.diff(area) * sign > 0).all(), motion)

    def test_a_long_clip_begins_like_a_short_one(self) -> None:
        combo = Combination("star", "green", "left", "mountains", "day", "big")
        self.assertTrue(np.array_equal(render(combo, 9, 64).frames[:16], render(combo, 9).frames))

    def test_scale_and_rate_draw_the_same_clip(self) -> None:
        combo = Combination("ring", "red", "bounces", "city", "night")
        plain, fine = render(combo, 2).frames, render(combo, 2, scale=2, rate=3).frames
        self.assertEqual(fine.shape, (46, 256, 256, 3))
        small = fine[::3].reshape(16, 128, 2, 128, 2, 3).mean((2, 4))
        self.assertLess(np.abs(small - plain).mean(), 1.5)

    def test_subject_has_its_colour_under_the_mask(self) -> None:
        for colour in COLOURS:
            clip = render(Combination("box", colour, "still", "field", "day"), 4)
            found = np.median(clip.frames[8][clip.masks[8] > 0.99], 0) / 255
            self.assertLess(np.abs(found - np.asarray(COLOUR_RGB[colour])).max(), 0.15, colour)

    def test_every_plain_caption_names_its_colour(self) -> None:
        for colour in COLOURS:
            self.assertIn(colour, plain_caption(Combination("ball", colour, "left", "city", "sunset")).split())


if __name__ == "__main__":
    unittest.main()

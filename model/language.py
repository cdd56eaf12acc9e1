"""Which sentences are in a language that the reading network was not taught."""

from __future__ import annotations

import re
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

# The network learnt from English notes.
KNOWN = "en"
# A sentence is foreign if it looks so with the first of these probabilities, or with the second
# and at least so many words; and never if so many of its words are common in English.
_SURE, _LIKELY, _LIKELY_WORDS = 0.95, 0.6, 4
_COMMON = 0.3
_WORD = re.compile(r"[^\W\d_]+")


def is_foreign(text: str) -> bool:
    """Whether ``text`` is, almost surely, in a language that the network does not know."""
    language, probability = _identifier().classify(text)
    if language == KNOWN:
        return False
    words = _WORD.findall(text.lower())
    common = sum(word in ENGLISH_STOP_WORDS for word in words)
    sure = probability >= _SURE or (probability >= _LIKELY and len(words) >= _LIKELY_WORDS)
    return bool(sure and common <= _COMMON * len(words))


@cache
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)

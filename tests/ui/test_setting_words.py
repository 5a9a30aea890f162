"""Every setting of the domain has a name, a way it is written, and a source, in every language."""

import pytest

from bot.ui.translation import LANGUAGES, Translator
from domain.settings import KEYS, SOURCES
from handlers.setting_words import NAMES, hint, source_words


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_setting_has_its_words(language: str) -> None:
    tr = Translator(language)
    assert set(NAMES) == set(KEYS)
    for key in KEYS:
        assert tr.plain(NAMES[key])
        assert hint(tr, key)
        assert source_words(tr, SOURCES[key])

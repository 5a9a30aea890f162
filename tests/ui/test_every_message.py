"""Every message of the code, in every language, with what people may type in its parameters."""

import pytest
from markupsafe import Markup

from bot.ui.text import markup_faults
from bot.ui.translation import LANGUAGES, Translator
from tests.support.languages import HOSTILE, dummy_params, every_message, in_every_language
from tools.catalogues import ROOT, faults


def _render(tr: Translator, message: str | tuple[str, str], count: int) -> Markup:
    if isinstance(message, str):
        return tr.t(message, **dummy_params(message))
    singular, plural = message
    params = dummy_params(plural) | dummy_params(singular)
    params.pop("n", None)
    return tr.n(singular, plural, count, **params)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("count", [0, 1, 2])
def test_renders_whole_and_literal_whatever_is_put_into_it(language: str, count: int) -> None:
    tr = Translator(language)
    for message in every_message():
        text = _render(tr, message, count)
        assert markup_faults(text) == [], text
        assert HOSTILE not in text


def test_the_catalogues_have_no_faults() -> None:
    assert list(faults(ROOT)) == []


def test_a_message_without_its_translation_is_noticed_by_who_renders_it_in_every_language() -> None:
    with pytest.raises(AssertionError, match="never in any catalogue"):
        in_every_language(lambda tr: tr.t("never in any catalogue"))

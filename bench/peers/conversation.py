"""The form of a report as a `ConversationHandler`: in memory, keeping nothing, python-telegram-bot with its defaults.

It asks the same questions in as many words, searches the same units, and shows a review and a receipt. It validates
nothing, has one language, and loses everything when it stops: the least that could be called the same form.
"""

import secrets
import sys
from html import escape
from typing import Any, Final

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import (
    Application,
    BaseHandler,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    ConversationHandler,
    MessageHandler,
    filters,
)

from adapters.imports import parse_units
from adapters.spreadsheets import read_rows
from adapters.unit_search import UnitSearch
from bot.samples import FOLDER
from bot.ui.forms import Kind
from bot.ui.translation import Translator
from domain.report import Conduct, Contactability, Field, YesNo
from handlers.report_form import FORM
from handlers.words import label_of

Context = ContextTypes.DEFAULT_TYPE

TR: Final = Translator("vi")
NOTICE: Final = "Phản ánh được gửi tới Thanh tra tỉnh và được giữ kín, nhưng không phải là ẩn danh. " * 24
"""About as long as the bot's own."""
UNITS: Final = {row.code: row for row in parse_units(read_rows(FOLDER / "units.csv", "units.csv")).rows}
SEARCH: Final = UnitSearch(UNITS.values())
SKIP, DONE, BACK, CANCEL, SEND = (
    TR.plain(label) for label in ("Skip ›", "Done, go on ›", "‹ Back", "Cancel", "Send the report")
)
STEPS: Final = tuple(step for step in FORM.steps if step.applies({}))
REVIEW: Final = len(STEPS)
QUESTIONS: Final = {
    step.key: f"<b>{TR.t(step.question)}</b>" if step.question else "<b>Ngôn ngữ · Language</b>"
    for step in STEPS
} | {Field.CONSENT.value: NOTICE}
YES_NO: Final = tuple(label_of(TR, one) for one in YesNo)
CHOICES: Final = {
    Field.LANGUAGE.value: ("Tiếng Việt", "English"),
    Field.CONSENT.value: (TR.plain("I have read this and agree"),),
    Field.CONDUCT.value: tuple(label_of(TR, one) for one in Conduct),
    Field.CONTACTABILITY.value: tuple(label_of(TR, one) for one in Contactability),
}


def question(at: int, given: dict[str, Any]) -> tuple[str, InlineKeyboardMarkup]:
    """The text and the buttons of a step; of the last, the review."""
    way_back = [
        InlineKeyboardButton(BACK, callback_data="back"),
        InlineKeyboardButton(CANCEL, callback_data="cancel"),
    ]
    if at == REVIEW:
        answers = "\n".join(f"<b>{key}</b>: {escape(str(value))}" for key, value in given.items())
        return answers, InlineKeyboardMarkup([[InlineKeyboardButton(SEND, callback_data="send")], way_back])
    step = STEPS[at]
    rows = []
    if step.kind is Kind.CHOICE:
        rows = [
            [InlineKeyboardButton(label, callback_data=f"choose:{place}")]
            for place, label in enumerate(CHOICES.get(step.key, YES_NO))
        ]
    for code in given.get("found", ()):
        rows.append([InlineKeyboardButton(UNITS[code].name_vi, callback_data=f"unit:{code}")])
    if given.get(step.key):
        rows.append([InlineKeyboardButton(DONE, callback_data="skip")])
    elif not step.required:
        rows.append([InlineKeyboardButton(SKIP, callback_data="skip")])
    counter = f"<i>Câu {at + 1}/{REVIEW}</i>"
    return f"{counter}\n{QUESTIONS[step.key]}", InlineKeyboardMarkup([*rows, way_back])


async def begin(update: Update, context: Context) -> int:
    """/report."""
    assert context.user_data is not None
    context.user_data.clear()
    return await ask_below(update, context, 0)


async def ask_below(update: Update, context: Context, at: int) -> int:
    """Asks with a new message."""
    assert update.message is not None
    assert context.user_data is not None
    context.user_data["at"] = at
    text, markup = question(at, context.user_data.setdefault("given", {}))
    await update.message.reply_html(text, reply_markup=markup)
    return at


async def pressed(update: Update, context: Context) -> int:
    """Any button."""
    query = update.callback_query
    assert query is not None
    assert query.data is not None
    assert context.user_data is not None
    await query.answer()
    at, given = context.user_data["at"], context.user_data["given"]
    what, _, value = query.data.partition(":")
    if what in ("cancel", "send"):
        code = secrets.token_hex(4).upper()
        await query.edit_message_text(f"<b>NA-{code}</b>\n{NOTICE[:500]}", parse_mode="HTML")
        return ConversationHandler.END
    if what in ("choose", "unit"):
        given[STEPS[at].key] = value
        given.pop("found", None)
    at = context.user_data["at"] = at - 1 if what == "back" else at + 1
    text, markup = question(at, given)
    await query.edit_message_text(text, parse_mode="HTML", reply_markup=markup)
    return int(at)


async def typed(update: Update, context: Context) -> int:
    """Words: an answer, a further part of one, or a unit to look for."""
    assert update.message is not None
    assert update.message.text is not None
    assert context.user_data is not None
    at, given = context.user_data["at"], context.user_data["given"]
    step = STEPS[at]
    if step.key == Field.UNIT:
        given["found"] = [match.code for match in SEARCH.find(update.message.text, limit=5)]
    elif step.kind is Kind.TEXTS:
        given.setdefault(step.key, []).append(update.message.text)
    elif step.kind is Kind.TEXT:
        given[step.key] = update.message.text
        at += 1
    return await ask_below(update, context, at)


def main(api_url: str, token: str) -> None:
    """Serves until it is stopped."""
    application = Application.builder().token(token).base_url(f"{api_url}/bot").build()
    answers: list[BaseHandler[Update, Context, object]] = [
        CallbackQueryHandler(pressed),
        MessageHandler(filters.TEXT & ~filters.COMMAND, typed),
    ]
    states: dict[object, list[BaseHandler[Update, Context, object]]] = dict.fromkeys(
        range(REVIEW + 1), answers
    )
    application.add_handler(
        ConversationHandler(
            entry_points=[CommandHandler("report", begin)],
            states=states,
            fallbacks=[CommandHandler("cancel", begin)],
            allow_reentry=True,
        )
    )
    application.run_polling()


if __name__ == "__main__":
    main(*sys.argv[1:])

"""Every way into the bot: which command, press or message leads to which screen."""

from collections.abc import Mapping

from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler, MessageHandler, TypeHandler, filters

from bot.ui.buttons import Press, unpack
from bot.ui.pages import Page
from handlers import (
    approvals,
    assigning,
    broadcast_form,
    broadcast_notices,
    broadcasts,
    case,
    case_conclusion,
    case_forms,
    case_notices,
    case_screening,
    case_words,
    coordination,
    dashboard,
    day_step,
    deputies,
    digital_plans,
    dispatch,
    dossier_forms,
    dossiers,
    duties,
    duty_forms,
    duty_notices,
    extensions,
    fallback,
    file_notices,
    form_start,
    given_notices,
    guide,
    heads,
    imports,
    inspection_forms,
    inspections,
    language,
    meetings,
    menu,
    operator_notices,
    own,
    own_forms,
    own_notices,
    papers,
    periodic,
    periodic_form,
    periodic_notices,
    plain_steps,
    plan,
    province_dossiers,
    province_periods,
    publicity,
    queue,
    ranking,
    ranking_acts,
    ranking_forms,
    ranking_notices,
    recurrences,
    report,
    role_notices,
    rules,
    selected_bodies,
    start,
    task_begin,
    task_digest,
    task_evidence,
    task_forms,
    task_notices,
    task_page,
    task_steps,
    tasks,
    templates,
    workdays,
)
from handlers.context import Context, Handler, Presses, Renderer, Screen, Turn, current_turn, shows
from handlers.forms import Conversations
from services.notices import NoticeKind

CONVERSATIONS = Conversations(
    *case_screening.CONVERSATIONS,
    *case_forms.CONVERSATIONS,
    *case_words.CONVERSATIONS,
    *case_conclusion.CONVERSATIONS,
    *task_forms.CONVERSATIONS,
    *duty_forms.CONVERSATIONS,
    *task_steps.CONVERSATIONS,
    *extensions.CONVERSATIONS,
    *dossier_forms.CONVERSATIONS,
    *publicity.CONVERSATIONS,
    *periodic_form.CONVERSATIONS,
    *guide.CONVERSATIONS,
    *inspection_forms.CONVERSATIONS,
    *meetings.CONVERSATIONS,
    *recurrences.CONVERSATIONS,
    *ranking_forms.CONVERSATIONS,
    *deputies.CONVERSATIONS,
    *assigning.CONVERSATIONS,
    *broadcast_form.CONVERSATIONS,
    *workdays.CONVERSATIONS,
    *rules.CONVERSATIONS,
    report.CONVERSATION,
    own_forms.CONVERSATION,
)

COMMANDS: Mapping[str, Screen] = {
    **start.COMMANDS,
    **language.COMMANDS,
    **queue.COMMANDS,
    **tasks.COMMANDS,
    **approvals.COMMANDS,
    **coordination.COMMANDS,
    **broadcasts.COMMANDS,
    **imports.COMMANDS,
    **workdays.COMMANDS,
    **rules.COMMANDS,
    **plan.COMMANDS,
    **dashboard.COMMANDS,
    **papers.COMMANDS,
    **templates.COMMANDS,
    **periodic.COMMANDS,
    **duties.COMMANDS,
    **dispatch.COMMANDS,
    **digital_plans.COMMANDS,
    **selected_bodies.COMMANDS,
    **dossiers.COMMANDS,
    **guide.COMMANDS,
    **inspections.COMMANDS,
    **meetings.COMMANDS,
    **ranking.COMMANDS,
    **deputies.COMMANDS,
    **heads.COMMANDS,
    **assigning.COMMANDS,
    **report.COMMANDS,
    **own.COMMANDS,
}

PRESSES: Presses = {
    **CONVERSATIONS.presses,
    **start.PRESSES,
    **language.PRESSES,
    **queue.PRESSES,
    **case.PRESSES,
    **tasks.PRESSES,
    **task_page.PRESSES,
    **task_evidence.PRESSES,
    **task_begin.PRESSES,
    **task_forms.PRESSES,
    **task_steps.PRESSES,
    **extensions.PRESSES,
    **day_step.PRESSES,
    **approvals.PRESSES,
    **coordination.PRESSES,
    **broadcasts.PRESSES,
    **broadcast_form.PRESSES,
    **imports.PRESSES,
    **workdays.PRESSES,
    **rules.PRESSES,
    **plan.PRESSES,
    **dashboard.PRESSES,
    **papers.PRESSES,
    **templates.PRESSES,
    **periodic.PRESSES,
    **periodic_form.PRESSES,
    **province_periods.PRESSES,
    **duties.PRESSES,
    **duty_forms.PRESSES,
    **dispatch.PRESSES,
    **digital_plans.PRESSES,
    **selected_bodies.PRESSES,
    **dossiers.PRESSES,
    **province_dossiers.PRESSES,
    **dossier_forms.PRESSES,
    **publicity.PRESSES,
    **guide.PRESSES,
    **form_start.PRESSES,
    **plain_steps.PRESSES,
    **inspections.PRESSES,
    **inspection_forms.PRESSES,
    **meetings.PRESSES,
    **recurrences.PRESSES,
    **ranking.PRESSES,
    **ranking_acts.PRESSES,
    **ranking_forms.PRESSES,
    **deputies.PRESSES,
    **heads.PRESSES,
    **assigning.PRESSES,
    **report.PRESSES,
    **own.PRESSES,
    **menu.presses(COMMANDS),
}

RENDERERS: Mapping[NoticeKind, Renderer] = {
    **case_notices.RENDERERS,
    **task_digest.RENDERERS,
    **task_notices.RENDERERS,
    **duty_notices.RENDERERS,
    **given_notices.RENDERERS,
    **ranking_notices.RENDERERS,
    **broadcast_notices.RENDERERS,
    **operator_notices.RENDERERS,
    **own_notices.RENDERERS,
    **file_notices.RENDERERS,
    **papers.RENDERERS,
    **periodic_notices.RENDERERS,
    **role_notices.RENDERERS,
}


def handlers() -> list[Handler]:
    """The handlers, in the order in which they are asked."""
    private = filters.ChatType.PRIVATE
    return [
        MessageHandler(~private, shows(start.in_group)),
        CallbackQueryHandler(_pressed),
        # An edit first: a command that is edited is no command given again.
        MessageHandler(filters.UpdateType.EDITED_MESSAGE, shows(_edited)),
        *(CommandHandler(name, shows(screen), private) for name, screen in COMMANDS.items()),
        MessageHandler(filters.COMMAND, shows(fallback.unknown_command)),
        MessageHandler(filters.UpdateType.MESSAGE, shows(_heard)),
        TypeHandler(Update, shows(_ignored)),
    ]


async def _pressed(update: Update, _context: Context) -> None:
    turn = current_turn()
    query = update.callback_query
    assert query is not None
    if not turn.is_private:
        turn.show(start.pressed_in_group(turn))
        return
    press = unpack(query.data) if query.data else None
    turn.show(await _press(turn, press))


async def _press(turn: Turn, press: Press | None) -> Page | None:
    handler = PRESSES.get(type(press)) if press is not None else None
    return await fallback.old_button(turn) if handler is None else await handler(turn, press)


async def _heard(turn: Turn) -> Page | None:
    draft = await turn.scope.uow.drafts.active(turn.person.id)
    if draft is not None:
        return await CONVERSATIONS.heard(turn, draft)
    return await own.heard(turn) or await imports.heard(turn) or await fallback.unexpected(turn)


async def _edited(turn: Turn) -> Page | None:
    return await CONVERSATIONS.corrected(turn) or await own.amended(turn)


async def _ignored(_turn: Turn) -> Page | None:
    return None

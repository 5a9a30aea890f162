"""Who holds which role: invited by a link, ended from here where nobody in the chat can."""

from datetime import date
from typing import Annotated, Final

import typer
from telegram.error import TelegramError

from bot.api import BotApi
from bot.cli.surroundings import NO_TOKEN, CommandFailed, day_of, opened, run, settings, words
from bot.settings import Settings
from bot.transport import AiohttpRequest
from bot.ui.text import shown as shown_text
from bot.ui.translation import Translator
from domain.people import Role
from handlers import menu
from handlers.words import name_of
from services.delegation import after
from services.people import end_role, invite

app = typer.Typer(no_args_is_help=True, help="People and their roles: list, end-role.")

ROLES: Final = {
    "head": Role.UNIT_HEAD,
    "focal": Role.FOCAL_OFFICER,
    "coordinator": Role.COORDINATOR,
    "intake": Role.INTAKE_OFFICER,
    "inspector": Role.INSPECTOR,
    "lead": Role.LEAD_INSPECTOR,
    "oversight": Role.OVERSIGHT,
    "custodian": Role.CUSTODIAN,
    "leader": Role.LEADER,
    "admin": Role.ADMINISTRATOR,
}


def invite_to(
    role: Annotated[str, typer.Argument(help=f"One of {', '.join(ROLES)}.")],
    unit: Annotated[str, typer.Option(help="The unit's code; a head and a focal officer need one.")] = "",
    until: Annotated[
        str, typer.Option(help="The last day of the role, dd/mm/yyyy; a focal officer needs one.")
    ] = "",
    username: Annotated[str, typer.Option(help="The bot's username; else Telegram is asked.")] = "",
) -> None:
    """Prints a link into a role, to be used once."""
    if role not in ROLES:
        raise typer.BadParameter(f"is none of {', '.join(ROLES)}", param_hint="ROLE")
    last_day = day_of(until, "--until") if until else None
    run(lambda: _invite(ROLES[role], unit or None, last_day, username.removeprefix("@")))


async def _invite(role: Role, unit: str | None, last_day: date | None, username: str) -> None:
    chosen = settings(with_token=not username)
    name = username or await _username(chosen)
    tr = words(chosen)
    until = None if last_day is None else after(last_day, chosen.zone)
    async with opened(chosen) as office, office.writing() as (_, scope):
        invitation, token = await invite(scope, None, role, unit, until)
    typer.echo(f"https://t.me/{name}?start=i_{token}")
    typer.echo(
        tr.plain(
            "Role: {role}. The link can be used once, until {until}.",
            role=name_of(tr, role),
            until=tr.datetime(invitation.expires_at),
        ),
        err=True,
    )


async def _username(chosen: Settings) -> str:
    token = chosen.bot_token.get_secret_value()
    assert token != NO_TOKEN
    request = AiohttpRequest(chosen.proxy_url, connections=1)
    await request.initialize()
    try:
        me = await BotApi(request, f"{chosen.bot_api_url}/bot{token}").call("getMe", {})
        return str(me["username"])
    except (TelegramError, KeyError, TypeError) as error:
        why = words(chosen).plain(
            "the bot's name could not be asked for ({error}); give --username", error=type(error).__name__
        )
        raise CommandFailed(f"BOT_API_URL: {why}") from None
    finally:
        await request.shutdown()


@app.command("list")
def list_people(
    ended: Annotated[bool, typer.Option(help="Also roles that have ended.")] = False,
) -> None:
    """Lists who holds which role, with the number by which it can be ended."""
    run(lambda: _list(ended))


async def _list(with_ended: bool) -> None:
    chosen = settings()
    tr = words(chosen)
    count = 0
    async with opened(chosen) as office, office.reading() as (uow, scope):
        for person in await uow.people.everybody():
            for grant in person.grants:
                current = grant.in_force(scope.now)
                if not current and not with_ended:
                    continue
                count += 1
                state = tr.plain("in force") if current else tr.plain("ended")
                since = tr.datetime(grant.since)
                cells = (
                    grant.id,
                    name_of(tr, grant.role),
                    grant.unit or "-",
                    since,
                    state,
                    shown_text(person.name),
                )
                typer.echo("\t".join(cells))
    if not count:
        typer.echo(tr.plain("Nobody holds a role."))


@app.command("end-role")
def end(number: Annotated[str, typer.Argument(help="As listed by people list.")]) -> None:
    """Ends a role from now on."""
    run(lambda: _end(number))


async def _end(number: str) -> None:
    chosen = settings()
    tr = words(chosen)
    async with opened(chosen) as office, office.writing() as (uow, scope):
        if await uow.people.grant(number) is None:
            raise CommandFailed(
                tr.plain("There is no role {number}: python -m bot people list", number=number)
            )
        grant = await end_role(scope, None, number)
        person = await uow.people.get(grant.person_id)
        if person is not None:
            theirs = Translator(person.language or chosen.default_language, zone=chosen.zone)
            await menu.offer(scope, theirs, person)
    typer.echo(tr.plain("Ended: {role}.", role=name_of(tr, grant.role)))

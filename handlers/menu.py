"""Which commands there are, for whom, and how a person's chat comes to offer them.

One list serves the commands menu of the app, the buttons of the home screen and /help. Telegram shows a staff
member's commands only in that member's own chat; what is shown guards nothing, each screen asks for itself.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from bot.ui.buttons import Press
from bot.ui.pages import Page
from bot.ui.translation import N_, Translator
from domain.people import INSPECTORATE_ROLES, OFFICE_ROLES, UNIT_ROLES, Actor, Role
from handlers.context import Deployment, Presses, Screen, Turn
from services.people import Person
from services.ports import MenuCommand
from services.scope import Scope


@dataclass(frozen=True, slots=True)
class Entry:
    """A command: its name, what it does, and the label of its button on the home screen, where it has one.

    ``roles`` None is everybody. The button of what ``is_for_citizens`` is left out of a staff member's home, and that
    of what ``is_coordinated`` out of a coordinator's, who finds it on the page of coordination.
    """

    name: str
    description: str
    roles: frozenset[Role] | None = None
    label: str = ""
    is_for_citizens: bool = False
    is_coordinated: bool = False

    def is_for(self, actor: Actor) -> bool:
        """Whether it is worth showing to this person."""
        return self.roles is None or actor.has_any(self.roles)

    def is_at_home(self, actor: Actor) -> bool:
        """Whether its button stands on this person's home screen."""
        if not self.label or not self.is_for(actor):
            return False
        is_elsewhere = self.is_coordinated and actor.has(Role.COORDINATOR)
        return not is_elsewhere and not (self.is_for_citizens and actor.is_staff)


ENTRIES: Final[tuple[Entry, ...]] = (
    Entry("tasks", N_("Pending tasks of your unit"), UNIT_ROLES, N_("Tasks of the unit")),
    Entry("deputies", N_("Whom you delegated, and until when"), frozenset({Role.UNIT_HEAD})),
    Entry("heads", N_("Units with open tasks and without a head here"), frozenset({Role.COORDINATOR})),
    Entry("assign", N_("Tasks of units that have ended, to be assigned"), frozenset({Role.COORDINATOR})),
    Entry(
        "dashboard",
        N_("The whole at a glance, and which units lag"),
        OFFICE_ROLES,
        N_("At a glance"),
        is_coordinated=True,
    ),
    Entry(
        "approvals",
        N_("Submitted results and requests to decide on"),
        OFFICE_ROLES,
        N_("Waiting for approval"),
    ),
    Entry(
        "plan",
        N_("How far the plan is, by area and by unit"),
        OFFICE_ROLES,
        N_("Figures of the plan"),
    ),
    Entry(
        "coordination",
        N_("Every screen of a coordinator, by what it is for"),
        frozenset({Role.COORDINATOR}),
        N_("Coordination ›"),
    ),
    Entry(
        "broadcasts",
        N_("Messages to heads, and whom they reached"),
        frozenset({Role.COORDINATOR}),
    ),
    Entry(
        "imports",
        N_("Plans, dossiers and registers from a file"),
        frozenset({Role.COORDINATOR}),
    ),
    Entry(
        "workdays",
        N_("Days off and days worked that were added"),
        frozenset({Role.COORDINATOR}),
    ),
    Entry(
        "rules",
        N_("What the province decides otherwise"),
        frozenset({Role.COORDINATOR}),
    ),
    Entry(
        "dispatch",
        N_("What dispatches order, and which units lag"),
        OFFICE_ROLES,
        N_("Orders of dispatches"),
        is_coordinated=True,
    ),
    Entry(
        "plans",
        N_("Digital transformation plans of the units"),
        OFFICE_ROLES,
    ),
    Entry(
        "selected",
        N_("Bodies selected for direction: key tasks and reports"),
        OFFICE_ROLES,
    ),
    Entry(
        "inspections",
        N_("Inspections: the calendar, and what was found"),
        UNIT_ROLES | OFFICE_ROLES,
    ),
    Entry(
        "meetings",
        N_("Meetings of the Steering Committee; recurring tasks"),
        OFFICE_ROLES,
    ),
    Entry(
        "receipts",
        N_("Documents sent to your department, to be received"),
        UNIT_ROLES | {Role.COORDINATOR},
    ),
    Entry(
        "dossiers",
        N_("Online dossiers month by month, and publicity"),
        UNIT_ROLES | OFFICE_ROLES,
    ),
    Entry(
        "periodic",
        N_("Periodic reports of the units"),
        UNIT_ROLES | OFFICE_ROLES,
    ),
    Entry(
        "papers",
        N_("Reports, tables, pictures, posters"),
        UNIT_ROLES | OFFICE_ROLES,
        N_("Papers and pictures"),
        is_coordinated=True,
    ),
    Entry(
        "templates",
        N_("What official papers are written into"),
        frozenset({Role.COORDINATOR}),
    ),
    Entry(
        "ranking",
        N_("Ranking of units: scores, appraisal, ranks"),
        UNIT_ROLES | OFFICE_ROLES,
    ),
    Entry(
        "queue",
        N_("Reports to be looked at"),
        INSPECTORATE_ROLES | {Role.OVERSIGHT},
        N_("Inspection queue"),
    ),
    Entry("report", N_("Report the conduct of a civil servant"), None, N_("Send a report")),
    Entry("reports", N_("The reports you sent, and what became of them"), None, N_("My reports")),
    Entry(
        "dichvucong",
        N_("How to file a dossier online"),
        None,
        N_("File dossiers online"),
        is_for_citizens=True,
    ),
    Entry("language", N_("Tiếng Việt or English")),
    Entry("cancel", N_("Leave what you are filling in")),
    Entry("help", N_("What can be done here, and where else to turn")),
    Entry("start", N_("Back to the beginning")),
)


@dataclass(frozen=True)
class RunCommand(Press, prefix="m2"):
    """Does what typing the command does."""

    name: str


def entries_for(actor: Actor) -> list[Entry]:
    """The commands worth showing to this person."""
    return [entry for entry in ENTRIES if entry.is_for(actor)]


def worded(tr: Translator, entries: Iterable[Entry]) -> list[MenuCommand]:
    """The commands as the app shows them."""
    return [MenuCommand(entry.name, tr.plain(entry.description)) for entry in entries]


def of_everybody(tr: Translator) -> list[MenuCommand]:
    """The commands of one who holds no role."""
    return worded(tr, [entry for entry in ENTRIES if entry.roles is None])


async def offer(scope: Scope, tr: Translator, person: Person) -> None:
    """From now on the person's chat offers what their roles are for, in the language of ``tr``, which is theirs.

    To be called after a role was bound or ended, and after another language was chosen.
    """
    actor = person.actor(scope.now)
    commands = worded(tr, entries_for(actor)) if actor.is_staff else []
    await scope.uow.menus.offer(person.id, commands)


async def offer_to(scope: Scope, deployment: Deployment, person_id: str) -> None:
    """As ``offer``, to somebody else than whoever acts."""
    person = await scope.uow.people.get(person_id)
    if person is not None:
        await offer(scope, deployment.translator(person.language), person)


def presses(commands: Mapping[str, Screen]) -> Presses:
    """What the buttons of the home screen do, given the screen of each command."""

    async def run(turn: Turn, press: RunCommand) -> Page | None:
        # A button of last year's code may name a command that is gone: it leads to the beginning.
        return await commands.get(press.name, commands["start"])(turn)

    return {RunCommand: run}

"""One transaction and every store in it. Nothing here commits: the edge does, see ``bot.office``."""

from collections.abc import Collection
from datetime import datetime
from functools import cached_property

from sqlalchemy.ext.asyncio import AsyncConnection

from storage.added_days import AddedDayRows
from storage.audit import AuditRows
from storage.broadcasts import BroadcastRows
from storage.case_keys import CaseKeyRows
from storage.case_queue import CaseQueueRows
from storage.cases import CaseRows
from storage.digital_plans import DigitalPlanRows
from storage.dossiers import DossierRows
from storage.drafts import DraftRows
from storage.duties import DutyRows
from storage.files import FileRows
from storage.guide import GuideRows
from storage.inbox import Inbox
from storage.inspections import InspectionRows
from storage.meetings import MeetingRows
from storage.menus import MenuRows
from storage.notices import NoticeRows
from storage.outbox import Outbox
from storage.people import PeopleRows
from storage.publicity import PublicityRows
from storage.ranking import RankingRows
from storage.recurrences import RecurrenceRows
from storage.reports import ReportRows
from storage.screens import Screens
from storage.sealing import KeyRing
from storage.settings import SettingRows
from storage.tasks import TaskRows
from storage.templates import TemplateRows
from storage.unit_reports import UnitReportRows
from storage.units import UnitRows


class SqlUnitOfWork:
    """The stores on one connection, each made when it is first asked for."""

    def __init__(self, connection: AsyncConnection, ring: KeyRing, bot_id: int, now: datetime) -> None:
        self.connection = connection
        self._ring = ring
        self._bot_id = bot_id
        self._now = now

    async def read_ahead(self, chat_refs: Collection[str], message_ids: Collection[int]) -> None:
        """Reads what the turns of these chats ask for first, each kind in one statement instead of one a turn.

        ``message_ids`` are those whose buttons were pressed.
        """
        await self.drafts.read_ahead(await self.people.read_ahead(chat_refs))
        await self.screens.read_ahead(chat_refs, message_ids)

    async def flush(self) -> None:
        """Writes what was gathered to be written together; whoever opened the transaction does it at its end."""
        if "outbox" in self.__dict__:
            await self.outbox.flush()

    @cached_property
    def units(self) -> UnitRows:
        return UnitRows(self.connection)

    @cached_property
    def people(self) -> PeopleRows:
        return PeopleRows(self.connection, self._ring)

    @cached_property
    def drafts(self) -> DraftRows:
        return DraftRows(self.connection, self._ring)

    @cached_property
    def case_keys(self) -> CaseKeyRows:
        return CaseKeyRows(self.connection, self._ring)

    @cached_property
    def cases(self) -> CaseRows:
        return CaseRows(self.connection, self.case_keys)

    @cached_property
    def case_queue(self) -> CaseQueueRows:
        return CaseQueueRows(self.connection)

    @cached_property
    def audit(self) -> AuditRows:
        return AuditRows(self.connection)

    @cached_property
    def files(self) -> FileRows:
        return FileRows(self.connection, self._ring, self.case_keys)

    @cached_property
    def reports(self) -> ReportRows:
        return ReportRows(self.connection, self._ring)

    @cached_property
    def notices(self) -> NoticeRows:
        return NoticeRows(self.outbox, self.people, self._now)

    @cached_property
    def menus(self) -> MenuRows:
        return MenuRows(self.outbox, self.people, self._now)

    @cached_property
    def settings(self) -> SettingRows:
        return SettingRows(self.connection)

    @cached_property
    def tasks(self) -> TaskRows:
        return TaskRows(self.connection)

    @cached_property
    def duties(self) -> DutyRows:
        return DutyRows(self.connection)

    @cached_property
    def digital_plans(self) -> DigitalPlanRows:
        return DigitalPlanRows(self.connection)

    @cached_property
    def dossiers(self) -> DossierRows:
        return DossierRows(self.connection)

    @cached_property
    def publicity(self) -> PublicityRows:
        return PublicityRows(self.connection)

    @cached_property
    def unit_reports(self) -> UnitReportRows:
        return UnitReportRows(self.connection)

    @cached_property
    def guide(self) -> GuideRows:
        return GuideRows(self.connection)

    @cached_property
    def inspections(self) -> InspectionRows:
        return InspectionRows(self.connection)

    @cached_property
    def meetings(self) -> MeetingRows:
        return MeetingRows(self.connection)

    @cached_property
    def recurrences(self) -> RecurrenceRows:
        return RecurrenceRows(self.connection)

    @cached_property
    def rankings(self) -> RankingRows:
        return RankingRows(self.connection)

    @cached_property
    def added_days(self) -> AddedDayRows:
        return AddedDayRows(self.connection)

    @cached_property
    def templates(self) -> TemplateRows:
        return TemplateRows(self.connection)

    @cached_property
    def broadcasts(self) -> BroadcastRows:
        return BroadcastRows(self.connection, self._ring)

    @cached_property
    def screens(self) -> Screens:
        return Screens(self.connection)

    @cached_property
    def inbox(self) -> Inbox:
        return Inbox(self.connection, self._ring, self._bot_id)

    @cached_property
    def outbox(self) -> Outbox:
        return Outbox(self.connection, self._ring)

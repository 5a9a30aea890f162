"""What the settings of the domain are called, how each is written, and the rule its default comes from."""

from collections.abc import Mapping
from datetime import time
from typing import Final

from bot.ui.translation import N_, Translator
from domain.rates import Rounding
from domain.settings import DEFAULTS, ReportingPeriod

NAMES: Final[Mapping[str, str]] = {
    "rounding": N_("How rates are rounded"),
    "decimals": N_("Decimals of a rate"),
    "standing_agency": N_("Standing agency (code of the unit)"),
    "office_hours": N_("Office hours"),
    "reminder_days_before": N_("Reminders: working days before the due date"),
    "reminder_at": N_("Hour of the reminders"),
    "overdue_daily_days": N_("Overdue: working days with a reminder each"),
    "overdue_weekly": N_("Overdue: a reminder each week afterwards"),
    "ladder_days": N_("Working days overdue until coordinator, leader, overdue report"),
    "reporting_periods": N_("Reporting periods"),
    "report_due_day": N_("Day of the month by which the province reports"),
    "unit_report_days_earlier": N_("Working days by which units report earlier"),
    "dossier_cut_off_day": N_("Data cut-off of dossiers: day of the month after"),
    "province_office": N_("Name of the issuing body"),
    "province_short": N_("Short name of the issuing body"),
    "province_letterhead": N_("Letterhead of the issuing body"),
    "province_authority": N_("Authority to sign for the province"),
    "province_signer": N_("Who signs for the province"),
    "agency_authority": N_("Authority to sign for the standing agency"),
    "agency_signer": N_("Who signs for the standing agency"),
    "paper_place": N_("Place named on papers"),
    "report_recipients": N_("Recipients of reports"),
    "screening_hours": N_("Reports of citizens: office hours for screening"),
    "assignment_days": N_("Reports of citizens: working days until assigned"),
    "begin_days": N_("Reports of citizens: working days until verification begins"),
    "conclusion_days": N_("Reports of citizens: days until the conclusion"),
    "conclusion_extension_days": N_("Reports of citizens: days of the one extension"),
    "word_days": N_("Reports of citizens: working days between words to the reporter"),
    "question_days": N_("Reports of citizens: working days to answer a question"),
    "question_reminder_days": N_("Reports of citizens: working days until reminded of a question"),
    "escalation_percent": N_("Reports of citizens: share of the time at which it escalates, in percent"),
    "appeal_days": N_("Reports of citizens: days to appeal"),
    "reports_a_day": N_("Reports one person may send a day"),
    "messages_a_minute": N_("Messages one person may send a minute"),
    "files_a_report": N_("Files in one report"),
    "draft_hours": N_("Hours until an unsent draft is deleted"),
    "small_cell": N_("Figures smaller than this are not published"),
    "keep_rejected_months": N_("Months for which rejected reports are kept"),
    "keep_unsubstantiated_years": N_("Years for which unsubstantiated reports are kept"),
    "keep_substantiated_years": N_("Years for which substantiated reports are kept"),
}
_SOURCES: Final = (
    N_("Choice of this product; no rule names it"),
    N_("Choice of this product; no rule names it: day of the month after"),
    N_("Decree 30/2020/NĐ-CP, Annex I: who issues and who signs; parts of a list stand between slashes"),
    N_("Official dispatch of October 2023: 33/41 is given as 80.4%"),
    N_("Official dispatch of October 2023: Home Affairs"),
    N_("Official dispatch of October 2023: one decimal"),
    N_("Product rules against abuse"),
    N_("Product rules for cases"),
    N_("Product rules for cases: as the archive law says, written 'law', until a number of years is decided"),
    N_("Product rules for cases: calendar days"),
    N_("Product rules for cases: office hours"),
    N_("Product rules for cases: retention"),
    N_("Product rules for cases: smaller cells are suppressed"),
    N_("Product rules for cases: two reminders; Choice of this product; no rule names it"),
    N_("Product rules for cases; Law on Citizen Reception 2013, art. 28"),
    N_("Product rules for cases; Law on Denunciation 2018, art. 30: calendar days"),
    N_("Product rules for cases; art. 30: calendar days, once"),
    N_("Product rules for tasks"),
    N_("Reporting cut-offs of the Ministry of Home Affairs"),
)
"""The sources as ``domain.settings`` has them, so that they are translated."""


def source_words(tr: Translator, source: str) -> str:
    """The rule a default comes from. Raises KeyError for one that has no words."""
    return tr.plain({one: one for one in _SOURCES}[source])


def hint(tr: Translator, key: str) -> str:
    """How a value of the setting is written."""
    match getattr(DEFAULTS, key):
        case Rounding():
            return ", ".join(Rounding)
        case bool():
            return tr.plain("true or false")
        case int() | float():
            return tr.plain("a number, such as 5")
        case time():
            return tr.plain("an hour, such as 08:00")
        case None:
            return tr.plain("a number of years, or law")
        case (ReportingPeriod(), *_):
            return tr.plain("all periods at once, as they are written now")
        case (int(), *_):
            return tr.plain("numbers parted by commas, such as 1,3,7")
        case (str(), *_):
            return tr.plain("words; a slash begins the next line")
        case tuple():
            return tr.plain("hours from and to, such as 07:30-11:30,13:30-17:30")
        case _:
            return tr.plain("words")

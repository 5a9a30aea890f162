"""Writes a calendar as .ics (RFC 5545)."""

from datetime import timedelta
from typing import Final

from icalendar import Alarm, Calendar, Event

from reports.agenda import Agenda, Entry
from reports.text import printable

_PRODUCT: Final = "-//CCHC Nghe An//Due dates//VI"
_DAY: Final = timedelta(days=1)


def write_calendar(agenda: Agenda) -> bytes:
    """The calendar as UTF-8, its lines folded by octets."""
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    # RFC 7986 names a calendar; most telephones still read only the older, unofficial name.
    calendar.add("name", printable(agenda.name))
    calendar.add("x-wr-calname", printable(agenda.name))
    calendar.add("x-wr-timezone", agenda.zone)
    for entry in agenda.entries:
        calendar.add_component(_event(agenda, entry))
    written: bytes = calendar.to_ical()
    return written


def _event(agenda: Agenda, entry: Entry) -> Event:
    event = Event()
    event.add("uid", printable(entry.uid))
    event.add("dtstamp", agenda.made_at)
    event.add("dtstart", entry.day)
    # The end of a whole day is the day after, not included (3.6.1).
    event.add("dtend", entry.day + _DAY)
    event.add("summary", printable(entry.title), parameters={"language": agenda.language})
    event.add("description", printable(entry.description), parameters={"language": agenda.language})
    event.add("sequence", entry.changes)
    # A due date occupies nobody: who looks for a free hour finds one.
    event.add("transp", "TRANSPARENT")
    for before in entry.alarms:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("trigger", before)
        alarm.add("description", printable(entry.title))
        event.add_component(alarm)
    return event

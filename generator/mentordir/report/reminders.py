"""The mail-merge file: one row for each mentor who should say that the profile is still right.

It holds e-mail addresses, so it is the one part of a report that must not be published.
"""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from mentordir.report.findings import Aging, EndedPause, Report
from mentordir.schema import Contact, Profile
from mentordir.tabular import neutralised

COLUMNS = ("name", "email", "route", "language", "last_confirmed", "status", "days", "profile", "confirm", "pause", "leave", "problem")
_BOM = "\ufeff"
# How the file begins, by which another is known.
HEAD = f"{_BOM}{','.join(COLUMNS)}\r\n".encode()


@dataclass(frozen=True, slots=True)
class Reminder:
    """A row. `email` is "" for mentors who are reached another way, which `route` names: "coordinator", or the method and its address.

    `profile` is "" where the public site has no page; `problem` is why to write, in words.
    """

    name: str
    email: str
    route: str
    language: str
    last_confirmed: date
    status: str
    days: int
    profile: str
    confirm: str
    pause: str
    leave: str
    problem: str


def reminders(report: Report, profiles: Mapping[str, Profile], language: str) -> list[Reminder]:
    """One for each mentor with an old confirmation or a pause that is over, the oldest confirmation first.

    `language` is the directory's; a mentor who lists it, or none, is written to in it, others in their first.
    """
    problems: dict[str, list[str]] = {}
    found: dict[str, Aging | EndedPause] = {}
    asked: list[Aging | EndedPause] = [*report.aging, *report.ended_pauses]
    for one in asked:
        found.setdefault(one.mentor.slug, one)
        problems.setdefault(one.mentor.slug, []).append(aging_in_words(one) if isinstance(one, Aging) else pause_in_words(one))
    ordered = sorted(found.values(), key=lambda one: (one.last_confirmed, one.mentor.slug))
    return [_reminder(one, report, profiles[one.mentor.slug], language, "; ".join(problems[one.mentor.slug])) for one in ordered]


def aging_in_words(found: Aging) -> str:
    """ "not confirmed for 412 days, so in no list since 2026-10-12"."""
    match found.age:
        case "delisted":
            return f"not confirmed for {found.days} days, so in no list since {found.delisted_from}"
        case "delisted soon":
            return f"not confirmed for {found.days} days, and leaves the lists on {found.delisted_from}"
        case "stale":
            return f"not confirmed for {found.days} days, and marked so since {found.stale_from}"
        case "stale soon":
            return f"confirmed {found.days} days ago, and marked as not confirmed from {found.stale_from}"


def pause_in_words(found: EndedPause) -> str:
    """ "the pause ended on 2026-10-01, so the site has shown open since 2026-10-02"."""
    return f"the pause ended on {found.ended}, so the site has shown {found.status} since {found.ended + timedelta(days=1)}"


def _reminder(one: Aging | EndedPause, report: Report, profile: Profile, language: str, problem: str) -> Reminder:
    mentor = one.mentor
    known = [tag.split("-")[0] for tag in profile.languages]
    return Reminder(
        name=mentor.name,
        email=profile.contact.value or "" if profile.contact.method == "email" else "",
        route=_route(profile.contact),
        language=language if not known or language.split("-")[0] in known else profile.languages[0],
        last_confirmed=one.last_confirmed,
        status=one.status,
        days=one.days,
        profile=mentor.url,
        confirm=report.answer_url("confirm", mentor),
        pause=report.answer_url("pause", mentor),
        leave=report.answer_url("leave", mentor),
        problem=problem,
    )


def _route(contact: Contact) -> str:
    return contact.method if contact.method in ("email", "coordinator") else f"{contact.method} {contact.value}"


def reminders_csv(rows: Iterable[Reminder]) -> bytes:
    """The rows as spreadsheets and mail merges read them: UTF-8 with a mark, CRLF, nothing that a spreadsheet would run."""
    text = io.StringIO(newline="")
    text.write(_BOM)
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([neutralised(str(getattr(row, column))) for column in COLUMNS] for row in rows)
    return text.getvalue().encode()

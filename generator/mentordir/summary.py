"""What became of the files of a proposal, in Markdown: the problems, and each profile as its card will look, as text."""

import re
from collections.abc import Iterable
from datetime import date

from mentordir.availability import effective_status
from mentordir.errors import Problem
from mentordir.pipeline import Verdict
from mentordir.project import Project
from mentordir.schema import Profile

MAX_CARDS = 50
MAX_PROBLEMS = 200
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]+")


def summary(verdict: Verdict, problems: Iterable[Problem], slugs: Iterable[str], day: date) -> str:
    """The problems, then the cards of the valid profiles among `slugs`. Strangers' text stands as code, so that it is text."""
    problems = list(problems)
    errors = sum(problem.severity == "error" for problem in problems)
    lines = ["## Nothing is wrong" if not problems else f"## Errors: {errors}, advice: {len(problems) - errors}", ""]
    for problem in problems[:MAX_PROBLEMS]:
        place = f"{problem.path}:{problem.line}" if problem.line else problem.path
        field = f"{problem.field}: " if problem.field else ""
        lines += [
            _code(f"{place}: {problem.severity}: {field}{problem.message}"),
            *([_code(f"    {problem.hint}")] if problem.hint else []),
        ]
    if len(problems) > MAX_PROBLEMS:
        lines += ["", f"and {len(problems) - MAX_PROBLEMS} more"]
    if verdict.project and verdict.checked:
        profiles = [(slug, verdict.checked.profiles[slug]) for slug in slugs if slug in verdict.checked.profiles]
        for slug, profile in profiles[:MAX_CARDS]:
            lines += ["", f"## `{slug}`", "", *map(_code, card(profile, verdict.project, day))]
        if len(profiles) > MAX_CARDS:
            lines += ["", f"and {len(profiles) - MAX_CARDS} more profiles"]
    return "\n".join(lines) + "\n"


def card(profile: Profile, project: Project, day: date) -> list[str]:
    """A profile as its card shows it, line by line."""
    words = project.vocabularies
    status, returns = effective_status(profile.availability, day)
    title = [", ".join([profile.name, *profile.credentials]), f"({profile.pronouns})" if profile.pronouns else ""]
    place = [profile.title or words["roles"].label(profile.role), profile.institution or project.settings.institution or ""]
    offers = [
        f"{words['types'].label(offer.type)}: "
        + (", ".join(words["stages"].label(stage) for stage in offer.stages) or "any stage")
        + "".join(f"; {words['topics'].label(topic)}" for topic in offer.topics)
        for offer in profile.mentoring
    ]
    accepts = f", takes people from: {words['accepts_from'].label(profile.accepts_from)}" if profile.accepts_from else ""
    lines = [
        " ".join(filter(None, title)),
        " · ".join(filter(None, place)),
        ", ".join(words["specialties"].label(specialty) for specialty in profile.specialties),
        *offers,
        words["statuses"].label(status) + (f", back on {returns}" if returns else "") + accepts,
        f"How to ask: {words['methods'].label(profile.contact.method)}",
        ", ".join(profile.interests),
        f"Confirmed on {profile.last_confirmed}",
        "For the campus edition only" if profile.audience == "campus" else "",
        "A draft, which is not published" if profile.draft else "",
    ]
    return [line for line in lines if line]


def _code(line: str) -> str:
    return f"    {_CONTROLS.sub(' ', line)[:400]}"

"""Every field of a profile, of a programme and of directory.yml, described once.

Checks, the JSON Schema, `mentordir new`, the forms and the README's table all derive from these models. A model
is what its file becomes when it is valid: frozen, with ids for vocabulary words and dates for dates.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, get_args, get_origin

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationInfo, field_validator, model_validator

from mentordir.errors import Invalid
from mentordir.scalars import (
    Choice,
    Colour,
    Day,
    Email,
    GuideProse,
    HomeUrl,
    Language,
    Line,
    Orcid,
    PhotoFile,
    Program,
    Prose,
    Reach,
    Scalar,
    Slug,
    Surroundings,
    TimeZone,
    Url,
    Whole,
    Word,
    YesNo,
    find_address,
    read_email,
    read_https,
)
from mentordir.vocabulary import FIXED, OPEN, Vocabularies, shipped_vocabularies

CLINICAL_ROLES = frozenset({"faculty", "attending", "fellow", "resident", "retired", "visiting"})
SENSITIVE_BACKGROUND = frozenset({"race-ethnicity", "gender", "lgbtq", "religion", "disability"})
MAX_INTERESTS = 12
MAX_ITEMS = 50


def _each_once(values: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(dict.fromkeys(values))


def _each_once_in_any_case(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple({value.casefold(): value for value in reversed(values)}.values())[::-1]


Text = Annotated[str, Line()]
ShortText = Annotated[str, Line(100)]
Markdown = Annotated[str, Prose()]
Date = Annotated[date, Day()]
PastDate = Annotated[date, Day(past=True)]
Link = Annotated[str, Url()]
Flag = Annotated[bool, YesNo()]
Audience = Annotated[str, Choice(("public", "campus"))]
Specialty = Annotated[str, Word("specialties", "specialty")]
Stage = Annotated[str, Word("stages", "stage")]
Category = Annotated[str, Word("background", "background category")]
Once = AfterValidator(_each_once)


class Model(BaseModel):
    """A group of fields; unknown ones are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", revalidate_instances="never")


class Location(Model):
    city: ShortText | None = Field(None, description="Where you work", examples=["Rochester"])
    region: ShortText | None = Field(None, description="State, province or region", examples=["NY"])
    country: ShortText | None = Field(None, description="Country, best as its two-letter code", examples=["US"])
    timezone: Annotated[str, TimeZone()] | None = Field(
        None, description="Your time zone, so that proposed times are understood", examples=["America/New_York"]
    )


class Training(Model):
    school: Text = Field(description="School or hospital", examples=["Harborview School of Medicine"])
    degree: ShortText | None = Field(None, description="Degree or training", examples=["MD"])
    year: Annotated[int, Whole(1930, 2100)] | None = Field(None, description="Year in which it ended", examples=["2009"])


class Offer(Model):
    type: Annotated[str, Word("types", "type of mentoring")] = Field(description="The way in which you mentor", examples=["research"])
    stages: Annotated[tuple[Stage, ...], Once] = Field(
        (), max_length=MAX_ITEMS, description="Whom; none means people at any stage", examples=["[resident, fellow]"]
    )
    topics: Annotated[tuple[Annotated[str, Word("topics", "topic")], ...], Once] = Field(
        (), max_length=MAX_ITEMS, description="On what", examples=["[research-project, publishing]"]
    )


class Availability(Model):
    status: Annotated[str, Word("statuses", "status")] = Field(
        description="Whether you take people now. limited: only some requests; say which in ideal_mentee", examples=["open"]
    )
    slots: Annotated[int, Whole(0, 99)] | None = Field(
        None, description="How many more people you could take; 0 shows you as full", examples=["2"]
    )
    paused_until: Date | None = Field(
        None, description="Last day of a pause; you are shown as open again the day after", examples=["2027-01-31"]
    )
    starts: Date | None = Field(None, alias="from", description="First day on which you are available", examples=["2027-02-01"])
    formats: Annotated[tuple[Annotated[str, Word("formats", "format")], ...], Once] = Field(
        (), max_length=MAX_ITEMS, description="How long you would work together", examples=["[one-off, long]"]
    )
    cadence: Annotated[str, Word("cadences", "cadence")] | None = Field(
        None, description="How often you like to meet", examples=["monthly"]
    )
    modes: Annotated[tuple[Annotated[str, Word("modes", "mode")], ...], Once] = Field(
        (), max_length=MAX_ITEMS, description="How you like to meet", examples=["[video, in-person]"]
    )
    requests_per_month: Annotated[int, Whole(1, 99)] | None = Field(
        None, description="How many new requests a month you can answer", examples=["3"]
    )


class Contact(Model):
    method: Annotated[str, Word("methods", "contact method")] = Field(description="How a first request reaches you", examples=["email"])
    value: Annotated[str, Reach()] | None = Field(
        None,
        description="The address for that method; not needed for coordinator. It is never shown as plain text",
        examples=["ana.lima@lakeside.example"],
    )
    audience: Audience = Field(
        "public", description="campus: outside the school, requests go to the coordinator instead", examples=["public"]
    )
    reply_days: Annotated[int, Whole(1, 60)] | None = Field(None, description="Days within which you usually answer", examples=["7"])
    include: tuple[Text, ...] = Field(
        (), max_length=12, description="What a first message should have", examples=["[your stage, one specific question]"]
    )
    instructions: Markdown | None = Field(None, description="Anything else to know before writing", examples=["Mondays are best."])

    @model_validator(mode="after")
    def _value_fits_method(self) -> "Contact":
        if self.method == "coordinator":
            return self
        if self.value is None:
            wanted = "your e-mail address" if self.method == "email" else "a web address that begins with https://"
            raise Invalid(f"is missing for the method {self.method}", f"add value: and {wanted}", field="value")
        try:
            value = read_email(self.value) if self.method == "email" else read_https(self.value)
        except Invalid as refusal:
            hint = refusal.hint
            if self.method != "email" and "@" in self.value and "/" not in self.value:
                hint = "write method: email for an e-mail address"
            raise Invalid(refusal.message, hint, field="value") from None
        return self.model_copy(update={"value": value})

    @model_validator(mode="after")
    def _coordinator_exists(self, info: ValidationInfo) -> "Contact":
        around = info.context or Surroundings()
        if around.has_coordinator:
            return self
        if self.method == "coordinator":
            raise Invalid(
                "needs a coordinator, and directory.yml names none",
                "add coordinator: to directory.yml, or choose another method",
                field="method",
            )
        if self.audience == "campus":
            raise Invalid(
                "puts the coordinator in the place of this address, and directory.yml names none",
                "add coordinator: to directory.yml",
                field="audience",
            )
        return self


class Consent(Model):
    date: PastDate = Field(description="The day on which you agreed that this is shown", examples=["2026-10-14"])
    audience: Audience = Field("public", description="Who may see it", examples=["public"])


class Identity(Model):
    category: Category = Field(description="A category that this directory has switched on", examples=["first-gen"])
    words: Text | None = Field(None, description="The same in your own words", examples=["First in my family to finish school"])


class Background(Model):
    consent: Consent | None = Field(None, description="Without it nothing of your background is published")
    identifies: tuple[Identity, ...] = Field((), max_length=MAX_ITEMS, description="What you share of yourself")
    ally_for: Annotated[tuple[Category, ...], Once] = Field(
        (), max_length=MAX_ITEMS, description="Whom you support without sharing their background", examples=["[lgbtq, img]"]
    )


class Photo(Model):
    file: Annotated[str, PhotoFile()] = Field(description="File name of the portrait", examples=["ana-lima.jpg"])
    alt: Text = Field(description="What the picture shows, for those who can't see it", examples=["Ana Lima in a garden, laughing"])
    credit: Text | None = Field(None, description="Who took it", examples=["Rui Costa"])


class Links(Model):
    orcid: Annotated[str, Orcid()] | None = Field(None, description="Your ORCID iD", examples=["0000-0001-2345-6789"])
    pubmed: Link | None = Field(None, description="Your publications", examples=["https://pubmed.example/?term=lima"])
    website: Link | None = Field(None, description="Your own page", examples=["https://ana-lima.example"])
    linkedin: Link | None = Field(None, description="Your LinkedIn page", examples=["https://linkedin.example/in/ana-lima"])
    institution: Link | None = Field(
        None, description="Your page at your institution", examples=["https://lakeside.example/people/ana-lima"]
    )


class Profile(Model):
    """A mentor's profile, valid."""

    name: ShortText = Field(description="Your name as you want to be called, in any script", examples=["Ana Lima"])
    pronouns: ShortText | None = Field(None, description="Your pronouns", examples=["she/her"])
    credentials: tuple[ShortText, ...] = Field(
        (), max_length=12, description="Degrees and memberships behind your name", examples=["[MD, MPH]"]
    )
    role: Annotated[str, Word("roles", "role")] = Field(description="What you are at work", examples=["faculty"])
    title: Text | None = Field(None, description="Your position", examples=["Associate Professor of Medicine"])
    department: Text | None = Field(None, description="Your department", examples=["Department of Medicine"])
    institution: Text | None = Field(
        None,
        validate_default=True,
        description="Where you work; needed unless directory.yml gives a default",
        examples=["Lakeside School of Medicine"],
    )
    location: Location = Field(Location(), description="Where you are")
    training: tuple[Training, ...] = Field((), max_length=12, description="Where you come from yourself")
    visiting_until: Date | None = Field(
        None, description="For visiting mentors: the last day of the visit; you are delisted after it", examples=["2027-03-31"]
    )
    specialties: Annotated[tuple[Specialty, ...], Once] = Field(
        (),
        max_length=12,
        validate_default=True,
        description="Your specialties, in your own abbreviations if you like; needed for clinical roles",
        examples=["[Cardiology, peds]"],
    )
    interests: Annotated[tuple[ShortText, ...], AfterValidator(_each_once_in_any_case)] = Field(
        (),
        max_length=MAX_INTERESTS,
        description="Free tags by which people should find you",
        examples=["[heart failure, medical education]"],
    )
    mentoring: tuple[Offer, ...] = Field(
        min_length=1, max_length=12, description="Your offers: I mentor these stages in this way on these topics"
    )
    open_outside_specialty: Flag | None = Field(None, description="Whether you mentor people from other fields", examples=["true"])
    accepts_from: Annotated[str, Word("accepts_from", "answer")] | None = Field(
        None, description='From where you take people; unset shows "ask"', examples=["anyone"]
    )
    availability: Availability = Field(description="Whether and how you take people now")
    last_confirmed: PastDate = Field(
        description="The day on which you said: this is right, and you may publish it", examples=["2026-10-14"]
    )
    contact: Contact = Field(description="How a trainee should reach you")
    languages: Annotated[tuple[Annotated[str, Language()], ...], Once] = Field(
        (), max_length=20, description="Languages in which you mentor", examples=["[en, es]"]
    )
    background: Background = Field(Background(), description="Wholly voluntary, and published only with your consent")
    ideal_mentee: Markdown | None = Field(
        None, description="With whom you work best", examples=["Curious people who like to finish things."]
    )
    expectations: Markdown | None = Field(
        None, description="What you expect of a mentee", examples=["Come with a question; tell me early when plans change."]
    )
    why_i_mentor: Markdown | None = Field(None, description="Why you mentor", examples=["Somebody did it for me."])
    hope_to_gain: Markdown | None = Field(None, description="What you hope to gain yourself", examples=["Questions I would not ask."])
    photo: Photo | None = Field(None, description="A portrait of yours")
    links: Links = Field(Links(), description="Pages about you")
    programs: Annotated[tuple[Annotated[str, Program()], ...], Once] = Field(
        (), max_length=20, description="Formal programmes you mentor in", examples=["[lakeside-near-peer]"]
    )
    audience: Audience = Field(
        "public", description="campus: the whole profile is shown only in the school's own build", examples=["public"]
    )
    listed_since: Date | None = Field(None, description="The day on which you joined", examples=["2026-10-14"])
    aliases: Annotated[tuple[Annotated[str, Slug()], ...], Once] = Field(
        (), max_length=20, description="Former names of this file; old addresses lead here", examples=["[ana-souza]"]
    )
    draft: Flag = Field(False, description="true: checked, but not published", examples=["true"])
    bio: Annotated[str, Prose(6_000)] | None = Field(None, description="About you, in Markdown. In a .md file it follows the closing ---")

    @field_validator("institution")
    @classmethod
    def _institution_is_known(cls, value: str | None, info: ValidationInfo) -> str | None:
        if value is None and info.context and info.context.institution is None:
            raise Invalid("is missing", "add institution: and where you work, or give a default for everybody in directory.yml")
        return value

    @field_validator("specialties")
    @classmethod
    def _clinicians_have_specialties(cls, value: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        if not value and info.data.get("role") in CLINICAL_ROLES:
            raise Invalid(f"is missing for the role {info.data['role']}", "add specialties: [Family Medicine], or whichever are yours")
        return value


class ProgramFile(Model):
    """A formal programme, society or volunteer route: content/programs/<slug>.yaml."""

    name: ShortText = Field(description="What it is called", examples=["Near-Peer Circle"])
    kind: Annotated[str, Word("program_kinds", "kind of programme")] = Field(description="Who runs it", examples=["school"])
    url: Link = Field(description="Its own page", examples=["https://lakeside.example/near-peer"])
    summary: Markdown = Field(
        description="What it offers to whom, in a few sentences", examples=["Second-years meet first-years every other week."]
    )
    stages: Annotated[tuple[Stage, ...], Once] = Field(
        (), max_length=MAX_ITEMS, description="Whom it serves; none means anybody", examples=["[preclinical-student]"]
    )
    region: ShortText | None = Field(None, description="Where it works, if not everywhere", examples=["NY"])
    recruits_mentors: Flag = Field(False, description="Whether it looks for mentors", examples=["true"])
    audience: Audience = Field("public", description="campus: shown only in the school's own build", examples=["public"])


class PageFile(Model):
    """A guide page: content/pages/<slug>.md."""

    title: ShortText = Field(description="Its heading", examples=["Finding a mentor"])
    order: Annotated[int, Whole(0, 9999)] = Field(description="Its place among the pages, small first", examples=["10"])
    audience: Annotated[str, Choice(("trainee", "mentor", "school"))] = Field(description="For whom it is", examples=["trainee"])
    summary: Text = Field(description="What it is about, in one line", examples=["Several mentors, and where to look for them."])
    draft: Flag = Field(False, description="true: not published; this also hides the shipped page of the same name", examples=["true"])
    body: Annotated[str, GuideProse()] | None = Field(None, description="The page itself, in Markdown, below the closing ---")


class Person(Model):
    name: ShortText = Field(description="Name of the person or office", examples=["Mentoring Office"])
    email: Annotated[str, Email()] | None = Field(
        None, description="Its address; never shown as plain text", examples=["mentoring@lakeside.example"]
    )
    url: Link | None = Field(None, description="Its page", examples=["https://lakeside.example/mentoring"])

    @model_validator(mode="after")
    def _can_be_reached(self) -> "Person":
        if self.email is None and self.url is None:
            raise Invalid("has neither email nor url", "add one of them, so that people can get in touch")
        return self


class Repository(Model):
    url: Link = Field(description="Where the profiles are kept", examples=["https://github.com/lakeside-example/mentors"])
    branch: ShortText = Field("main", description="The branch that is published", examples=["main"])
    forge: Annotated[str, Choice(("github", "gitlab", "gitea", "none"))] = Field(
        "github", description="The software behind that address", examples=["github"]
    )
    visibility: Annotated[str, Choice(("public", "private"))] = Field(
        "public", description="Whether everybody can read the repository", examples=["public"]
    )


class NewEntry(Model):
    id: Annotated[str, Slug()] = Field(description="Its name in addresses", examples=["student-health"])
    label: ShortText = Field(description="Its name for people", examples=["Student Health"])
    broader: tuple[Annotated[str, Slug()], ...] = Field(
        (), max_length=MAX_ITEMS, description="Ids of entries that include it", examples=["[family-medicine]"]
    )
    aliases: tuple[ShortText, ...] = Field((), max_length=MAX_ITEMS, description="Other ways to write it", examples=["[campus health]"])
    search: tuple[ShortText, ...] = Field((), max_length=MAX_ITEMS, description="Words that lead to it", examples=["[college clinic]"])
    description: Text = Field("", description="One sentence about it")


class VocabularyChange(Model):
    add: tuple[NewEntry, ...] = Field((), max_length=500, description="Entries of your own")
    relabel: dict[Annotated[str, Slug()], ShortText] = Field(default_factory=dict, description="Other names for entries: `id: name`")
    hide: tuple[Annotated[str, Slug()], ...] = Field((), max_length=500, description="Ids of entries that you don't use")


VocabularyName = Annotated[str, Choice(tuple(sorted(FIXED | OPEN)))]


class Tokens(Model):
    radius: Annotated[int, Whole(0, 32)] | None = Field(None, description="Roundness of corners, in pixels", examples=["8"])
    measure: Annotated[int, Whole(40, 100)] | None = Field(None, description="Longest line of text, in characters", examples=["68"])
    font: Annotated[str, Choice(("sans", "serif"))] | None = Field(None, description="The kind of typeface", examples=["sans"])


class Theme(Model):
    accent: Annotated[str, Colour()] | None = Field(
        None, description="Your colour, for links and buttons; its contrast is checked", examples=['"#00629b"']
    )
    logo: ShortText | None = Field(None, description="File name of your logo in content/, SVG, PNG, JPEG or WebP", examples=["logo.svg"])
    tokens: Tokens = Field(Tokens(), description="Finer settings of the design")


class Settings(Model):
    """directory.yml, valid."""

    name: ShortText = Field(description="What the directory is called", examples=["Lakeside Mentor Directory"])
    description: Text | None = Field(
        None, description="One sentence about it", examples=["Mentors for students, residents and fellows at Lakeside."]
    )
    language: Annotated[str, Language()] = Field("en", description="The language of the site", examples=["en"])
    base_url: Annotated[str, HomeUrl()] | None = Field(
        None, description="Address of the published home page", examples=["https://lakeside.example/mentors/"]
    )
    institution: Text | None = Field(
        None, description='Default for profiles; also "my school" for accepts_from', examples=["Lakeside School of Medicine"]
    )
    coordinator: Person | None = Field(None, description="Who relays requests, and helps when nobody answers")
    safety: Person | None = Field(None, description="Whom to tell, in confidence, about conduct or a wrong profile; shown on every profile")
    repository: Repository | None = Field(None, description="Where the profiles are kept")
    stale_after_days: Annotated[int, Whole(1, 3650)] = Field(
        180, description="After so many days without confirmation a profile is marked", examples=["180"]
    )
    delist_after_days: Annotated[int, Whole(1, 3650)] = Field(400, description="After so many it leaves the lists", examples=["400"])
    max_open_requests: Annotated[int, Whole(1, 99)] = Field(
        4, description="How many requests a trainee should have open at once", examples=["4"]
    )
    vocabulary: dict[VocabularyName, VocabularyChange] = Field(
        default_factory=dict, description="Your own entries, names and omissions, per vocabulary"
    )
    background: Annotated[tuple[Category, ...], Once] | None = Field(
        None,
        max_length=MAX_ITEMS,
        description="Background categories switched on; without this line, all but the sensitive ones",
        examples=["[first-gen, rural, img]"],
    )
    theme: Theme = Field(Theme(), description="Colour and logo")
    noindex: Flag = Field(False, description="true: ask search engines to keep out", examples=["true"])

    @field_validator("delist_after_days")
    @classmethod
    def _delisting_follows_staleness(cls, value: int, info: ValidationInfo) -> int:
        stale = info.data.get("stale_after_days")
        if stale is not None and value < stale:
            raise Invalid(f"is {value}, less than stale_after_days ({stale})", "make it the larger of the two")
        return value


@dataclass(frozen=True, slots=True)
class FieldGuide:
    """What people and tools are told about one field. `depth` counts from 0; `path` is as in `mentoring[].type`."""

    path: str
    name: str
    depth: int
    required: bool
    many: bool
    kind: Scalar | None
    group: type[Model] | None
    help: str
    example: str
    limit: int | None

    def describe(self) -> str:
        if self.group:
            return "a list of groups" if self.many else "a group"
        assert self.kind is not None
        return f"a list, each {self.kind.describe()}" if self.many else self.kind.describe()


def field_guides(model: type[Model], prefix: str = "", depth: int = 0) -> Iterator[FieldGuide]:
    """Every field of `model` in order, a group before its own fields."""
    for attribute, info in model.model_fields.items():
        name = info.alias or attribute
        many, kind, group = _unwrap(info.annotation, info.metadata)
        limit = next((m.max_length for m in info.metadata if hasattr(m, "max_length")), None)
        path = f"{prefix}{name}{'[]' if many else ''}"
        example = str(info.examples[0]) if info.examples else ""
        yield FieldGuide(path, name, depth, info.is_required(), many, kind, group, info.description or "", example, limit)
        if group:
            yield from field_guides(group, f"{path}.", depth + 1)


def _unwrap(annotation: Any, metadata: list[Any]) -> tuple[bool, Scalar | None, type[Model] | None]:
    """(whether it is a list, the kind of its values, the model of its groups) of a field's annotation."""
    kind = next((m for m in metadata if isinstance(m, Scalar)), None)
    if kind:
        return False, kind, None
    if isinstance(annotation, type) and issubclass(annotation, Model):
        return False, None, annotation
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _unwrap(arguments[0], list(arguments[1:]))
    if origin is tuple:
        _, kind, group = _unwrap(arguments[0], [])
        return True, kind, group
    if origin is dict:
        _, kind, group = _unwrap(arguments[1], [])
        return False, kind, group
    return _unwrap(next(part for part in arguments if part is not type(None)), [])


def json_schema(model: type[Model], vocabularies: Vocabularies | None = None, address: str = "") -> dict[str, Any]:
    """JSON Schema (2020-12) of a file, with the vocabulary's ids, labels and aliases as values, for editors.

    Stricter than the checks in one thing: words of a vocabulary are compared with their case.
    """
    schema = model.model_json_schema(by_alias=True)
    head: dict[str, Any] = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    if address:
        head["$id"] = address
    described: dict[str, Any] = _with_words(schema, vocabularies or shipped_vocabularies())
    return head | described


def _with_words(node: Any, vocabularies: Vocabularies) -> Any:
    if isinstance(node, list):
        return [_with_words(part, vocabularies) for part in node]
    if not isinstance(node, dict):
        return node
    node = {key: _with_words(part, vocabularies) for key, part in node.items()}
    # The schema is published, and no published file has an address in it, not even an invented one.
    if any(isinstance(example, str) and find_address(example) for example in node.get("examples", ())):
        del node["examples"]
    if name := node.pop("x-vocabulary", None):
        entries = vocabularies[name].choices()
        node["enum"] = list(dict.fromkeys(word for entry in entries for word in (entry.id, entry.label, *entry.aliases)))
    return node

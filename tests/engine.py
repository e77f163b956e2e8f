"""Asks the search of a built site without its page: the modules that answer, in a real browser."""

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

_ASK = """async ({questions, most}) => {
    const { answerTo, Index, reasons, understood } = await import(new URL("assets/search/answer.js", location.href));
    const index = await Index.open(new URL("search/", location.href).href);
    const answers = [];
    for (const {q, filters = {}, all = false, sort = "best"} of questions) {
        const started = performance.now();
        const answer = await answerTo(index, {q, filters, all, sort}, async () => {}, 1e6);
        const ms = performance.now() - started;
        const cards = await Promise.all([...answer.mentors.subarray(0, most)].map((mentor) => index.card(mentor)));
        answers.push({
            slugs: cards.map(({slug}) => slug),
            total: answer.mentors.length,
            others: answer.others,
            partial: answer.found.partial,
            understood: understood(answer.matches),
            why: [...answer.mentors.subarray(0, 3)].map((mentor) => reasons(answer.matches, mentor).map(({field, word, how}) => [field, word, how])),
            ms,
        });
    }
    return answers;
}"""


@dataclass(frozen=True)
class Answer:
    """What the search says. `slugs`: the first results; `others`: how many more there are who aren't available."""

    slugs: list[str]
    total: int
    others: int
    partial: bool
    understood: list[dict[str, Any]]
    why: list[list[tuple[str, str, str]]]
    ms: float


def ask(page: Page, questions: list[str | dict[str, Any]], most: int = 10) -> list[Answer]:
    """The answers to texts, or to states `{q, filters, all, sort}`. The page is at the home of a built site."""
    asked = [{"q": question} if isinstance(question, str) else question for question in questions]
    return [Answer(**answer) for answer in page.evaluate(_ASK, {"questions": asked, "most": most})]

"""How is a decision of the rules described? Pure: what was asked, the verdict, and the reasons in words."""

from collections.abc import Iterable

from cadence.domain import Reason
from cadence.explain.story.ahead import ask
from cadence.explain.story.events.text import EventText
from cadence.explain.story.speaker import Speaker, What
from cadence.policy.wording import in_words


def decision(what: What, speaker: Speaker) -> EventText:
    """Describe a decision, with its reasons and with the rules that were waived."""
    evidence = {"decision": what.get("id"), "packs": what.get("packs"), **(what.get("evidence") or {})}
    if what.get("sources"):
        evidence["sources"] = what["sources"]
    return EventText(
        words=decision_in_words(what, speaker),
        why=(*reasons(what.get("reasons") or (), speaker), *waived(what, speaker)),
        by=speaker.term("by", "gate"),
        evidence=evidence,
    )


def decision_in_words(what: What, speaker: Speaker) -> str:
    """Return a decision in words."""
    candidate = what.get("candidate") or {}
    proposed = ask(speaker, {**(candidate.get("cause") or {}), **candidate})
    verdict = what["verdict"]
    sentence = f"event-decision-{verdict}"
    if verdict == "refuse":
        sentence = f"event-decision-refuse-{what.get('scope') or 'step'}"
    elif verdict == "allow" and what.get("reasons"):  # they are about the numbers before this one
        sentence = "event-decision-allow-next"
    hold = speaker.hold(what.get("hold") or "", what.get("hold_key") or "")
    number = speaker.number(what.get("number_id"))
    return speaker.say(sentence, ask=proposed, until=speaker.clock(what.get("until")), hold=hold, number=number)


def reasons(listed: Iterable[What], speaker: Speaker) -> tuple[str, ...]:
    """Return the reasons of a refusal in words, with rule ids; a reason that several numbers share comes once."""
    numbers_by_sentence: dict[str, list[str]] = {}
    for reason in listed:
        evidence = reason.get("evidence") or {}
        sentence = in_words(Reason(rule=reason["rule"], evidence=evidence), speaker.language)
        named = sentence if reason["rule"] in sentence else f"{sentence} [{reason['rule']}]"
        numbers = numbers_by_sentence.setdefault(named, [])
        if evidence.get("number") is not None:
            numbers.append(speaker.number(evidence["number"]))
    return tuple(
        f"{sentence} ({', '.join(dict.fromkeys(numbers))})" if numbers else sentence
        for sentence, numbers in numbers_by_sentence.items()
    )


def waived(what: What, speaker: Speaker) -> tuple[str, ...]:
    """Return our own rules that did not apply because the person had asked for the call."""
    free = (what.get("evidence") or {}).get("waived") or {}
    words = reasons(({"rule": rule, "evidence": evidence} for rule, evidence in free.items()), speaker)
    return tuple(speaker.say("event-decision-waived", reason=reason) for reason in words)

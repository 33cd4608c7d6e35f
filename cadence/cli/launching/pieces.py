"""What does each person get, step by step, as a preview shows it? Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from cadence.campaign import Campaign, Step
from cadence.campaign.answers import expected_answers, keeps
from cadence.campaign.branches import targets
from cadence.campaign.conditions.evaluate import PersonAt, holds
from cadence.campaign.conditions.words import in_words as condition_in_words
from cadence.campaign.conditions.words import joined
from cadence.campaign.content.base import ShownPiece
from cadence.campaign.segments import measure
from cadence.campaign.templates import CALLBACK_AT, SOME_VALUE
from cadence.campaign.texts import filler_of, samples
from cadence.campaign.when import when_due
from cadence.cli.launching.result_words import caps_in_words, result_in_words
from cadence.domain import END
from cadence.domain.list_rows import LeadRow
from cadence.domain.questions import ReplyQuestion
from cadence.languages import Language, add_sentences, say
from cadence.leads.lists.facts import facts_of_row
from cadence.replies.digits import pressed_answers

TRUTHS = {True: "yes", False: "no", None: "unknown"}
"""How the ids of sentences say whether a condition holds for a person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One text of one step, as one lead receives it."""

    lead: str
    step: str
    channel: str
    due: str  # when, in words
    what: str  # body, template, voicemail, title, answer
    text: str
    where: str = ""  # the condition of the step, and whether this person meets it
    segments: int = 0
    costly: str = ""  # characters that make the message longer than it looks


def pieces_of(campaign: Campaign, row: LeadRow, now: datetime, language: Language = "en") -> list[Piece]:
    """Return every text for one lead: the steps in the order of the file, then announcements of promised calls."""
    rule = campaign.callback
    notices = (
        [(name, notice) for name, notice in (("confirm", rule.confirm), ("moved", rule.moved)) if notice]
        if rule
        else []
    )
    announced = [notice.step(f"callback.{name}", channel) for name, notice in notices for channel in notice.channels]
    row = replace(row, attributes=samples(campaign) | row.attributes)  # what they will answer is not known yet
    person = replace(row, attributes=row.attributes | {CALLBACK_AT: SOME_VALUE})
    steps = [(step, row) for step in campaign.cadence] + [(step, person) for step in announced]
    return [piece for step, lead in steps for piece in _of_step(campaign, step, lead, now, language)]


def page(pieces: list[Piece], language: Language = "en") -> Iterator[str]:
    """Yield the lines of a preview: the leads one after the other, each with its steps."""
    lead = step = None
    for piece in pieces:
        if piece.lead != lead:
            if lead is not None:
                yield ""
            yield piece.lead
            lead, step = piece.lead, None
        if piece.step != step and piece.due:
            yield f"  {piece.step:<16} {say(language, 'preview-due', due=piece.due)}"
        if piece.step != step and piece.where:
            yield f"  {piece.step:<16} {piece.where}"
        step = piece.step
        if not piece.text:
            continue
        yield f"  {piece.step:<16} {piece.channel:<9} {_what(piece.what, language)}{_size(piece, language)}"
        yield f"    {piece.text}"


def _what(what: str, language: Language) -> str:
    """Return what a text is: a template by its name, anything else in words."""
    word, _, name = what.partition(" ")
    return f"{say(language, f'preview-piece-{word}')} {name}".rstrip()


def _size(piece: Piece, language: Language) -> str:
    """Return how many segments a text message takes, and which characters make it longer."""
    if not piece.segments:
        return ""
    size = say(language, "preview-segments", count=piece.segments)
    return f"  [{size}{say(language, 'preview-costly', characters=piece.costly) if piece.costly else ''}]"


def _for_whom(campaign: Campaign, step: Step, row: LeadRow, now: datetime, language: Language) -> str:
    """Return the condition of a step, at the first one also the campaign's, and whether this person meets it."""
    person = PersonAt(facts_of_row(campaign, row, now), now, campaign.purpose)
    parts = []
    if campaign.where is not None and step.step == campaign.cadence[0].step:
        truth = say(language, f"preview-enters-{TRUTHS[holds(campaign.where, person)]}")
        where = condition_in_words(campaign.where, language)
        parts.append(say(language, "preview-campaign-where", where=where, truth=truth))
    if step.where is not None:
        known = step.where.by_list and samples(campaign).keys().isdisjoint(step.where.columns)
        truth = say(language, f"preview-met-{TRUTHS[holds(step.where, person)] if known else 'later'}")
        where = condition_in_words(step.where, language)
        parts.append(say(language, "preview-step-where", where=where, truth=truth))
    return "; ".join(parts)


def _of_step(campaign: Campaign, step: Step, row: LeadRow, now: datetime, language: Language) -> list[Piece]:
    due = when_due(campaign, step, language) if step.step in campaign.places else ""
    name, where = _name(row, language), _for_whom(campaign, step, row, now, language)
    if step.content is None:
        return [Piece(lead=name, step=step.step, channel="wait", due=due, what="wait", text="", where=where)]
    pieces = []
    for part in step.content.shown(filler_of(campaign, row)):
        size = measure(part.text) if part.counted else None
        piece = Piece(
            lead=name,
            step=step.step,
            channel=step.channel.value if step.channel else "wait",
            due=due,
            what=part.what,
            text=_text(part, language),
            where=where,
            segments=size.segments if size else 0,
            costly=size.costly if size else "",
        )
        pieces.append(piece)
    more = {"result": result_in_words(campaign, step, language), "cap": caps_in_words(campaign, step, row, language)}
    pieces += [replace(pieces[0], what=what, text=words, due="", where="") for what, words in more.items() if words]
    return [*pieces, *_answers(campaign, step, row, language)]


def _text(part: ShownPiece, language: Language) -> str:
    return say(language, part.sentence, **part.values) if part.sentence else part.text


def _name(row: LeadRow, language: Language) -> str:
    return row.key or say(language, "preview-line", line=str(row.line))


def _answers(campaign: Campaign, step: Step, row: LeadRow, language: Language) -> Iterator[Piece]:
    """Yield the answers that a step expects, each with the words for it and the step that follows."""
    question = campaign.question_of(step)
    for word, written in _expected(step, question, language).items():
        kept = say(language, "preview-kept", column=step.ask.save) if step.ask and keeps(question, word) else ""
        yield Piece(
            lead=_name(row, language),
            step=step.step,
            channel=step.channel.value if step.channel else "wait",
            due="",
            what="answer",
            text=f"{written}: {word}{kept} -> {_followed_by(campaign, step, word, language)}",
        )


def _expected(step: Step, question: ReplyQuestion | None, language: Language) -> dict[str, str]:
    """Return what people write or press for each answer, by its word in `on`."""
    if step.call is None or question is None:
        return expected_answers(question, language)
    pressed = pressed_answers(question)
    return {word: say(language, "preview-press", digits=digits) for word, digits in pressed.items()}


def _followed_by(campaign: Campaign, step: Step, word: str, language: Language) -> str:
    """Return what comes after an answer: the steps that `on` names, else what happens without it."""
    ways = [name for name, _ in targets(step.on[word])] if word in step.on else []
    if ways or word in campaign.stop_on:
        return joined([say(language, "preview-end") if way == END else way for way in ways or [END]], language, "or")
    if step.call is None:
        return say(language, "preview-work")
    return step.floor or say(language, "preview-call-ends")


add_sentences(
    en="""
preview-due = due { $due }
preview-segments = { $count ->
        [one] { $count } segment
       *[other] { $count } segments
    }
preview-costly = ; because of { $characters }
preview-piece-body = body
preview-piece-subject = subject
preview-piece-template = template
preview-piece-question = question
preview-piece-voicemail = voicemail
preview-piece-call = call
preview-piece-task = task
preview-piece-answer = answer
preview-campaign-where = the campaign is for people who meet this condition: { $where }: { $truth }
preview-enters-yes = yes
preview-enters-no = no, this person does not come in
preview-enters-unknown = not known, this person does not come in
preview-step-where = only where { $where }: { $truth }
preview-met-yes = yes
preview-met-no = no, it is skipped
preview-met-unknown = not known, it is skipped
preview-met-later = asked when it is due
preview-line = line { $line }
preview-kept = , kept as { $column }
preview-press = press { $digits }
preview-end = end
preview-work = work for a person
preview-call-ends = the call ends
preview-shown = { $leads ->
        [one] { $leads } lead shown.
       *[other] { $leads } leads shown.
    }
preview-checked = { $rows ->
        [one] Only the first row was checked.
       *[other] Only the first { $rows } rows were checked.
    }
preview-enter = Who may enter: { $enter }.
""",
    es="""
preview-due = { $due }
preview-segments = { $count ->
        [one] { $count } segmento
       *[other] { $count } segmentos
    }
preview-costly = ; por { $characters }
preview-piece-body = texto
preview-piece-subject = asunto
preview-piece-template = plantilla
preview-piece-question = pregunta
preview-piece-voicemail = mensaje en el contestador
preview-piece-call = llamada
preview-piece-task = tarea
preview-piece-answer = respuesta
preview-campaign-where = la campaña es para las personas que cumplen: { $where }: { $truth }
preview-enters-yes = sí
preview-enters-no = no, esta persona no entra
preview-enters-unknown = no se sabe, esta persona no entra
preview-step-where = solo si { $where }: { $truth }
preview-met-yes = sí
preview-met-no = no, se omite
preview-met-unknown = no se sabe, se omite
preview-met-later = se comprueba cuando toca el paso
preview-line = línea { $line }
preview-kept = , se guarda como { $column }
preview-press = pulsar { $digits }
preview-end = fin
preview-work = tarea para una persona
preview-call-ends = termina la llamada
preview-shown = { $leads ->
        [one] Se muestra { $leads } contacto.
       *[other] Se muestran { $leads } contactos.
    }
preview-checked = { $rows ->
        [one] Solo se ha comprobado la primera fila.
       *[other] Solo se han comprobado las primeras { $rows } filas.
    }
preview-enter = Quién puede entrar: { $enter }.
""",
    pt="""
preview-due = { $due }
preview-segments = { $count ->
        [one] { $count } segmento
       *[other] { $count } segmentos
    }
preview-costly = ; por causa de { $characters }
preview-piece-body = texto
preview-piece-subject = assunto
preview-piece-template = modelo
preview-piece-question = pergunta
preview-piece-voicemail = recado na caixa postal
preview-piece-call = ligação
preview-piece-task = tarefa
preview-piece-answer = resposta
preview-campaign-where = a campanha é para as pessoas que cumprem: { $where }: { $truth }
preview-enters-yes = sim
preview-enters-no = não, esta pessoa não entra
preview-enters-unknown = não se sabe, esta pessoa não entra
preview-step-where = só se { $where }: { $truth }
preview-met-yes = sim
preview-met-no = não, o passo é pulado
preview-met-unknown = não se sabe, o passo é pulado
preview-met-later = verificado na hora do passo
preview-line = linha { $line }
preview-kept = , guardada como { $column }
preview-press = teclar { $digits }
preview-end = fim
preview-work = tarefa para uma pessoa
preview-call-ends = a ligação termina
preview-shown = { $leads ->
        [one] { $leads } contato mostrado.
       *[other] { $leads } contatos mostrados.
    }
preview-checked = { $rows ->
        [one] Só a primeira linha foi verificada.
       *[other] Só as primeiras { $rows } linhas foram verificadas.
    }
preview-enter = Quem pode entrar: { $enter }.
""",
)

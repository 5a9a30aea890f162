"""The questions of a citizen's report: their order, what each takes, and how it is asked.

Somebody who is afraid reads this on a small screen. So each question is one sentence, says what may be left out, and
nothing is asked that the inspectors can find out by themselves.
"""

from typing import Final

from markupsafe import Markup

from bot.ui.forms import Answers, Form, Json, Kind, Step, items_of
from bot.ui.pages import lines
from bot.ui.text import fit, quoted
from bot.ui.translation import LANGUAGES, N_, Translator
from domain.report import Conduct, Contactability, Field, YesNo
from handlers.context import Turn
from handlers.forms import Filling, Question
from handlers.language import OWN_NAMES
from handlers.report_unit import unit_question
from handlers.words import label_of

NAME: Final = "report"
NOTICE_VERSION: Final = "2023-10.2"
"""To be changed with any change of the notice: consent is kept with the version that was shown."""
AGREE: Final = "agree"
CONTACT_NAME: Final = "contact_name"
ANSWER_SHOWN: Final = 600
"""UTF-16 units of an answer shown again where it can be changed."""

_YES_NO_UNKNOWN: Final = tuple(YesNo)
_YES_NO: Final = (YesNo.YES, YesNo.NO)


def _gives_contact(answers: Answers) -> bool:
    return answers.get(Field.CONTACTABILITY) == Contactability.CONTACT_GIVEN


def _choice(key: Field, choices: tuple[str, ...], question: str, *, required: bool = False) -> Step:
    return Step(key.value, question, Kind.CHOICE, choices=choices, required=required)


FORM: Final = Form(
    NAME,
    1,
    (
        _choice(Field.LANGUAGE, LANGUAGES, "", required=True),
        _choice(Field.CONSENT, (AGREE,), N_("Before you begin"), required=True),
        _choice(Field.CONDUCT, tuple(Conduct), N_("What kind of conduct is it about?"), required=True),
        Step(Field.UNIT.value, N_("Which office or unit is it about?"), Kind.CUSTOM),
        Step(
            Field.PERSON.value,
            N_("Who is it about? A name, a position or a description: whatever you know."),
            Kind.TEXT,
            required=False,
        ),
        Step(
            Field.WHEN.value,
            N_("When did it happen? A day, a time, or how often: as exactly as you remember."),
            Kind.TEXT,
            required=False,
        ),
        Step(
            Field.WHERE.value,
            N_("Where did it happen? For example: at the one-stop division, window 3."),
            Kind.TEXT,
            required=False,
        ),
        Step(Field.WHAT.value, N_("What happened? Please tell it in your own words."), Kind.TEXTS),
        Step(
            Field.EVIDENCE.value,
            N_(
                "Do you have evidence? You can send photos, documents, voice messages, videos or a location, several "
                "at once too."
            ),
            Kind.FILES,
            required=False,
        ),
        _choice(Field.ONGOING, _YES_NO_UNKNOWN, N_("Is it still going on?")),
        _choice(
            Field.STAKE,
            _YES_NO_UNKNOWN,
            N_("Is a right of yours or a deadline at stake, so that waiting would do you harm?"),
        ),
        _choice(Field.MONEY_ASKED, _YES_NO_UNKNOWN, N_("Was money or some other advantage asked of you?")),
        _choice(
            Field.CONTACTABILITY,
            tuple(Contactability),
            N_("How may the inspectors reach you?"),
            required=True,
        ),
        Step(
            CONTACT_NAME,
            N_("What is your name?"),
            Kind.TEXT,
            applies=_gives_contact,
            required=False,
        ),
        Step(
            Field.CONTACT.value,
            N_("Where can you be reached? A telephone number, an e-mail or an address."),
            Kind.TEXT,
            applies=_gives_contact,
        ),
        _choice(Field.UNIT_MAY_BE_ASKED, _YES_NO, N_("May the unit itself be asked to verify the matter?")),
    ),
)


async def ask(turn: Turn, filling: Filling, step: Step) -> Question:
    """How the open question looks."""
    tr = turn.tr
    match step.key:
        case Field.LANGUAGE:
            return Question(
                Markup("<b>Ngôn ngữ · Language</b>"),
                choices=tuple(OWN_NAMES[language] for language in LANGUAGES),
                columns=2,
            )
        case Field.CONSENT:
            return _notice(turn)
        case Field.CONDUCT:
            return Question(_bold(tr, step), _about_conduct(tr), tuple(label_of(tr, one) for one in Conduct))
        case Field.UNIT:
            return await unit_question(turn, filling, _bold(tr, step))
        case Field.CONTACTABILITY:
            hint = tr.t(
                "Both are confidential. A name and contact are sealed apart from your report: the inspectors do not "
                "see them. They are opened only for a stated reason, and you are told."
            )
            return Question(_bold(tr, step), hint, tuple(label_of(tr, one) for one in Contactability))
        case Field.UNIT_MAY_BE_ASKED:
            return Question(
                _bold(tr, step), _about_asking(tr), tuple(label_of(tr, one) for one in _YES_NO), columns=2
            )
        case Field.WHAT | Field.EVIDENCE:
            return Question(_bold(tr, step), _so_far(turn, filling, step))
        case _ if step.kind is Kind.CHOICE:
            labels = tuple(label_of(tr, one) for one in _YES_NO_UNKNOWN)
            return Question(_bold(tr, step), choices=labels, columns=3)
        case _:
            return Question(_bold(tr, step), _given(tr, filling.state.answers.get(step.key)))


def _bold(tr: Translator, step: Step) -> Markup:
    return Markup("<b>") + tr.t(step.question) + Markup("</b>")


def _given(tr: Translator, value: Json) -> Markup | None:
    if not isinstance(value, str):
        return None
    return lines(tr.t("Your answer so far; a new message replaces it:"), quoted(fit(value, ANSWER_SHOWN)))


def _so_far(turn: Turn, filling: Filling, step: Step) -> Markup:
    tr, count = turn.tr, len(items_of(filling.state, step.key))
    if step.key == Field.WHAT:
        if count:
            return tr.n(
                "{n} message is kept. You can send more, or press “Done”.",
                "{n} messages are kept. You can send more, or press “Done”.",
                count,
            )
        return tr.t(
            "Who said and did what, what was asked of you, what came of it. Several messages are fine; photos and "
            "papers can come along."
        )
    limit = tr.number(turn.scope.rules.limits.files_a_report)
    counter = (
        tr.t("Kept so far: {count} of {limit}.", count=tr.number(count), limit=limit)
        if count
        else tr.t("There is room for {limit} files.", limit=limit)
    )
    return lines(
        counter,
        tr.t(
            "Each file can have up to 20 MB. What a picture tells besides what it shows, such as where it was taken, "
            "is removed from what the inspectors look at."
        ),
    )


def _about_conduct(tr: Translator) -> Markup:
    return lines(
        tr.t("• Harassment: difficulties made so as to be paid or favoured"),
        tr.t("• Causing trouble: papers that no rule asks for, one errand made into many"),
        tr.t("• Extortion: money, gifts or favours demanded"),
        tr.t("• Overbearing: shouting, contempt, threats"),
        tr.t("• Delay: past its date, or sent from one to another"),
        tr.t("If you are not sure, choose the nearest. The inspectors look at it again."),
    )


def _about_asking(tr: Translator) -> Markup:
    return tr.t(
        "If you agree, the unit's head may be given a summary without anything that could point to you, never your "
        "own words. If you do not agree, or leave this out, the unit is not asked."
    )


def _notice(turn: Turn) -> Question:
    tr, rules = turn.tr, turn.scope.rules
    elsewhere = turn.deployment.fallback_contact
    without_telegram = (
        tr.t("If you would rather avoid Telegram: {contact}", contact=elsewhere)
        if elsewhere
        else tr.t(
            "If you would rather avoid Telegram, you can go to the Provincial Inspectorate in person or write to it."
        )
    )
    text = lines(
        Markup("<b>") + tr.t("Before you begin") + Markup("</b>"),
        tr.t(
            "Your report goes to the Provincial Inspectorate, not to the unit it is about. It is <b>confidential</b>, "
            "but not anonymous: Telegram sees the messages, and so does the server of this service."
        ),
        without_telegram,
    )
    points = (
        tr.t(
            "• The inspectors see what you write under a pseudonym. Who you are is sealed apart; it is released only "
            "for a stated reason, to one person, by somebody who works on no case, and you are told."
        ),
        tr.t(
            "• Nobody of the unit learns of your report. Only if you agree at the end may its head be given a "
            "summary, without anything that could point to you."
        ),
        tr.t("• If the inspectorate itself is concerned, only those who oversee it see the report."),
        tr.t(
            "• A report here is not a statutory denunciation, which needs a signed petition or a statement in "
            "person. It is looked into all the same where it is clear who is meant, the evidence is concrete and "
            "there is a basis to verify."
        ),
        tr.t(
            "• Please tell what you know, and say so where you only suspect. A report that its sender knows to be "
            "false harms people, and the law holds its sender responsible. Whoever is honestly mistaken has nothing "
            "to fear."
        ),
        tr.t(
            "• You can go back, leave a question out or stop at any time. What is not sent is destroyed {hours} hours "
            "after your last message. After sending you can add to it, follow it and ask to withdraw it.",
            hours=tr.number(int(rules.draft_hours)),
        ),
    )
    notice = Markup("<blockquote expandable>") + Markup("\n").join(points) + Markup("</blockquote>")
    return Question(lines(text, "", notice), choices=(tr.plain("I have read this and agree"),))


def step_label(turn: Turn, step: Step) -> str:
    """The name of a question on the button that changes its answer."""
    if step.key == CONTACT_NAME:
        return turn.tr.plain("Name")
    if step.key == Field.CONTACT:
        return turn.tr.plain("Contact")
    if step.key == Field.CONSENT:
        return turn.tr.plain("Read the notice again")
    return label_of(turn.tr, Field(step.key))

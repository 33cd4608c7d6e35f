"""What does a first campaign say to people, and which questions does `init` ask? Pure: in English and Spanish."""

from dataclasses import dataclass
from typing import Literal

from cadence.domain import Purpose

StartLanguage = Literal["en", "es"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PurposeWording:
    """The texts of a campaign with one purpose. Placeholders are those of the campaign file."""

    title: str
    column: str  # the column of the list that the texts need
    values: tuple[str, ...]  # what stands in it
    line: str  # one line for messages
    mail_subject: str
    mail_body: str
    voicemail: str
    task: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageWording:
    """Everything that depends on the language."""

    purposes: dict[Purpose, PurposeWording]
    opt_out: str  # ends a text message
    unsubscribe: str  # ends what is spoken to a machine
    comments: dict[str, str]
    questions: dict[str, str]
    next: str


EN = LanguageWording(
    purposes={
        Purpose.MARKETING: PurposeWording(
            title="Offer for customers",
            column="product",
            values=("winter tires", "garden chairs", "desk lamps"),
            line="{{ company }}: {{ name | first_word }}, this week we have an offer on {{ product }}.",
            mail_subject="{{ name | first_word }}, an offer on {{ product }}",
            mail_body="Hello {{ name | first_word }}, this week we have an offer on {{ product }}. Reply to this "
            "e-mail if you would like to know more.",
            voicemail="Hello, this is {{ company }} with an offer on {{ product }}.",
            task="Write to {{ name }} about {{ product }}",
        ),
        Purpose.COLLECTIONS: PurposeWording(
            title="Reminder of a payment",
            column="amount",
            values=("$120.50", "$80.00", "$45.90"),
            line="{{ company }}: {{ name | first_word }}, please contact us about a payment.",
            mail_subject="{{ name | first_word }}, please contact us",
            mail_body="Hello {{ name | first_word }}, please contact us about a payment of {{ amount }}.",
            voicemail="Hello, this is {{ company }}. Please call us back.",
            task="Decide about the payment of {{ name }} ({{ amount }})",
        ),
        Purpose.SERVICE: PurposeWording(
            title="Your order is ready",
            column="order_number",
            values=("A-1041", "A-1042", "A-1043"),
            line="{{ company }}: {{ name | first_word }}, your order {{ order_number }} is ready.",
            mail_subject="Your order {{ order_number }} is ready",
            mail_body="Hello {{ name | first_word }}, your order {{ order_number }} is ready. Reply to this e-mail to "
            "tell us when you will pick it up.",
            voicemail="Hello, this is {{ company }}. Your order is ready.",
            task="Ask {{ name }} about order {{ order_number }}",
        ),
        Purpose.SURVEY: PurposeWording(
            title="How did it go?",
            column="order_number",
            values=("A-1041", "A-1042", "A-1043"),
            line="{{ company }}: {{ name | first_word }}, how did your order {{ order_number }} go? A line is enough.",
            mail_subject="How did your order {{ order_number }} go?",
            mail_body="Hello {{ name | first_word }}, how did your order {{ order_number }} go? A line is enough.",
            voicemail="Hello, this is {{ company }}. We would like to know how your order went.",
            task="Read the answer of {{ name }} about order {{ order_number }}",
        ),
    },
    opt_out="Msg and data rates may apply. HELP for help, STOP to opt out.",
    unsubscribe="To end our calls, call this number back or reply STOP to our messages.",
    comments={
        "purpose": "the law asks for the purpose: marketing | collections | service | survey",
        "law": "the law of each person's place binds by itself; `cadence packs` lists it",
        "from": "an example: put your own in its place before you launch",
        "windows": "the person's own local time",
        "limit": "the one budget of each person",
        "consent": "Nothing about `consent:` here: each channel needs a consent recorded in the list.",
        "floors": "who takes the calls: how many, and where",
        "template": "the template that WhatsApp has approved; `body` is its wording, for previews and open chats",
        "otherwise": "a rule said no: no consent, or no such number",
        "task": "for one of your own people",
        "keys": "Every key is described in docs/campaigns.md.",
    },
    questions={
        "name": "What is the campaign called? Small letters, digits and hyphens",
        "purpose": "What is it for? marketing, collections, service or survey",
        "country": "In which country are the people? ES or US",
        "channels": "On which channels, in this order? Of email, whatsapp, sms, call",
        "company": "Who writes: the name of your company",
    },
    next="Next:",
)
ES = LanguageWording(
    purposes={
        Purpose.MARKETING: PurposeWording(
            title="Oferta para clientes",
            column="producto",
            values=("neumáticos de invierno", "sillas de jardín", "lámparas de mesa"),
            line="{{ company }}: {{ name | first_word }}, esta semana tenemos una oferta en {{ producto }}.",
            mail_subject="{{ name | first_word }}, una oferta en {{ producto }}",
            mail_body="Hola, {{ name | first_word }}: esta semana tenemos una oferta en {{ producto }}. Responda a "
            "este correo si quiere saber más.",
            voicemail="Hola, le llamamos de {{ company }} por una oferta en {{ producto }}.",
            task="Escribir a {{ name }} sobre {{ producto }}",
        ),
        Purpose.COLLECTIONS: PurposeWording(
            title="Recordatorio de pago",
            column="importe",
            values=("120,50 €", "80,00 €", "45,90 €"),
            line="{{ company }}: {{ name | first_word }}, contacte con nosotros por un asunto de pago.",
            mail_subject="{{ name | first_word }}, contacte con nosotros",
            mail_body="Hola, {{ name | first_word }}: contacte con nosotros por un pago de {{ importe }}.",
            voicemail="Hola, le llamamos de {{ company }}. Por favor, devuélvanos la llamada.",
            task="Decidir sobre el pago de {{ name }} ({{ importe }})",
        ),
        Purpose.SERVICE: PurposeWording(
            title="Su pedido está listo",
            column="pedido",
            values=("A-1041", "A-1042", "A-1043"),
            line="{{ company }}: {{ name | first_word }}, su pedido {{ pedido }} ya está listo.",
            mail_subject="Su pedido {{ pedido }} está listo",
            mail_body="Hola, {{ name | first_word }}: su pedido {{ pedido }} ya está listo. Responda a este correo "
            "para decirnos cuándo lo recogerá.",
            voicemail="Hola, le llamamos de {{ company }}. Su pedido ya está listo.",
            task="Preguntar a {{ name }} por el pedido {{ pedido }}",
        ),
        Purpose.SURVEY: PurposeWording(
            title="¿Qué tal ha ido?",
            column="pedido",
            values=("A-1041", "A-1042", "A-1043"),
            line="{{ company }}: {{ name | first_word }}, ¿qué tal su pedido {{ pedido }}? Basta con una línea.",
            mail_subject="¿Qué tal su pedido {{ pedido }}?",
            mail_body="Hola, {{ name | first_word }}: ¿qué tal su pedido {{ pedido }}? Basta con una línea.",
            voicemail="Hola, le llamamos de {{ company }}. Nos gustaría saber qué tal fue su pedido.",
            task="Leer la respuesta de {{ name }} sobre el pedido {{ pedido }}",
        ),
    },
    opt_out="Responda BAJA para no recibir más mensajes.",
    unsubscribe="Si no quiere más llamadas, responda BAJA a nuestros mensajes.",
    comments={
        "purpose": "la ley pregunta por la finalidad: marketing | collections | service | survey",
        "law": "la ley del lugar de cada persona se aplica sola; `cadence packs` la enumera",
        "from": "un ejemplo: ponga el suyo antes de lanzar la campaña",
        "windows": "la hora local de cada persona",
        "limit": "el tope de cada persona en toda la campaña",
        "consent": "Aquí no hay `consent:`: cada canal necesita un consentimiento que conste en la lista.",
        "floors": "quién atiende las llamadas: cuántos, y dónde",
        "template": "la plantilla aprobada por WhatsApp; `body` es su texto, para ver antes y para chats abiertos",
        "otherwise": "una regla ha dicho que no: falta el consentimiento, o un número",
        "task": "para una persona del equipo",
        "keys": "Cada clave se explica en docs/campaigns.md.",
    },
    questions={
        "name": "¿Cómo se llama la campaña? Minúsculas, cifras y guiones",
        "purpose": "¿Para qué es? marketing, collections (cobro), service (servicio) o survey (encuesta)",
        "country": "¿En qué país están las personas? ES o US",
        "channels": "¿Por qué canales, en este orden? Entre email, whatsapp, sms, call",
        "company": "¿Quién escribe? El nombre de su empresa",
    },
    next="A continuación:",
)
WORDING: dict[StartLanguage, LanguageWording] = {"en": EN, "es": ES}

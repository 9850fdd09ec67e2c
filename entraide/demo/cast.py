"""Who lives in the demo world, and what its groups are. Every address ends in .example."""

import unicodedata
from dataclasses import dataclass, field

from entraide.groups.models import Chapter, ForWhom, Newcomers, Preset
from entraide.groups.queries import Face

NAMES = """
Lise Marcelle Anne-Marie Jo-71 Odette Bernadette Claire Colette Danielle Denis Édith Fernand Françoise Gérard
Ginette Guy Hélène Henri Huguette Irène Jacqueline Jeannine Josiane Léon Lucienne Madeleine Marguerite Martine
Michel Monique Nadia Nicole Paulette Philippe Raymond Renée Roger Simone Thérèse Yvonne
""".split()  # noqa: SIM905


@dataclass(frozen=True)
class GroupCast:
    """One group: who keeps it, how many belong, and its face. `key` is its name inside the demo."""

    key: str
    name: str
    preset: Preset
    chapter: Chapter
    face: Face
    organisers: tuple[str, ...]
    members: tuple[str, ...]
    managed: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()
    for_whom: ForWhom = ForWhom.CONCERNED
    newcomers: Newcomers = Newcomers.WELCOME
    listed: bool = True
    open_meetings: bool = False
    languages: tuple[str, ...] = field(default=("fr",))


def address(name: str, key: str) -> str:
    """Return the address of somebody of a group; Lise, who is in three, has one address."""
    bare = unicodedata.normalize("NFKD", name.lower()).encode("ascii", "ignore").decode("ascii")
    plain = bare.replace(" ", "-").replace(".", "")
    return "lise@poste.example" if name in LISE else f"{plain}.{key}@poste.example"


LISE = {"Lise", "Camille", "L. du jeudi"}

GROUPS = (
    GroupCast(
        "tilleuls",
        "Fibromyalgie Namur",
        Preset.TALK,
        Chapter.ILLNESS,
        Face(
            topics="fibromyalgie, douleur chronique",
            area="Namur et environs",
            about="Un café, une table, et le temps de parler. Chacun parle s’il le souhaite, personne n’est obligé.",
            called="table de parole",
        ),
        organisers=("Marcelle", "Anne-Marie"),
        members=tuple(name for name in NAMES if name not in ("Marcelle", "Anne-Marie", "Odette", "Fernand")),
        managed=("Odette", "Fernand"),
        waiting=("Solange",),
    ),
    GroupCast(
        "deuil",
        "Vivre un deuil",
        Preset.PROFESSIONAL,
        Chapter.LIFE,
        Face(topics="deuil", area="en ligne", about="Un cercle du soir, en ligne, pour qui a perdu un proche."),
        organisers=("Bruno",),
        members=("Camille", "Agnès", "Karim", "Luc", "Sophie", "Wim"),
        newcomers=Newcomers.AFTER_TALK,
    ),
    GroupCast(
        "quai",
        "Les Vendredis du quai",
        Preset.FELLOWSHIP,
        Chapter.ADDICTION,
        Face(topics="alcool", area="Liège", about="Vivre sans alcool, un jour à la fois. Ni cotisation, ni liste."),
        organisers=("Paul V.", "Mireille"),
        members=("Andrée B.", "Christian", "Fatima", "José", "Kevin", "Marie L.", "Serge"),
        open_meetings=True,
    ),
    GroupCast(
        "passerelle",
        "La Passerelle",
        Preset.TALK,
        Chapter.BEHAVIOUR,
        Face(topics="troubles alimentaires", area="Charleroi"),
        organisers=("Inès",),
        members=("L. du jeudi", "Maud", "Nour", "Théo", "Zoé"),
        newcomers=Newcomers.FULL,
        listed=False,
    ),
    GroupCast(
        "memoire",
        "Proches de la mémoire",
        Preset.ASSOCIATION,
        Chapter.ILLNESS,
        Face(
            topics="Alzheimer, maladies de la mémoire",
            area="Brabant wallon",
            cost="5 € par an, offerts à qui le demande",
            about="Pour les proches : conjoints, enfants, amis. Une table chaque semaine, un week-end par an.",
        ),
        organisers=("Jeanne", "Robert"),
        members=("Alain", "Béatrice", "Christiane", "Eric", "Gisèle", "Hugues", "Lucie", "Noëlla"),
        for_whom=ForWhom.RELATIVES,
    ),
)

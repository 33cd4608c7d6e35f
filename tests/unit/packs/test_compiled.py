"""Do the compiled packs say what their YAML says?"""

import pytest

from cadence.documents import read_document
from cadence.policy.packs.compiled import COMPILED, compiled
from cadence.policy.packs.loading import SHIPPED, WRITTEN_AS, parse_pack
from cadence.policy.packs.schema import Pack
from tests.unit.scripts import script


def test_the_compiled_packs_are_up_to_date() -> None:
    """`make docs` writes them. A pack that is not compiled is right too, and slow."""
    assert COMPILED.read_text(encoding="utf-8") == script("compile_packs").content(), "run `make docs`"


@pytest.mark.parametrize("name", sorted(SHIPPED.in_folder()))
def test_a_compiled_pack_is_the_pack_of_its_yaml(name: str) -> None:
    """The same law, whichever way it was read."""
    text = SHIPPED.text(name)

    assert compiled(text) is not None
    assert parse_pack(text, f"{name}.yaml") == read_document(text, f"{name}.yaml", Pack, WRITTEN_AS)


def test_a_text_that_is_not_compiled_is_read_as_yaml() -> None:
    """A pack that somebody has changed is another text, and its law is what it says now."""
    text = SHIPPED.text("es").replace("title: ", "title: Changed. ", 1)

    assert compiled(text) is None
    pack = parse_pack(text, "es.yaml")
    assert isinstance(pack, Pack)
    assert pack.title.startswith("Changed. ")

"""Are trees, leaves and notes those of the specifications, and does a change of any part show?"""

import hashlib
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from cadence.domain.errors import InvalidInputError
from cadence.engine.audit.notes import BrokenNoteError, Checkpoint, Signer, Verifier
from cadence.ledger.audit.leaves import Leaf, pack, salt_of, unpack
from cadence.ledger.audit.merkle import LEAF, NODE, root_of

CT_LEAVES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
CT_ROOTS = {
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    7: "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}
"""The test vectors of Certificate Transparency."""
SIGNER = Signer("audit.example.com", Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
NOTE = SIGNER.sign(Checkpoint(size=12, head=bytes(range(32)), block=3))


@pytest.mark.parametrize(("count", "root"), CT_ROOTS.items())
def test_a_tree_is_that_of_certificate_transparency(count: int, root: str) -> None:
    """Somebody else's program gets the same root."""
    assert root_of([bytes.fromhex(leaf) for leaf in CT_LEAVES[:count]]).hex() == root


@given(st.lists(st.binary(max_size=8), min_size=1, max_size=40))
def test_a_tree_is_split_at_the_largest_power_of_two(entries: list[bytes]) -> None:
    """RFC 6962 defines it by recursion; ours goes level by level."""

    def by_definition(part: list[bytes]) -> bytes:
        if len(part) == 1:
            return hashlib.sha256(LEAF + part[0]).digest()
        split = 1 << (len(part) - 1).bit_length() - 1
        return hashlib.sha256(NODE + by_definition(part[:split]) + by_definition(part[split:])).digest()

    assert root_of(entries) == by_definition(entries)


LEAVES = st.builds(
    Leaf,
    id=st.integers(1, 2**62),
    kind=st.integers(1, 22),
    key=st.one_of(st.uuids().map(str), st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=30)),
    lead=st.one_of(st.none(), st.uuids().map(str)),
    gone=st.booleans(),
    salt=st.binary(min_size=16, max_size=16),
    content=st.binary(min_size=32, max_size=32),
)


@given(st.lists(LEAVES, max_size=5))
def test_the_body_of_a_block_gives_its_leaves_back(leaves: list[Leaf]) -> None:
    """Whatever the keys look like."""
    assert list(unpack(pack(leaves))) == leaves


@given(st.lists(LEAVES, min_size=1, max_size=3), st.data())
def test_a_body_that_was_cut_is_refused(leaves: list[Leaf], data: st.DataObject) -> None:
    """It must not pass as fewer leaves, unless it was cut between two."""
    body = pack(leaves)
    cut = body[: data.draw(st.integers(1, len(body) - 1))]
    whole = {len(pack(leaves[:count])) for count in range(len(leaves))}

    if len(cut) not in whole:
        with pytest.raises(ValueError, match="ends within a leaf"):
            list(unpack(cut))


def test_a_leaf_shows_who_wrote_it() -> None:
    """Neither another secret, nor another id or content, has the same salt."""
    content, secret = bytes(32), b"s" * 32
    leaf = Leaf(7, 1, str(uuid4()), None, False, salt_of(secret, 7, content), content)  # noqa: FBT003  as a row

    assert leaf.written_by(secret)
    assert not leaf.written_by(b"")
    assert not Leaf(8, leaf.kind, leaf.key, None, False, leaf.salt, content).written_by(secret)  # noqa: FBT003


def test_a_checkpoint_can_be_read_with_the_public_key_alone() -> None:
    """The key and the note travel as text."""
    verifier = Verifier.read(SIGNER.verifier.text)

    assert verifier.open(NOTE) == Checkpoint(size=12, head=bytes(range(32)), block=3)
    assert Signer.read(SIGNER.text).sign(Checkpoint(size=12, head=bytes(range(32)), block=3)) == NOTE
    assert NOTE.splitlines()[:3] == ["audit.example.com", "12", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="]


@pytest.mark.parametrize("place", range(0, len(NOTE), 3))
def test_a_note_that_was_changed_anywhere_is_refused(place: int) -> None:
    """Text and signature alike."""
    changed = NOTE[:place] + ("x" if NOTE[place] != "x" else "y") + NOTE[place + 1 :]

    with pytest.raises(BrokenNoteError):
        SIGNER.verifier.open(changed)


def test_another_key_of_the_same_name_is_refused() -> None:
    """Who has no key cannot make one that fits."""
    with pytest.raises(BrokenNoteError, match="not signed with the key"):
        Signer.new("audit.example.com").verifier.open(NOTE)


@pytest.mark.parametrize("text", ["", "key", "audit+00000000+AAAA", SIGNER.text, SIGNER.verifier.text[:-4]])
def test_what_is_no_public_key_is_refused(text: str) -> None:
    """The secret one above all: it must not end up where the public one belongs."""
    with pytest.raises(InvalidInputError, match="This is no key"):
        Verifier.read(text)


def test_a_key_whose_parts_do_not_fit_is_refused() -> None:
    """And the message never shows a secret."""
    wrong = SIGNER.text.replace("audit.example.com", "other.example.com")

    with pytest.raises(InvalidInputError) as refusal:
        Signer.read(wrong)
    assert wrong.rpartition("+")[2] not in str(refusal.value)


@pytest.mark.parametrize("name", ["", "a b", "a+b", "+", "á", "x" * 200])
def test_a_name_that_no_key_can_have_is_refused(name: str) -> None:
    """Plus signs and spaces separate the parts of keys and signatures."""
    with pytest.raises(InvalidInputError, match="is no name of a key"):
        Signer.new(name)

"""Notes are read whole, each once, whatever their length and company."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from model import embedding, network, sentences
from model.embedding import MemoryCache
from model.finetuned import changes
from model.network import COLUMNS, Encoder, Network
from model.reading import Note, NoteReading
from model.windows import WINDOW, Window, Windows
from tests.model import small_model

TEXT = "We met in the canteen. He cancelled again! It helped me."


def note(text: str, meeting_id: str = "x") -> Note:
    return Note(meeting_id, "mentee", text)


def numbers(reading: NoteReading) -> list[float]:
    return [
        number
        for one in reading.sentences
        for number in (one.bad, one.good, one.leaning, one.concern, *one.signals)
    ]


@pytest.fixture(scope="module")
def windows() -> Windows:
    return Windows()


def test_every_sentence_is_read_and_verbatim() -> None:
    (reading,) = small_model.network().read([note(TEXT)])
    assert [one.text for one in reading.sentences] == [one.text for one in sentences.split(TEXT)]


def test_a_note_reads_the_same_alone_and_in_company() -> None:
    (alone,) = small_model.network().read([note(TEXT)])
    texts = ["Short.", TEXT, "A much longer note than the others. " * 9, TEXT]
    read = small_model.network().read([note(text) for text in texts])
    # Half precision is exact to two or three digits, and padding changes the order of sums.
    np.testing.assert_allclose(numbers(read[1]), numbers(alone), atol=0.05)
    assert numbers(read[1]) == numbers(read[3])


def test_a_note_without_a_sentence_says_nothing() -> None:
    read = small_model.network().read([note(""), note("..."), note("Fine.")])
    assert [len(one.sentences) for one in read] == [0, 0, 1]


def test_a_sentence_is_cut_from_its_own_note_even_where_notes_begin_alike() -> None:
    cache = MemoryCache()
    reader = Network(small_model.network().tensors, cache)
    texts = ["  Fine.\n\nHe cancelled!", "Fine. He cancelled!"]
    for _ in range(2):
        read = reader.read([note(text) for text in texts])
        assert [[one.text for one in reading.sentences] for reading in read] == [
            ["Fine.", "He cancelled!"]
        ] * 2


def test_what_the_two_are_called_is_not_heard() -> None:
    def read(mentor: str, mentee: str) -> list[float]:
        text = f"{mentor} cancelled again. I told {mentor}, and {mentee}'s friend Ola, so."
        named = Note("x", "mentee", text, (mentor, mentee))
        (reading,) = small_model.network().read([named])
        assert " ".join(one.text for one in reading.sentences) == text
        return numbers(reading)

    assert read("Mohammed", "Wojciech") == read("Ann", "Li")


def test_a_name_is_only_a_name_as_a_whole_word(windows: Windows) -> None:
    one = Note("x", "mentee", "Ann was annoyed at Ann-Marie.", ("Ann",))
    (window,) = windows.of(one, sentences.split(one.text))
    heard = windows.tokenizer.decode(window.ids, skip_special_tokens=True)
    assert heard == "mentee : sam was annoyed at sam - marie."


def test_no_notes_are_read_as_none_and_nothing_is_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedding, "WEIGHTS_PACKAGE", "no_such_package")
    assert Network(small_model.network().tensors).read([]) == []


def test_a_text_that_occurs_twice_is_computed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []
    answers = network._answers

    def spy(encoder: Encoder, windows: list[Window]) -> list[network.Rows]:
        seen.append(len(windows))
        return answers(encoder, windows)

    monkeypatch.setattr(network, "_answers", spy)
    read = small_model.network().read([note(TEXT, "x"), note(TEXT, "y"), note("Other.", "z")])
    assert seen == [2]
    assert [one.note.meeting_id for one in read] == ["x", "y", "z"]


def test_what_the_cache_knows_is_not_computed(monkeypatch: pytest.MonkeyPatch) -> None:
    reader = Network(small_model.network().tensors, MemoryCache())
    before = reader.read([note(TEXT)])
    again = Network(reader.tensors, reader.cache)
    # Without its package the model can't be loaded, so nothing can have been computed.
    monkeypatch.setattr(embedding, "WEIGHTS_PACKAGE", "no_such_package")
    assert numbers(again.read([note(TEXT)])[0]) == numbers(before[0])


def test_another_network_does_not_take_what_this_one_cached() -> None:
    cache = MemoryCache()
    one = Network(small_model.network().tensors, cache)
    bias = {"head.concern.bias": torch.full((1,), 7.0).half()}
    other = Network({**one.tensors, **bias}, cache)
    assert one.read([note(TEXT)])[0].sentences[0].concern < 5.0
    assert other.read([note(TEXT)])[0].sentences[0].concern > 5.0


def test_the_two_sides_are_not_confused_in_the_cache() -> None:
    cache = MemoryCache()
    reader = Network(small_model.network().tensors, cache)
    reader.read([Note("x", "mentee", TEXT), Note("x", "mentor", TEXT)])
    assert len(cache._vectors) == 2


def test_what_is_cached_is_a_few_numbers_a_sentence() -> None:
    cache = MemoryCache()
    Network(small_model.network().tensors, cache).read([note(TEXT)])
    (kept,) = cache._vectors.values()
    assert kept.shape == (3 * COLUMNS,)


def test_a_network_reads_the_same_after_saving_and_loading(tmp_path: Path) -> None:
    saved = small_model.network()
    saved.save(tmp_path / "network.safetensors")
    loaded = Network.load(tmp_path / "network.safetensors")
    assert numbers(loaded.read([note(TEXT)])[0]) == numbers(saved.read([note(TEXT)])[0])


def test_what_was_changed_is_kept_in_thin_factors() -> None:
    torch.manual_seed(1)
    encoder = Encoder()
    name = "encoder.layer.5.output.dense.weight"
    weight = encoder.body.get_parameter(name)
    change = torch.outer(torch.randn(weight.shape[0]), torch.randn(weight.shape[1])) / 100.0
    with torch.no_grad():
        weight += change
    kept = changes(encoder)
    product = kept[f"{name}.up"].float() @ kept[f"{name}.down"].float()
    torch.testing.assert_close(product, change, atol=1e-3, rtol=1e-2)
    assert {one for one in kept if not one.startswith("head.")} == {f"{name}.up", f"{name}.down"}


def test_a_sentence_in_another_language_says_nothing_and_is_marked() -> None:
    text = "Er hat wieder abgesagt, das dritte Mal in Folge."
    (reading,) = small_model.network().read([note(text)])
    (one,) = reading.sentences
    assert (one.bad, one.good, one.leaning, one.foreign) == (0.0, 0.0, 0.0, True)
    assert reading.foreign


def test_a_note_that_is_partly_english_is_not_foreign() -> None:
    text = "He cancelled again. Er hat wieder abgesagt, das dritte Mal in Folge."
    (reading,) = small_model.network().read([note(text)])
    assert [one.foreign for one in reading.sentences] == [False, True]
    assert not reading.foreign


@pytest.mark.parametrize("count", [1, 40, 400])
def test_the_windows_of_a_note_hold_each_of_its_sentences_once(
    windows: Windows, count: int
) -> None:
    one = note("He cancelled the meeting again and gave no reason. " * count)
    cut = windows.of(one, sentences.split(one.text))
    assert sum(len(window.spans) for window in cut) == count
    assert all(len(window.ids) <= WINDOW for window in cut)
    assert all(first < stop for window in cut for first, stop in window.spans)


def test_a_window_covers_the_words_of_its_sentences(windows: Windows) -> None:
    (window,) = windows.of(note(TEXT), sentences.split(TEXT))
    decode = windows.tokenizer.decode
    assert [decode(window.ids[first:stop]) for first, stop in window.spans] == [
        "we met in the canteen.",
        "he cancelled again!",
        "it helped me.",
    ]

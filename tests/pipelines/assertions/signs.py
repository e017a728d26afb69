"""The signs of speech of a one-sentence text, for tests."""

from pipelines.assertions.claim_vocabulary import claim_vocabulary
from pipelines.assertions.sentences import Prose, Sentence, read_prose
from pipelines.assertions.speech_signs import Signs, speech_terms


def signs_of(text: str, language: str = "en") -> tuple[Prose, Sentence, Signs]:
    prose = read_prose(text, language)
    sentence = prose.sentences[0]
    terms = speech_terms(prose, sentence, claim_vocabulary(prose.languages), set())
    return prose, sentence, Signs.of(terms, sentence)

"""Every check of the documents of a campaign, in the order of the manual."""

from collections.abc import Iterable, Iterator, Mapping

from generator.derive.prose import Prose, prose
from generator.model.campaign import Campaign
from generator.model.form import Form
from generator.problem import Problem
from generator.validate.proofreading.attachments import attached, check_attachments, check_never_cited
from generator.validate.proofreading.brackets import check_brackets
from generator.validate.proofreading.deadlines import check_deadlines
from generator.validate.proofreading.document_numbers import check_document_numbers
from generator.validate.proofreading.doubled import check_doubled
from generator.validate.proofreading.duties import check_duties
from generator.validate.proofreading.levels import check_levels
from generator.validate.proofreading.numbering import check_numbering
from generator.validate.proofreading.organs import check_organs, check_unlisted
from generator.validate.proofreading.places import Jurisdiction, check_places, jurisdiction
from generator.validate.proofreading.points import check_points
from generator.validate.proofreading.punctuation import check_punctuation
from generator.validate.proofreading.reporting import check_reporting
from generator.validate.proofreading.titles import check_titles
from generator.validate.proofreading.typos import check_typos


def check_documents(campaign: Campaign, forms: Mapping[str, Form]) -> Iterator[Problem]:
    """Yield the slips in a campaign's documents; paths and spots point into its data."""
    texts = prose(campaign)
    found = attached(campaign, forms)
    yield from proofread(texts, jurisdiction(campaign))
    yield from check_attachments(texts, found)
    yield from check_never_cited(texts, found)
    yield from check_unlisted(texts, campaign)
    yield from check_titles(campaign, forms)
    yield from check_duties(campaign, forms)
    yield from check_reporting(texts, campaign, forms)
    yield from check_deadlines(texts, campaign, forms)


def proofread(texts: Iterable[Prose], here: Jurisdiction) -> Iterator[Problem]:
    """Yield the slips that a text shows by itself, whatever it belongs to."""
    texts = tuple(texts)
    yield from check_doubled(texts)
    yield from check_brackets(texts)
    yield from check_numbering(texts)
    yield from check_levels(texts)
    yield from check_document_numbers(texts)
    yield from check_punctuation(texts)
    yield from check_places(texts, here)
    yield from check_typos(texts)
    yield from check_points(texts)
    yield from check_organs(texts)

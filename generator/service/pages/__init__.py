"""Pages (网页): one module for each thing that people do."""

from generator.service.pages import (
    api,
    audit,
    campaigns,
    drawing,
    editing,
    entrance,
    filling,
    hazards,
    health,
    overview,
    people,
    sheets,
    totals,
    uploads,
)

PAGES = (
    entrance,
    overview,
    campaigns,
    filling,
    uploads,
    totals,
    hazards,
    sheets,
    drawing,
    editing,
    people,
    audit,
    api,
    health,
)

"""Pages (网页): one module for each thing that people do."""

from generator.service.pages import (
    api,
    archive,
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
    register,
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
    register,
    drawing,
    editing,
    archive,
    people,
    audit,
    api,
    health,
)

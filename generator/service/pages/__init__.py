"""Pages (网页): one module for each thing that people do."""

from generator.service.pages import (
    api,
    archive,
    audit,
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

PAGES = (entrance, overview, filling, uploads, totals, hazards, sheets, archive, people, audit, api, health)

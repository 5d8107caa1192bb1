"""Proofreading (校对): slips in the texts of a campaign, each check a pure function over texts."""

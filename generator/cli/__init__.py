"""The command line (命令行): `gongwen` and its commands, each loaded when it is used."""

from generator.cli.app import gongwen, main

__all__ = ["gongwen", "main"]

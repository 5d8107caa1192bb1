"""Batch (批量): units cut into chunks, chunks done by this process or by others, files put in place where they are made."""

"""Migrations (迁移): the steps by which a database comes to the tables of this program, and back."""

"""Versions (数据库版本): one module for each step, named by its number."""

"""Service (服务): the web pages; each calls verbs and shows what they return."""

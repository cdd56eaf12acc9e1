"""The library of Rapport: programmes, reading, health, matching and released models.

Nothing here knows of a server or a database. Importing any module does no work: no file is
opened, no model is loaded, no network is used.
"""

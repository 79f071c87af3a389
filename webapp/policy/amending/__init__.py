"""Amending a draft by pages: `/councils/<council>/policy/draft/<part>/...`.

`routes` serves every address; `parts` names the module of each part. A part's module turns one
piece of the document into a form and back. Knows no database: the services keep the draft.
"""

"""Papers and pictures: figures and a voice in, bytes out.

Two steps. A composer (`charts`, `periodic`, `overdue`, `sheets`, `agenda`, `poster`) turns figures into a document: a
value of words, numbers and dates, light to make and easy to read in a test. `press` turns documents into bytes, in a
process of its own, because the libraries that know Word, Excel and type weigh more than the bot may.
"""

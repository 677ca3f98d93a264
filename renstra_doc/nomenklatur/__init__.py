"""Official names of programs, kegiatan and sub kegiatan.

Data of the package, read when asked for.
"""

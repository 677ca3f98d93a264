"""Official names of programs, kegiatan and sub kegiatan: data of the package, read when asked for."""

"""Files: the one writer of files, one or many at once, and the one reader of zips.

`atomic.write_file` writes one file whole or not at all; `journal.write_files` many files of a data
folder, all or none, each only while it is what was planned against (`journal.digest_files`), by
`transaction.commit`; `recovery.settle` completes what a killed command left; `lock.lock_folder`
keeps a second writer out;
`journal.undo_step`, `journal.redo_step` and `history.list_steps` go back over what was written.
`zipfiles.read_zip` and `zipfiles.open_zip` unpack within limits, `zipfiles.zip_parts` packs.
"""

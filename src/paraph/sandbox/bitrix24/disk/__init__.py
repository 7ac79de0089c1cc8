"""The portal's Disk: storages, folders, files with versions, and who may do what with them."""

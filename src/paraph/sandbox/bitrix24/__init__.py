"""An emulated Битрикс24 portal: REST, OAuth server, CRM, business processes, Disk and the pages people see.

`world` and `rest` are what every other module builds on; a module registers its methods, tables, jobs, pages
and controls when it is imported.
"""

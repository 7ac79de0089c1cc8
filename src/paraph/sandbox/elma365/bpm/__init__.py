"""Business processes: templates as data, instances that run, wait and are resumed, tasks with exits."""

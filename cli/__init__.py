"""The command line: commands, files, output, exit codes."""

from palier.jobs.cli import main

main()

# Which folders the headers and sources of a folder may include. One way only; read by CMake for the
# link lines and by test/house for the check of every #include.
set(MAILHAUL_LAYER_base     "")
set(MAILHAUL_LAYER_text     base)
set(MAILHAUL_LAYER_maildir  base text)
set(MAILHAUL_LAYER_message  base text)
set(MAILHAUL_LAYER_imap     base text)
set(MAILHAUL_LAYER_journal  base text)
set(MAILHAUL_LAYER_net      base imap)
set(MAILHAUL_LAYER_target   base text message imap)
set(MAILHAUL_LAYER_migrate  base text maildir message imap journal net target)
set(MAILHAUL_LAYER_emulator base text imap net)
set(MAILHAUL_LAYER_report   base text migrate)
set(MAILHAUL_LAYER_cli      base text maildir message imap journal net target migrate emulator report)

# What the machine says besides line.ftl.

line-text-welcome = Welcome to Toneline! MENU: all lessons. HELP: what you can text. LANG RW: Kinyarwanda.
line-text-only = Here I read text messages and hear voice notes from WhatsApp. Reply MENU for lessons, or call this number to speak.
line-offer-summary = Before you go: may I text you a short summary after each call? For yes, press 1. For no, press 2.
line-offer-summary-first = Before we begin: may I text you a short summary after each call? For yes, press 1. For no, press 2.
line-summary-off = All right, I send no summaries.
line-language-set-rw = Good. On the phone I have no Kinyarwanda voice yet, so here I speak English. Your text messages will be in Kinyarwanda.
line-elsewhere = Another call from your number has begun, so this one ends here. Your place is kept. Goodbye.

# Voice notes.
line-note-no-exercise = I heard your note, but no word is waiting for it. Reply MANDARIN to get one.
line-note-too-long = That voice note is too long for me. Please send only the word, in a few seconds.
line-note-unreadable = I could not open that voice note. Please record it once more.
line-note-unreachable = Your voice note did not reach me. Please send it once more.

# Recordings.
line-offer-recording = May we record your lessons, so that we can make them better? For yes, press 1. For no, press 2. You can change this at any time.
line-recording-on = Thank you. Your lessons may be recorded from now on. To change that, press 9 in the menu, or text RECORD OFF.
line-recording-off = All right. Your lessons are not recorded.
line-recording-change = To change whether your lessons are recorded, press 9.
line-recording-usage = RECORD ON: your lessons may be recorded. RECORD OFF: they are not. RECORD DELETE: what was recorded is deleted.
line-recording-help = RECORD: whether your lessons are recorded.
line-recording-deleted = Your recordings are being deleted, and nothing more is recorded.
line-recording-none = This line makes no recordings.

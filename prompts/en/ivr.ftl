# What the machine says besides line.ftl.

line-text-welcome = Welcome to Toneline! MENU: all lessons. HELP: what you can text. LANG RW: Kinyarwanda.
line-text-only = I can only read text messages here. Reply MENU for lessons, or call this number to speak.
line-offer-summary = Before you go: may I text you a short summary after each call? For yes, press 1. For no, press 2.
line-language-set-rw = Good. On the phone I have no Kinyarwanda voice yet, so here I speak English. Your text messages will be in Kinyarwanda.
line-elsewhere = Another call from your number has begun, so this one ends here. Your place is kept. Goodbye.

# What the line itself says, before and between lessons.
# Plain ASCII only, so that a text stays in the small alphabet of phones.

list-and = { $first } and { $last }
list-and-vowel = { $first } and { $last }

line-welcome-first = Hello, and welcome to Toneline, the phone line that teaches.
line-choose-language = For English, press 1, or say English.
line-choose-language-rephrased = Which language shall we use? Number 1 is English.
line-choose-language-keys = Please use your keys now. Press 1 for English.
line-choose-language-text = For English, reply 1.
line-language-set = Good, we will speak English.
line-greet-name = Hello { $name }, good to have you back.
line-greet-known = Hello, good to have you back.
line-greet-new = I am glad you called.
line-greet-new-text = I am glad you wrote.

line-offer-resume = Last time we stopped in the middle of { $module }. To go on from there, press 1 or say yes. For the menu, press 2.
line-offer-resume-rephrased = Shall we go on with { $module }? Say yes or press 1. For something else, say no or press 2.
line-offer-resume-keys = Please use your keys. Press 1 to go on with { $module }, or 2 for the menu.
line-resuming = Good, we go on where we stopped.

line-not-understood = Sorry, I did not understand.
line-not-heard = I did not hear anything.
line-not-caught = I did not catch that. Please say it once more.
line-hint-broken-up = The line breaks up a little.
line-hint-too-loud = You come through very loud. Hold the phone a little further away.
line-hint-too-noisy = It is noisy around you. If you can, cover the phone with your hand.
line-hint-too-quiet = I hear you softly. Hold the phone a little closer.
line-only-noise = I heard only noise. Go where it is quieter, or hold the phone closer.
line-keys-only = The line is not clear just now, so your keys may be easier.
line-offer-text = I still cannot follow you. I can send you a text message, so that you can learn by text. Press 1 for the message, or 2 to end the call.
line-offer-text-keys = For a text message, press 1. To end the call, press 2.
line-text-coming = The message is on its way.
line-text-guide = This is Toneline. Learn by text: reply MENU to choose a lesson, HELP for help, LANG RW for Kinyarwanda, NAME and your name. STOP ends messages.

line-goodbye = Thank you for learning with us. Call or text again any time. Goodbye.
line-goodbye-name = Thank you, { $name }. Call or text again any time. Goodbye.
line-help-keys = At any time: star says it again, hash goes back, and zero is help. Zero once more: pace, tips and other settings.
line-help-text = MENU: lessons. PROGRESS: how you are doing. LANG RW: Kinyarwanda. NAME and your name. STOP: no messages. MORE: more words.
line-help-more = HINT: help. MORE: all of a reply. TIPS. LEVEL 1 to 5. STYLE 1 to 5: how I teach. PROFILE: how I teach now. LEARNER and a name: one more on this phone. WHO: change. DELETE: forget all. START: after STOP.
line-more = (MORE: all of it)
line-question-aside = Good question! First, this one:
line-this-first = Let us do this one first.
line-by-law = To end messages, send STOP. To begin again, START. To have everything deleted, DELETE.

# What a learner feels, said in words.
line-mood-hard = I hear you, and that is all right. Small steps.
line-mood-easier = It gets a little easier now.
line-mood-harder = It gets a little harder now.
line-mood-on = I hear you.
line-mood-harder-next = I hear you. Finish this one, then comes a harder one.
line-mood-bored = I hear you. MENU has other lessons.

line-summary-on = Good. You get a short summary by text after each call.
line-summary-none = I cannot send you texts at the moment.
line-lang-usage-say = Say: speak Kinyarwanda, or: language English.
line-thinking = Let me think.
line-sorry-fault = Sorry, something went wrong on our side. Your place is kept. Please try again in a moment.
line-busy = Sorry, all our lines are busy. Please call again in a few minutes.
line-full = Sorry, all our lines are busy. You get a text message as soon as there is room. Goodbye.
line-room = This is Toneline. There is room now: call us again when you like.
line-stream-lost = The line keeps breaking, so let us do something else for now.

line-summary-attempts = { $done ->
    [one] You did 1 exercise{ $right ->
        [0] .
       *[other] , and it was right.
    }
   *[other] You did { $done } exercises{ $right ->
        [0] .
        [one] , and 1 was right.
       *[other] , and { $right } were right.
    }
 }
line-summary-best = Your best: { $row } right in a row.
line-progress-none = You have not done any exercises yet. Choose a lesson from the menu, and we begin.
line-progress-begun = We have just begun: you have not finished an exercise yet.
line-progress-intro = Here is how you are doing.
line-progress-intro-name = { $name }, here is how you are doing.

line-lang-usage = Send LANG EN for English, or LANG RW for Kinyarwanda.
line-lang-set = Done. I will write to you in English.
line-lang-unknown = I know English and Kinyarwanda. Send LANG EN or LANG RW.
line-name-usage = Send NAME and your name, like this: NAME Aline.
line-name-set = Thank you. I will call you { $name }.
line-name-bad = I could not read that name. Use letters only, like this: NAME Aline.
line-stopped = You will get no more messages from Toneline. Text START if you change your mind.
line-started = Welcome back to Toneline. HELP: what you can text.
line-help-stopped = Toneline: messages are stopped. Text START to begin again.
line-hello = Hello!
line-thanked = You are welcome.
line-slow-down = That is a lot of messages at once. Please wait a minute, then go on.
line-error-text = Sorry, something went wrong on our side. Your place is kept. Please send that again.

title-general = the menu
title-english = English
title-maths = maths
title-knowledge = general knowledge
title-mandarin = Mandarin tones

# Words that callers are likely to say, for the speech recogniser; separated by commas.
hints-language = English, Kinyarwanda, one, two
hints-yes-no = yes, no, one, two, menu, stop
hints-menu = maths, mathematics, numbers, general knowledge, quiz, science, health, farming, Mandarin, Chinese, tones, one, two, help, stop
hints-knowledge = science, health, farming, civics, Rwanda, region, mixed, a fact, one, two, three, menu, stop
hints-numbers = one, two, three, four, five, six, seven, eight, nine, ten, twenty, thirty, fifty, hundred, thousand, francs, minutes, skip, menu

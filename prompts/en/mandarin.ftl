# Mandarin tones.

mandarin-welcome = Welcome to Mandarin tones. I say a word, you say it after me, and I tell you which tone I heard. Press 1 to hear a word again, 2 for slower, 3 to skip.
mandarin-welcome-back = Welcome back to Mandarin tones.
mandarin-shape-1 = Tone 1 is high and level, like a long note that you hold.
mandarin-shape-2 = Tone 2 rises, as when you ask: what?
mandarin-shape-3 = Tone 3 is low. Start low and stay low.
mandarin-shape-4 = Tone 4 falls fast from high to low, like a firm no.
mandarin-shape-5 = The neutral tone is short and light.
mandarin-tone-1 = tone 1
mandarin-tone-2 = tone 2
mandarin-tone-3 = tone 3
mandarin-tone-4 = tone 4
mandarin-tone-5 = the neutral tone

mandarin-say = Listen, then say it: { $gloss }.
mandarin-say-again = Say it again: { $gloss }.
mandarin-say-now = Now you.
mandarin-say-clearly = Wait until I finish, then say it clearly, close to the phone.
mandarin-keys = I cannot hear you well. Press 1 to hear the word and try again, 2 for slower, or 3 to skip.

mandarin-praise-1 = Excellent. That scores { $score }.
mandarin-praise-2 = Very good. That scores { $score }.
mandarin-praise-3 = Well said. That scores { $score }.
mandarin-nearly = Nearly there.
mandarin-heard = I heard { $heard }, and it should be { $expected }.
mandarin-heard-at = In syllable { $place } I heard { $heard }, and it should be { $expected }.
mandarin-weak = That was { $expected }, but not clear enough yet.
mandarin-weak-at = Syllable { $place } was { $expected }, but not clear enough yet.
mandarin-sandhi-third = Before another third tone, the third tone rises like tone 2.
mandarin-sandhi-change = In this word that syllable changes its tone.
mandarin-good-enough = Good, that is close. We will come back to it.
mandarin-move-on = That one takes time. We leave it for now and come back to it later.
mandarin-move-on-unheard = I could not hear that one. Let us try another.
mandarin-skipped = All right, the next one.

mandarin-advice-keep-level = Hold the pitch level to the end.
mandarin-advice-start-higher = Start higher, and stay there.
mandarin-advice-rise-more = Let it rise more.
mandarin-advice-rise-sooner = Begin to rise sooner.
mandarin-advice-start-lower = Start lower.
mandarin-advice-stay-low = Start low and stay low.
mandarin-advice-fall-further = Let it fall further, all the way down.
mandarin-advice-start-high-then-fall = Start high, then fall fast.
mandarin-advice-shorten-it = Make it short and light.

mandarin-note-silence = I heard nothing in that note. Hold the phone close and say the word once more.
mandarin-reject-silence = I did not hear you. Speak after I finish.
mandarin-reject-not-speech = I heard a noise, but no voice. Try once more.
mandarin-reject-too-short = That was very short. Hold the sound a little longer.
mandarin-reject-too-long = That was long. Say only the word.
mandarin-reject-too-few-syllables = I missed a syllable. Say the whole word.
mandarin-reject-too-many-syllables = I heard more than the word. Say only the word, once.
mandarin-reject-too-noisy = It is noisy around you. Move somewhere quieter, or cover the phone with your hand.
mandarin-reject-too-quiet = You are very quiet. Speak a little louder, close to the phone.
mandarin-reject-clipped = That was too loud for the line. Hold the phone a little further away.
mandarin-reject-concealed = The line broke up. Say it once more.
mandarin-reject-neutral-alone = That syllable is light and has no tone of its own. Say it after another one.

mandarin-set-done = That was a set of { $total }, and { $right } went well.
mandarin-set-perfect = All { $total } went well. Excellent!
mandarin-practise = You sometimes say { $heard } for { $expected }. We will work on that.
mandarin-go-on = Five more? For yes, press 1. For the menu, press 2.
mandarin-go-on-rephrased = Shall we do five more words? Say yes or no, or press 1 for yes and 2 for no.
mandarin-go-on-keys = Press 1 for five more, or 2 for the menu.
mandarin-go-on-text = Five more? Reply 1 for yes, 2 for the menu.
mandarin-leave = Well done. Your place in Mandarin is kept.
mandarin-help = Say each word after me. Press 1 to hear it again, 2 for slower, 3 to skip it.
mandarin-help-ear = Listen to the word and press the number of its tone, 1 to 4. Tone 1 is level, 2 rises, 3 is low, 4 falls.
mandarin-help-text = Level is 1, rising 2, dipping 3, falling 4. SKIP or MENU.
mandarin-progress = In Mandarin you are in unit { $unit } of { $units }, and { $known } of { $total } words are learned well.

# By text, and on calls that cannot hear.
mandarin-text-intro = Call, or send a WhatsApp voice note, and I hear your tones. By text we read them.
mandarin-note-again = Say { $word } ({ $gloss }) in another voice note.
mandarin-ear-intro = I cannot listen on this call, so you listen: which tone do you hear?
mandarin-quiz = { $gloss } is { $word } in which tone? Reply 1-4.
mandarin-quiz-hint = Level is 1, rising 2, dipping 3, falling 4.
mandarin-quiz-answer = It is { $tone }.
mandarin-quiz-reply = Please reply 1, 2, 3 or 4.
mandarin-ear = Which tone is this?
mandarin-ear-press = Press 1, 2, 3 or 4.
mandarin-ear-hint = Level is 1, rising 2, low 3, falling 4.
mandarin-right = Right!
mandarin-wrong = Not quite.
mandarin-quiz-meaning = What does { $word } mean?
mandarin-quiz-means = { $word } means { $gloss }.
mandarin-try-again = Try once more.
mandarin-ear-meaning = Listen. What does this mean? Press its number.
mandarin-unit = Unit { $n }: { $title }.
mandarin-next = Next in Mandarin is unit { $n }: { $title }.

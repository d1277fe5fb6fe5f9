# English.

english-welcome = Let us practise English.
english-welcome-back = Welcome back to English. Here is where we were.
english-menu = To mend sentences, press 1. For new words, press 2. For a conversation, press 3. To read aloud, press 4. To talk freely, press 5. Or say what you want.
english-menu-rephrased = Say mend, words, conversation, reading or free talk. Or press 1 to mend sentences, 2 for words, 3 for a conversation, 4 to read aloud, 5 for free talk.
english-menu-keys = Press 1 to mend sentences, 2 for words, 3 for a conversation, 4 to read aloud, or 5 to talk freely.
english-menu-text = Reply 1 mend sentences, 2 words, 3 conversation, 4 read aloud, 5 free talk. Or send me a sentence and I check it.
english-menu-text-rephrased = Please reply 1 to 5: 1 mend sentences, 2 words, 3 conversation, 4 read aloud, 5 free talk. Or send a sentence.
english-part-mend = mending sentences
english-part-words = new words
english-part-talk = conversation
english-none = There is nothing here yet. Choose something else.

english-mend = Mend this sentence:
english-speak = Say it right. To choose an answer, press 9.
english-speak-talk = Answer in English. To choose an answer, press 9.
english-word = What does this word mean:
english-word-in-use = The word in a sentence:
english-word-is = { $word } means: { $meaning }.
english-in-english = { $said } in English: { $word }.
english-again = Here it is once more.
english-keys = Please choose with the keys.
english-reply = Please reply with an English sentence, or the number of an answer.
english-reply-number = Please reply 1, 2 or 3.
english-not-yet = Not quite. Try once more.
english-wrong = Not this time.
english-right = That is right.
english-right-second = Yes, now you have it.
english-say-it-so = We say:
english-better = Good. Even better:
english-model = You can say:
english-choices = Here is what you can choose from.
english-other = That is another sentence.
english-talk-not-yet = That does not do what the task asks for.
english-hello = Hello! I am well, thank you.
english-sorry = I am sorry to hear that.
english-also = Good. We also say:
english-skipped = All right, we leave that one.
english-harder = You do well, so it gets a little harder.
english-easier = Let us take easier ones.
english-set-done = That was { $total }. You got { $right } right.
english-set-perfect = All { $total } right. Excellent!
english-go-on = Five more? For yes, press 1. For other English practice, press 2.
english-go-on-rephrased = Shall we do five more? Press 1 for yes, or 2 for other English practice.
english-go-on-keys = Press 1 for five more, or 2 for other English practice.
english-go-on-text = Five more? Reply 1 for yes, 2 for other English practice, MENU for all lessons.
english-leave = Well worked. Your place in English is kept.

english-check-right = I see no mistake here.
english-check-on = Another sentence? CHANGE gives other English practice.
english-check-better = Better:
content-quoted = { $heading } { $text }
english-check-short = I could not read all of that. Send one short sentence, and I check it.
english-why-do = Do and does come first and carry the s, so the next verb stays as it is: does she like, he does not like.
english-why-feelings = What you feel ends in -ed: I am bored. What makes you feel so ends in -ing: a boring film.
english-why-irregular = This verb makes its past in its own way, not with -ed: go, went; buy, bought. Learn it by heart.
english-why-example = Not: { $wrong } But: { $right }
english-why-spelling = That word is spelled differently.
english-why-said-twice = One of those words says the same as another, so we leave it out.
english-why-pronouns = I, he, she, we and they do something; me, him, her, us and them come after the verb.
english-why-confused = These words sound or look alike, but they mean different things.
english-why-future = Tomorrow and next week speak of the future, so we use will or going to.

english-help = Say the answer, or press 9 to choose one. Say skip for another one, or change for other English practice.
english-help-text = Reply with your answer. SKIP gives another one, CHANGE other English practice, MENU all lessons.
english-progress = In English you got { $right } of { $done } right{ $words ->
    [0] .
    [one] {" "}and know 1 word well.
   *[other] {" "}and know { $words } words well.
 } Your level is { $level }.
english-level-1 = 1 of 5, first steps
english-level-2 = 2 of 5, easy
english-level-3 = 3 of 5, medium
english-level-4 = 4 of 5, hard
english-level-5 = 5 of 5, expert
english-next-words = Next in English: { $count ->
    [one] 1 word is
   *[other] { $count } words are
 } waiting to be repeated.
english-next-rule = Next in English, practise this: { $title }.
english-next-part = Next in English, try { $part }.
english-tip-mend = Read the sentence slowly. Look at the verb first, then at the small words.
english-tip-words = Put a new word into a sentence of your own, and say it three times.
english-tip-talk = Answer with a whole sentence. Short is fine, if it is complete.
hints-english = mend, sentences, grammar, words, vocabulary, conversation, dialogue, reading, read aloud, pronunciation, free talk, one, two, three, four, five, change, menu

english-part-aloud = reading aloud
english-part-free = free talk

english-aloud-how = Say what I say. Press 1 to hear it again, 2 for slowly, 3 for another one.
english-aloud-how-deaf = I cannot score your voice on this line, but I tell you which words I understood. Press 1 to hear it again, 2 for slowly, 3 for another one.
english-aloud-after = Say after me:
english-aloud-listen = Listen to this, then say the whole of it.
english-aloud-slowly = Slowly:
english-aloud-now-you = Now you, the whole of it.
english-aloud-clearly = Wait until I finish, then say it clearly, close to the phone:
english-aloud-once-more = Once more:
english-aloud-keys = I cannot hear you well. Press 1 to hear it and try again, 2 to hear it slowly, or 3 for another one.
english-aloud-text = Say this in a voice note:
english-aloud-text-keys = No voice notes? Call me and choose reading. 3 gives another.
english-aloud-move-on = Let us try another one.
english-aloud-understood = I understood { $share } percent of the words.

english-read-well = Well read: { $score } of 100.
english-read-fair = Quite good: { $score } of 100.
english-read-hard = That was a hard one: { $score } of 100.
english-read-part = I heard { $heard } of the { $all } words of this line.
english-read-missing = I did not hear: { $words }.
english-read-weakest = Your word { $word } was not clear.
english-read-phone = Mind the sound { $sound }, as in { $example }.
english-read-clearest = Your clearest word was { $word }.
english-read-pauses = There were many pauses. Say it in one breath.
english-read-fast = That was fast. Give each word its time.
english-read-slow = That was slow. Let the words run together.

english-note-silence = I heard nothing in that note. Hold the phone close and read the sentence once more.
english-reject-silence = I did not hear you. Speak after I finish.
english-reject-not-speech = I heard a noise, but no voice. Try once more.
english-reject-too-short = That was too short. Say the whole sentence.
english-reject-too-long = That was very long. Say only this sentence.
english-reject-too-noisy = It is noisy around you. Go somewhere quieter, or cover the phone.
english-reject-too-quiet = You are very quiet. Speak up, close to the phone.
english-reject-clipped = That was too loud. Hold the phone a little further away.
english-reject-concealed = The line broke up. Say it once more.
english-reject-words-missing = I heard other words. Say exactly this sentence.

english-free-topic = Let us talk about { $title }.
english-free-how = Speak as long as you like. Press 1 to hear the question again, 2 for words that help, 3 for another topic.
english-free-words = These words help: { $words }.
english-free-keys = Press 1 to hear the question again, 2 for words that help, or 3 for another topic.
english-free-keys-text = Or reply 2 for words that help, 3 for another topic.
english-free-whole = Please say it in a whole sentence.
english-free-english = Try it in English.
english-free-reason = You gave a reason. That is good English.
english-free-reason-only = You gave a reason.
english-free-name = My name is Toneline. I teach by phone.
english-free-asked = Good question! Ask it in the MENU. Here I ask you:
english-free-used = You used the word { $word } well.
english-free-heard-1 = I see.
english-free-heard-2 = That is good to know.
english-free-heard-3 = Thank you for telling me.
english-free-more-1 = Can you tell me a little more about that?
english-free-more-2 = What would you tell a friend about it?
english-free-done = We talked about { $title }. Of { $total ->
    [one] 1 answer
   *[other] { $total } answers
 }, { $right } had no mistake.
english-free-remember = Remember:
english-free-go-on = Another topic? For yes, press 1. For other English practice, press 2.
english-free-more-text = Another topic? Reply 1 for yes, 2 for other English practice, MENU for all lessons.

english-help-aloud = Say the sentence after me. Press 1 to hear it again, 2 for slowly, 3 for another. Say change for other practice.
english-help-aloud-text = Send the sentence as a voice note. 3 gives another one, CHANGE other English practice.
english-help-free = Answer in your own words. Press 1 to hear the question again, 2 for words that help, 3 for another topic. Say enough to end.
english-help-free-text = Answer in English. 2 gives words that help, 3 another topic, ENOUGH ends it.
english-tip-aloud = Listen once without speaking. Then say the sentence in one breath, and do not skip the small words.
english-tip-aloud-focus = Here is what to mind:
english-tip-free = Answer with a sentence, then add because and your reason.

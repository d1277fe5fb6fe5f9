# Debates.

debate-welcome = Let us debate. I read a sentence, you choose a side, and we exchange arguments with respect.
debate-welcome-back = Welcome back to our debate.
debate-motion = The motion: { $text }
debate-sides = To speak for it, press 1. To speak against it, press 2. For another motion, press 3.
debate-sides-text = 1: for. 2: against. 3: another.
debate-you-for = You speak for it.
debate-you-against = You speak against it.
debate-argue = Tell me what you think, why, and an example. Or press 1, and we build it together.
debate-argue-text = Write: I think ..., because ..., for example ... Or reply 1, and we build it together.
debate-argue-again = Say what you think, then because, then for example. Or press 1, and we build it together.
debate-argue-again-text = Write what you think, then because, then for example. Or reply 1 to build it together.
debate-together = Let us build it together.
debate-build-claim = What do you hold? Choose one.
debate-build-reason = Which reason fits it?
debate-build-example = Which example shows it?
debate-press = Press the number.
debate-fits = That fits.
debate-not-that = That belongs to another argument. Which one fits yours?
debate-given = I give you the one that fits.
debate-built = A whole argument: claim, reason, example.
debate-built-together = Together we have a whole argument.
debate-whole = You gave a claim, a reason and an example. That is a whole argument.
debate-enough = Good, we go on with that.
debate-missing-claim = You give a reason. What do you hold? Begin with: I think.
debate-missing-reason = You say what you think. Why? Begin with: because.
debate-missing-example = You say what you think, and why. Where did you see it? Begin with: for example.
debate-harder = You argue well, so the next motions are harder.
debate-other = The other side says: { $text }
debate-reply = Answer me in your own words, or press a number.
debate-you-answer = A fair answer.
debate-off-topic = I do not see what that has to do with the motion: { $text } Please speak about that.
debate-wrong-side-for = That speaks against it, and you speak for it. Give an argument for it, or say: other side.
debate-wrong-side-against = That speaks for it, and you speak against it. Give an argument against it, or say: other side.
debate-another-point = That is another point. The question was:
debate-other-matter = That is another matter.
debate-could-answer = One could answer: { $text }
debate-no-answer = That is a hard question. It is fine to think about it longer.
debate-reply-both = You answer with a reason and an example. Very strong.
debate-reply-reason = You answer with a reason. Good.
debate-reply-example = You answer with an example. Good.
debate-reply-yields = You see what is true on the other side. That is wise.
debate-reply-bare = I hear you. With because it would be stronger.
debate-respect = Let us keep respect: we speak about the matter, not about the person. Please say it in other words.
debate-close = We argue to understand each other. I am because we are.
debate-offer = Another motion? For yes, press 1. For the menu, press 2.
debate-offer-keys = Press 1 for another motion, or 2 for the menu.
debate-offer-text = Another? 1: yes. 2: menu.
debate-leave = Well argued. Your place in the debates is kept.
debate-help = Press 1 to speak for the motion, 2 against it, 3 for another. You may also name a topic, such as farming.
debate-help-text = 1: for. 2: against. 3: another, or name a topic.
debate-help-build = Choose the number of the piece that fits. Together they make an argument.
debate-help-argue = Speak in your own words: what you think, because, for example. Or press a number to choose.
debate-help-argue-text = Write what you think, because, for example. Or a number.
debate-progress = You debated { $done } of { $total } motions.{ $made ->
    [0] {""}
    [one] {" "}Your argument { $whole ->
        [0] still lacked a part.
       *[other] had a claim, a reason and an example.
    }
   *[other] {" "}Of your { $made } arguments, { $whole } had a claim, a reason and an example.
 }
debate-next = Next motion: { $text }
debate-tip-reason = After what you think, say because, and tell why. A claim alone convinces nobody.
debate-tip-example = Give an example: a person, a place, a number that you know. Begin with: for example.
debate-tip-reply = First say what is true in the other side's words, then say but, and give your reason.
debate-tip-whole = A good argument has three legs: what you think, because, and for example.

title-debate = debate
hints-debate = because, for example, I think, for, against, another, one, two, three, menu, stop
list-choice = { $n }: { $text }

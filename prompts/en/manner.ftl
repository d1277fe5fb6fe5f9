# Praise and comfort, by the style of the tutor. Plain ASCII, short: they stand before or after another sentence.

content = { $text }
content-both = { $en }

manner-right-encouraging = { $way ->
    [1] Well done!
    [2] Lovely, you have it.
   *[other] Good work, keep going.
 }
manner-right-technical = { $way ->
    [1] Precise work.
    [2] Nothing to correct.
   *[other] Exact work.
 }
manner-right-motivational = { $way ->
    [1] Yes! On to the next one.
    [2] You are climbing fast!
   *[other] Strong! Let us go further.
 }
manner-right-patient = { $way ->
    [1] Good. Step by step.
    [2] You take your time, that helps.
   *[other] Calmly done.
 }
manner-right-competitive = { $way ->
    [1] One more point for you!
    [2] You beat that one.
   *[other] Another win. Can you keep it up?
 }

manner-wrong-encouraging = { $way ->
    [1] Never mind, that is how we learn.
    [2] A good try.
   *[other] Mistakes help us to learn.
 }
manner-wrong-technical = { $way ->
    [1] Look at each step.
    [2] One detail is off.
   *[other] Compare it part by part.
 }
manner-wrong-motivational = { $way ->
    [1] Stand up again, you can do this.
    [2] Every champion misses some.
   *[other] Next time you will get it.
 }
manner-wrong-patient = { $way ->
    [1] There is no hurry. We go slowly.
    [2] Do not worry, go gently.
   *[other] Let us take a smaller step.
 }
manner-wrong-competitive = { $way ->
    [1] This one won. Take the next.
    [2] Missed, but the game goes on.
   *[other] You will win it back.
 }

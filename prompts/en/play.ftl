# Points, options, and several learners on one telephone. Plain ASCII, short: airtime costs money.

play-score = You have { $points } { $points ->
    [one] point
   *[other] points
 } and are on level { $level }. { $days ->
    [0] Do one exercise a day to begin a streak.
    [one] Today counts as day one of your streak.
   *[other] Your streak is { $days } days.
 }
play-improved = This week { $now } of 100 answers were right, up from { $before }.
play-level = You have reached level { $level }!
play-streak = { $days } days in a row!

badge-first = A badge for you: your first right answer!
badge-ten = A badge for you: ten right answers!
badge-fifty = A badge for you: fifty right answers!
badge-hundred = A badge for you: one hundred right answers!
badge-five-hundred = A badge for you: five hundred right answers!
badge-row-ten = A badge for you: ten right in a row!
badge-row-twenty-five = A badge for you: twenty-five right in a row!
badge-days-three = A badge for you: three days in a row!
badge-days-seven = A badge for you: a whole week, day by day!
badge-days-thirty = A badge for you: thirty days in a row!
badge-all-round = A badge for you: you learn four subjects!
badge-back-again = You came back after a long time: that earns a badge.

line-summary-again = Call again tomorrow: a little every day is best.
line-summary-streak = { $days } days in a row so far: call again tomorrow to keep it up.
line-deleted-all = Done. Everything we kept about everybody on this phone is deleted.
line-deleted = Done. Everything we kept about you is deleted. Text us any time to begin anew.

pace-slower = I will speak more slowly.
pace-slowest = This is as slowly as I can speak.
pace-faster = I will speak faster.
pace-fastest = This is as fast as I can speak.
quiet-waiting = I will wait.

options-menu = For slower, press 1. Faster, 2. A tip, 3. How you are doing, 4. How I should teach, 5. To change the learner, press 6. To add a learner, 7. How I teach you now, 8. To delete what we keep, 9. Hash goes back to the lesson.
options-styles = How shall I teach? Warm and encouraging, press 1. Exact, 2. Lively, 3. Calm and patient, 4. Playful, with points, 5.
style-set = { $style ->
    [encouraging] Good. I will cheer you on.
    [technical] Noted. I will be exact.
    [motivational] Great! We will aim high.
    [patient] Good. We will take our time.
   *[competitive] Game on! I will keep count.
 }
style-usage = Send STYLE and a number: 1 encouraging, 2 exact, 3 lively, 4 patient, 5 playful.
profile-told = I teach you in { $style ->
    [encouraging] an encouraging
    [technical] an exact
    [motivational] a lively
    [patient] a patient
   *[competitive] a playful
 } style, with { $length ->
    [low] short
    [high] long
   *[medium] ordinary
 } explanations, { $technical ->
    [low] few
    [high] many
   *[medium] some
 } school words, { $praise ->
    [low] little
    [high] much
   *[medium] some
 } praise, and I speak { $pace ->
    [slow] slowly
    [fast] fast
   *[normal] at a normal pace
 }.
profile-chosen = You chose this style.
profile-inferred = I go by how you answer.
profile-change = Press zero twice to change it, or say: change your style.
profile-change-text = STYLE changes it.

level-usage = Say or send LEVEL and a number, from 1 (easy) to 5 (hard).
level-which = First choose a lesson from the MENU, then say or send LEVEL and a number.
level-none = This lesson has no levels: it follows you by itself.
level-set = Level { $level }.

learner-who = Who is learning?
learner-press = For { $name }, press { $key }.
learner-nameless = learner { $key }
learner-option = { $key } { $name }
learner-list = On this phone: { $names }. Send WHO and a number to change, or LEARNER and a name to add one.
learner-nobody = Nobody of that name or number is on this phone: { $names }.
learner-usage = Send LEARNER and a name to add somebody on this phone, like this: LEARNER Eric.
learner-added = Welcome! You are learner { $key } on this phone. Text NAME and your name, so that I can call you by it.
learner-added-name = Welcome, { $name }! You are learner { $key } on this phone.
learner-deleted = Done. { $name } is deleted from this phone, with all lessons. DELETE ALL deletes everybody on this phone, and all records of its calls and texts.
learner-deleted-call = Done. { $name } is deleted from this phone, with all lessons.
learner-delete-ask = Shall I delete everything we keep about you? For yes, press 1. For no, press 2.
learner-delete-ask-several = To delete only { $name }, press 1. To delete everybody on this phone, press 2. To delete nothing, press 3.
learner-delete-nothing = All right, nothing is deleted.
learner-only = Only you learn on this phone. To add somebody, say: new learner.
learner-only-text = Only you learn on this phone. To add somebody, send LEARNER and a name, like this: LEARNER Eric.
learner-full = Six learners are on this phone already. That is as many as it can hold.

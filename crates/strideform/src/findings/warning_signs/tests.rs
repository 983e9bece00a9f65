use super::bone;

/// Notes that name a sign of a bone stress injury, as runners write them.
const SIGNS: &str = "\
worse the further I go
builds up during the run
gets worse with every kilometre
increases the longer it lasts
intensifies as I keep running
pain climbs mile after mile
cannot bear weight
hobbling
constant, also in bed
grows during the run, limping afterwards
worse-while-running
it hurts more and more with each mile
Gets worse; the longer I run, the more it aches
wakes me at night
I can't put weight on it afterwards
it got worse and worse until I had to stop
pain starts at 3 km and gets worse until I have to walk
had to walk home
aches at rest
keeps me awake
wakes me up
can't sleep because of it
throbs when lying in bed
hurts even when I sit still
hurts to walk afterwards
I was limping home
hard to put weight on the leg
can't stand on that leg
hurts when I hop on that leg
sharp pain when hopping
pinpoint pain, sore to touch on the bone
the longer I run the worse it gets
the more I run the more it hurts
pain increases with distance
gets worse mile by mile
worse as the run goes on
worse towards the end of the run
starts mild and is unbearable by the end of the run
does not go away even at rest
doesn't ease when I rest
doesn't let up at night
not only after runs, not just at night
can't walk without limping
I cannot run without limping afterwards
never stops hurting
nighttime ache
nocturnal pain
the pain deepens as the kilometres tick by
worse and worse over the course of a run
it hurt so much I couldn't finish
walking is painful too
pain when walking
dull ache that won't go away
hurts day and night
gets progressively worse on long runs
Fine at first but then it builds with every step
eases for a kilometre and then gets worse the longer I run
feels like a stress fracture
no swelling, but I limp
no pain by day, pain at night
better by day than at night
it comes on earlier in each run
fine walking, worse while running
night
limp
rest; night
no relief at rest
can only bear weight with pain
It’s worse the farther I run
favouring my other leg
doesn’t hurt sitting. Hurts at night though
builds up as I go and aches in bed
gets sorer the longer the session
it's getting worse as the miles pile up
Starts as a niggle, ends in agony by 8k
keeps building until I stop
worsens on every run
hurts more the more I run
by mile 3 I can't run any more
it aches even while I'm lying in bed
Pain at night, doesn't go away with rest
painful to stand on one leg
hurts when I put weight on it
hurts to jump on that leg
I walk with a limp after runs
had to stop after 2 km, it was too painful
it throbs at night and wakes me
pain increasing throughout the run
pain ramps up the further into a run I get
sore all day, every day, even when I do nothing
never really goes, day or night
it doesn't warm up, it gets worse
worse each kilometer and I end up limping
deep ache in the groin that gets worse as I keep going
the pain rises steadily through the run
limped the last two kilometres
walking with crutches
sharp pain with each step, worse every time
can hardly walk the next day
it's there constantly
hurts when I'm just sitting
pain doesn't ease off when I continue, it increases
does not get better as I run, gets worse
I have to cut runs short because it hurts too much
I'm in pain when I wake up at 3am
progressively more painful over 5k
at first fine; later I can't run without pain, it gets worse with distance
it nags at the start, then turns into a stabbing pain the further into the run I get
getting more intense every time I go past 20 minutes
the ache gets bigger as the run gets longer
ok for 2 miles then increasingly painful
increasing pain while jogging, I have to slow to a walk
intense after 30 min, forced to stop
it hurts at rest now too
aching in bed most nights
sharp enough at night to wake me
the pain is still there when I lie down
always there
can't lift the leg or put weight through it
limping for a day after each run
I couldn't walk properly afterwards
hurts to stand
hurts walking around the house
painful just walking
starts after 4 km and keeps increasing
every run it comes on sooner
gets worse until I'm done
gets so bad I stop
persistent ache, no position helps
no improvement with rest
rest doesn't help
still hurts after two weeks of rest
worse when I push on
worse the more I do
pain worsens with running
pain grows with duration
aggravated by running, does not ease
I feel it more and more as the session continues
hurts more with each stride
deep bone ache
my hip hurts all night
hurts in the middle of the night
hip starts throbbing around km 5 and by km 8 I can barely run
the groin pain is there from the start and it just keeps getting worse
goes from a 2 to an 8 during the run
pain stays for hours and I can't get comfortable in bed
limpy
limp for the rest of the day
worse each time I run
feels like the bone is bruised
tender when I press on the shin bone
hurt through the night
hurts 24/7
can't do a single leg hop
aches after I go to bed
night pain
pain in bed at night, no relief from ibuprofen
running makes it worse and worse
pain when I stand
unable to walk normally after the run
was limping
keep having to stop
sharp pain that makes me limp after 20 minutes
starts around halfway and builds until I'm walking
gets worse over the run, settles next day
aching through the night after long runs
hurts the whole run and gets worse
constant deep ache in the groin
pain is worse with each run this week
crept up over the last two weeks and now hurts when walking
painful to walk on
I feel it at night
I limp for an hour after running
hopping on the left leg hurts";

/// Harmless notes, and denials.
const HARMLESS: &str = "\
no limping
not at night
worse after the run
eases as I warm up
better the longer I run
stiff in the morning, fine during the run
stabbing when accelerating
never at rest, never limping
constant pace is fine
worse the next day
worse after the run, better during it
pain gone at night
I sleep well
no pain at night
no night pain
no pain at rest
fine at rest
nothing at rest
gone in bed
doesn't hurt at night
doesn't wake me
it never wakes me up
goes away at rest
better with rest
eases at rest
rest helps
gets better as I go
it does not get worse during the run
not worse as I run
doesn't get worse with distance
no worse with every mile
stiff first thing then loosens
sore the next day
I run at night
no limp
can walk without limping
without limping
didn't limp
haven't limped
can hop without pain
can bear weight
can put full weight on it
able to bear weight
bears weight fine
weight bearing is fine
hurts during the run and worse the day after
worse the longer I sit at my desk
since I increased my mileage during the winter
worse during tempo runs and hills
worse while running downhill
pain increases during sprints
worse when running fast
hurts less the longer I run
no pain at night and at rest
no pain when walking, at rest or at night
no limping or pain at night
settles overnight
stiff when I get up, walking is fine
At night it's fine
pulls when sprinting
pinches when I turn
flares up for two days after the run
burning on the outside of the knee
tight after hills
clicks when I sit cross-legged
sore on stairs
eases-when-warm; after-run
at rest nothing
it's gone when I rest
painless at night
hurts on long climbs
no pain walking
tight hamstring after speed work
a bit stiff in the morning but goes quickly
only hurts going downstairs
sore for a day after long runs
pain comes at the start and goes after 10 minutes
sleep is fine, no night symptoms
no problems walking or hopping
no trouble bearing weight
hop test fine
pain free hopping
twinges when turning quickly
dull in the evening after running
outer knee pain at the same distance every run
hurts downhill
has been there since March, not getting worse
no change during runs
stays the same throughout the run
loosens up as I go
never had pain at night
only when I sprint
no limp, no night pain, no swelling
I rest it and it feels good
gets tight when sitting, better when running
pain on the outside when lying on that side
occasionally clicks
pain is less each run
I can hop without any pain
no limp even after long runs
worse in cold weather
better with every kilometre
niggle that eases with each mile
increased distance last month
no increase in pain during the run
fine until I sprint
mild, same all run
no increase with distance
disappears after the warm-up
sore in the first mile only
hurts until I warm up
hurts a bit until about 2 km and then it's gone
sore after sitting in the car
only on steep hills
tight in the evening
sleeping is no issue
feels weak when I hop on it but no pain
never limped
not limping any more
no difficulty walking
can walk and hop without problems
no rest pain
pain-free in bed
comes after about 8 km on the outside of the knee
worse on cambered roads
worse with new shoes
more after speed sessions
a little worse on Mondays
stretching makes it worse
not too painful
no need to stop
can run to the end, never had to stop
doesn't get worse if I keep running
stays level as I run
neither better nor worse as I run
stiff getting out of bed
stiff getting out of bed in the morning
it eases off and I carry on
hip feels tight but improves with each km
hurts when I get up from the sofa
sharp for the first km, then nothing
hurts with squats
pain only when pressing on the tendon
no night pain, eases with warm up
dull ache after long runs that's gone by the next morning
sleeping on my side hurts
tight and cranky after sitting all day
hurts when running downhill fast
comes and goes
snapping when I lift the knee
I rested it for a week and it's good now
no symptoms while running, sore later that day
pain went from 5 to 2 as I kept running
better now
no bone pain
can't feel it when running
I don't limp or wake up
no worse at the end
walks fine
feels tight when I turn over in bed
stiff when I wake up
tight hips when I wake up in the morning
I stretch before bed
went to bed early
worse when I wear old shoes
fine when walking
no pain walking, slight pain running
I sit all day and hips get tight
gets worse when I skip stretching
pain on the first steps after resting";

#[test]
fn many_words_for_one_sign() {
    let missed: Vec<&str> = SIGNS.lines().filter(|note| !bone(note)).collect();
    assert!(missed.is_empty(), "missed: {missed:#?}");
}

#[test]
fn ordinary_notes_and_denials() {
    let false_alarms: Vec<&str> = HARMLESS.lines().filter(|note| bone(note)).collect();
    assert!(false_alarms.is_empty(), "false alarms: {false_alarms:#?}");
    assert!(!bone(""));
}

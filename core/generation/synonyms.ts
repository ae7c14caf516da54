/**
 * Words that mean nearly the same thing in a shot, one group a line. A pack that knows one word of a group can offer it
 * for the others. English, as the prompts of the packs are.
 */
const GROUPS = `
ball sphere orb circle globe bubble balloon marble football basketball tennis
box square cube crate block package carton brick parcel dice
star asterisk starfish
heart love valentine
kite diamond rhombus lozenge
triangle pyramid wedge cone
ring hoop circle wheel donut loop
moon planet crescent
boat ship yacht sail sailboat raft
red crimson scarlet ruby maroon cherry vermilion
orange amber tangerine copper apricot
yellow golden gold lemon blond
green emerald lime olive jade mint
blue navy azure cyan turquoise teal indigo cobalt
purple violet lavender lilac mauve magenta plum
pink rose magenta fuchsia salmon coral
white ivory pale silver grey gray bright snowy
moves goes travels slides glides drifts flies floats walks runs rolls crosses passes sails swims
left west leftwards leftward
right east rightwards rightward
rises up ascends climbs lifts soars upwards upward
falls down drops descends sinks plunges tumbles downwards downward
bounces jumps hops leaps springs bobs
still static motionless stationary frozen idle rests waits stands sits hovers
spins rotates turns twirls whirls revolves
big large huge giant enormous great
small little tiny mini
field meadow grass lawn prairie park garden countryside hill valley pasture farm forest
mountains mountain peak alps cliff rocks summit ridge
room indoors house kitchen office hall studio interior bedroom
desert dunes sand sahara beach wasteland
sea ocean water lake river waves coast shore beach harbour harbor
city town skyline street urban building downtown village metropolis skyscraper
snow snowy winter ice arctic glacier frost blizzard
space cosmos moon galaxy universe orbit planet stars nebula
day daylight noon sunny midday morning bright afternoon sunshine daytime
sunset dusk evening dawn sunrise twilight sundown
night nite midnight dark nighttime moonlight darkness
fog mist foggy haze smoke cloudy overcast rain drizzle
grows grow expands swells inflates enlarges
shrinks shrink contracts deflates dwindles
over above on
in inside within
`

/** Each group as words. */
export const SYNONYMS: readonly (readonly string[])[] = GROUPS.trim()
  .split('\n')
  .map((line) => line.split(' '))

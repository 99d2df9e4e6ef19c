/**
 * English function words: they hold a sentence together and say nothing of what it is about. Words that can carry a
 * subject (numbers, "system", "fire") are not among them. Contractions appear as what an apostrophe leaves of them.
 */
export const englishStopWords: ReadonlySet<string> = new Set(
  `
  an the this that these those such same other another each every either neither both all any some none few many much
  more most less least several no not nor only own

  me my mine myself we us our ours ourselves you your yours yourself yourselves he him his himself she her hers herself
  it its itself they them their theirs themselves who whom whose which what whoever whatever whichever
  someone somebody something anyone anybody anything everyone everybody everything nobody nothing

  am is are was were be been being do does did doing done have has had having
  can could will would shall should may might must ought cannot ll ve re

  about above across after against along among amongst around at before behind below beneath beside besides between beyond
  by despite down during except for from in into near of off on onto out over per since through throughout
  till to toward towards under until unto up upon via with within without

  and or but if as so than then though although because unless while whereas whether however therefore thereby thus hence
  moreover nevertheless nonetheless otherwise yet

  here there where when why how wherever whenever again also always already almost ever never often once quite rather
  soon still too together very just even else perhaps maybe indeed instead
  `
    .trim()
    .split(/\s+/),
);

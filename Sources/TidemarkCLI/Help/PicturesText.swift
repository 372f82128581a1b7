extension HelpTopic {
  static let picturesText = """
    EXAMPLES
      tidemark chart trend "infant mortality rate" --peers core-cities --format text
      tidemark chart compare --priority "maternal health" --output maternal.svg
      tidemark chart rank 91547 --within "West Midlands" --goal 12 -o smoking.svg
      tidemark chart inequality 900401 --width 680 -o suicide-by-deprivation.svg

    Each kind draws the answer of a question, with the same options:

      trend          is it getting better, and how far is England? --peers adds others
      compare        how do all indicators stand, as multiples of England's figures?
      rank           where among other areas?
      funnel         is it more than chance, given how many people there are?
      spine          where between worst and best, for several indicators at once?
      inequality     how do deciles of deprivation differ, and does the gap close?
      gap            the difference from England, year after year
      decomposition  what makes up a gap in life expectancy?
      multiples      the trends of several indicators, side by side

    The title says the finding, the caption where the figures are from. Shape and word
    stand with every colour: a disc is better, a diamond worse, an open circle similar,
    triangles higher or lower, a square not compared. Bands and thin bars are 95%
    confidence intervals. A line is broken where a figure is missing, and its marker
    ([c], [x]) stands there; an upright dotted line is a change of definition; long
    dashes are a goal (--goal). Values are those published, at most two decimals.

    --format svg is a picture, text and ascii are for a terminal or an e-mail. --width
    and --height are pixels; 680 is the width of the text on A4 paper, where the letters
    of 12 pixels are 9 points. The same figures give the same bytes.

    Word, PowerPoint and LibreOffice take the SVG by Insert, Picture. For LaTeX, or a
    program that takes no SVG:
      rsvg-convert --format pdf --output smoking.pdf smoking.svg
      rsvg-convert --zoom 3 --output smoking.png smoking.svg
      inkscape smoking.svg --export-filename=smoking.pdf

    Each SVG names itself to screen readers, with all figures in its description. In a
    document give the title as the alternative text, and put the table beside it:
      tidemark trend "infant mortality rate" --format markdown
    Letters have 12 pixels or more and 4.5:1 against their ground, marks 3:1.
    """
}

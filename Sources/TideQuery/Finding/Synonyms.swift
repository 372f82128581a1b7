import TideModel

/// Words of public health that people use for one another, so that `smoking in pregnancy` finds smokers at the time of
/// delivery.
///
/// They widen a search by words and never decide what a name stands for.
enum Synonyms {
  /// Words of a group stand for one another. Compared after the words of names, so that plurals are listed where a stem
  /// does not cover them.
  private static let groups: [Set<String>] = [
    ["smoking", "smoke", "smoker", "smokers", "smoked", "tobacco", "cigarettes"],
    [
      "pregnancy", "pregnant", "pregnancies", "maternity", "maternal", "antenatal", "birth", "births", "childbirth",
      "delivery", "mothers",
    ],
    ["pregnancy", "pregnancies", "conception", "conceptions"],
    ["baby", "babies", "infant", "infants", "newborn", "neonatal", "perinatal", "birth"],
    ["death", "deaths", "died", "dying", "mortality", "fatal"],
    ["heart", "cardiac", "cardiovascular", "coronary", "circulatory", "cvd", "chd"],
    ["child", "children", "kids", "childhood", "young"],
    ["teenage", "teenagers", "adolescents", "young"],
    ["teenage", "conception", "conceptions"],
    ["obesity", "obese", "overweight", "weight"],
    ["alcohol", "drinking", "alcoholic"],
    ["cancer", "cancers", "neoplasm", "neoplasms", "tumour", "tumours", "malignant", "oncology"],
    ["diagnosis", "diagnosed", "diagnoses"],
    ["stroke", "cerebrovascular", "tia"],
    ["lung", "lungs", "respiratory", "copd", "asthma", "breathing"],
    ["kidney", "kidneys", "renal", "ckd"],
    ["dementia", "alzheimer", "alzheimers"],
    ["depression", "depressed", "depressive"],
    ["psychosis", "schizophrenia", "bipolar"],
    ["mental", "psychiatric", "psychological", "wellbeing"],
    ["poverty", "poor", "deprivation", "deprived", "income"],
    ["inequality", "inequalities", "deprivation", "slope"],
    ["longevity", "lifespan", "expectancy"],
    ["vaccination", "vaccine", "vaccinated", "immunisation", "immunisations", "immunised", "jab"],
    ["hypertension", "hypertensive", "pressure"],
    ["eye", "eyes", "sight", "vision", "blindness"],
    ["injury", "injuries", "accident", "accidents"],
    ["elderly", "older", "aged"],
    ["breastfeeding", "breastfed", "breastmilk"],
    ["screening", "screened", "uptake", "coverage"],
    ["exercise", "activity", "active", "inactive"],
    ["emergency", "admission", "admissions", "hospital"],
    ["suicide", "suicides"],
    ["preterm", "premature", "prematurity"],
  ]

  /// A word and those that may stand for it.
  static func of(_ word: String) -> [String] {
    [word]
      + groups.filter { $0.contains(word) }.reduce(into: Set<String>()) { $0.formUnion($1) }
      .subtracting([word]).sorted()
  }
}

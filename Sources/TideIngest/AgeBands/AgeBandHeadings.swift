import TideModel

extension AgeBandTable.Role {
  /// The role of a heading in the spellings that people use; nil for any other.
  ///
  /// Headings are compared by their letters and digits alone, as those of published files are.
  init?(heading: String) {
    let key = Vocabulary.key(heading)
    guard let role = Self.allCases.first(where: { $0.spellings.contains(key) }) else { return nil }
    self = role
  }

  /// The spellings, the one to recommend first.
  var spellings: [String] {
    switch self {
    case .age: ["age", "ageband", "agegroup", "agerange", "ages", "startage", "agestart", "agefrom"]
    case .count:
      [
        "count", "deaths", "events", "observed", "numerator", "cases", "admissions", "persons", "obs", "dths", "x",
      ]
    case .population: ["population", "pop", "pops", "personyears", "denominator", "populations", "n"]
    case .standard:
      [
        "standardpopulation", "stdpop", "standard", "weight", "weights", "esp", "esp2013",
        "europeanstandardpopulation", "europeanstandardpopulation2013", "stdpopulation",
      ]
    case .referenceCount: ["referencecount", "refcount", "referencedeaths", "refdeaths", "referenceevents", "xref"]
    case .referencePopulation: ["referencepopulation", "refpop", "refpopulation", "nref"]
    case .goodHealth:
      ["goodhealth", "propgoodhealth", "proportiongoodhealth", "shareingoodhealth", "prevalence", "healthy"]
    case .respondents: ["respondents", "surveyn", "samplesize", "sample", "asked"]
    case .cause: ["cause", "causeofdeath", "causes"]
    case .eventsEach: ["eventfrequency", "freq", "frequency", "eventseach", "eventsperperson"]
    }
  }

  /// What the column holds, in words.
  var words: String {
    switch self {
    case .age: "age bands"
    case .count: "deaths or events"
    case .population: "populations"
    case .standard: "a standard population"
    case .referenceCount: "events of the reference population"
    case .referencePopulation: "the reference population"
    case .goodHealth: "the share in good health"
    case .respondents: "respondents"
    case .cause: "causes of death"
    case .eventsEach: "events each person had"
    }
  }
}

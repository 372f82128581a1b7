import TideDisclosure
import TideModel
import TideQuery
import TideStore

/// The eight questions that engines are measured with, as commands: `Benchmarks/peers/QUESTIONS.md` defines their answers.
enum BenchQuestion: String, CaseIterable {
  case q1 = "Q1"
  case q2 = "Q2"
  case q3 = "Q3"
  case q4 = "Q4"
  case q5 = "Q5"
  case q6 = "Q6"
  case q7 = "Q7"
  case q8 = "Q8"

  /// The command, with words in capitals for what differs from store to store.
  var command: String {
    switch self {
    case .q1: "export INDICATOR --sex Persons --age AGE --category none --peers E08000025,E92000001"
    case .q2: "rank INDICATOR --sex Persons --age AGE --category none --period PERIOD --area-type upper-tier"
    case .q3: "compare --category none"
    case .q4: "summarise --by indicator,period --measures figures,count,denominator,mean,min,max"
    case .q5:
      "summarise --by indicator,sex,age,region,period --rolling 3 --measures pooled --area-type upper-tier --category none"
    case .q6: "summarise --by area,period --measures compared,above --category none"
    case .q7: "summarise --by indicator,period --measures p10,median,p90 --area-type upper-tier --category none"
    case .q8: "summarise --by indicator,sex,age,category,area --measures figures,slope"
    }
  }

  /// The words of the command, with those in capitals filled in.
  func words(_ subject: BenchSubject) -> [String] {
    command.split(separator: " ").map { word in
      switch word {
      case "INDICATOR": String(subject.indicator)
      case "AGE": subject.age
      case "PERIOD": subject.period
      default: String(word)
      }
    }
  }
}

/// What Q1 and Q2 are about: the middle indicator of those with figures, its plain stratum of Persons and the age that sorts
/// first, and its latest period.
struct BenchSubject {
  let indicator: Int
  let age: String
  let period: String

  init(_ source: any FigureSource) throws {
    let snapshot = source.snapshot
    let keys = try snapshot.panelKeys()
    let indicators = Set(keys.map(\.indicator)).sorted()
    guard !indicators.isEmpty else { throw Self.nothing }
    let middle = indicators[indicators.count / 2]
    let own = keys.filter { $0.indicator == middle }
    let strata = try Set(own.compactMap { try snapshot.stratum($0.stratum) }).filter {
      $0.isWhole && $0.sex == "Persons"
    }
    let ages = strata.map(\.age).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    let periods = try own.flatMap { try source.panel($0)?.periods ?? [] }
    guard let age = ages.first, let period = periods.max() else { throw Self.nothing }
    (indicator, self.age, self.period) = (middle, age, period.label)
  }

  private static let nothing = CommandFailure(
    .usage, "the store does not hold the figures these questions are about",
    remedy: "Make a store of such figures: 'tidemark generate --size S --store DIR'.")
}

/// Which twelve months an indicator calls a year.
///
/// Raw values are stored on disk: never renumber them.
public enum YearType: UInt8, CaseIterable, Hashable, Sendable {
  /// 1 January to 31 December.
  case calendar = 0
  /// 1 April to 31 March, written 2019/20.
  case financial = 1
  /// 1 September to 31 August, written 2019/20.
  case academic = 2
  /// August to July.
  case augustToJuly = 3
  /// July to June.
  case julyToJune = 4
  /// March to February.
  case marchToFebruary = 5
  /// October to September.
  case octoberToSeptember = 6
  /// November to October.
  case novemberToOctober = 7
  /// September to February, a half year.
  case septemberToFebruary = 8
  /// A calendar year rolling on by quarters or months.
  case calendarRolling = 9
  /// A financial year rolling on by quarters or months, or cumulating them.
  case financialRolling = 10
  /// The state at the end of a financial year.
  case financialEndPoint = 11

  /// The month (1...12) in which the year begins.
  public var startMonth: Int {
    switch self {
    case .calendar, .calendarRolling: 1
    case .financial, .financialRolling, .financialEndPoint: 4
    case .academic, .septemberToFebruary: 9
    case .augustToJuly: 8
    case .julyToJune: 7
    case .marchToFebruary: 3
    case .octoberToSeptember: 10
    case .novemberToOctober: 11
    }
  }

  /// The field's name, as in metadata files.
  public var name: String {
    switch self {
    case .calendar: "Calendar"
    case .financial: "Financial"
    case .academic: "Academic"
    case .augustToJuly: "August-July"
    case .julyToJune: "July-June"
    case .marchToFebruary: "March-February"
    case .octoberToSeptember: "October-September"
    case .novemberToOctober: "November-November"
    case .septemberToFebruary: "September-February"
    case .calendarRolling: "Calendar rolling year"
    case .financialRolling: "Financial rolling year"
    case .financialEndPoint: "Financial year end point"
    }
  }

  /// The year type a metadata file names, in any of the spellings of the national service; nil when unknown.
  public init?(name: String) {
    let key = Vocabulary.key(name)
    if let exact = Self.allCases.first(where: { Vocabulary.key($0.name) == key }) {
      self = exact
      return
    }
    if key.contains("endpoint") || key.contains("endofmarch") {
      self = .financialEndPoint
    } else if key.hasPrefix("calendarrolling") || key == "rolling" {
      self = .calendarRolling
    } else if key.hasPrefix("financialrolling") || key.hasPrefix("financialmultiyear")
      || key.hasPrefix("financialsingleyear")
    {
      self = .financialRolling
    } else if key.hasPrefix("financial") {
      self = .financial
    } else if key.hasPrefix("academic") || key == "septemberjanuary" {
      self = .academic
    } else if key.hasPrefix("calendar") || key == "yearly" || key == "annual" || key.hasPrefix("annual") {
      self = .calendar
    } else {
      return nil
    }
  }
}

import Foundation
import TestSupport
import Testing
import TideCore
import TideModel

@testable import TideIngest

/// Published files, where this machine has them.
enum Corpus {
  static let folder = CorpusFolder.url

  static let isPresent = FileManager.default.fileExists(atPath: path(CorpusFile.authority.name))
  static let skipped = CorpusFolder.skipped

  static func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

  /// A file's text, unpacked where it is gzip.
  static func bytes(_ name: String) throws -> [UInt8] {
    let bytes = [UInt8](try Data(contentsOf: folder.appendingPathComponent(name)))
    guard name.hasSuffix(".gz") else { return bytes }
    var out: [UInt8] = []
    let reader = GzipReader()
    try bytes.withUnsafeBytes { try reader.inflate($0) { out.append(contentsOf: $0) } }
    try reader.finish()
    return out
  }

  /// The records of a file as rows by heading.
  static func rows(_ name: String) throws -> [[String: String]] {
    let records = ReferenceCSV.read(try bytes(name)).records.map(\.texts)
    guard let headings = records.first else { return [] }
    return records.dropFirst().map { fields in
      Dictionary(zip(headings, fields), uniquingKeysWith: { first, _ in first })
    }
  }
}

/// A file with indicator figures: how its columns are headed, and what is known of it from corpus/README.md and by
/// counting with other tools.
struct CorpusFile: Sendable, CustomTestStringConvertible {
  /// How a file names indicators.
  enum Naming: Sendable {
    /// A column of ids, which may be blank where the second column names the indicator.
    case id(String, name: String?)
    /// A name and a unit.
    case name(String, unit: String)
    /// A short text code.
    case code(String)
  }

  var name: String
  var indicator: Naming
  /// The column of area codes, or of names where `areasByName`.
  var area: String
  var areasByName = false
  var sex: String?
  var age: String?
  var categoryType: String?
  var category: String?
  var period: String
  var numbers: [Measure: String]
  /// Lists appended first.
  var lists: [String] = []
  var collapsed: Int
  var rejected: [RejectedRow.Rule: Int] = [:]

  var testDescription: String { name }

  static let authority = CorpusFile(service: "child-injury-admissions-by-authority.csv", collapsed: 703)
  static let region = CorpusFile(service: "child-injury-admissions-by-region.csv", collapsed: 0)

  static let all: [CorpusFile] = [
    authority, region,
    CorpusFile(
      name: "mixed-indicators-no-names.csv", indicator: .id("IndicatorId", name: nil), area: "AreaCode", sex: "Sex",
      age: "Age", categoryType: "CategoryType", category: "Category", period: "Year",
      numbers: [
        .value: "Value", .lower95: "LowerCI", .upper95: "UpperCI", .count: "Count", .denominator: "Denominator",
      ], collapsed: 2511,
      rejected: [.conflictingDuplicate: 596]),
    CorpusFile(service: "smoking-prevalence-practices-to-england.csv", collapsed: 0),
    CorpusFile(service: "campylobacter-ragged-rows.csv", collapsed: 0),
    CorpusFile(service: "standardised-ratios-msoa.csv", collapsed: 0),
    CorpusFile(underscored: "young-people-mental-health-north-west.csv"),
    CorpusFile(underscored: "young-people-mental-health-south-west.csv"),
    CorpusFile(underscored: "young-people-mental-health-west-midlands.csv"),
    CorpusFile(tidy: "priority-figures.csv.gz"),
    // 15 rows of the "Wales region" without a code; 60 rows of two sets of deciles under one name.
    CorpusFile(
      tidy: "priority-figures-inequality.csv.gz", rejected: [.unknownAreaName: 15, .conflictingDuplicate: 60]),
    CorpusFile(
      name: "local-authority-measures-text.csv.gz", indicator: .code("Short Desc"), area: "LA and Regions",
      areasByName: true, period: "Years", numbers: [.value: "Values"],
      lists: [
        "authorities.csv", "upper-tier-authorities.csv", "areas.csv.gz", "local-authority-measures-dictionary.csv.gz",
      ], collapsed: 0,
      // Seven names that no list has: the three `(Pre LG)` areas, inner and outer London, Cumbria, Northamptonshire; and
      // 170 rows of the period `0`, of which those seven areas have seven.
      rejected: [.unknownAreaName: 7 * 3771, .badPeriod: 163]),
  ]
}

extension CorpusFile {
  /// The national service's download.
  private init(service name: String, collapsed: Int) {
    self.init(
      name: name, indicator: .id("Indicator ID", name: "Indicator Name"), area: "Area Code", sex: "Sex", age: "Age",
      categoryType: "Category Type", category: "Category", period: "Time period",
      numbers: [
        .value: "Value", .lower95: "Lower CI 95.0 limit", .upper95: "Upper CI 95.0 limit",
        .lower998: "Lower CI 99.8 limit", .upper998: "Upper CI 99.8 limit", .count: "Count",
        .denominator: "Denominator",
      ], collapsed: collapsed)
  }

  /// The same with other headings.
  private init(underscored name: String) {
    self.init(
      name: name, indicator: .id("IndicatorID", name: "IndicatorName"), area: "AreaCode", sex: "Sex", age: "Age",
      categoryType: "Category_Type", category: "Category", period: "Timeperiod",
      numbers: [
        .value: "Value", .lower95: "Lower_CI_95.0_limit", .upper95: "Upper_CI_95.0_limit",
        .lower998: "Lower_CI_99.8_limit", .upper998: "Upper_CI_99.8_limit", .count: "Count",
        .denominator: "Denominator",
      ], collapsed: 0)
  }

  private init(tidy name: String, rejected: [RejectedRow.Rule: Int] = [:]) {
    self.init(
      name: name, indicator: .name("indicator", unit: "unit"), area: "area_code", sex: "sex", age: "age",
      categoryType: "category_type", category: "category", period: "period",
      numbers: [
        .value: "value", .lower95: "lower_ci", .upper95: "upper_ci", .count: "count", .denominator: "denominator",
      ], collapsed: 0, rejected: rejected)
  }
}

import Foundation
import TestSupport
import TideIngest
import TideModel

/// A file of age bands that a test makes up, with what each of its rows says.
struct AgeBandFile {
  /// A row as the file writes it, and as the test understands it.
  struct Row {
    var area: String
    var year: Int
    var band: Int
    var age: String
    var count: String
    var population: String
    /// The number of the count; nil where it is blank or withheld.
    var events: Double?
    var people: Double
  }

  /// The bands of the European Standard Population of 2013 with their weights (Eurostat 2013).
  static let standard: [(from: Int, weight: Double)] = zip(
    stride(from: 0, through: 90, by: 5),
    [
      5000.0, 5500, 5500, 5500, 6000, 6000, 6500, 7000, 7000, 7000, 7000, 6500, 6000, 5500, 5000, 4000, 2500, 1500,
      1000,
    ]
  ).map { ($0, $1) }

  var rows: [Row] = []

  /// Areas of some years, band by band; each area spells its bands in its own way.
  init(areas: Int, years: Int, seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    for area in 0..<areas {
      for year in 2001..<2001 + years {
        for band in Self.standard.indices {
          rows.append(Self.row(area, year, band, &generator))
        }
      }
    }
  }

  /// Names with commas, quotes and letters beyond ASCII among them.
  static func name(_ area: Int) -> String {
    switch area % 7 {
    case 0: "Kingston upon Hull, City of \(area)"
    case 1: "the \"Wirral\" \(area)"
    case 2: "Ynys Môn \(area)"
    default: "Area \(area)"
    }
  }

  private static func row(_ area: Int, _ year: Int, _ band: Int, _ generator: inout SeededGenerator) -> Row {
    let events = Double(Int.random(in: 0...60, using: &generator))
    let people = Double(Int.random(in: 900...8999, using: &generator))
    var row = Row(
      area: name(area), year: year, band: band, age: age(band, spelling: area % 4), count: "\(Int(events))",
      population: "\(Int(people))", events: events, people: people)
    if people > 8000 { row.population = "8,\(row.population.suffix(3))" }
    switch Int.random(in: 0..<400, using: &generator) {
    case 0: (row.count, row.events) = (Bool.random(using: &generator) ? "c" : "*", nil)
    case 1, 2: (row.count, row.events) = ("", nil)
    case 3: (row.count, row.events) = ("12.5", 12.5)
    default: break
    }
    return row
  }

  private static func age(_ band: Int, spelling: Int) -> String {
    let (from, last) = (5 * band, 5 * band + 4)
    let isLast = band == standard.count - 1
    return switch spelling {
    case 1: isLast ? "90 and over" : "\(from) to \(last)"
    case 2: isLast ? "90 + yrs" : "\(from < 10 ? "0" : "")\(from)-\(last) years"
    case 3: "\(from)"
    default: isLast ? "90+" : "\(from)-\(last)"
    }
  }

  /// The file's text: now and then with spaces to be folded.
  var text: String {
    func quoted(_ text: String) -> String {
      text.contains(where: { ",\"".contains($0) }) ? "\"\(text.replacing("\"", with: "\"\""))\"" : text
    }
    return "Area,Year,Age band,Deaths,Population\n"
      + rows.enumerated().map { place, row in
        let area = place % 11 == 0 ? row.area.replacing(" ", with: "  ") + " " : row.area
        return [quoted(area), "\(row.year)", row.age, row.count, quoted(row.population)].joined(separator: ",") + "\n"
      }.joined()
  }

  /// The rows of each area and year, in the order in which the file begins them.
  var groups: [AgeBandFile] {
    var places: [String: Int] = [:]
    var groups: [AgeBandFile] = []
    for row in rows {
      let place = places["\(row.area)|\(row.year)"] ?? groups.count
      if place == groups.count { groups.append(AgeBandFile()) }
      places["\(row.area)|\(row.year)"] = place
      groups[place].rows.append(row)
    }
    return groups
  }

  private init() {}

  /// The same rows in another order.
  func shuffled(seed: UInt64) -> AgeBandFile {
    var generator = SeededGenerator(seed: seed)
    var file = self
    file.rows.shuffle(using: &generator)
    return file
  }

  /// The table that the reader makes of the file.
  func table() throws -> AgeBandTable { try Self.table(text) }

  /// The table that the reader makes of a text.
  static func table(_ text: String) throws -> AgeBandTable {
    let path = NSTemporaryDirectory() + "tidemark-bands-\(UUID().uuidString).csv"
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try AgeBandReader.read(path, needs: [.age, .count, .population])
  }
}

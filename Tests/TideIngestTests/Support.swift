import Foundation
import TideCore
import TideModel
import TideStore

@testable import TideIngest

/// A folder for one test's files and stores; it goes away with this object.
final class Workbench {
  let folder: URL
  var store: String { path("store") }

  init() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("tidemark-ingest-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

  /// Writes a file and gives its path.
  func file(_ name: String, _ bytes: [UInt8]) throws -> String {
    try Data(bytes).write(to: folder.appendingPathComponent(name))
    return path(name)
  }

  func file(_ name: String, _ text: String) throws -> String { try file(name, Array(text.utf8)) }

  /// Appends files by path; the wall clock stands still at a published date.
  @discardableResult
  func append(
    _ paths: String..., strict: Bool = false, dryRun: Bool = false, change: (inout AppendOptions) -> Void = { _ in }
  ) throws -> AppendReport {
    var options = AppendOptions()
    options.strict = strict
    options.dryRun = dryRun
    change(&options)
    options.published = CalendarDate(year: 2024, month: 6)
    return try Appender.append(paths, to: store, options: options)
  }

  /// Writes a file of the tidy columns and appends it.
  @discardableResult
  func append(tidy rows: String..., as name: String = "tidy.csv", strict: Bool = false) throws -> AppendReport {
    try append(try file(name, ([tidyHeading] + rows).joined(separator: "\n") + "\n"), strict: strict)
  }

  /// Everything stored, in order of keys.
  func stored() throws -> [Stored] { try Stored.all(of: Snapshot.open(store)) }

  /// Bytes of every file of the store, to tell whether it changed.
  func storeBytes() throws -> [String: Data] {
    var out: [String: Data] = [:]
    guard let names = FileManager.default.enumerator(atPath: store) else { return out }
    for case let name as String in names where name != "lock" {
      out[name] = try? Data(contentsOf: URL(fileURLWithPath: store).appendingPathComponent(name))
    }
    return out
  }
}

/// The headings of our own table.
let tidyHeading =
  "indicator_id,indicator,area_code,area,sex,age,category_type,category,period,value,lower_95,upper_95,"
  + "count,denominator,status,note"

/// One stored figure with its keys as texts.
struct Stored: Equatable {
  var indicator: Int
  var area: String
  var stratum: Stratum
  var period: String
  var observation: Observation

  var value: Double? { observation.figures.value }
  var status: Status { observation.status }

  static func all(of snapshot: Snapshot) throws -> [Stored] {
    var out: [Stored] = []
    for key in try snapshot.panelKeys() {
      guard let panel = try snapshot.panel(key), let stratum = try snapshot.stratum(key.stratum) else { continue }
      for (areaIndex, area) in panel.areas.enumerated() {
        for (periodIndex, period) in panel.periods.enumerated() {
          guard let observation = try panel.observation(area: areaIndex, period: periodIndex) else { continue }
          out.append(
            Stored(
              indicator: key.indicator, area: area, stratum: stratum, period: period.label, observation: observation))
        }
      }
    }
    return out
  }
}

extension AppendReport {
  /// The release committed; nil for another outcome.
  var release: Release? { if case .committed(let release) = outcome { release } else { nil } }
}

/// A gzip member (RFC 1952) around bytes compressed with zlib.
func gzip(_ bytes: [UInt8]) -> [UInt8] {
  bytes.withUnsafeBytes { raw in
    var out: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3]
    out += Deflate.compress(raw).dropFirst(2).dropLast(4)
    for word in [CRC32.checksum(raw), UInt32(truncatingIfNeeded: bytes.count)] {
      for shift in [0, 8, 16, 24] { out.append(UInt8(truncatingIfNeeded: word >> UInt32(shift))) }
    }
    return out
  }
}

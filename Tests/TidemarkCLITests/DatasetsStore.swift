import Foundation
import Testing

/// A store loaded from `Datasets/` as `make demo` loads it, made once for all tests that read it.
enum DatasetsStore {
  /// The files in the order of the Makefile.
  static var files: [String] {
    get throws {
      let folder = BinaryUnderTest.packageRoot.appendingPathComponent("Datasets")
      let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      return names.filter { $0.hasSuffix(".csv") }.sorted().map { folder.appendingPathComponent($0).path }
    }
  }

  private static let made: Result<TemporaryFolder, any Error> = Result {
    let folder = try TemporaryFolder()
    let outcome = try BinaryUnderTest.run(
      ["append", "--published", "2026-11-26"] + files, in: folder.url, store: folder.url.appendingPathComponent("store")
    )
    try #require(outcome.status == 0, "\(outcome.errors)")
    return folder
  }

  /// The store's folder. Tests must not write to it.
  static var url: URL { get throws { try made.get().url.appendingPathComponent("store") } }
}

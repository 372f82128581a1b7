public import Foundation

/// The folder of published files that some tests read: `TIDEMARK_CORPUS`, else `shared/corpus` beside the checkout.
///
/// The files are not part of the project; where they are missing those tests are skipped and say so.
public enum CorpusFolder {
  /// The folder, whether it is there or not.
  public static let url: URL = {
    if let given = ProcessInfo.processInfo.environment["TIDEMARK_CORPUS"] { return URL(fileURLWithPath: given) }
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return root.deletingLastPathComponent().appendingPathComponent("shared/corpus")
  }()

  /// Why a test is skipped.
  public static let skipped: String = "the corpus is not on this machine: set TIDEMARK_CORPUS"

  /// A file's path.
  public static func path(_ name: String) -> String { url.appendingPathComponent(name).path }

  /// Whether a file is there.
  public static func has(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(name)) }
}

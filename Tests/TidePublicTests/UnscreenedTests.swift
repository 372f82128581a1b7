import Foundation
import TestSupport
import Testing

/// What a client of the library might write to have figures unscreened, given to the compiler.
@Suite("The unscreened way is not public")
struct UnscreenedTests {
  private static let compiler = ExternalTool(onPath: "swiftc")

  /// The modules that the running tests were built with.
  private static let modules: URL = {
    var folder = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
    #if canImport(Darwin)
      folder =
        Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }?.bundleURL.deletingLastPathComponent() ?? folder
    #endif
    return folder.appendingPathComponent("Modules")
  }()

  /// C modules that the library's own are made with; nothing in its public interface is of them.
  private static let inside = "module CZlib {}\nmodule CTideCPU {}\nmodule GRDBSQLite {}\n"

  /// A function of a client, with one statement that is tried.
  private static func client(_ statement: String) -> String {
    """
    import TideDisclosure
    import TideModel
    import TideQuery
    import TideStore

    func tried(_ path: String, _ key: PanelKey) throws {
      let snapshot = try Snapshot.open(path)
      let source = try ScreenedSnapshot.open(path)
      \(statement)
      _ = (snapshot, source)
    }
    """
  }

  /// What may be written.
  private static let screened = [
    "_ = try source.panel(key)?.batch()",
    "_ = try source.vintage(.latest).panel(key)",
    "_ = QueryEngine(source)",
    "_ = Describe(source)",
    "_ = try VintageDifference(source.vintage(.release(1)), source)",
    "_ = try StoreWriter(path, tool: \"\").before.areas()",
    "_ = try ScreenedSnapshot.open(path, asking: .hes)",
    "_ = source.policy?.names",
  ]

  /// What may not, and what the compiler says of it.
  private static let unscreened = [
    ("_ = try snapshot.panel(key)", "'panel' is inaccessible"),
    ("_ = try source.snapshot.panel(key)", "'panel' is inaccessible"),
    ("_ = try snapshot.stacks(indicator: 1)", "'stacks' is inaccessible"),
    ("_ = try source.stacks(indicator: 1)", "'stacks' is inaccessible"),
    ("_ = try snapshot.histories(indicator: 1)", "'histories' is inaccessible"),
    ("_ = try StoreWriter(path, tool: \"\").before.panel(key)", "'panel' is inaccessible"),
    ("snapshot.screen = nil", "'screen' is inaccessible"),
    ("source.snapshot.screen = nil", "'screen' is inaccessible"),
    ("source.policy = nil", "'policy' setter is inaccessible|'policy' is a 'let' constant"),
    ("_ = try ScreenedSnapshot(snapshot)", "initializer is inaccessible|inaccessible due to"),
    ("_ = QueryEngine(snapshot)", "does not conform|FigureSource"),
    ("_ = Describe(snapshot)", "does not conform|FigureSource"),
    ("_ = try VintageDifference(snapshot, snapshot)", "does not conform|FigureSource"),
    ("let screen: (any FigureScreen)? = nil; _ = screen", "cannot find type 'FigureScreen'|inaccessible"),
  ]

  private static func errors(_ statement: String, in folder: URL) throws -> String {
    let file = folder.appendingPathComponent("client.swift")
    try client(statement).write(to: file, atomically: true, encoding: .utf8)
    let outcome = try compiler.run(
      [
        "-typecheck", "-swift-version", "6", "-I", modules.path, "-I", folder.path, "-module-cache-path",
        folder.appendingPathComponent("cache").path, file.path,
      ], in: folder)
    #expect((outcome.status == 0) == !outcome.errors.contains("error:"), "\(outcome.errors)")
    return outcome.errors
  }

  @Test(
    "what hands out figures unscreened does not compile, and the screened way does",
    .enabled(if: compiler.isThere, "there is no swiftc on the path"))
  func compiled() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("tidemark-client-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Self.inside.write(to: folder.appendingPathComponent("module.modulemap"), atomically: true, encoding: .utf8)
    for statement in Self.screened {
      let errors = try Self.errors(statement, in: folder)
      #expect(!errors.contains("error:"), "\(statement)\n\(errors)")
    }
    for (statement, reason) in Self.unscreened {
      let errors = try Self.errors(statement, in: folder).split(separator: "\n").filter { $0.contains("error:") }
      #expect(
        !errors.isEmpty && errors.allSatisfy { line in reason.split(separator: "|").contains { line.contains($0) } },
        "\(statement)\n\(errors.joined(separator: "\n"))")
    }
  }
}

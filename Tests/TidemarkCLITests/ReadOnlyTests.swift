import Foundation
import Testing

/// A store that its reader may not write to.
@Suite struct ReadOnlyTests {
  private static let isRoot = getuid() == 0
  private static let setpriv = URL(fileURLWithPath: "/usr/bin/setpriv")

  /// Root may write everywhere: the program is then run as nobody.
  private func run(_ arguments: [String], _ folder: TemporaryFolder) throws -> BinaryUnderTest.Outcome {
    let store = folder.url.appendingPathComponent("store")
    guard Self.isRoot else { return try BinaryUnderTest.run(arguments, in: folder.url, store: store) }
    return try BinaryUnderTest.run(
      program: Self.setpriv,
      ["--reuid=65534", "--regid=65534", "--clear-groups", BinaryUnderTest.url.path] + arguments, in: folder.url,
      environment: BinaryUnderTest.environment(store: store))
  }

  @Test(.enabled(if: !isRoot || FileManager.default.isExecutableFile(atPath: setpriv.path), "setpriv is missing"))
  func everyReadingCommandWorksAndAnAppendIsSeven() throws {
    let folder = try TemporaryFolder()
    let store = folder.path("store")
    try FileManager.default.copyItem(atPath: try DatasetsStore.url.path, toPath: store)
    let file = try folder.write("indicator_id,indicator,area_code,period,value\n1,N,E92000001,2019,5\n", to: "a.csv")
    let paths = try FileManager.default.subpathsOfDirectory(atPath: store).map { store + "/" + $0 } + [store]
    func setModes(_ file: Int, _ folder: Int) throws {
      for path in paths {
        var isFolder: ObjCBool = false
        _ = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        try FileManager.default.setAttributes(
          [.posixPermissions: isFolder.boolValue ? folder : file], ofItemAtPath: path)
      }
    }
    try setModes(0o444, 0o555)
    defer { try? setModes(0o644, 0o755) }
    let before = try contents(paths)
    for command in [
      ["compare"], ["trend", "infant mortality"], ["rank", "infant mortality"], ["profile"], ["find", "smoking"],
      ["describe", "infant mortality"], ["status"], ["export"], ["releases"], ["revisions"], ["verify"],
    ] {
      let outcome = try run(command, folder)
      #expect(outcome.status == 0, "\(command): \(outcome.errors)")
      #expect(!outcome.output.isEmpty, "\(command)")
    }
    let append = try run(["append", file], folder)
    #expect(append.status == 7, "\(append.errors)")
    #expect(append.errors.contains("who may read and write"), "\(append.errors)")
    #expect(try contents(paths) == before)
  }

  private func contents(_ paths: [String]) throws -> [Data?] {
    paths.map { try? Data(contentsOf: URL(fileURLWithPath: $0)) }
  }
}

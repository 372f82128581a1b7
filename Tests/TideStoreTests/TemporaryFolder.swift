import Foundation

/// A folder that goes away with this object.
final class TemporaryFolder {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.path + "/tidemark-store-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// A path inside the folder, where nothing is yet.
  func path(_ name: String) -> String { path + "/" + name }
}

/// Files of a store, for tests that damage them.
enum Files {
  static func read(_ path: String) throws -> [UInt8] { try [UInt8](Data(contentsOf: URL(fileURLWithPath: path))) }

  static func write(_ bytes: [UInt8], to path: String) throws { try Data(bytes).write(to: URL(fileURLWithPath: path)) }

  /// Overwrites one byte in place.
  static func patch(_ path: String, at offset: Int, to byte: UInt8) throws {
    let file = try FileHandle(forUpdating: URL(fileURLWithPath: path))
    try file.seek(toOffset: UInt64(offset))
    try file.write(contentsOf: [byte])
    try file.close()
  }

  static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }
  static func remove(_ path: String) throws { try FileManager.default.removeItem(atPath: path) }
  static func copy(_ path: String, to other: String) throws {
    try FileManager.default.copyItem(atPath: path, toPath: other)
  }

  static func makeFolder(_ path: String) throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
  }

  static func names(_ folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
  }

  /// Every file below a folder, by its path inside it.
  static func all(_ folder: String) throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: folder).filter {
      var isFolder: ObjCBool = false
      return FileManager.default.fileExists(atPath: folder + "/" + $0, isDirectory: &isFolder) && !isFolder.boolValue
    }.sorted()
  }

  /// Paths of the segments of a store, in order of their names.
  static func segments(_ store: String) throws -> [String] {
    try names(store + "/segments").filter { $0.hasSuffix(".tide") }.map { store + "/segments/" + $0 }
  }

  static func setMode(_ mode: Int, of path: String) throws {
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
  }
}

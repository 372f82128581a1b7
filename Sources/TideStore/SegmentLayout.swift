import TideModel

/// The numbers of the segment format. FORMAT.md draws them.
enum SegmentLayout {
  static let magic: [UInt8] = Array("TIDEMARK".utf8)
  static let endMagic: [UInt8] = Array("TIDE-END".utf8)
  /// Major version of the segment of one release.
  static let major: UInt16 = 2
  static let minor: UInt16 = 2
  /// Version of a segment of several.
  static let compactedMajor: UInt16 = 3
  static let compactedMinor: UInt16 = 1
  /// Version of one with a release that pins a profile of disclosure control, which older programs would not heed. It is
  /// laid out as that of several releases.
  static let pinnedMajor: UInt16 = 4
  static let pinnedMinor: UInt16 = 1
  static let headerBytes = 64
  static let footerBytes = 128
  /// Panels listed on one page of the directory.
  static let pageEntries = 128
  static let entryBytes = 32
  static let fenceBytes = 24
  static let fileExtension = ".tide"
  /// The end of the name of a segment that no catalogue lists yet, or that has not had its own name since.
  static let uncommittedExtension = ".tide.new"

  /// Whether a file of this name is a segment, committed or not.
  static func isSegment(_ name: String) -> Bool {
    name.hasSuffix(fileExtension) || name.hasSuffix(uncommittedExtension)
  }
}

/// Where a panel lies in a segment: one entry of the directory.
struct DirectoryEntry {
  let key: PanelKey
  /// Byte offset of the panel's head, or of what tells its versions.
  let offset: Int
  /// Cells of which something is said.
  let cells: Int
}

/// The version of a store's format, by what it holds.
enum FormatVersion {
  /// Each segment holds one release.
  case plain
  /// There is a segment of several, or a release that is lost.
  case compacted
  /// A profile of disclosure control is pinned, or ever was.
  case pinned

  /// - Parameter isIdentified: whether the store has an identity; those made before there were any have none.
  func text(isIdentified: Bool = true) -> String {
    switch self {
    case .plain: isIdentified ? "2.2" : "2.1"
    case .compacted: isIdentified ? "3.1" : "3.0"
    case .pinned: isIdentified ? "4.1" : "4.0"
    }
  }
}

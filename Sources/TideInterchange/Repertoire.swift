/// Which characters the screen can show, beside those of the names.
public enum Repertoire: Sendable, Hashable {
  /// All: shapes, arrows and lines of blocks.
  case unicode
  /// Those of ASCII: shapes and arrows have others in their stead, and lines of blocks are left out.
  case ascii
}

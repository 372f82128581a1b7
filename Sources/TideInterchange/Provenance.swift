public import TideModel

/// Where the figures of an output come from and how to have them again. It holds no date of the day: the same question to
/// the same release gives the same bytes.
///
/// | format | where it stands |
/// |---|---|
/// | table, markdown, html | after the footnotes |
/// | csv, tsv | lines that begin with `# `, before the headings: R skips them with `comment.char = "#"`, pandas with `comment="#"` |
/// | json | an object of `provenance` and `rows` in the place of the array |
/// | jsonl | the first line, an object of `provenance` alone |
public struct Provenance: Sendable, Hashable {
  /// A file that figures were read from.
  public struct Source: Sendable, Hashable {
    /// Its name.
    public var name: String
    /// SHA-256 of its bytes, in hexadecimal; nil where it may not be told, since it would confirm a guess of the figures.
    public var sha256: String?
    /// The release it was loaded as; nil for a file that was read for the answer itself.
    public var release: Int?

    /// A file and its digest.
    public init(name: String, sha256: String?, release: Int? = nil) {
      self.name = name
      self.sha256 = sha256
      self.release = release
    }
  }

  /// Name and version of the program.
  public var program: String
  /// The version of the store's format; nil where no store was read.
  public var format: String?
  /// The command as typed.
  public var query: String
  /// The newest release that the answer knows; nil for none.
  public var release: Int?
  /// The day that release was published.
  public var published: CalendarDate?
  /// The files of that release and of those before it, or the files read.
  public var sources: [Source]

  /// The given facts.
  public init(
    program: String, format: String? = nil, query: String, release: Int? = nil, published: CalendarDate? = nil,
    sources: [Source] = []
  ) {
    self.program = program
    self.format = format
    self.query = query
    self.release = release
    self.published = published
    self.sources = sources
  }

  /// One fact a line, for people and for comments.
  public var lines: [String] {
    var lines = ["Query: \(query)"]
    if let release {
      lines.append("Release: \(release)" + (published.map { ", published \($0)" } ?? ""))
    }
    lines += sources.map { source in
      "Source: \(source.name)" + (source.sha256.map { ", SHA-256 \($0)" } ?? "")
        + (source.release.map { ", release \($0)" } ?? "")
    }
    lines.append("Program: \(program)" + (format.map { ", store format \($0)" } ?? ""))
    return lines
  }

  /// All facts as an object.
  public var object: JSONValue {
    .object([
      ("query", .string(query)), ("release", .integer(release)), ("published", .text(published?.description)),
      (
        "sources",
        .array(
          sources.map {
            .object([("name", .string($0.name)), ("sha256", .text($0.sha256)), ("release", .integer($0.release))])
          })
      ),
      ("program", .string(program)), ("store_format", .text(format)),
    ])
  }
}
